"""Which of the units' own estimates stood when: those of the year asked about, and of past years at the same time of theirs.

Only what had been told by the vintage comes in here. What the errors teach is `forecast.models.own_estimate`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from forecast.core.panel import Panel
from forecast.core.periods import year_period
from forecast.engine.estimates import year_estimates
from forecast.models.own_estimate import Stated
from forecast.models.short_history import YEARS

QUARTER_DAYS = 365.25 / 4
LATEST = 5  # quarters after the start of the year from which on it no longer matters when
UNDATED = -1


def stand_estimates(told: pd.DataFrame, panel: Panel, years: Sequence[int]) -> dict[int, Stated]:
    """Year -> the estimates that stand, for the years of which any does.

    Parameters
    ----------
    told : the rows of the measure that had been told by the vintage, every report of an estimate among them.
    """
    if told.empty or not (told["status"] == "estimate").any():
        return {}
    rows = year_estimates(told)
    rows = rows[rows["unit"].isin(set(panel.units))].sort_values("reported_on", na_position="first", kind="stable")
    place = {unit: at for at, unit in enumerate(panel.units)}
    rows = rows.assign(at=rows["unit"].map(place), when=_when(rows))
    found = {}
    for year in years:
        latest = rows[rows["year"] == year].drop_duplicates("unit", keep="last")
        if len(latest):
            now, when = np.full(len(place), np.nan), np.full(len(place), UNDATED)
            at = latest["at"].to_numpy(int)
            now[at], when[at] = latest["value"].to_numpy(float), latest["when"].to_numpy(int)
            times = sorted(set(when[at].tolist()))
            found[year] = Stated(now, when, {time: _past(rows, year, time, len(place)) for time in times})
    return found


def _when(rows: pd.DataFrame) -> np.ndarray:
    """Quarter, from the start of its year, in which each estimate was reported; UNDATED where that is not known."""
    starts = np.array([year_period(int(year)).start for year in rows["year"]], float)
    after = np.floor((rows["reported_on"].to_numpy(float) - starts) / QUARTER_DAYS)
    return np.where(np.isfinite(after), np.clip(after, 0, LATEST), UNDATED).astype(int)


def _past(rows: pd.DataFrame, year: int, when: int, n_units: int) -> np.ndarray:
    """(n_units, YEARS) the last estimate of each past year that had been reported by the same quarter of that year."""
    past = np.full((n_units, YEARS), np.nan)
    dated = rows["when"] != UNDATED
    then = rows[(dated & (rows["when"] <= when)) if when != UNDATED else ~dated]
    for column, before in enumerate(range(year - YEARS, year)):
        stood = then[then["year"] == before].drop_duplicates("unit", keep="last")
        past[stood["at"].to_numpy(int), column] = stood["value"].to_numpy(float)
    return past
