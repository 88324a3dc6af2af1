"""A unit's usual year: its level or its trend, what the quarters bring of it, and how far its figures stray without any reason.

One odd year (2020-21) moves hardly anything: trends are medians, far shares are drawn in, the level is that of `level`. Only the
unit's own figures count, each measured against mild shipped figures, so that the answer for a unit is the same whichever others
are asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecast.core.periods import SEASONS
from forecast.engine.reasons.history import History
from forecast.engine.reasons.level import follow_level
from forecast.engine.reasons.middle import highest, latest_of, median_of
from forecast.engine.reasons.shares import Shares, find_shares
from forecast.engine.reasons.trend import find_trend

SIZE_YEARS = 5  # whose median says how large the unit is


@dataclass(frozen=True)
class Usual:
    """What the figures of earlier years lead to expect of a year; (n_units,) unless stated, NaN where not known.

    Attributes
    ----------
    reference : the usual year; of a trend, the level from which it started.
    expected : this year's total by the trend; the usual year where there is none.
    slope : change a year on the log scale, 0 without a trend.
    since : first year of the trend.
    quarters : (n_units, 4) what the quarters bring in a year of the expected total.
    quarter_noise : (n_units, 4) standard deviation of a quarter relative to that, beside this year's counting.
    counting : (n_units, 4) variance that counting adds to such a quarter, relative to it; 0 for amounts.
    level_noise : standard deviation of the year relative to what is expected.
    last, best_year, best_quarter : the latest known total, and the highest ones.
    years_known : from how many totals the highest is.
    """

    reference: np.ndarray
    expected: np.ndarray
    slope: np.ndarray
    since: np.ndarray
    quarters: np.ndarray
    quarter_noise: np.ndarray
    counting: np.ndarray
    level_noise: np.ndarray
    last: np.ndarray
    best_year: np.ndarray
    best_quarter: np.ndarray
    years_known: np.ndarray


def find_usual(history: History, *, whole: bool) -> tuple[Usual, Usual, np.ndarray]:
    """The usual year of every unit by its level, the one by its trend, and the log odds of the trend by the years before.

    Parameters
    ----------
    whole : counts, whose noise is at least that of counting.
    """
    totals = np.where(history.totals > 0, history.totals, np.nan)
    shares = find_shares(history.quarters[:, :-1], totals, whole=whole)
    median = median_of(latest_of(totals, SIZE_YEARS))
    of_figures = shares.spread**2 / SEASONS + (1 / np.nan_to_num(median, nan=np.inf) if whole else 0.0)
    trend = find_trend(totals, of_figures, history.year)
    logs, variance = follow_level(np.log(totals), trend.step, of_figures)
    level = np.exp(logs)
    of_years = history.quarters[:, :-1]  # a quarter is a record only where whole years of them are known
    seen = np.where(np.isfinite(of_years).all(2, keepdims=True), of_years, np.nan).reshape(len(totals), -1)
    by_level = Usual(
        reference=level,
        expected=level,
        slope=np.zeros(len(level)),
        since=trend.since,
        **_quarters(level, shares, whole=whole),
        level_noise=np.sqrt(variance),
        last=highest(latest_of(totals, 1)),
        best_year=highest(totals),
        best_quarter=highest(seen),
        years_known=np.isfinite(totals).sum(1),
    )
    by_trend = replace(
        by_level,
        reference=trend.start,
        expected=trend.now,
        slope=trend.slope,
        **_quarters(trend.now, shares, whole=whole),
        level_noise=trend.noise,
    )
    return by_level, by_trend, trend.odds


def _quarters(expected: np.ndarray, shares: Shares, *, whole: bool) -> dict[str, np.ndarray]:
    """What the quarters bring in a year of a total, and how far they stray."""
    quarters = expected[:, None] * shares.of_year
    with np.errstate(divide="ignore"):
        counting = 1 / quarters if whole else np.zeros_like(quarters)
    of_shares = 1 / np.maximum(shares.years, 1)[:, None]  # the usual shares were themselves learned from so many years
    noise = np.sqrt(shares.spread[:, None] ** 2 * (1 + of_shares) + counting * of_shares)
    return {"quarters": quarters, "counting": counting, "quarter_noise": noise}
