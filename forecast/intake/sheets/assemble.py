"""Files of sheets into the tables of the contract, every figure with its file, sheet, cell and text as read.

Steps: pages, tables on them, their columns and rows, texts into numbers, sums looked at, rows put together and checked by
`forecast.checks`. Nothing is written here; adding to what was imported before is `forecast.intake.revisions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.checks import check
from forecast.checks.jumps import check_jumps
from forecast.checks.quotas import check_quotas_and_counts
from forecast.core.findings import Finding, placed
from forecast.core.tables import Tables
from forecast.intake.known_measures import ADMISSIONS
from forecast.intake.sheets.context import Context, read_context
from forecast.intake.sheets.find_tables import find_tables
from forecast.intake.sheets.frames import figure_frames
from forecast.intake.sheets.meanings import meaning_of
from forecast.intake.sheets.numbers import Numbers, Places, places_of, read_figures
from forecast.intake.sheets.open_pages import Opened, open_files
from forecast.intake.sheets.page import Page, cell_name
from forecast.intake.sheets.profile import Profile
from forecast.intake.sheets.read_table import Reading, read_table
from forecast.intake.sheets.registry import Registry
from forecast.intake.sheets.to_tables import WHOLE, no_tables, to_tables
from forecast.intake.sheets.totals import check_row_sums, check_totals
from forecast.intake.sheets.unsaid import read_cumulative

_TOP = 30  # rows in which the headings of a list stand
_SAID_ELSEWHERE = (check_jumps, check_quotas_and_counts)


@dataclass(frozen=True)
class Imported:
    """What the sheets gave.

    Attributes
    ----------
    tables : typed as those that are read from files; the counts and quotas have `source` (file, sheet and cell) and `as_read`.
    readings : every table of every sheet, as it was understood.
    """

    tables: Tables
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "error")


def read_sheets(files: Sequence[str] | Opened, profile: Profile | None = None) -> Imported:
    """The figures of some files, in the order given.

    Parameters
    ----------
    files : their names, or their pages, already opened.
    profile : what a person has said of the columns; without one the words of the headings decide.
    """
    opened = files if isinstance(files, Opened) else open_files(files)
    profile, notes = profile or Profile(), opened.notes
    findings: list[Finding] = []
    readings: list[Reading] = []
    for file, opened_pages in opened.pages.items():
        pages = [page for page in opened_pages if page.sheet not in profile.skip]
        found = [reading for page in pages for reading in _read_page(page, profile, findings)]
        if pages and not found and not any(finding.file == file for finding in findings if finding.severity == "error"):
            findings += _personal(pages) or [pages[0].finding("table_missing", "error")]
        readings += found
    findings += [finding for reading in readings for finding in reading.findings]
    series = [one for reading in readings for one in reading.series]
    if not series:
        if readings and not any(finding.severity == "error" for finding in findings):
            findings.append(readings[0].table.page.finding("figures_missing", "error"))
        return Imported(no_tables(), tuple(readings), (*placed(notes.findings, notes.sheets), *findings))
    registry = _units(readings)
    places = places_of(series)
    texts, measures = (np.concatenate([getattr(one, name) for one in series]) for name in ("texts", "measures"))
    numbers, doubts = read_figures(texts, measures, places, dict.fromkeys(WHOLE, True))
    findings += [*doubts, *registry.findings, *_harmed(readings)]
    series, cumulative = read_cumulative(series, numbers)
    findings += cumulative
    findings += _sums(readings, places, numbers)
    counts, quotas, more = figure_frames(series, numbers, registry, places)
    findings += more
    tables = to_tables(counts, quotas, registry, named=_admissions_named(readings))
    findings += _checked(tables, counts, quotas, places)
    return Imported(tables, tuple(readings), (*placed(notes.findings, notes.sheets), *findings))


def _personal(pages: Sequence[Page]) -> list[Finding]:
    """Headings of lists of persons, where no table of units was found."""
    return [
        page.finding(f"personal_{kind}", "error", (row, place), heading=text)
        for page in pages
        for row in range(min(page.height, _TOP))
        for place, text in page.row(row)
        if (kind := meaning_of((text,)).personal)
    ]


def _read_page(page: Page, profile: Profile, findings: list[Finding]) -> Iterator[Reading]:
    before: Context | None = None
    for table in find_tables(page):
        context, found = read_context(table, profile, before)
        findings += found
        before = context
        yield read_table(table, profile, context)


def _admissions_named(readings: Sequence[Reading]) -> bool:
    """Whether words of a table, or a person, say that admissions are counted; elsewhere it is only taken so."""
    return any(
        any((one.measures == ADMISSIONS).any() for one in reading.series)
        and not any(finding.code == "intake.measure_assumed" for finding in reading.findings)
        for reading in readings
    )


def _units(readings: Sequence[Reading]) -> Registry:
    """Every unit of every table, with the unit or the heading that it stands under."""
    registry = Registry()
    for reading in readings:
        page, place = reading.table.page, reading.table.header.unit
        upper: list[tuple[int, str]] = []
        registry.expect([reading.codes.get(row.at, row.name) for row in reading.units])
        for row in reading.units:
            code = reading.codes.get(row.at)
            unit = registry.unit(code or row.name, page, (row.at, place))
            if code:
                registry.titles.setdefault(unit, row.name)
            while upper and upper[-1][0] >= row.level:
                upper.pop()
            parent = reading.parents.get(row.at) or (upper[-1][1] if upper else "")
            if parent and parent != unit:
                registry.parents.setdefault(unit, registry.unit(parent, page, (row.at, place)))
            if row.group:
                registry.groups.setdefault(unit, row.group)
            upper.append((row.level, unit))
    return registry


def _harmed(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Cells with errors, and formulas that were never computed, among the figures; elsewhere in the table they do no harm."""
    for reading in readings:
        page = reading.table.page
        if not page.errors and not page.unfinished:
            continue
        for row in reading.units:
            for one in reading.columns.values():
                name = cell_name(row.at, one.place)
                figures = one.means in ("count", "estimate", "quota", "pair", "last_year")
                if name in page.unfinished:
                    yield page.finding("cell_unfinished", "error" if figures else "warning", (row.at, one.place))
                elif name in page.errors and figures:
                    yield page.finding("cell_error", "error", (row.at, one.place), text=page.errors[name])


def _sums(readings: Sequence[Reading], places: Places, numbers: Numbers) -> Iterator[Finding]:
    values: list[dict[tuple[int, int], float]] = [{} for _ in places.pages]
    summed = {id(reading.table.page) for reading in readings if _has_sums(reading)}
    wanted = [at for at, page in enumerate(places.pages) if id(page) in summed]
    for position in np.flatnonzero(np.isin(places.page, wanted) & np.isfinite(numbers.value)):
        at = int(position)
        values[places.page[at]][int(places.row[at]), int(places.column[at])] = float(numbers.value[at])
    order = {id(page): at for at, page in enumerate(places.pages)}
    for reading in readings:
        if id(reading.table.page) in summed and id(reading.table.page) in order:
            here = values[order[id(reading.table.page)]]
            yield from check_totals(reading, here)
            yield from check_row_sums(reading, here)


def _has_sums(reading: Reading) -> bool:
    return any(row.kind in ("total", "group") for row in reading.rows) or any(
        column.means == "total" for column in reading.columns.values()
    )


def _checked(tables: Tables, counts: pd.DataFrame, quotas: pd.DataFrame, places: Places) -> Iterator[Finding]:
    """What the checks of every file say, placed at the cells that the rows come from."""
    at = {"counts": counts["at"].to_numpy(), "quotas": quotas["at"].to_numpy()}
    for finding in check(tables, without=_SAID_ELSEWHERE):
        if finding.file in at and finding.row is not None:
            page, cell = places.of(int(at[finding.file][finding.row - 2]))
            values = {
                name: places.cell(int(at[finding.file][int(value) - 2])) if name in ("first", "first_row") else value
                for name, value in finding.values.items()
            }
            yield replace(
                finding, file=page.file, sheet=page.sheet, cell=cell_name(*cell), row=None, column=None, values=values
            )
