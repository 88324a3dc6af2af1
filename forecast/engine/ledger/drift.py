"""Whether issued chances have drifted from what came, year after year: chances of meeting, middle and width of the ranges.

The test itself is `forecast.scores.drift`; what it costs in false alarms is stated there and proved by its tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from forecast.scores import drift_limit, year_score

ALARM, WATCH = 0.05, 0.20  # chance that a ledger whose statements are right ever says so, however long it is kept
KINDS = ("chance", "place", "range")  # each gets a third of that chance

State = Literal["quiet", "watch", "alarm"]


@dataclass(frozen=True)
class Monitor:
    """One sum of misses that is watched.

    Attributes
    ----------
    kind : `chance` (met less chance stated), `place` (where in the forecast the totals fell) or `range` (in the range less stated).
    years : closed years in order.
    sums : of the yearly scores up to each year; above zero: more met, higher totals, more in the range than stated.
    limits : how far the sum may be from zero before it is an alarm.
    first : the year in which it first was; None if it never was. An alarm stays.
    """

    kind: str
    years: tuple[int, ...]
    sums: tuple[float, ...]
    limits: tuple[float, ...]
    state: State
    first: int | None


def monitor_drift(rows: pd.DataFrame) -> list[Monitor]:
    """The monitors of one measure's scored rows, of the first year that each run was asked about.

    A unit's answers of one year are one miss, their mean, with the mean of their variances, which is the most that it can have.
    A year is one score, whose units share its shocks (`forecast.scores.drift.SHARED`).
    """
    asked = rows[rows["year"] == rows["first_asked"].astype(str)]
    return [_monitor(kind, _misses(kind, asked)) for kind in KINDS]


def _misses(kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Year, unit, miss and variance of each answer that could miss."""
    p_met, nominal = rows["p_met"].to_numpy(float), rows["nominal"].to_numpy(float)
    miss, variance = {
        "chance": (rows["met"].to_numpy(float) - p_met, p_met * (1 - p_met)),
        "place": (rows["place_score"].to_numpy(float), rows["place_variance"].to_numpy(float)),
        "range": (rows["inside"].to_numpy(float) - nominal, nominal * (1 - nominal)),
    }[kind]
    told = pd.DataFrame({"year": rows["year"].astype(int), "unit": rows["unit"], "miss": miss, "variance": variance})
    told = told[told["miss"].notna() & (told["variance"] > 0)]
    return told.groupby(["year", "unit"], as_index=False)[["miss", "variance"]].mean()


def _monitor(kind: str, misses: pd.DataFrame) -> Monitor:
    scores = {
        int(str(year)): year_score(part["miss"].to_numpy(float), part["variance"].to_numpy(float))
        for year, part in misses.groupby("year", sort=True)
    }
    sums = np.cumsum([*scores.values()]) if scores else np.zeros(0)
    count = np.arange(1, len(scores) + 1)
    limits, nearer = drift_limit(count, ALARM / len(KINDS)), drift_limit(count, WATCH / len(KINDS))
    over = np.flatnonzero(np.abs(sums) > limits)
    state: State = "alarm" if len(over) else "watch" if (np.abs(sums) > nearer).any() else "quiet"
    years = tuple(scores)
    first = years[over[0]] if len(over) else None
    return Monitor(kind, years, tuple(sums.tolist()), tuple(limits.tolist()), state, first)
