"""What the rows of a table are: units, sums, groups, parts "of which", periods that stand over their rows, notes.

Whether the sums are right is `forecast.intake.sheets.totals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from forecast.intake.period_rules import Words
from forecast.intake.period_words import is_period, read_words
from forecast.intake.sheets.find_headers import Header
from forecast.intake.sheets.find_tables import Table, is_figure
from forecast.intake.sheets.page import Page, at_once
from forecast.io.read_periods import plain_letters

Kind = Literal["unit", "total", "group", "part", "period", "note", "nameless"]
_TOTAL = re.compile(
    r"(?:tong(?: so| cong)?|cong(?: chung)?|(?:grand |sub)?total|sum|all units|tong so(?: toan)?.*|tong cong(?! ty\b).*|"
    r"cong (?:i|ii|iii|iv|v|toan)\b.*|"
    r"toan (?:dang bo|thanh pho|thanh|tinh|huyen|quan|dang|nganh|khoi|don vi|quoc)\b.*|total .*)[: ]*"
)
_PART = re.compile(
    r"(?:trong do|of which|trong so do)\b.*|"
    r"[-+*•]?\s*(?:nu|nam|la nu|(?:nguoi )?dan toc(?: thieu so)?|(?:co |theo )?(?:ton giao|dao)|doan vien|women|female|men)"
)
_ROMAN = re.compile(r"(?=[IVXLC])(?:X{0,3})(?:IX|IV|V?I{0,3})\.?|[A-H]\.?")
_ROMAN_BEFORE = re.compile(r"((?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})|[A-H])[./)]\s+(.+)")
_MARK = re.compile(r"\s*(\(\*+\)|\*+|\([1-9a-d]\)|[¹²³⁴⁵])$")


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes
    ----------
    at : its number in the page. kind : what it is. name : the unit's, or what stands there.
    level : how far the name is moved in; group : the heading that it stands under; over : the period that stands over it.
    """

    at: int
    kind: Kind
    name: str = ""
    level: int = 0
    group: str = ""
    over: Words | None = None


def read_rows(table: Table, *, long: bool, totals: Sequence[str] = (), keep: Sequence[str] = ()) -> list[Row]:
    """The rows of a table in order.

    Parameters
    ----------
    long : a unit's name stands once over several rows.
    totals, keep : names of rows that a person has said to be sums, or to be units whatever their name.
    """
    page, header = table.page, table.header
    if is_tidy(table):
        return [Row(at, "unit", name) for at in table.rows if (name := page.text(at, header.unit))]
    marks = _marks(table)
    with_figures = _with_figures(table)
    groups = _groups(table, with_figures)
    rows: list[Row] = []
    group, over, before = "", None, ""
    summed = {plain_letters(name) for name in totals}
    kept = {plain_letters(name) for name in keep}
    names, told_names = _names(table)
    plains = [plain.strip() for plain in at_once(plain_letters, told_names)]
    for at, name, told, plain in zip(table.rows, names, told_names, plains, strict=True):
        figures = with_figures[at]
        level = _level(page.columns[header.unit][at])
        if long and not name and figures:
            rows.append(Row(at, "unit" if before else "nameless", before, 0, group, over))
        elif not told:
            rows.append(Row(at, "nameless" if figures else "note"))
        elif plain in kept:
            rows.append(Row(at, "unit", name, level, group, over))
        elif plain in summed or _TOTAL.fullmatch(plain):
            rows.append(Row(at, "total", told))
        elif not figures and is_period(told):
            over = read_words(told)
            rows.append(Row(at, "period", told))
        elif at in groups:
            group = groups[at]
            rows.append(Row(at, "group", group))
        elif _PART.fullmatch(plain):
            rows.append(Row(at, "part", told))
        elif not name:
            rows.append(Row(at, "nameless" if figures else "note", told))
        else:
            before = _without_mark(name, marks)
            rows.append(Row(at, "unit", before, level, group, over))
    return rows


def is_tidy(table: Table) -> bool:
    """Whether a table has the program's own headings: then every row is a unit, whatever its name.

    The headings of the template are people's; only the names of the format itself count.
    """
    return {"unit", "period", "value"} <= {path[-1] for path in table.paths.values()}


def _names(table: Table) -> tuple[list[str], list[str]]:
    """The name in every row, and what stands there in its place where there is none."""
    page, header = table.page, table.header
    column = page.column(header.unit)
    names = [column[at] or (page.shown(at, header.unit) if page.merged else "") for at in table.rows]
    told = [name or _first(page, at, header) for at, name in zip(table.rows, names, strict=True)]
    return names, told


def _first(page: Page, at: int, header: Header) -> str:
    """The first text to the left of the names."""
    return next((text for _, text in page.row(at, header.left, header.unit)), "")


def _level(raw: str) -> int:
    """How many spaces stand before a name."""
    if not raw[:1].isspace():
        return 0
    spaced = raw.replace("\u00a0", " ").replace("\t", "    ")
    return len(spaced) - len(spaced.lstrip(" "))


def _with_figures(table: Table) -> list[bool]:
    """For every row of the page whether a figure stands to the right of the names."""
    found = np.zeros(table.page.height, dtype=bool)
    for place in table.paths:
        if place > table.header.unit:
            found |= table.page.which(place, is_figure)
    return found.tolist()


def _groups(table: Table, with_figures: Sequence[bool]) -> dict[int, str]:
    """Rows that are groups: with Roman numerals or letters beside rows with plain numbers, or headings alone before figures."""
    page, header = table.page, table.header
    numbers = [place for place in range(header.left, header.unit) if place in table.paths]
    groups: dict[int, str] = {}
    numbered = bool(numbers) and any(page.columns[numbers[0]][at].strip().rstrip(".").isdigit() for at in table.rows)
    for at in table.rows:
        name = page.shown(at, header.unit) or _first(page, at, header)
        number = page.text(at, numbers[0]) if numbers else ""
        if numbered and _ROMAN.fullmatch(number) and name and name != number:
            groups[at] = name
        elif found := _ROMAN_BEFORE.fullmatch(name):
            if not with_figures[at] or numbered:
                groups[at] = found[2]
        elif numbered and name and not number and not with_figures[at] and _alone(page, at, table):
            groups[at] = name
    return groups


def _alone(page: Page, at: int, table: Table) -> bool:
    """The only cell of its row, in capitals or merged over the figures."""
    cells = list(page.row(at, table.header.left, table.header.right))
    return len(cells) == 1 and (
        cells[0][1].isupper()
        or any(top <= at <= last and right > table.header.unit for top, _, last, right in page.merged)
    )


def _marks(table: Table) -> set[str]:
    """The marks with which the notes below the table begin."""
    lines = " ".join(table.page.text(*cell) for cell in table.below)
    return set(re.findall(r"\(\*+\)|\*+|\([1-9a-d]\)|[¹²³⁴⁵]", lines))


@lru_cache(maxsize=65536)
def _mark_of(name: str) -> str:
    found = _MARK.search(name)
    return found[1] if found else ""


def _without_mark(name: str, marks: set[str]) -> str:
    mark = _mark_of(name) if marks else ""
    return name[: -len(mark)].strip() if mark and mark in marks else name
