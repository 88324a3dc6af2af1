"""The figures that stand: of every unit, measure and period the latest revision, estimates aside, in calendar order.

Prepared once, for every check that compares periods or units; nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast.core.findings import Finding, Severity
from forecast.core.measures import Measure
from forecast.core.periods import Period
from forecast.core.tables import Tables

MOST = 1_000
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Latest:
    """Figures sorted by series (a unit and a measure), first day, and longest period first.

    Attributes
    ----------
    position : (n,) place of the figure in `tables.counts`; value, low, high, line are taken from there.
    series, period : (n,) codes; `series // n_measures` is the unit, the rest the measure.
    starts, stops : (n_periods,) day ordinals by period code.
    repeats : (n_repeats, 2) positions of two rows for one unit, measure, period and vintage.
    once : every figure is told by one row.
    """

    tables: Tables
    units: list[str]
    measures: list[str]
    position: Ints
    series: Ints
    period: Ints
    starts: Ints
    stops: Ints
    value: Floats
    low: Floats
    high: Floats
    repeats: Ints
    once: bool

    @cached_property
    def unit(self) -> Ints:
        return self.series // len(self.measures)

    @cached_property
    def measure(self) -> Ints:
        return self.series % len(self.measures)

    def measure_at(self, index: int) -> Measure:
        """The measure of one figure."""
        return self.tables.measures[self.measures[self.measure[index]]]

    def per_measure(self, attribute: str, wanted: object) -> npt.NDArray[np.bool_]:
        """For every figure, whether its measure has the wanted attribute."""
        fits = [getattr(self.tables.measures[name], attribute) == wanted for name in self.measures]
        return np.array(fits, dtype=bool)[self.measure]

    def period_text(self, index: int) -> str:
        code = self.period[index]
        return Period(int(self.starts[code]), int(self.stops[code])).text

    def line(self, index: int) -> int:
        return int(self.tables.counts["row"].to_numpy()[self.position[index]])

    def finding(self, code: str, severity: Severity, index: int, **values: Any) -> Finding:
        """A finding at one figure, its unit, measure and period among the values."""
        place = describe_row(self.tables, int(self.position[index]), code, severity, "value")
        return Finding(place.code, severity, place.file, place.row, place.column, {**place.values, **values})


def latest_figures(tables: Tables) -> Latest:
    """Sort the counts and keep the latest revision of each figure; a row without `reported_on` is the earliest."""
    counts = tables.counts
    unit, units = pd.factorize(counts["unit"])
    measure, measures = pd.factorize(counts["measure"])
    start, stop = counts["start"].to_numpy(), counts["stop"].to_numpy()
    span = int((stop - start).max(initial=0)) + 1
    keys, code = np.unique(start * span + (span - 1 - (stop - start)), return_inverse=True)
    starts = keys // span
    value, low, high = (counts[name].to_numpy() for name in ("value", "low", "high"))
    stated = (np.isfinite(value) | np.isfinite(low) | np.isfinite(high)) & (counts["status"] != "estimate").to_numpy()
    at = np.flatnonzero(stated)
    n_measures = max(len(measures), 1)
    series = unit.astype(np.int64) * n_measures + measure
    key = (series * max(len(keys), 1) + code)[at]
    vintage = np.nan_to_num(counts["reported_on"].to_numpy()[at], nan=-1.0)
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    repeats = np.zeros((0, 2), dtype=np.int64)
    if same.any():
        order = np.lexsort((vintage, key))
        again = same & (vintage[order][1:] == vintage[order][:-1])
        repeats = np.column_stack([at[order[:-1][again]], at[order[1:][again]]])
    last = at[order[np.append(~same, True)]] if len(order) else at
    return Latest(
        tables=tables,
        units=list(units),
        measures=list(measures),
        position=last,
        series=series[last],
        period=code[last],
        starts=starts,
        stops=starts + (span - 1 - keys % span),
        value=value[last],
        low=low[last],
        high=high[last],
        repeats=repeats,
        once=not same.any(),
    )


def describe_row(tables: Tables, position: int, code: str, severity: Severity, column: str, **values: Any) -> Finding:
    """A finding at one row of the counts; `series` names the unit, and the measure where there are several."""
    counts = tables.counts
    unit, measure = str(counts["unit"].iat[position]), str(counts["measure"].iat[position])
    start, stop, line = (int(counts[name].to_numpy()[position]) for name in ("start", "stop", "row"))
    known = {
        "unit": unit,
        "measure": measure,
        "series": series_text(tables, unit, measure),
        "period": Period(start, stop).text,
    }
    return Finding(code, severity, tables.files.get("counts", "counts"), line, column, {**known, **values})


def series_text(tables: Tables, unit: str, measure: str) -> str:
    return f"{unit} ({measure})" if len(tables.measures) > 1 and measure else unit
