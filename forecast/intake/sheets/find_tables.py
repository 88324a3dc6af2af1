"""Finds the tables of a page laid out for people: which rows are a header's own, what stands above and below.

Where the headers are is `forecast.intake.sheets.find_headers`, what the headings mean `forecast.intake.sheets.meanings`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from forecast.intake.sheets.find_headers import Header, find_headers
from forecast.intake.sheets.page import Page

_FIGURE = re.compile(
    r"[-+(~≈]?\s*\(?[.,]?\d|[-–—…x]$|(?:hơn|gần|trên|khoảng|dưới|more than|about|nearly|over|some)\s", re.IGNORECASE
)
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[a-z])\)?(?:\s*=.*)?", re.IGNORECASE)


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure, or says that there is none.

    Examples
    --------
    >>> is_figure("2.241/9.810 (23%)"), is_figure("hơn 10.000"), is_figure("–"), is_figure("Hà Nội, ngày 7 tháng 4")
    (True, True, True, False)
    """
    return bool(text) and _FIGURE.match(text.strip()) is not None


@dataclass(frozen=True)
class Table:
    """A table of a page.

    Attributes
    ----------
    paths : column -> its headings, the uppermost first.
    rows : the rows below the header that belong to it.
    above : lines that stand above it, the nearest last, those over its own columns after the others; below : lines under it.
    """

    page: Page
    header: Header
    paths: dict[int, tuple[str, ...]]
    rows: tuple[int, ...]
    above: tuple[tuple[int, int], ...]
    below: tuple[tuple[int, int], ...]

    def heading(self, place: int) -> str:
        return " / ".join(self.paths[place])

    def heading_cell(self, place: int) -> tuple[int, int]:
        """The lowest cell of the header that holds something in this column."""
        rows = range(self.header.bottom, self.header.top - 1, -1)
        return next(
            ((row, place) for row in rows if self.page.columns[place][row].strip()), (self.header.bottom, place)
        )


def find_tables(page: Page) -> list[Table]:
    """The tables of a page in the order of their headers; a header that is printed again goes on with its table."""
    headers = find_headers(page)
    tables: list[Table] = []
    for at, header in enumerate(headers):
        later = [other for other in headers[at + 1 :] if other.top > header.bottom and _share(header, other)]
        stop = later[0].top if later else page.height
        earlier = [other for other in headers[:at] if other.bottom < header.top and _share(header, other)]
        above = max((_last(tables, other) for other in earlier), default=-1)
        table = _table(page, header, above + 1, stop)
        before = next((index for index, other in enumerate(tables) if other.header in earlier[-1:]), None)
        if before is not None and _goes_on(tables[before], table):
            tables[before] = replace(tables[before], rows=(*tables[before].rows, *table.rows), below=table.below)
            headers[at] = tables[before].header
        else:
            tables.append(table)
    return [table for table in tables if table.rows]


def _share(first: Header, second: Header) -> bool:
    return first.left < second.right and second.left < first.right


def _last(tables: Sequence[Table], header: Header) -> int:
    """The last row of the table under a header."""
    rows = [row for table in tables if table.header == header for row in table.rows]
    return rows[-1] if rows else header.bottom


def _goes_on(before: Table, table: Table) -> bool:
    """The same header again, with nothing said between."""
    same = list(before.paths.values()) == list(table.paths.values()) and before.header.left == table.header.left
    return same and not table.above and not before.below


def _table(page: Page, header: Header, first: int, stop: int) -> Table:
    body = range(header.bottom + 1, stop)
    if body and _is_numbering(page, body[0], header):
        body = body[1:]
    last = next((row for row in reversed(body) if _has_figures(page, row, header)), header.bottom)
    filled = page.filled[body.start : last + 1, header.left : header.right].any(axis=1)
    rows = tuple((np.flatnonzero(filled) + body.start).tolist())
    inside = range(header.left, header.right)
    lines = [(row, place) for row in range(first, header.top) for place, _ in page.row(row)]
    lines.sort(key=lambda cell: (cell[1] in inside, cell[0]))
    below = tuple(
        (row, place) for row in range(last + 1, stop) for place, _ in page.row(row, header.left, header.right)
    )
    return Table(page, header, _paths(page, header), rows, tuple(lines), below)


def _is_numbering(page: Page, row: int, header: Header) -> bool:
    """A row such as A, B, 1, 2, 3 = 1 + 2 below the headings."""
    texts = [text for _, text in page.row(row, header.left, header.right)]
    if len(texts) < 3 or not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.match(r"\d+", text.strip("() ")))]
    return numbers[:1] in ([1], [2], [3]) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _has_figures(page: Page, row: int, header: Header) -> bool:
    figures = any(is_figure(text) for _, text in page.row(row, header.unit + 1, header.right))
    numbered = header.left < header.unit and page.text(row, header.unit) and page.columns[header.unit - 1][row].strip()
    return (
        figures and bool(any(True for _ in page.row(row, header.left, header.unit + 1)) or _is_long(page, row, header))
    ) or bool(numbered)


def _is_long(page: Page, row: int, header: Header) -> bool:
    """A row without a name: of a long table, whose unit stands in the rows above, or one whose name is missing."""
    return sum(1 for _ in page.row(row, header.unit + 1, header.right)) >= min(2, header.right - header.unit - 1)


def _paths(page: Page, header: Header) -> dict[int, tuple[str, ...]]:
    paths = {}
    for place in range(header.left, header.right):
        path: list[str] = []
        for row in range(header.top, header.bottom + 1):
            text = page.shown(row, place) or _from_left(page, row, place, header)
            if text and (not path or path[-1] != text):
                path.append(text)
        if path:
            paths[place] = tuple(path)
    return paths


def _from_left(page: Page, row: int, place: int, header: Header) -> str:
    """The heading to the left that goes on over this column, where the file keeps no merged cells."""
    under = any(page.shown(lower, place) for lower in range(row + 1, header.bottom + 1))
    if not under or place <= header.unit:
        return ""
    left = next((other for other in range(place - 1, header.unit, -1) if page.shown(row, other)), None)
    if (
        left is None
        or (row, left) in page.covered
        or not any(page.shown(lower, left) for lower in range(row + 1, header.bottom + 1))
    ):
        return ""
    return page.shown(row, left)
