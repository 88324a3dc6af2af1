"""A look at the XML of a workbook in small pieces, before any other program builds something large from it.

What is found is judged by `forecast.io.workbook_guard`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

PIECE = 1 << 20
_LONGEST = 1 << 16  # of a cell kept back because its end may stand in the next piece
_REFERENCE = re.compile(rb"""r\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,9})["'][^>]*?(/?)>""")
_FAR_REFERENCE = re.compile(
    rb"""r\s*=\s*["']([A-Za-z]{2,7}(?=[0-9])|[A-Za-z](?=[0-9]{6}))([0-9]{1,9})["'][^>]*?(/?)>"""
)
NEAR = (99_999, 26)  # rows and columns of what is not far
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*["']e["'])[^>]*?\br\s*=\s*["']([A-Z]+[0-9]+)["'][^>]*>.*?</(?:\w+:)?c>""", re.S
)
_SHOWN = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
# An empty text is a result (t="str"): =IF(A1="","",B1).
_NO_RESULT = re.compile(
    rb"""<(?:\w+:)?c\b(?![^>]*\bt\s*=\s*["']str["'])[^>]*?\br\s*=\s*["']([A-Z]+[0-9]+)["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)


@dataclass
class Seen:
    """What the XML of one sheet shows.

    Attributes
    ----------
    height, width : the last row and column in which a cell holds something.
    corner : the cell that lies farthest out.
    errors : cell -> its error (#REF!); unfinished : cells whose formula has no result.
    declares : the XML declares a document type or entities, which no spreadsheet writes.
    """

    height: int = 0
    width: int = 0
    corner: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    unfinished: dict[str, None] = field(default_factory=dict)
    declares: bool = False

    @property
    def cells(self) -> int:
        return self.height * self.width


def declares_types(stream: IO[bytes]) -> bool:
    """Whether XML holds a document type or entities; text in cells cannot, its brackets being escaped."""
    return any(_declares(piece) for piece in _pieces(stream, lambda piece: len(piece) - 16))


def scan_sheet(stream: IO[bytes], most_cells: int, *, closely: bool = False) -> Seen:
    """Extent, errors and unfinished formulas of a sheet; the scan ends as soon as the extent is too large.

    Parameters
    ----------
    closely : look at every cell. Otherwise only at those that stand further out than `NEAR`, which is quicker, and the
        extent is at least that.
    """
    seen = Seen()
    reference = _REFERENCE if closely else _FAR_REFERENCE
    for piece in _pieces(stream, _start_of_last_cell):
        seen.declares |= _declares(piece)
        _extend(seen, set(reference.findall(piece)))
        if seen.declares or seen.cells > most_cells:
            break
        if b"<f" in piece or b":f" in piece:
            seen.unfinished.update(dict.fromkeys(cell.decode() for cell in _NO_RESULT.findall(piece)))
        if re.search(rb"""t=["']e["']""", piece):
            for match in _ERROR.finditer(piece):
                shown = _SHOWN.search(match[0])
                seen.errors[match[1].decode()] = shown[1].decode("utf-8", "replace") if shown else ""
    if not closely:
        seen.height, seen.width = max(seen.height, NEAR[0]), max(seen.width, NEAR[1])
    return seen


def _extend(seen: Seen, references: set[tuple[bytes, bytes, bytes]]) -> None:
    for letters, digits, closed in references:
        if closed:  # a cell with a style and nothing in it
            continue
        row, column = int(digits), column_number(letters.decode().upper())
        if row > seen.height or column > seen.width:
            seen.height, seen.width = max(row, seen.height), max(column, seen.width)
            seen.corner = f"{letters.decode().upper()}{row}"


def column_number(letters: str) -> int:
    """Number of a column by its letters, the first being 1.

    Examples
    --------
    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Letters of a column by its number, the first being 1.

    Examples
    --------
    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _pieces(stream: IO[bytes], cut: Callable[[bytes], int]) -> Iterator[bytes]:
    """The stream in pieces; what stands behind the cut of a piece is seen again with the next one."""
    rest = b""
    while block := stream.read(PIECE):
        piece = rest + block
        yield piece
        rest = piece[max(cut(piece), len(piece) - _LONGEST, 0) :]


def _start_of_last_cell(piece: bytes) -> int:
    """Where the last cell begins, which may go on in the next piece."""
    start = max(piece.rfind(b"<c "), piece.rfind(b":c "))
    return len(piece) - 16 if start < 0 else start - 8


def _declares(piece: bytes) -> bool:
    """A document type or entities, or bytes of an encoding (UTF-16) in which they would not be seen."""
    return b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or b"\x00" in piece
