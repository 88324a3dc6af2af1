"""Series and their numbers as the rows of counts and quotas, each with its source.

What the numbers are is `forecast.intake.sheets.numbers`; the tables of the contract are made in `forecast.intake.sheets.to_tables`.
Texts are kept as numbers of distinct texts until the tables are made: a sheet of fifty thousand units has a million cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from forecast.core.findings import Finding
from forecast.intake.sheets.numbers import Numbers, Places
from forecast.intake.sheets.percents import printed_shares
from forecast.intake.sheets.registry import Registry
from forecast.intake.sheets.same_period import without_known
from forecast.intake.sheets.series import Series, Texts, Whole, constant
from forecast.io.workbook_scan import column_letters

_DAYS = 1 << 32  # more than any day


@dataclass(frozen=True)
class Coded:
    """(n,) texts as places among distinct ones."""

    index: Whole
    distinct: Sequence[str]

    def column(self, at: Whole) -> pa.Array:
        """The texts of some of them."""
        return pa.array(self.distinct, pa.string()).take(pa.array(self.index[at]))


def figure_frames(
    series: Sequence[Series], numbers: Numbers, registry: Registry, places: Places
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Counts and quotas, and what was told twice in two ways; `at` is the position of the figure, `row` its line in the table."""
    units, measures = _units(series, registry), _coded(one.measures for one in series)
    quota = _each(series, [one.means == "quota" for one in series])
    said = np.isfinite(numbers.value) | np.isfinite(numbers.low) | np.isfinite(numbers.high)
    figures = {
        "reported_on": np.concatenate([one.reported_on for one in series]),
        "start": np.concatenate([one.starts for one in series]),
        "stop": np.concatenate([one.stops for one in series]),
    }
    named = {"unit": units, "measure": measures}
    at = np.flatnonzero(said & ~quota)
    bounds = {name: getattr(numbers, name)[at] for name in ("value", "low", "high")}
    beside = _beside(series, numbers)
    counts = _frame(named | beside, at, bounds | {name: values[at] for name, values in figures.items()})
    counts["last_year"] = _each(series, [one.means == "last_year" for one in series])[at]
    spans = pd.factorize(figures["start"][at] * _DAYS + figures["stop"][at])[0]
    key = np.ravel_multi_index(
        (units.index[at], measures.index[at], beside["status"].index[at], spans),
        (len(units.distinct), len(measures.distinct), len(beside["status"].distinct), max(len(at), 1)),
    )
    findings: list[Finding] = []
    if counts["last_year"].any() or pd.Index(key).has_duplicates:
        counts, findings = without_known(counts, places)
    quotas = _once(_quotas(series, numbers, figures, named, said & quota))
    texts = np.concatenate([one.texts for one in series])
    return _sourced(counts, places, texts), _sourced(quotas, places, texts), findings


def _each(series: Sequence[Series], values: Sequence[object]) -> np.ndarray:
    """(n,) for every figure what holds of its series."""
    return np.repeat(np.array(values), [len(one) for one in series])


def _coded(parts: Iterable[Texts]) -> Coded:
    """The texts of several columns, most of which hold one text only."""
    distinct: dict[str, int] = {}
    codes = []
    for part in parts:
        index, texts = np.zeros(len(part), dtype=np.int64), part[:1]
        if not (part == texts).all():
            index, texts = pd.factorize(part)
        codes.append(np.array([distinct.setdefault(text, len(distinct)) for text in texts], dtype=np.int64)[index])
    return Coded(np.concatenate(codes), list(distinct))


def _units(series: Sequence[Series], registry: Registry) -> Coded:
    """The units by the names that stand; columns that share their rows are looked up once."""
    shared = {id(one.units): one.units for one in series}
    coded = _coded(shared.values())
    known = _coded([np.array([registry.known(name) for name in coded.distinct], dtype=object)])
    stops = np.cumsum([len(units) for units in shared.values()])[:-1]
    parts = dict(zip(shared, np.split(known.index[coded.index], stops), strict=True))
    return Coded(np.concatenate([parts[id(one.units)] for one in series]), known.distinct)


def _beside(series: Sequence[Series], numbers: Numbers) -> dict[str, Coded]:
    """What stands beside the figures: status, percentage and growth as printed, note."""
    firsts = np.cumsum([0, *(len(one) for one in series)]).tolist()
    shares = [printed_shares(one, numbers, first) for one, first in zip(series, firsts, strict=False)]
    status = [
        constant("estimate", len(one)) if one.means == "estimate" else one.beside.get("status", constant("", len(one)))
        for one in series
    ]
    return {
        "status": _coded(status),
        "printed_percent": _coded(one["percent"] for one in shares),
        "printed_growth": _coded(one["growth"] for one in shares),
        "note": _coded(one.beside.get("note", constant("", len(one))) for one in series),
    }


def _frame(texts: Mapping[str, Coded], at: Whole, numbers: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """A table of some of the figures, with `at`, their positions."""
    table = pa.table({name: coded.column(at) for name, coded in texts.items()}).to_pandas()
    return table.assign(**numbers, at=at)


def _quotas(
    series: Sequence[Series],
    numbers: Numbers,
    figures: Mapping[str, np.ndarray],
    named: Mapping[str, Coded],
    said: np.ndarray,
) -> pd.DataFrame:
    """Targets with their years and kind: of columns of targets where they say one, and those printed behind a figure."""
    paired = np.isfinite(numbers.target) & ~_each(series, [one.means == "quota" for one in series])
    at = np.flatnonzero(said | paired)
    pair = paired[at]
    value = np.where(pair, numbers.target[at], numbers.value[at])
    low, high = (np.where(pair, np.nan, getattr(numbers, name)[at]) for name in ("low", "high"))
    first = _years(figures["start"][at])
    last = np.where(pair, first, _years(figures["stop"][at] - 1))
    kind = np.where(first != last, 2, np.isnan(value).astype(np.int64))
    of_series = _each(series, list(range(len(series))))
    words = {
        "basis": Coded(of_series, [one.basis for one in series]),
        "scope": Coded(of_series, ["average" if one.average else "" for one in series]),
    }
    spans = {name: values[at] for name, values in figures.items()}
    frame = _frame({**named, **words}, at, {"value": value, "low": low, "high": high, **spans})
    kinds = Coded(kind, ["fixed", "range", "term"]).column(np.arange(len(at)))
    return frame.assign(first=first, last=last, kind=pa.table({"kind": kinds}).to_pandas()["kind"])


def _once(quotas: pd.DataFrame) -> pd.DataFrame:
    """Targets that several reports print once, as the first of them has it."""
    ordered = quotas.sort_values("reported_on", kind="stable", na_position="first")
    again = ordered.duplicated([name for name in quotas if name not in ("at", "reported_on", "start", "stop")])
    return quotas[~again.sort_index()]


def _years(days: Whole) -> np.ndarray:
    """(n,) the year of each day."""
    index, distinct = pd.factorize(days)
    return np.array([date.fromordinal(day).year for day in distinct.tolist()], dtype=float)[index]


def _sourced(frame: pd.DataFrame, places: Places, texts: Texts) -> pd.DataFrame:
    """The rows with the file, sheet and cell of their figure, and the text as read."""
    at = frame["at"].to_numpy(dtype=np.int64)
    n_pages = len(places.pages)
    index, distinct = pd.factorize(places.column[at] * n_pages + places.page[at])
    columns = [divmod(code, n_pages) for code in distinct.tolist()]
    starts = [f"{places.pages[page].label}!{column_letters(column + 1)}" for column, page in columns]
    rows = pc.cast(pa.array(places.row[at] + 1), pa.string())
    cells = pc.binary_join_element_wise(pa.array(starts, pa.string()).take(pa.array(index)), rows, "")
    sources = pa.table({"source": cells, "as_read": pa.array(texts[at], pa.string())}).to_pandas()
    return frame.reset_index(drop=True).assign(
        source=sources["source"], as_read=sources["as_read"], row=np.arange(len(frame)) + 2
    )
