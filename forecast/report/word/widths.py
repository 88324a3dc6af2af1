"""How wide the columns of a table in Word are: no word broken, short cells on one line, what is left by weight.

Letters are measured by the widths of Times New Roman, in parts of its size.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from forecast.report.blocks import Table, cell_words

LEAST_NUMBER = 9.5  # of a column of numbers down the list [mm]
_COMMENT = 17.0  # to write in [mm]
_MOST_LEAST, _MOST_WANTED = 30.0, 200.0  # of a word that may not be broken, and of a cell on one line [mm]
_SHORT = 13, 30  # signs of a heading, and of a cell, that stand on two lines; longer headings stand on three
_INSIDE = 2.4  # margins of a cell and a little more [mm]
_POINT = 25.4 / 72  # [mm]
_NARROW, _WIDE = frozenset("ijltfrI.,;:'|()/-– "), frozenset("mwMWĐ%—")
_BOLD = 1.08
_LONGEST = 20  # cells of a column that are measured, of its longest


def column_widths(table: Table, language: str, *, width: float, size: float) -> list[float]:
    """Widths that fill the page. [mm]

    Every column has what its longest word needs; then those that would break lines have what they lack, as far as it goes, and
    what is left is shared by weight.

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
    needs = [_need(table, at, language, size) for at in range(len(table.columns))]
    least = _fitted([low for low, _ in needs], width)
    wanted = [max(low, want) for low, (_, want) in zip(least, needs, strict=True)]
    lacking, left = sum(wanted) - sum(least), width - sum(least)
    if lacking > left:
        return [low + left * (want - low) / lacking for low, want in zip(least, wanted, strict=True)]
    weights = [0.0 if column.name == "number" else column.weight for column in table.columns]
    return [
        want + (left - lacking) * weight / (sum(weights) or 1) for want, weight in zip(wanted, weights, strict=True)
    ]


def _need(table: Table, at: int, language: str, size: float) -> tuple[float, float]:
    """What the longest word of a column needs, and its longest cell on one line. [mm]"""
    column = table.columns[at]
    if column.name == "number":
        return LEAST_NUMBER, LEAST_NUMBER
    cells = {cell_words(row[at], column.form, language) for row in table.rows}
    longest = sorted(cells, key=lambda cell: (-len(cell), cell))[:_LONGEST]
    short = [cell for cell in cells if len(cell) <= _SHORT[1]]
    heading = _narrowest(column.heading, 2 if len(column.heading) <= _SHORT[0] else 3, size * _BOLD)
    lines = max((_room(cell, size) for cell in longest), default=0.0)
    if column.form != "text":  # numbers and days are one word
        return max(heading, lines), max(heading, lines)
    words = {word for cell in cells for word in cell.split()}
    least = [heading, max((_room(word, size) for word in sorted(words, key=len)[-_LONGEST:]), default=0.0)]
    least += [_narrowest(cell, 2, size) for cell in sorted(short, key=len)[-_LONGEST:]]
    least += [_COMMENT] if column.name == "comment" else []
    return min(max(least), _MOST_LEAST), min(max(*least, lines), _MOST_WANTED)


def _narrowest(text: str, lines: int, size: float) -> float:
    """The least width in which a text takes so many lines and no word of it is broken. [mm]"""
    signs = max((len(word) for word in text.split()), default=0)
    while len(wrapped := textwrap.wrap(text, max(signs, 1), break_on_hyphens=False)) > lines:
        signs += 1
    return max((_room(line, size) for line in wrapped), default=0.0)


def _room(text: str, size: float) -> float:
    """How wide a line of text is with the margins of its cell. [mm]"""
    parts = sum(0.31 if sign in _NARROW else 0.8 if sign in _WIDE else 0.69 if sign.isupper() else 0.5 for sign in text)
    return parts * size * _POINT + _INSIDE


def _fitted(least: Sequence[float], width: float) -> list[float]:
    """The least widths, all made smaller alike where the page has no room for them."""
    return [low * min(1.0, width / sum(least)) for low in least]
