"""Whether a unit's yearly totals rise or fall lastingly, as far as the years before the one asked about can tell.

Whether a trend is clear in the end is `forecast.engine.reasons.settle`, which hears this year's quarters too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.engine.reasons.middle import median_of, variance_of

TREND_YEARS, LEAST_YEARS = 6, 4  # before this one, over which a trend is looked for, and as far as so many are known
LEAST_TREND, STEEPEST = 0.05, 0.25  # change a year on the log scale
USUAL_TREND = 0.15  # as which trends of units that have one are taken to be spread, before any figure
LEVEL_STEP, LEVEL_WEIGHT = 0.04, 10.0  # of the level from year to year (log scale), and its weight in years
# A level that walks by steps of variance 1, seen in n years: variance of its mean square about a line (times n), of its slope
# (times 1 / n), and of its next value about the mean of five; and of the median of five independent figures over one of them.
ABOUT_LINE, OF_SLOPE, OF_NEXT, MEDIAN_OF_FIVE = 0.13, 1.2, 2.2, 1.57 / 5


@dataclass(frozen=True)
class Trend:
    """The line through each unit's last totals; (n_units,).

    Attributes
    ----------
    slope : change a year on the log scale.
    start, now : its level where it starts and this year.
    since : the year in which it starts.
    step : variance of a yearly step of the level about it (log scale).
    noise : standard deviation of this year's total relative to `now`.
    odds : log of how much likelier the line is than a level that walks; -inf where the line is too short or too flat.
    """

    slope: np.ndarray
    start: np.ndarray
    now: np.ndarray
    since: np.ndarray
    step: np.ndarray
    noise: np.ndarray
    odds: np.ndarray


def find_trend(totals: np.ndarray, of_figures: np.ndarray, year: int) -> Trend:
    """The trend of every unit, clear or not.

    The line is Theil and Sen's; its slope is judged against that of a level that walks as far as this one's years stray from the
    line, and of figures as noisy as these.

    Parameters
    ----------
    totals : (n_units, n_years) of the years before `year`, in order; NaN where not known.
    of_figures : (n_units,) variance of a total about its level (log scale).
    """
    logs = np.log(totals[:, -TREND_YEARS:])
    n = np.isfinite(logs).sum(1)
    at = np.arange(-logs.shape[1], 0)
    first, second = np.triu_indices(len(at), 1)
    slope = np.nan_to_num(median_of((logs[:, second] - logs[:, first]) / (at[second] - at[first])))
    step = _step(logs - slope[:, None] * at, of_figures)
    error = OF_SLOPE * step / np.maximum(n, 1) + 12 * of_figures / np.maximum(n * (n**2 - 1), 1)
    told = (n >= LEAST_YEARS) & (np.abs(slope) >= LEAST_TREND)
    wider = error + USUAL_TREND**2
    odds = (slope**2 / error - slope**2 / wider - np.log(wider / error)) / 2
    slope = np.clip(slope, -STEEPEST, STEEPEST)
    now = median_of(logs - slope[:, None] * at)
    begun = np.where(n > 0, np.isfinite(logs).argmax(1) + at[0], 0)
    return Trend(
        slope,
        np.exp(now + slope * begun),
        np.exp(now),
        (year + begun).astype(float),
        step,
        np.sqrt(OF_NEXT * step + MEDIAN_OF_FIVE * of_figures),
        np.where(told, odds, -np.inf),
    )


def _step(levelled: np.ndarray, of_figures: np.ndarray) -> np.ndarray:
    """Variance of a yearly step, from the logs less their line; drawn towards the shipped one."""
    n = np.isfinite(levelled).sum(1)
    astray = levelled - median_of(levelled)[:, None]
    strays = variance_of(astray) * n / np.maximum(n - 2, 1)
    own = np.maximum(np.nan_to_num(strays) - of_figures, 0.0) / (ABOUT_LINE * np.maximum(n, 1))
    years = np.where(np.isfinite(own) & (n > 2), n - 2, 0)
    return np.asarray((LEVEL_WEIGHT * LEVEL_STEP**2 + years * np.nan_to_num(own)) / (LEVEL_WEIGHT + years))
