"""Quarters of which nothing says whether they are single or count from January: the figures themselves may tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from forecast.core.findings import Finding
from forecast.core.periods import Period, quarter_start, year_period
from forecast.intake.sheets.numbers import Numbers
from forecast.intake.sheets.series import Series

_LEAST_ROWS, _LEAST_QUARTERS = 3, 3


def read_cumulative(series: Sequence[Series], numbers: Numbers) -> tuple[list[Series], list[Finding]]:
    """The series with quarters that are proved cumulative as runs from January, and a doubt for those that look so.

    They are proved where the last quarter equals the year in every row, and the quarters together do not.
    """
    result, findings = list(series), []
    bounds = np.cumsum([0, *(len(one) for one in series)])
    of_table: dict[tuple[int, int, str], list[int]] = {}
    for at, one in enumerate(series):
        if one.means == "count" and len(one) >= 1 and len(set(one.starts.tolist())) == 1:
            year = date.fromordinal(int(one.starts[0])).year
            of_table.setdefault((id(one.page), year, str(one.measures[0])), []).append(at)
    for (_, year, _), found in of_table.items():
        quarters = [at for at in found if _quarter(series[at])]
        whole = [at for at in found if _span(series[at]) == year_period(year)]
        if len(quarters) < _LEAST_QUARTERS or len({tuple(series[at].rows.tolist()) for at in quarters}) > 1:
            continue
        values = np.array([numbers.value[bounds[at] : bounds[at + 1]] for at in quarters])
        rising = bool((np.diff(values, axis=0) >= 0).all()) and np.isfinite(values).all()
        total = (
            numbers.value[bounds[whole[0]] : bounds[whole[0] + 1]]
            if whole and len(series[whole[0]]) == values.shape[1]
            else None
        )
        page, cell = series[quarters[-1]].page, (int(series[quarters[-1]].rows[0]), series[quarters[-1]].place)
        if (
            rising
            and total is not None
            and len(quarters) == 4
            and (total == values[-1]).all()
            and not np.allclose(values.sum(0), total)
        ):
            findings.append(page.finding("read_as_cumulative", "warning", cell, year=str(year)))
            for at in quarters:
                start = np.full(len(series[at]), quarter_start(4 * year), dtype=np.int64)
                result[at] = replace(series[at], starts=start)
        elif (
            rising
            and values.shape[1] >= _LEAST_ROWS
            and total is None
            and (np.diff(values, axis=0) > 0).any(axis=0).all()
        ):
            findings.append(page.finding("maybe_cumulative", "warning", cell, year=str(year)))
    return result, findings


def _span(one: Series) -> Period:
    return Period(int(one.starts[0]), int(one.stops[0]))


def _quarter(one: Series) -> bool:
    return len(_span(one).quarters) == 1 and _span(one).text[4:5] == "Q"
