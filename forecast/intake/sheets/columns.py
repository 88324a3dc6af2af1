"""The columns of a table with their meaning and their time: from the profile, from the words of the headings, from the context."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from forecast.core.findings import Finding
from forecast.core.periods import Period, year_period
from forecast.intake.period_rules import Words
from forecast.intake.period_words import read_words
from forecast.intake.sheets.context import Context
from forecast.intake.sheets.find_tables import Table, is_figure
from forecast.intake.sheets.meanings import Meaning
from forecast.intake.sheets.profile import Profile

FIGURES = ("count", "estimate", "quota", "pair", "last_year")
LONG = ("period", "year", "quarter", "month")
CONGRESS_TERM = 5
_PHONE = re.compile(r"(?:\+?84|0)[ .]?\d{2,3}[ .]?\d{3}[ .]?\d{3,4}")
_IDENTITY = re.compile(r"0\d{11}")
_BIRTH = re.compile(r"(?:19[3-9]\d|200\d)-\d\d-\d\d|\d{1,2}[/-]\d{1,2}[/-](?:19[3-9]\d|200\d)")
_LEGACY = re.compile(r"[§¬®¦¨©«µ¶·¸¹][a-zA-Z]|[a-zA-Z][¬®¦¨©«µ¶¸¹][a-zA-Z]")
_SAMPLE = 40  # cells looked at to see what a column holds


@dataclass(frozen=True)
class Column:
    """One column: what it means and of what time it speaks."""

    place: int
    meaning: Meaning
    words: Words

    @property
    def means(self) -> str:
        return self.meaning.means


def read_columns(table: Table, profile: Profile) -> tuple[dict[int, Column], list[Finding]]:
    """The columns of a table by their place, and what is wrong or unclear with their headings."""
    columns, findings = {}, []
    for place, path in table.paths.items():
        cell, heading = table.heading_cell(place), table.heading(place)
        words = _words_of(path)
        meaning = profile.meaning(path)
        if (personal := _personal(table, place, meaning)) is not None:
            findings.append(table.page.finding(f"personal_{personal}", "error", cell, heading=heading))
            continue
        if _LEGACY.search(heading):
            findings.append(table.page.finding("legacy_font", "error", cell, text=heading))
        elif meaning is None:
            findings.append(
                table.page.finding("column_not_in_profile", "error", cell, heading=heading, file=profile.file)
            )
        elif words.bad and meaning.means in (*FIGURES, ""):
            findings.append(table.page.finding("bad_period", "error", cell, text=heading))
        elif not meaning.means and any(is_figure(text) for text in _sample(table, place)):
            findings.append(table.page.finding("column_unknown", "warning", cell, heading=heading))
        columns[place] = Column(place, meaning or Meaning(""), words)
    if table.header.unit in columns:
        columns[table.header.unit] = replace(columns[table.header.unit], meaning=Meaning("unit"))
    columns = {place: _alone(column, table, columns) for place, column in columns.items()}
    return {place: _as_long_as_beside(column, columns) for place, column in columns.items()}, findings


def _alone(column: Column, table: Table, columns: dict[int, Column]) -> Column:
    """A "Tổng số" beside parts only ("trong đó nữ, dân tộc") is the sum of no figures: it is the count itself."""
    if column.means != "total":
        return column
    upper = table.paths[column.place][:-1]
    beside = [other for place, other in columns.items() if table.paths[place][: len(upper)] == upper]
    if any(other.means in ("count", "estimate", "pair") for other in beside):
        return column
    return replace(column, meaning=replace(column.meaning, means="count"))


def _as_long_as_beside(column: Column, columns: dict[int, Column]) -> Column:
    """A "cùng kỳ" that names no part of the year is as long as the figures to its left: a quarter beside a quarter."""
    if column.means != "last_year" or column.words.has_part:
        return column
    left = [
        other
        for other in columns.values()
        if other.place < column.place and other.means in ("count", "pair", "estimate")
    ]
    # Behind "ước cả năm" it is still the same period of what was done.
    left = [other for other in left if not (other.means == "estimate" and other.words.whole)] or left
    beside = max(left, key=lambda other: other.place).words if left else column.words
    words = replace(column.words, months=beside.months, until=beside.until, whole=beside.whole)
    return replace(column, words=replace(words, running=words.running or beside.running))


def _words_of(path: tuple[str, ...]) -> Words:
    words = read_words(path[-1])
    for upper in reversed(path[:-1]):
        words = words.under(read_words(upper))
    return words


def _sample(table: Table, place: int) -> list[str]:
    cells = (table.page.text(row, place) for row in table.rows)
    return [text for text, _ in zip((text for text in cells if text), range(_SAMPLE), strict=False)]


def _personal(table: Table, place: int, meaning: Meaning | None) -> str | None:
    """What a column holds of single persons, by its heading or by its cells."""
    if meaning is None or meaning.personal:
        return meaning.personal if meaning is not None else None
    if place == table.header.unit or meaning.means in FIGURES:
        return None
    cells = _sample(table, place)
    for kind, pattern in (("identity", _IDENTITY), ("phones", _PHONE), ("births", _BIRTH)):
        if kind == "births" and meaning.means not in ("", "note", "ignore"):
            continue
        if len(cells) >= 3 and sum(pattern.fullmatch(text) is not None for text in cells) > len(cells) / 2:
            return kind
    return None


def column_period(column: Column, context: Context, over: Words | None) -> tuple[Period | None, str]:
    """The run of days of a column of figures, and the code of a doubt, "" where there is none.

    Parameters
    ----------
    over : the period that stands over the rows, in a row of its own.
    """
    words = column.words
    around = over.under(context.words) if over is not None else context.words
    years = words.years or around.years
    if column.means == "last_year":
        named = words.year if words.year is not None and words.year != around.year else None
        before = named if named is not None else (around.year - 1 if around.year is not None else None)
        years = (before,) if before is not None else ()
    part = words if words.has_part else replace(around, running=False)
    doubt = ""
    cumulative = words.running or (context.words.running and not words.current)
    if not words.has_part and words.years and not words.running and not words.current and column.means != "last_year":
        part = replace(part, months=None, until=None)
        doubt = "whole_year_read" if around.has_part and around.year == words.year and not around.whole else ""
    if words.running and not words.has_part and not around.has_part:
        doubt = "until_missing"
    return replace(part, years=years).period(cumulative=cumulative), doubt


def quota_years(column: Column, context: Context) -> tuple[Period | None, str]:
    """The years of a target: one, or those of its term. A congress term named 2020-2025 counts the years 2021 to 2025."""
    words = column.words
    years = sorted(set(words.years or context.words.years))
    if column.meaning.term and len(years) == 2:
        first, last = years
        named = last - first == CONGRESS_TERM
        return Period(year_period(first + named).start, year_period(last).stop), "term_read" if named else ""
    if words.months is not None or words.until is not None:
        return None, "target_of_part"
    return (year_period(years[0]), "") if len(years) == 1 else (None, "")
