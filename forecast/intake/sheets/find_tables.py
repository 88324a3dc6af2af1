"""Finds the tables of a page laid out for people: where the header is, which rows are its own, what stands above and below.

A header is known by the heading of its units. What the headings mean is `forecast.intake.sheets.meanings`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from forecast.intake.period_words import is_period
from forecast.intake.sheets.meanings import is_unit_heading, meaning_of
from forecast.intake.sheets.page import Page
from forecast.io.read_periods import plain_letters

LONGEST_HEADING = 120
_FIGURE = re.compile(
    r"[-+(~≈]?\s*\(?[.,]?\d|[-–—…x]$|(?:hơn|gần|trên|khoảng|dưới|more than|about|nearly|over|some)\s", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_UNITS_OF = re.compile(r"\(?(?:dvt|don vi tinh|don vi)\s*:", re.IGNORECASE)
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
class Header:
    """Where a header stands: its rows, its columns from `left` to `right` (exclusive), the column of its units."""

    top: int
    bottom: int
    left: int
    right: int
    unit: int


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
    headers = _headers(page)
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


def _headers(page: Page) -> list[Header]:
    anchors: list[tuple[int, int]] = []
    candidates = np.flatnonzero(~page.figures).tolist()
    for place, column in enumerate(page.columns):
        texts = {row: column[row] for row in candidates}
        names = {
            text
            for text in set(texts.values())
            if text and len(text) < LONGEST_HEADING and not text[0].isdigit() and is_unit_heading(text)
        }
        if names:
            anchors += [(row, place) for row, text in texts.items() if text in names and _heads(page, row, place)]
    headers: list[Header] = []
    for row, place in sorted(anchors):
        if (
            headers
            and row <= headers[-1].bottom
            and headers[-1].left <= place < headers[-1].right
            and row > headers[-1].top
        ):
            continue
        same = [unit for other, unit in anchors if other == row]
        left = _left(page, row, place, max((unit for unit in same if unit < place), default=-1))
        after = [unit for unit in same if unit > place]
        if after and _left(page, row, after[0], place) == left + 1 and _is_text(page, row, place, after[0]):
            continue  # two columns of names side by side: the second is the unit, the first stands over it
        right = _left(page, row, after[0], place) if after else page.width
        if any(header.top <= row <= header.bottom and header.left <= place < header.right for header in headers):
            continue
        headers.append(_grown(page, Header(row, row, left, right, place)))
    return headers


def _heads(page: Page, row: int, place: int) -> bool:
    """Headings, and no figures, stand beside it: a group of units may bear the same words."""
    beside = [text for _, text in page.row(row, place + 1)]
    return bool(beside) and all(_LETTER.search(text) or text == "%" or is_period(text) for text in beside)


def _is_text(page: Page, row: int, first: int, second: int) -> bool:
    return second == first + 1 and meaning_of((page.text(row, first),)).means in ("unit", "parent")


def _left(page: Page, row: int, unit: int, before: int) -> int:
    """The first column of a table: numbers and codes stand before its units; the first table of a row begins at the edge."""
    if before < 0:
        return 0
    left = unit
    while left - 1 > before and meaning_of((page.shown(row, left - 1),)).means in ("number", "code"):
        left -= 1
    return left


def _grown(page: Page, header: Header) -> Header:
    """The header with the rows of headings above and below the one that names the units."""
    top, bottom = header.top, header.bottom
    for first, left, last, right in page.merged:
        if first <= header.top <= last and left <= header.unit <= right:
            top, bottom = min(top, first), max(bottom, last)
    while bottom + 1 < page.height and _is_heading_row(page, bottom + 1, header):
        bottom += 1
    while top > 0 and _is_heading_row(page, top - 1, header, above=True):
        top -= 1
    return replace(header, top=top, bottom=bottom)


def _is_heading_row(page: Page, row: int, header: Header, *, above: bool = False) -> bool:
    """Texts over or under the columns of figures and nothing beside the units."""
    if any(True for _ in page.row(row, header.left, header.unit + 1)) or _covered_from_left(page, row, header):
        return False
    texts = [text for _, text in page.row(row, header.unit + 1, header.right)]
    if not texts or any(len(text) > LONGEST_HEADING or _UNITS_OF.match(plain_letters(text)) for text in texts):
        return False
    if any(not _LETTER.search(text) and text != "%" and not is_period(text) for text in texts):
        return False
    return not above or any(is_period(text) or meaning_of((text,)).means for text in texts)


def _covered_from_left(page: Page, row: int, header: Header) -> bool:
    return any(
        top <= row <= last and left <= header.unit < right and page.columns[left][top].strip()
        for top, left, last, right in page.merged
    )


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
