"""Figures that the first screen adds to a row of the projection, read off the counts: nothing is estimated here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from forecast.core.periods import quarter_start, year_period
from forecast.core.tables import Tables

EXTRA_PERCENT = "printed_percent"  # extra column of the counts: attainment in percent as the source prints it


@dataclass(frozen=True)
class YearTotal:
    """The latest full year whose total is known; not `exact` where only a range is known and its middle is given."""

    year: int
    value: float
    exact: bool


def known_counts(tables: Tables, unit: str, measure: str, year: int) -> pd.DataFrame:
    """Counts of one unit and measure up to the end of a year: latest revisions, without estimates, in order of time."""
    counts = tables.counts
    chosen = counts[
        (counts["unit"] == unit)
        & (counts["measure"] == measure)
        & (counts["status"] != "estimate")
        & (counts["stop"] <= year_period(year).stop)
        & counts[["value", "low", "high"]].notna().any(axis=1)
    ]
    revised = chosen.sort_values("reported_on", kind="stable", na_position="first")
    return revised.drop_duplicates(["start", "stop"], keep="last").sort_values(["start", "stop"])


def published_on(counts: pd.DataFrame, year: int) -> date | None:
    """The latest day on which a figure of the year was reported."""
    days = counts.loc[counts["start"] >= year_period(year).start, "reported_on"].dropna()
    return date.fromordinal(int(days.max())) if len(days) else None


def printed_share(counts: pd.DataFrame, year: int) -> str:
    """The attainment in percent as the source prints it beside the latest figure of the year, or nothing."""
    rows = counts[counts["start"] >= year_period(year).start]
    if EXTRA_PERCENT not in rows or rows.empty:
        return ""
    return str(rows.sort_values("stop")[EXTRA_PERCENT].iloc[-1] or "").strip().rstrip("%").strip()


def share_fits(printed: str, share: float) -> bool:
    """Whether a printed percentage is the share (0-1) rounded or cut off to the decimals printed.

    Examples
    --------
    >>> share_fits("23", 0.2284), share_fits("22,8", 0.2284), share_fits("23", 0.1265)
    (True, True, False)
    """
    text = printed.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return False
    unit = 10.0 ** -len(text.partition(".")[2])
    exact = 100 * share
    return abs(value - exact) <= unit / 2 + 1e-9 or 0 <= exact - value < unit


def latest_year_total(counts: pd.DataFrame, year: int) -> YearTotal | None:
    """The latest year before `year` whose figures add up to the whole year."""
    for earlier in range(year - 1, year - 11, -1):
        total = _total(counts, earlier)
        if total is not None:
            return total
    return None


def years_and_quarters(counts: pd.DataFrame, year: int) -> tuple[int, int]:
    """How many earlier years are known in full, and how many quarters are known on their own."""
    years = sum(_total(counts, earlier) is not None for earlier in range(year - 30, year))
    starts = {quarter_start(quarter): quarter_start(quarter + 1) for quarter in range(4 * (year - 30), 4 * year + 4)}
    quarters = sum(starts.get(start) == stop for start, stop in zip(counts["start"], counts["stop"], strict=True))
    return years, quarters


def _total(counts: pd.DataFrame, year: int) -> YearTotal | None:
    whole = year_period(year)
    inside = counts[(counts["start"] >= whole.start) & (counts["stop"] <= whole.stop)]
    at, value, exact = whole.start, 0.0, True
    while at < whole.stop:
        here = inside[inside["start"] == at]
        if here.empty:
            return None
        row = here.sort_values("stop").iloc[-1]
        given = float(row["value"])
        middle = (float(row["low"]) + float(row["high"])) / 2
        exact = exact and not math.isnan(given)
        value += middle if math.isnan(given) else given
        at = int(row["stop"])
    return None if math.isnan(value) else YearTotal(year, value, exact)
