"""Files of sheets into the tables of the contract, every figure with its file, sheet, cell and text as read.

Steps: pages, tables on them, their columns and rows, texts into numbers, sums looked at, rows put together and checked by
`forecast.checks`. Nothing is written here; adding to what was imported before is `forecast.intake.revisions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from forecast.checks import check
from forecast.core.findings import Finding, placed
from forecast.core.measures import Measure
from forecast.core.periods import Period
from forecast.core.tables import COUNTS, LINEAGE, QUOTAS, Tables
from forecast.intake.sheets.context import Context, read_context
from forecast.intake.sheets.find_tables import find_tables
from forecast.intake.sheets.meanings import ADMISSIONS, STOCKS
from forecast.intake.sheets.numbers import Numbers, Places, places_of, read_figures
from forecast.intake.sheets.open_pages import open_pages
from forecast.intake.sheets.page import Page, cell_name
from forecast.intake.sheets.percents import printed_shares
from forecast.intake.sheets.profile import Profile
from forecast.intake.sheets.read_table import Reading, read_table
from forecast.intake.sheets.registry import Registry
from forecast.intake.sheets.same_period import without_known
from forecast.intake.sheets.series import Series
from forecast.intake.sheets.totals import check_row_sums, check_totals
from forecast.intake.sheets.unsaid import read_cumulative
from forecast.io.notes import Notes
from forecast.io.read_tables import empty_table
from forecast.io.workbook_scan import column_letters

COUNT_COLUMNS = (
    "unit", "measure", "period", "value", "low", "high", "reported_on", "status", "printed_percent", "printed_growth",
    "note", "source", "as_read",
)  # fmt: skip
QUOTA_COLUMNS = (
    "unit", "measure", "year", "first_year", "last_year", "kind", "value", "low", "high", "scope", "set_on", "basis",
    "source", "as_read",
)  # fmt: skip
WHOLE = (ADMISSIONS, *STOCKS)


@dataclass(frozen=True)
class Imported:
    """What the sheets gave.

    Attributes
    ----------
    tables : typed as those that are read from files; the counts and quotas have `source` (file, sheet and cell) and `as_read`.
    headings : the headings met, with what they were taken for: pattern -> (heading as it stands, meaning).
    """

    tables: Tables
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "error")


def read_sheets(files: Sequence[str], profile: Profile | None = None) -> Imported:
    """The figures of some files, in the order given.

    Parameters
    ----------
    profile : what a person has said of the columns; without one the words of the headings decide.
    """
    profile, notes = profile or Profile(), Notes()
    findings: list[Finding] = []
    readings: list[Reading] = []
    for file in files:
        pages = [page for page in open_pages(file, notes) if page.sheet not in profile.skip]
        found = [reading for page in pages for reading in _read_page(page, profile, findings)]
        if pages and not found and not any(finding.file == file for finding in findings if finding.severity == "error"):
            findings.append(pages[0].finding("table_missing", "error"))
        readings += found
    findings += [finding for reading in readings for finding in reading.findings]
    series = [one for reading in readings for one in reading.series]
    if not series:
        if readings and not any(finding.severity == "error" for finding in findings):
            findings.append(readings[0].table.page.finding("figures_missing", "error"))
        return Imported(
            _tables(None, None, Registry(), {}), tuple(readings), (*placed(notes.findings, notes.sheets), *findings)
        )
    registry = _units(readings)
    places = places_of(series)
    texts, measures = (np.concatenate([getattr(one, name) for one in series]) for name in ("texts", "measures"))
    numbers, doubts = read_figures(texts, measures, places, dict.fromkeys(WHOLE, True))
    findings += [*doubts, *registry.findings, *_harmed(readings)]
    series, cumulative = read_cumulative(readings, series, numbers)
    findings += cumulative
    findings += _sums(readings, places, numbers)
    counts, quotas, more = _frames(series, numbers, registry, places)
    findings += more
    known = _measures(counts, quotas)
    tables = _tables(counts, quotas, registry, known)
    findings += _checked(tables, counts, quotas, places)
    return Imported(tables, tuple(readings), (*placed(notes.findings, notes.sheets), *findings))


def _read_page(page: Page, profile: Profile, findings: list[Finding]) -> Iterator[Reading]:
    before: Context | None = None
    for table in find_tables(page):
        context, found = read_context(table, profile, before)
        findings += found
        before = context
        yield read_table(table, profile, context)


def _units(readings: Sequence[Reading]) -> Registry:
    """Every unit of every table, with the unit or the heading that it stands under."""
    registry = Registry()
    for reading in readings:
        page, place = reading.table.page, reading.table.header.unit
        upper: list[tuple[int, str]] = []
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


def _frames(
    series: Sequence[Series], numbers: Numbers, registry: Registry, places: Places
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Counts and quotas as frames; `at` is the position of the figure."""
    units = _unit_names(series, registry)
    bounds = np.cumsum([0, *(len(one) for one in series)])
    counts, quotas, findings = [], [], []
    for one, first in zip(series, bounds, strict=False):
        span = slice(first, first + len(one))
        at = np.arange(first, first + len(one))
        said = np.isfinite(numbers.value[span]) | np.isfinite(numbers.low[span]) | np.isfinite(numbers.high[span])
        frame = pd.DataFrame(
            {
                "unit": units[span], "measure": one.measures, "value": numbers.value[span], "low": numbers.low[span],
                "high": numbers.high[span], "reported_on": one.reported_on, "start": one.starts, "stop": one.stops, "at": at,
            }
        )  # fmt: skip
        if one.means == "quota":
            quotas.append(_quota_rows(one, frame[said]))
            continue
        shares, found = printed_shares(one, numbers, first)
        findings += found
        frame["status"] = "estimate" if one.means == "estimate" else one.beside.get("status", "")
        frame["printed_percent"], frame["printed_growth"] = shares["percent"], shares["growth"]
        frame["note"] = one.beside.get("note", "")
        frame["last_year"] = one.means == "last_year"
        counts.append(frame[said])
        paired = np.isfinite(numbers.target[span])
        if paired.any():
            target = frame[paired].assign(value=numbers.target[span][paired], low=np.nan, high=np.nan)
            year = np.array([date.fromordinal(int(start)).year for start in target["start"]], dtype=float)
            quotas.append(_quota_rows(one, target.assign(first=year, last=year)))
    columns = ("unit", "measure", "value", "low", "high", "reported_on", "start", "stop", "at")
    count = (
        pd.concat(counts, ignore_index=True)
        if counts
        else pd.DataFrame(
            {name: [] for name in (*columns, "status", "printed_percent", "printed_growth", "note", "last_year")}
        )
    )
    quota = (
        pd.concat(quotas, ignore_index=True)
        if quotas
        else pd.DataFrame({name: [] for name in (*columns, "first", "last", "kind", "basis", "scope")})
    )
    count, more = without_known(count, places)
    texts = np.concatenate([one.texts for one in series])
    return (
        _sourced(count, places, texts),
        _sourced(quota.drop_duplicates([name for name in quota if name != "at"]), places, texts),
        findings + more,
    )


def _unit_names(series: Sequence[Series], registry: Registry) -> np.ndarray:
    names = np.concatenate([one.units for one in series])
    distinct, index = np.unique(names.astype(str), return_inverse=True)
    return np.array([registry.known(name) for name in distinct.tolist()], dtype=object)[index]


def _quota_rows(one: Series, frame: pd.DataFrame) -> pd.DataFrame:
    """Targets with their years and kind."""
    if "first" not in frame:
        first = [date.fromordinal(int(start)).year for start in frame["start"]]
        last = [date.fromordinal(int(stop) - 1).year for stop in frame["stop"]]
        frame = frame.assign(first=np.array(first, dtype=float), last=np.array(last, dtype=float))
    ranged = frame["value"].isna()
    kind = np.where(frame["first"] != frame["last"], "term", np.where(ranged, "range", "fixed"))
    return frame.assign(kind=kind, basis=one.basis, scope="average" if one.average else "")


def _sourced(frame: pd.DataFrame, places: Places, texts: np.ndarray) -> pd.DataFrame:
    """The rows with the file, sheet and cell of their figure, and the text as read."""
    at = frame["at"].to_numpy(dtype=np.int64)
    columns, index = np.unique(np.stack([places.page[at], places.column[at]]), axis=1, return_inverse=True)
    starts = [f"{places.pages[page].label}!{column_letters(column + 1)}" for page, column in columns.T.tolist()]
    cells = [
        starts[start] + str(row)
        for start, row in zip(index.ravel().tolist(), (places.row[at] + 1).tolist(), strict=True)
    ]
    return frame.assign(
        source=np.array(cells, dtype=object), as_read=texts[at], row=np.arange(len(frame)) + 2
    ).reset_index(drop=True)


def _measures(counts: pd.DataFrame, quotas: pd.DataFrame) -> dict[str, Measure]:
    names = dict.fromkeys([*counts["measure"].unique().tolist(), *quotas["measure"].unique().tolist()])
    value = counts["value"].to_numpy(dtype=np.float64)
    fractional = set(counts["measure"].to_numpy()[np.isfinite(value) & (value != np.floor(value))].tolist())
    return {
        name: Measure(
            name,
            kind="stock" if name in STOCKS else "flow",
            whole=name in WHOLE or name not in fractional,
            declared=name in WHOLE,
        )
        for name in names
    }


def _tables(
    counts: pd.DataFrame | None, quotas: pd.DataFrame | None, registry: Registry, measures: dict[str, Measure]
) -> Tables:
    if counts is None or not len(counts):
        counts = empty_table(COUNTS).assign(start=0, stop=0)
    else:
        bounds = list(zip(counts["start"].tolist(), counts["stop"].tolist(), strict=True))
        periods = {pair: Period(*pair).text for pair in set(bounds)}
        counts = counts.assign(period=np.array([periods[pair] for pair in bounds], dtype=object))
    if quotas is None or not len(quotas):
        quotas = empty_table(QUOTAS)
    else:
        one = quotas["first"] == quotas["last"]
        quotas = quotas.assign(
            year=quotas["first"].where(one), first_year=quotas["first"].where(~one), last_year=quotas["last"].where(~one),
            set_on=_set_on(quotas), share_low=np.nan, share_high=np.nan, of="", rule="", reading="", note="",
        )  # fmt: skip
    names = list(registry.names.values())
    units = pd.DataFrame(
        {
            "unit": pd.Series(names, dtype="str"),
            "name": pd.Series([registry.titles.get(name, "") for name in names], dtype="str"),
            "parent": pd.Series([registry.parents.get(name, "") for name in names], dtype="str"),
            "order": np.arange(1.0, len(names) + 1),
            "opened": np.nan, "closed": np.nan, "restricted": "",
            "group": pd.Series([registry.groups.get(name, "") for name in names], dtype="str"),
            "row": np.arange(len(names)) + 2,
        }
    )  # fmt: skip
    lineage = empty_table(LINEAGE)
    files = {"counts": "counts", "quotas": "quotas", "units": "units"}
    return Tables(counts, quotas, units, lineage, measures, files)


def _set_on(quotas: pd.DataFrame) -> pd.Series:
    """The day of the report for targets that differ from an earlier report's; the day on which the first was set is not known."""
    key = ["unit", "measure", "first", "last", "basis", "scope"]
    earliest = quotas.groupby(key, dropna=False)["reported_on"].transform("min")
    return quotas["reported_on"].where(quotas["reported_on"] > earliest)


def _checked(tables: Tables, counts: pd.DataFrame, quotas: pd.DataFrame, places: Places) -> Iterator[Finding]:
    """What the checks of every file say, placed at the cells that the rows come from."""
    if not len(counts):
        return
    at = {"counts": counts["at"].to_numpy(), "quotas": quotas["at"].to_numpy()}
    for finding in check(tables):
        if finding.file in at and finding.row is not None and finding.code not in _SAID_ELSEWHERE:
            page, cell = places.of(int(at[finding.file][finding.row - 2]))
            values = {
                name: places.cell(int(at[finding.file][int(value) - 2])) if name in ("first", "first_row") else value
                for name, value in finding.values.items()
            }
            yield replace(
                finding, file=page.file, sheet=page.sheet, cell=cell_name(*cell), row=None, column=None, values=values
            )


_SAID_ELSEWHERE = ("counts_without_quota", "quota_without_counts", "jump_up", "jump_down")
