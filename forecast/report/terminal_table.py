"""Columns of words and numbers as lines of a terminal: fitted to its width, broken at spaces, padded, cells painted.

What stands in the columns is left to `forecast.report.projection_table`.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

_BETWEEN = "  "
_WIDEST_TEXT = 26


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    text_width : text stands to the left and may be broken down to this width; numbers (0) stand to the right, unbroken.
    paints : for each cell the colour code of a terminal, "" for none.
    """

    name: str
    heading: str
    cells: list[str]
    text_width: int = 0
    paints: Sequence[str] = ()

    @property
    def least(self) -> int:
        """The width that the cells need, with the heading on three lines."""
        return max(_heading_width(self.heading, 3), min(self._longest, self.text_width or self._longest))

    @property
    def unbroken(self) -> int:
        """The width at which text stands on one line, up to a limit; that of `least` for numbers."""
        return max(self.least, min(self._longest, _WIDEST_TEXT)) if self.text_width else self.least

    @property
    def comfortable(self) -> int:
        """The width at which text stands on one line (up to a limit), or the heading of numbers on two."""
        return self.unbroken if self.text_width else max(self.least, _heading_width(self.heading, 2))

    @property
    def _longest(self) -> int:
        return max(map(_length, self.cells), default=0)


def fit_columns(
    columns: Sequence[Column], width: int, left_out_first: Sequence[str], *, luxuries: Sequence[str] = ()
) -> list[Column]:
    """The columns for which a line has room; those named are left out in their order until the rest fits.

    Parameters
    ----------
    luxuries : columns that are left out before text is broken into lines.
    """
    kept = list(columns)
    for name in left_out_first:
        needed = [column.unbroken if name in luxuries else column.least for column in kept]
        if _total(needed) <= width:
            continue
        kept = [column for column in kept if column.name != name]
    return kept


def draw_table(columns: Sequence[Column], width: int) -> list[str]:
    """Lines of the table: headings, a rule, rows.

    Examples
    --------
    >>> print(*draw_table([Column("unit", "Unit", ["Alpha"], 12), Column("value", "Year to date", ["9"])], 14), sep="\\n")
           Year to
    Unit      date
    ──────────────
    Alpha        9
    """
    widths = _widths(columns, width)
    headings = [_broken(column.heading, room) for column, room in zip(columns, widths, strict=True)]
    height = max(map(len, headings), default=0)
    lines = _row(columns, widths, [[""] * (height - len(heading)) + heading for heading in headings])
    lines.append("─" * _total(widths))
    for place in range(max((len(column.cells) for column in columns), default=0)):
        cells = [_broken(column.cells[place], room) for column, room in zip(columns, widths, strict=True)]
        lines += _row(columns, widths, cells, [column.paints[place] if column.paints else "" for column in columns])
    return lines


def _row(
    columns: Sequence[Column], widths: list[int], cells: list[list[str]], paints: Sequence[str] | None = None
) -> list[str]:
    """One row, its cells broken into lines already."""
    lines = []
    for parts in zip_longest(*cells, fillvalue=""):
        padded = []
        for column, room, text, paint in zip(columns, widths, parts, paints or [""] * len(columns), strict=True):
            space = " " * (room - _length(text))
            shown = f"\x1b[{paint}m{text}\x1b[0m" if paint and text else text
            padded.append(shown + space if column.text_width else space + shown)
        lines.append(_BETWEEN.join(padded).rstrip())
    return lines


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """The least widths, and what room is left given to text first and to headings then."""
    widths = {column.name: column.least for column in columns}
    spare = width - _total(list(widths.values()))
    for column in sorted(columns, key=lambda column: not column.text_width):
        more = min(column.comfortable - column.least, max(spare, 0))
        widths[column.name] += more
        spare -= more
    return list(widths.values())


def _total(widths: list[int]) -> int:
    return sum(widths) + len(_BETWEEN) * (len(widths) - 1)


def _heading_width(heading: str, lines: int) -> int:
    """The least width at which a heading, broken at spaces, takes so many lines."""
    width = max(map(len, heading.split()), default=0)
    while len(textwrap.wrap(heading, width, break_long_words=False)) > lines:
        width += 1
    return width


def _broken(text: str, width: int) -> list[str]:
    return [text] if _length(text) <= width else textwrap.wrap(text, width)


@lru_cache(maxsize=65536)
def _length(text: str) -> int:
    """Cells of a terminal that a text takes: marks that combine take none."""
    return sum(not unicodedata.combining(sign) for sign in text)
