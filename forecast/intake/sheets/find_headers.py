"""Finds the headers of the tables of a page: a header is known by the heading of its units.

The tables that stand under them are `forecast.intake.sheets.find_tables`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from forecast.intake.period_words import is_period
from forecast.intake.sheets.meanings import is_unit_heading, meaning_of
from forecast.intake.sheets.page import Page
from forecast.io.read_periods import plain_letters

LONGEST_HEADING = 120
_LETTER = re.compile(r"[^\W\d_]")
_UNITS_OF = re.compile(r"\(?(?:dvt|don vi tinh|don vi)\s*:", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Where a header stands: its rows, its columns from `left` to `right` (exclusive), the column of its units."""

    top: int
    bottom: int
    left: int
    right: int
    unit: int


def find_headers(page: Page) -> list[Header]:
    """The headers of a page from the top down, side by side from the left."""
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
