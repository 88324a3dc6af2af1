"""Files into `Tables`: every cell understood or noted with its place, all files in one pass.

Whether the figures fit each other is left to `forecast.checks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from forecast.core.findings import placed
from forecast.core.measures import Measure
from forecast.core.tables import COUNTS, DATES, NUMBERS, QUOTAS, Tables
from forecast.errors import UsageError
from forecast.io.headings import KNOWN
from forecast.io.lost_thousands import refuse_lost_thousands, warn_of_small_quotas
from forecast.io.notes import Notes
from forecast.io.open_tables import open_book, open_table
from forecast.io.raw_table import RawTable
from forecast.io.read_measures import declared_measures, measures_of_counts
from forecast.io.read_numbers import read_numbers
from forecast.io.read_periods import read_days, read_periods
from forecast.io.read_quotas import BASES, KINDS, SCOPES, note_missing_values, read_quota_years
from forecast.io.read_words import read_words
from forecast.io.tones import one_tone_place

UNIT_COLUMNS = ("unit", "parent", "from_unit", "to_unit", "from_parent", "to_parent")
GROWTH = "\0growth"  # stands for a measure where factors are read
STATUSES = ("final", "provisional", "estimate")
Measures = tuple[list[str], npt.NDArray[np.int64]]
Flags = npt.NDArray[np.bool_]


def read(
    *,
    counts: str | Path | None = None,
    quotas: str | Path | None = None,
    units: str | Path | None = None,
    lineage: str | Path | None = None,
    measures: str | Path | None = None,
    book: str | Path | None = None,
) -> Tables:
    """Read the tables of an office: CSV, Parquet or a sheet of a workbook (`book.xlsx#Sheet`) by the ending of their names.

    Nothing is raised for bad input: everything noticed stands in `findings` of the result, errors included, and rows
    that could not be understood are left out of the tables.

    Parameters
    ----------
    book : a workbook whose sheets hold the tables that are not given one by one; without it `counts` is needed.

    Returns
    -------
    Tables : typed as described there. Quotas of kind term have `first_year` and `last_year` and no `year`.

    Raises
    ------
    UsageError : neither `counts` nor `book` is given.
    """
    if counts is None and book is None:
        raise UsageError("usage.missing_setting", option="--counts", key="counts")
    given = {"counts": counts, "quotas": quotas, "units": units, "lineage": lineage, "measures": measures}
    return read_some({kind: str(path) for kind, path in given.items() if path is not None}, book)


def read_some(files: dict[str, str], book: str | Path | None = None) -> Tables:
    """The same of whatever tables there are, by their names; those that are not given are empty."""
    notes = Notes()
    raw = {kind: open_table(kind, file, notes) for kind, file in files.items()}
    if book is not None:
        raw |= open_book(str(book), files.keys(), notes)
    files |= {kind: table.file for kind, table in raw.items() if table is not None}
    declared = declared_measures(raw.get("measures"), notes)
    named = _named_measures(raw, declared)
    count_table, known = _counts(raw.get("counts"), named, declared, notes)
    spellings = _unit_spellings(raw)
    return Tables(
        counts=_as_spelt(count_table, spellings),
        quotas=_as_spelt(_quotas(raw.get("quotas"), named, known, notes), spellings),
        units=_as_spelt(_plain(raw.get("units"), "units", notes), spellings),
        lineage=_as_spelt(_plain(raw.get("lineage"), "lineage", notes), spellings),
        measures=known,
        files=files,
        findings=placed(notes.findings, notes.sheets),
        sheets=notes.sheets,
    )


def _unit_spellings(raw: Mapping[str, RawTable | None]) -> dict[str, str]:
    """Unit name -> as the first file that names it spells it, so that answers can be joined to the input.

    Names that differ in composition, or in where the tone of oa, oe or uy stands, are one.
    """
    first: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for table in (table for table in raw.values() if table is not None):
        for name in (name for name in UNIT_COLUMNS if name in table.columns):
            for unit in table.distinct(name)[0]:
                spelt = first.setdefault(one_tone_place(unit), table.spellings.get(unit, unit))
                if spelt != unit:
                    spellings[unit] = spelt
    return spellings


def _as_spelt(frame: pd.DataFrame, spellings: dict[str, str]) -> pd.DataFrame:
    columns = {name: frame[name].replace(spellings) for name in UNIT_COLUMNS if name in frame} if spellings else {}
    return frame.assign(**columns)


def _named_measures(raw: dict[str, RawTable | None], declared: dict[str, Measure]) -> tuple[str, ...]:
    """Every measure that any table names, in order of appearance."""
    names = dict.fromkeys(declared)
    for kind in ("counts", "quotas"):
        table = raw.get(kind)
        if table is not None:
            names.update(dict.fromkeys(pc.unique(table.text("measure")).to_pylist()))
    return tuple(name for name in names if name)


def _row_measures(table: RawTable, named: Sequence[str], notes: Notes) -> tuple[Measures, Flags]:
    """Measure of every row; where it is left out it is the only one there is, else the row is noted."""
    names, code = table.distinct("measure")
    bad = np.zeros(len(table.rows), dtype=bool)
    if "" not in names or not named:
        return (names or [""], code), bad
    blank = names.index("")
    if len(named) == 1:
        if named[0] in names:
            code = np.where(code == blank, names.index(named[0]), code)
        else:
            names[blank] = named[0]
        return (names, code), bad
    bad = code == blank
    listed = ", ".join(named)
    if "measure" not in table.columns:
        notes.add("measure_column_needed", table.file, table.header, "measure", names=listed)
    else:
        for row in np.flatnonzero(bad):
            notes.add("measure_needed", table.file, table.rows[row], "measure", names=listed)
    return (names, code), bad


def _counts(
    table: RawTable | None, named: Sequence[str], declared: dict[str, Measure], notes: Notes
) -> tuple[pd.DataFrame, dict[str, Measure]]:
    if table is None:
        return empty_table(COUNTS).assign(start=pd.Series(dtype="int64"), stop=pd.Series(dtype="int64")), declared
    (names, code), bad = _row_measures(table, named, notes)
    whole = {name: measure.whole for name, measure in declared.items()}
    numbers, bad_number = read_numbers(table, ("value", "low", "high"), (names, code), whole, notes)
    start, stop, bad_period = read_periods(table, notes)
    reported_on, bad_date = read_days(table, "reported_on", notes)
    status, bad_status = read_words(table, "status", STATUSES, notes)
    bad |= bad_number | bad_period | bad_date | bad_status
    bad |= refuse_lost_thousands(table, numbers, (names, code), whole, notes)
    known = measures_of_counts(
        declared,
        names,
        code,
        np.array([column for column in numbers.values() if np.isfinite(column).any()] or [numbers["value"]]),
    )
    typed = {**numbers, "reported_on": reported_on, "status": status, "start": start, "stop": stop}
    frame = _frame(table, COUNTS, {**typed, "measure": np.array(names, dtype=object)[code]})
    _note_amounts(table, frame, known, notes)
    return frame[~bad].reset_index(drop=True), known


def _note_amounts(table: RawTable, counts: pd.DataFrame, measures: dict[str, Measure], notes: Notes) -> None:
    for name, measure in measures.items():
        if not measure.whole and not measure.declared:
            value = counts["value"].to_numpy()
            fraction = (value != np.floor(value)) & np.isfinite(value) & (counts["measure"] == name).to_numpy()
            first = int(np.argmax(fraction)) if fraction.any() else 0
            notes.add(
                "amount_undeclared",
                table.file,
                table.rows[first],
                "value",
                severity="notice",
                measure=name or "–",
                value=float(value[first]),
            )


def _quotas(table: RawTable | None, named: Sequence[str], known: dict[str, Measure], notes: Notes) -> pd.DataFrame:
    if table is None:
        return empty_table(QUOTAS)
    (names, code), bad = _row_measures(table, named, notes)
    whole = {name: measure.whole for name, measure in known.items()}
    kind, bad_kind = read_words(table, "kind", KINDS, notes, required=True)
    of_what = (
        [*names, GROWTH],
        np.where(kind == "growth", len(names), code),
    )  # a factor says nothing of the measure's marks
    numbers, bad_number = read_numbers(table, ("value", "low", "high"), of_what, {**whole, GROWTH: False}, notes)
    shares, bad_share = read_numbers(table, ("share_low", "share_high"), _one(table), {"": False}, notes, percent=True)
    years, bad_year = read_quota_years(table, kind, notes)
    set_on, bad_date = read_days(table, "set_on", notes)
    basis, bad_basis = read_words(table, "basis", BASES, notes)
    scope, bad_scope = read_words(table, "scope", SCOPES, notes)
    bad |= bad_number | bad_share | bad_kind | bad_year | bad_date | bad_basis | bad_scope
    warn_of_small_quotas(table, numbers, kind, (names, code), whole, notes)
    typed = {**numbers, **shares, **years, "set_on": set_on}
    words = {"kind": kind, "basis": basis, "scope": scope, "measure": np.array(names, dtype=object)[code]}
    frame = _frame(table, QUOTAS, {**typed, **words})
    frame = frame[~bad].reset_index(drop=True)
    note_missing_values(table, frame, notes)
    known.update({name: Measure(name) for name in names if name not in known and (name or not named)})
    return frame


def _plain(table: RawTable | None, kind: str, notes: Notes) -> pd.DataFrame:
    """Units or lineage: text but for the columns of numbers and dates."""
    if table is None:
        return empty_table(KNOWN[kind])
    number_names = [name for name in KNOWN[kind] if name in NUMBERS]
    typed, bad = read_numbers(table, number_names, _one(table), {"": kind == "units"}, notes)
    for name in (name for name in KNOWN[kind] if name in DATES):
        typed[name], bad_date = read_days(table, name, notes)
        bad = bad | bad_date
    if kind == "units":
        bad |= read_words(table, "restricted", ("yes", "no"), notes)[1]
    return _frame(table, KNOWN[kind], typed)[~bad].reset_index(drop=True)


def _one(table: RawTable) -> Measures:
    return [""], np.zeros(len(table.rows), dtype=np.int64)


def _frame(table: RawTable, names: Sequence[str], typed: Mapping[str, npt.NDArray[Any]]) -> pd.DataFrame:
    """Known columns first, then those of ours, then the file's own extra ones as text."""
    columns = {name: table.text(name).cast(pa.string()) for name in (*names, *table.columns) if name not in typed}
    columns |= {name: pa.array(values, pa.string()) for name, values in typed.items() if values.dtype == object}
    text = pa.table(columns).to_pandas()
    ordered = dict.fromkeys((*names, *typed, *table.columns))
    return pd.DataFrame({name: text[name] if name in text else typed[name] for name in ordered}).assign(row=table.rows)


def empty_table(names: Sequence[str]) -> pd.DataFrame:
    """A table without rows, typed as those that are read."""
    numeric = {*NUMBERS, *DATES, "year", "first_year", "last_year"}
    columns = {name: pd.Series(dtype="float64" if name in numeric else "str") for name in names}
    return pd.DataFrame({**columns, "row": pd.Series(dtype="int64")})
