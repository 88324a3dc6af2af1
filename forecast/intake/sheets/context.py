"""What the lines around a table say of its figures: the year, the period, whether they are cumulative, the day of the report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from forecast.core.findings import Finding
from forecast.intake.period_rules import Words
from forecast.intake.period_words import read_words
from forecast.intake.sheets.find_tables import Table
from forecast.intake.sheets.meanings import meaning_of
from forecast.intake.sheets.profile import Profile
from forecast.io.read_periods import parse_day


@dataclass(frozen=True)
class Context:
    """What holds for every column that does not say otherwise.

    Attributes
    ----------
    words : part of the year, year, and whether the figures count from January.
    measure : what the titles say is counted, "" where they do not.
    reported_on : day ordinal of the report, None where none is printed.
    """

    words: Words
    measure: str
    reported_on: int | None


def read_context(table: Table, profile: Profile, before: Context | None) -> tuple[Context, list[Finding]]:
    """The context of a table: the nearest line wins, then the name of the sheet, then the table before it on the sheet."""
    page = table.page
    findings, lines = [], []
    for cell in reversed(table.above):
        words = read_words(page.text(*cell))
        lines.append(words)
        if words.bad:
            findings.append(page.finding("bad_period", "error", cell, text=page.text(*cell)))
    sheet = read_words(page.sheet)
    found = _together([*lines, replace(sheet, bad="")])
    if before is not None and not table.above:
        found = found.under(before.words)
    if found.year is None and profile.year is not None:
        found = replace(found, years=(profile.year,))
    if profile.cumulative != "auto":
        found = replace(found, running=profile.cumulative == "yes")
    below = [read_words(page.text(*cell)) for cell in table.below]
    day = _reported(profile, [*lines, *below]) or (
        before.reported_on if before is not None and not table.above else None
    )
    return Context(found, _measure(table, before), day), findings


def _together(lines: Iterable[Words]) -> Words:
    """Part and year, each from the first line that has one; that it is cumulative from any."""
    found = Words()
    for words in lines:
        part = found if found.has_part else words
        found = replace(
            found,
            months=part.months,
            until=part.until,
            whole=part.whole,
            years=found.years if found.year is not None else (words.years or found.years),
            running=found.running or (words.running and not words.months),
        )
    return found


def _reported(profile: Profile, lines: Iterable[Words]) -> int | None:
    if profile.reported_on:
        return parse_day(profile.reported_on)
    days = [words.dated for words in lines if isinstance(words.dated, date)]
    return days[0].toordinal() if len(set(days)) == 1 else None


def _measure(table: Table, before: Context | None) -> str:
    """Admissions where a title speaks of them."""
    for cell in reversed(table.above):
        text = table.page.text(*cell)
        if meaning_of((text,)).measure == "admissions" and not re.match(r"\s*\(", text):
            return "admissions"
    return before.measure if before is not None else ""
