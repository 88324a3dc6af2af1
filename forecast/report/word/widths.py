"""How wide the columns of a table in Word are: no word broken, rows as low as they can be, what is left by weight.

Letters are measured by the widths of Times New Roman, in parts of its size.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from forecast.report.blocks import Table, cell_words

LEAST_NUMBER = 9.5  # of a column of numbers down the list [mm]
_COMMENT = 17.0  # to write in [mm]
_MOST = 60.0  # of a word that may not be broken [mm]
_INSIDE = 2.4  # margins of a cell and a little more [mm]
_POINT = 25.4 / 72  # [mm]
_NARROW, _WIDE = frozenset("ijltfrI.,;:'|()/-– "), frozenset("mwMWĐ%—")
_BOLD = 1.08
_HEADING = (13, 2, 3)  # signs up to which a heading stands on so many lines, else on so many
_SHORT, _FEW = 30, 3  # signs of a cell that stands on few lines, however high the row
_LONGEST = 8  # cells of a column that are measured, of its longest
_HIGHEST = 40  # lines of a row


@dataclass(frozen=True)
class _Column:
    """What a column needs.

    Attributes
    ----------
    least : by its heading and its longest word. [mm]
    cells : its longest cells, where they may stand on several lines.
    """

    least: float
    cells: tuple[str, ...] = ()

    def room(self, lines: int, size: float) -> float:
        """What it needs for rows of so many lines. [mm]"""
        allowed = ((cell, min(lines, _FEW) if len(cell) <= _SHORT else lines) for cell in self.cells)
        return max(self.least, *(_narrowest(cell, most, size) for cell, most in allowed), 0.0)


def column_widths(table: Table, language: str, *, width: float, size: float) -> list[float]:
    """Widths that fill the page. [mm]

    Rows have as many lines as the longest cells need for all columns to stand side by side; what is left is shared by weight.

    Parameters
    ----------
    width : of the text of the page. [mm]
    size : of the letters, were they of Times New Roman. [points]

    Examples
    --------
    >>> from forecast.report.blocks import Column
    >>> table = Table("t", "", (Column("number", "No.", "count"), Column("unit", "Unit")), ((1.0, "Ward 1"),))
    >>> column_widths(table, "en", width=60.0, size=10.0)
    [9.5, 50.5]
    """
    columns = [_column(table, at, language, size) for at in range(len(table.columns))]
    rooms = [column.least for column in columns]
    for lines in range(1, _HIGHEST + 1):
        wanted = [column.room(lines, size) for column in columns]
        if sum(wanted) <= width:
            rooms = wanted
            break
    weights = [0.0 if column.name == "number" else column.weight for column in table.columns]
    left = width - sum(rooms)
    if left < 0 or not sum(weights):
        return [room * width / sum(rooms) for room in rooms]
    return [room + left * weight / sum(weights) for room, weight in zip(rooms, weights, strict=True)]


def _column(table: Table, at: int, language: str, size: float) -> _Column:
    column = table.columns[at]
    if column.name == "number":
        return _Column(LEAST_NUMBER)
    cells = {cell_words(row[at], column.form, language) for row in table.rows}
    signs, few, many = _HEADING
    least = [_narrowest(column.heading, few if len(column.heading) <= signs else many, size * _BOLD)]
    if column.form != "text":  # numbers and days are one word
        return _Column(max(*least, *(_room(cell, size) for cell in _longest(cells)), 0.0))
    words = {word for cell in cells for word in cell.split()}
    least += [min(_room(word, size), _MOST) for word in _longest(words)]
    least += [_COMMENT] if column.name == "comment" else []
    short = [cell for cell in cells if len(cell) <= _SHORT]
    return _Column(max(least), (*_longest(cells), *_longest(short)))


def _longest(texts: Sequence[str] | set[str]) -> list[str]:
    return sorted(texts, key=lambda text: (-len(text), text))[:_LONGEST]


def _narrowest(text: str, lines: int, size: float) -> float:
    """The least width in which a text takes so many lines and no word of it is broken. [mm]"""
    signs = max((len(word) for word in text.split()), default=1)
    signs = max(signs, -(-len(text) // lines) - 2)
    while len(wrapped := textwrap.wrap(text, signs, break_long_words=False, break_on_hyphens=False)) > lines:
        if signs >= len(text):
            break
        signs += 1
    return max((_room(line, size) for line in wrapped), default=0.0)


def _room(text: str, size: float) -> float:
    """How wide a line of text is with the margins of its cell. [mm]"""
    parts = sum(0.31 if sign in _NARROW else 0.8 if sign in _WIDE else 0.69 if sign.isupper() else 0.5 for sign in text)
    return parts * size * _POINT + _INSIDE
