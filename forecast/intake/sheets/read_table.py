"""A table into series of figures: for every column whose figures they are and of what time, row by row.

Texts become numbers in `forecast.intake.sheets.numbers`; sums are looked at in `forecast.intake.sheets.totals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import numpy as np

from forecast.core.findings import Finding, Severity
from forecast.core.periods import Period, parse_period
from forecast.intake.known_measures import ADMISSIONS
from forecast.intake.period_rules import Words
from forecast.intake.period_words import read_words
from forecast.intake.sheets.columns import FIGURES, LONG, Column, column_period, quota_years, read_columns
from forecast.intake.sheets.context import Context
from forecast.intake.sheets.find_tables import Table
from forecast.intake.sheets.meanings import measure_named
from forecast.intake.sheets.page import Page
from forecast.intake.sheets.profile import Profile
from forecast.intake.sheets.rows import Row, read_rows
from forecast.intake.sheets.series import Series, Texts, Whole, constant, days_of
from forecast.io.headings import printed_meaning
from forecast.io.read_periods import parse_day

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True)
class Span:
    """Rows of units below each other, and the period that stands over them."""

    over: Words | None
    rows: list[Row]
    codes: dict[int, str]

    @cached_property
    def at(self) -> Whole:
        """(n,) rows of the page."""
        return np.array([row.at for row in self.rows], dtype=np.int64)

    @cached_property
    def units(self) -> Texts:
        """(n,) one array for all columns, so that its names are looked up once."""
        return _array([self.codes.get(row.at, row.name) for row in self.rows])


@dataclass(frozen=True)
class Reading:
    """What one table gives.

    Attributes
    ----------
    units : the rows of units; the others are sums, groups, parts and notes.
    codes : row -> the unit's number in a list, where the table has a column of them.
    """

    table: Table
    columns: dict[int, Column]
    rows: list[Row]
    codes: dict[int, str]
    parents: dict[int, str]
    series: list[Series]
    findings: list[Finding]

    @cached_property
    def units(self) -> list[Row]:
        return [row for row in self.rows if row.kind == "unit"]

    @cached_property
    def spans(self) -> list[Span]:
        """The units below each period that stands over its rows; all of them where none does."""
        return [Span(over, list(rows), self.codes) for over, rows in groupby(self.units, key=lambda row: row.over)]


def read_table(table: Table, profile: Profile, context: Context) -> Reading:
    """Every figure of a table with its unit, what is counted and its time."""
    columns, findings = read_columns(table, profile)
    long = any(column.means in LONG for column in columns.values())
    rows = read_rows(table, long=long, totals=profile.totals, keep=profile.keep)
    findings += _row_findings(table, rows)
    reading = Reading(
        table, columns, rows, _cells(table, columns, rows, "code"), _cells(table, columns, rows, "parent"), [], findings
    )
    for column in columns.values():
        if column.means in FIGURES:
            made = (
                _long_series(reading, column, profile, context)
                if long
                else _wide_series(reading, column, profile, context)
            )
            reading.series.extend(one for one in made if len(one))
    return reading


def _row_findings(table: Table, rows: Sequence[Row]) -> list[Finding]:
    found = []
    for row in rows:
        at = (row.at, table.header.unit)
        if row.kind == "nameless":
            found.append(table.page.finding("unit_missing", "error", at))
        elif row.kind == "part":
            found.append(table.page.finding("part_left_out", "notice", at, text=row.name))
    return found


def _cells(table: Table, columns: dict[int, Column], rows: Sequence[Row], means: str) -> dict[int, str]:
    """Row -> cell of the column with a meaning."""
    place = next((place for place, column in columns.items() if column.means == means), None)
    if place is None:
        return {}
    return {row.at: text for row in rows if row.kind == "unit" and (text := table.page.text(row.at, place))}


def _wide_series(reading: Reading, column: Column, profile: Profile, context: Context) -> list[Series]:
    """One series for the whole column, or one for each period that stands over its rows."""
    page, series = reading.table.page, []
    told = False
    for span in reading.spans:
        if column.means == "quota":
            period, doubt = quota_years(column, context)
        else:
            period, doubt = column_period(column, context, span.over)
        cell, heading = reading.table.heading_cell(column.place), reading.table.heading(column.place)
        if doubt and not told:
            told = True
            severity: Severity = "notice" if doubt == "term_read" else "warning"
            reading.findings.append(
                page.finding(doubt, severity, cell, heading=heading, period=period.text if period else "")
            )
        if period is None:
            if doubt != "target_of_part":
                reading.findings.append(page.finding("year_missing", "error", cell, heading=heading))
            return []
        series.append(_series(reading, column, span, period, profile, context))
    return series


def _series(reading: Reading, column: Column, span: Span, period: Period, profile: Profile, context: Context) -> Series:
    n, at = len(span.rows), span.at
    page, meaning = reading.table.page, column.meaning
    measure = meaning.measure or context.measure or profile.measure
    if not measure:
        measure = ADMISSIONS
        named = any(other.means == "measure" for other in reading.columns.values())
        if not named and not any(finding.code == "intake.measure_assumed" for finding in reading.findings):
            cell = reading.table.heading_cell(column.place)
            reading.findings.append(page.finding("measure_assumed", "warning", cell, measure=measure))
    starts, stops = days_of(period, n)
    return Series(
        page, column.place, column.means, at, span.units, _column(page, column.place, at),
        constant(measure, n), starts, stops, _reported(reading, at, context), _beside(reading, column, at),
        meaning.basis, meaning.term, meaning.average,
    )  # fmt: skip


def _long_series(reading: Reading, column: Column, profile: Profile, context: Context) -> list[Series]:
    """The figures of a table with a row for each unit and period."""
    page, rows = reading.table.page, reading.units
    parts = [(means, place) for place, other in reading.columns.items() if (means := other.means) in LONG]
    periods: dict[tuple[str, ...], Period | None] = {}
    kept, starts, stops = [], [], []
    for row in rows:
        texts = tuple(page.shown(row.at, place) if page.merged else page.text(row.at, place) for _, place in parts)
        if texts not in periods:
            periods[texts] = _row_period(dict(zip((means for means, _ in parts), texts, strict=True)), column, context)
        period = periods[texts]
        date_cell = any(row.at in page.days.get(place, ()) for means, place in parts if means == "period")
        if period is None or date_cell:
            code = "period_is_date" if date_cell else "bad_period"
            reading.findings.append(page.finding(code, "error", (row.at, parts[0][1]), text=" ".join(texts)))
            continue
        kept.append(row)
        starts.append(period.start)
        stops.append(period.stop)
    if not kept:
        return []
    span = Span(None, kept, reading.codes)
    series = _series(reading, column, span, Period(starts[0], stops[0]), profile, context)
    measured = next((place for place, other in reading.columns.items() if other.means == "measure"), None)
    if measured is not None:
        named = [
            measure_named(text) if text else measure
            for text, measure in zip(_column(page, measured, series.rows), series.measures, strict=True)
        ]
        series = replace(series, measures=_array(named))
    return [replace(series, starts=np.array(starts, dtype=np.int64), stops=np.array(stops, dtype=np.int64))]


def _row_period(texts: dict[str, str], column: Column, context: Context) -> Period | None:
    """The period that the cells of a row name together."""
    if set(texts) == {"period"}:
        try:
            return parse_period(texts["period"])
        except ValueError:
            pass
    said = []
    for means, text in texts.items():
        plain = text.removesuffix(".0")
        if means == "quarter" and re.fullmatch(r"[1-4]|I{1,3}|IV", plain):
            plain = f"Quý {plain}"
        elif means == "month" and plain.isdigit():
            plain = f"Tháng {plain}"
        said.append(plain)
    words = read_words(", ".join(text for text in said if text))
    if words.bad or re.sub(r"\b(?:luy ke|lk|tinh|thuc hien|so lieu|cumulative)\b|[^a-z0-9]", "", words.rest):
        return None
    if not (words.has_part or words.years):
        return None
    full: Words = words.under(replace(column.words, running=False)).under(replace(context.words, running=False))
    return full.period(cumulative=words.running or column.words.running or context.words.running)


def _reported(reading: Reading, rows: np.ndarray, context: Context) -> np.ndarray:
    """Day of the report of every row: from its own column, else from the lines around the table."""
    day = float(context.reported_on) if context.reported_on is not None else np.nan
    reported = np.full(len(rows), day)
    place = next((place for place, other in reading.columns.items() if other.means == "reported_on"), None)
    if place is not None:
        for at, text in enumerate(_column(reading.table.page, place, rows)):
            if text:
                try:
                    reported[at] = parse_day(text)
                except ValueError:
                    cell = (int(rows[at]), place)
                    reading.findings.append(reading.table.page.finding("bad_day", "error", cell, text=text))
    return reported


def _beside(reading: Reading, column: Column, rows: np.ndarray) -> dict[str, Texts]:
    """Texts of other columns that belong to the figures of this one."""
    page, beside = reading.table.page, {}
    for place, other in reading.columns.items():
        if other.means in ("note", "low", "high", "status"):
            beside[other.means] = _column(page, place, rows)
        elif other.means in ("percent", "growth") and _told_about(reading.columns, place) == column.place:
            beside[other.means] = _column(page, place, rows)
            beside[f"{other.means}_cell"] = constant(place, len(rows))
    if "status" in beside:
        beside["status"] = _array([printed_meaning("counts", "status", text) for text in beside["status"]])
    return beside


def _told_about(columns: dict[int, Column], place: int) -> int | None:
    """The column of figures that a percentage is of: the nearest to its left of its own year; an estimate where none other is."""
    year = columns[place].words.year

    def figures(*means: str) -> list[int]:
        left = [other for other, column in columns.items() if column.means in means and other < place]
        return [
            other for other in left if None in (year, columns[other].words.year) or columns[other].words.year == year
        ]

    return max(figures("count", "pair") or figures("estimate"), default=None)


def _column(page: Page, place: int, rows: np.ndarray) -> Texts:
    return _array(page.column(place))[rows]


def _array(texts: Sequence[str]) -> Texts:
    array = np.empty(len(texts), dtype=object)
    array[:] = texts
    return array
