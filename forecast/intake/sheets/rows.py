"""What the rows of a table are: units, sums, groups, parts "of which", periods that stand over their rows, notes.

Whether the sums are right is `forecast.intake.sheets.totals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from forecast.intake.period_words import Words, is_period, read_words
from forecast.intake.sheets.find_tables import Table, is_figure
from forecast.intake.sheets.page import Page, clean
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
    groups = _groups(table)
    rows: list[Row] = []
    group, over, before = "", None, ""
    summed = {plain_letters(name) for name in totals}
    kept = {plain_letters(name) for name in keep}
    for at in table.rows:
        raw = page.columns[header.unit][at]
        name = clean(raw) or (page.shown(at, header.unit) if page.merged else "")
        figures = _has_figures(page, at, table)
        first = next((text for _, text in page.row(at, header.left, header.unit)), "")
        told = name or first
        level = len(raw.replace("\u00a0", " ").replace("\t", "    ")) - len(
            raw.replace("\u00a0", " ").replace("\t", "    ").lstrip(" ")
        )
        plain = plain_letters(told)
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


def _has_figures(page: Page, at: int, table: Table) -> bool:
    beside = (page.columns[place][at] for place in table.paths if place > table.header.unit)
    return any(text and (text.isdigit() or is_figure(text)) for text in beside)


def _groups(table: Table) -> dict[int, str]:
    """Rows that are groups: with Roman numerals or letters beside rows with plain numbers, or headings alone before figures."""
    page, header = table.page, table.header
    numbers = [place for place in range(header.left, header.unit) if place in table.paths]
    groups: dict[int, str] = {}
    numbered = bool(numbers) and any(page.columns[numbers[0]][at].strip().rstrip(".").isdigit() for at in table.rows)
    for at in table.rows:
        name = page.shown(at, header.unit) or next((text for _, text in page.row(at, header.left, header.unit)), "")
        number = page.text(at, numbers[0]) if numbers else ""
        if numbered and _ROMAN.fullmatch(number) and name and name != number:
            groups[at] = name
        elif found := _ROMAN_BEFORE.fullmatch(name):
            if not _has_figures(page, at, table) or numbered:
                groups[at] = found[2]
        elif numbered and name and not number and not _has_figures(page, at, table) and _alone(page, at, table):
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
