"""A unit's usual year: level, lasting trend, shares of the quarters, and how far its figures stray without any reason.

One odd year (2020-21) moves hardly anything: trends are medians, far shares are drawn in, the level is that of `level`. Only the
unit's own figures count, each measured against mild shipped figures, so that the answer for a unit is the same whichever others
are asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.core.periods import SEASONS
from forecast.engine.reasons.history import History
from forecast.engine.reasons.level import OUTLYING, follow_level

SIZE_YEARS = 5  # whose median says how large the unit is
SHARE_YEARS = 8  # whose means are the usual shares of the quarters
TREND_YEARS, LEAST_YEARS = 6, 4  # before this one, over which a trend is looked for, and as far as so many are known
CLEAR_TREND, LEAST_TREND = (
    2.33,
    0.05,
)  # standard errors (one in a hundred by chance), and change a year on the log scale, of a trend
STEEPEST = 0.25  # change a year on the log scale
LEVEL_STEP, LEVEL_WEIGHT = 0.04, 10.0  # of the level from year to year (log scale), and its weight in years
QUARTER_NOISE, QUARTER_WEIGHT = 0.08, 8.0  # of a quarter about its share of the year, and its weight in quarters
MAD = 1.4826  # median absolute deviation -> standard deviation of a normal law
# A level that walks by steps of variance 1, seen in n years: variance of its mean square about a line (times n), of its slope
# (times 1 / n), and of its next value about the mean of five; and of the median of five independent figures over one of them.
ABOUT_LINE, OF_SLOPE, OF_NEXT, MEDIAN_OF_FIVE = 0.13, 1.2, 2.2, 1.57 / 5


@dataclass(frozen=True)
class Usual:
    """What the figures of earlier years lead to expect of a year; (n_units,) unless stated, NaN where not known.

    Attributes
    ----------
    reference : the usual year; where a trend is clear, the level from which it started.
    expected : this year's total by the trend; the usual year where there is none.
    slope : change a year on the log scale, 0 without a clear trend.
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


def find_usual(history: History, *, whole: bool) -> Usual:
    """The usual year of every unit.

    Parameters
    ----------
    whole : counts, whose noise is at least that of counting.
    """
    totals = np.where(history.totals > 0, history.totals, np.nan)
    shares, spread, n_years = _shares(history.quarters[:, :-1], totals, whole=whole)
    median = median_of(_latest(totals, SIZE_YEARS))
    of_figures = spread**2 / SEASONS + (1 / np.nan_to_num(median, nan=np.inf) if whole else 0.0)
    slope, start, now, since, step = _trend(totals[:, -TREND_YEARS:], of_figures, history.year)
    clear = slope != 0
    level, of_level = follow_level(np.log(totals), step, of_figures)
    reference, expected = np.where(clear, start, np.exp(level)), np.where(clear, now, np.exp(level))
    level_noise = np.sqrt(np.where(clear, OF_NEXT * step + MEDIAN_OF_FIVE * of_figures, of_level))
    quarters = expected[:, None] * shares
    with np.errstate(divide="ignore"):
        counting = 1 / quarters if whole else np.zeros_like(quarters)
    of_shares = 1 / np.maximum(n_years, 1)[:, None]  # the usual shares were themselves learned from so many years
    noise = np.sqrt(spread[:, None] ** 2 * (1 + of_shares) + counting * of_shares)
    of_years = history.quarters[:, :-1]  # a quarter is a record only where whole years of them are known
    seen = np.where(np.isfinite(of_years).all(2, keepdims=True), of_years, np.nan).reshape(len(totals), -1)
    return Usual(
        reference,
        expected,
        slope,
        since,
        quarters,
        noise,
        counting,
        level_noise,
        highest(_latest(totals, 1)),
        highest(totals),
        highest(seen),
        np.isfinite(totals).sum(1),
    )


def median_of(values: np.ndarray) -> np.ndarray:
    """(n,) medians of the rows, NaN left out; NaN where a row has nothing else.

    Examples
    --------
    >>> median_of(np.array([[3.0, np.nan, 1.0], [np.nan, np.nan, np.nan]])).tolist()
    [2.0, nan]
    """
    ranked, n = np.sort(values, axis=1), np.isfinite(values).sum(1)
    middle = np.stack([np.maximum(n - 1, 0) // 2, np.minimum(n // 2, np.maximum(n - 1, 0))], axis=1)
    return np.asarray(np.take_along_axis(ranked, middle, axis=1).mean(1))


def centre_of(values: np.ndarray) -> np.ndarray:
    """(n,) means of the rows, NaN left out, those far from the median counted as no further out than OUTLYING.

    Examples
    --------
    >>> centre_of(np.array([[0.2, 0.21, 0.22, 0.19, 0.9], [0.3, 0.5, np.nan, np.nan, np.nan]])).round(3).tolist()
    [0.213, 0.4]
    """
    middle = median_of(values)
    astray = values - middle[:, None]
    limit = OUTLYING * MAD * median_of(np.abs(astray))[:, None]
    n = np.isfinite(values).sum(1)
    return middle + np.nansum(np.clip(astray, -limit, limit), axis=1) / np.maximum(n, 1)


def highest(values: np.ndarray) -> np.ndarray:
    """(n,) maxima of the rows, NaN left out."""
    best = np.max(np.where(np.isfinite(values), values, -np.inf), axis=1, initial=-np.inf)
    return np.where(np.isfinite(best), best, np.nan)


def _latest(values: np.ndarray, n: int) -> np.ndarray:
    """The last n known figures of each row; the others NaN."""
    known = np.isfinite(values)
    from_the_end = known[:, ::-1].cumsum(1)[:, ::-1]
    return np.where(known & (from_the_end <= n), values, np.nan)


def _variance(values: np.ndarray, centre: np.ndarray | None = None) -> np.ndarray:
    """(n,) mean squares of the rows about their medians, those far out counted as no further than OUTLYING."""
    centre = median_of(values) if centre is None else centre
    astray = np.abs(values - centre[:, None])
    limit = OUTLYING * MAD * median_of(astray)
    squares = np.minimum(astray, limit[:, None]) ** 2
    n = np.isfinite(squares).sum(1)
    return np.where(n > 0, np.nansum(squares, axis=1) / np.maximum(n, 1), np.nan)


def _trend(totals: np.ndarray, of_figures: np.ndarray, year: int) -> tuple[np.ndarray, ...]:
    """Slope (0 where none is clear), level where it starts and this year, first year, and variance of a yearly step of the level.

    The line is Theil and Sen's; its slope is judged against that of a level that walks as far as this one's years stray from the
    line, and of figures as noisy as these.
    """
    logs = np.log(totals)
    n = np.isfinite(logs).sum(1)
    at = np.arange(-TREND_YEARS, 0)
    first, second = np.triu_indices(len(at), 1)
    slope = np.nan_to_num(median_of((logs[:, second] - logs[:, first]) / (at[second] - at[first])))
    now = median_of(logs - slope[:, None] * at)
    astray = logs - now[:, None] - slope[:, None] * at
    strays = _variance(astray, np.zeros(len(logs))) * n / np.maximum(n - 2, 1)
    own = np.maximum(np.nan_to_num(strays) - of_figures, 0.0) / (ABOUT_LINE * np.maximum(n, 1))
    years = np.where(np.isfinite(own) & (n > 2), n - 2, 0)
    step = (LEVEL_WEIGHT * LEVEL_STEP**2 + years * np.nan_to_num(own)) / (LEVEL_WEIGHT + years)
    error = np.sqrt(OF_SLOPE * step / np.maximum(n, 1) + 12 * of_figures / np.maximum(n * (n**2 - 1), 1))
    clear = (n >= LEAST_YEARS) & (np.abs(slope) >= np.maximum(CLEAR_TREND * error, LEAST_TREND))
    slope = np.clip(np.where(clear, slope, 0.0), -STEEPEST, STEEPEST)
    now = median_of(logs - slope[:, None] * at)
    start = np.where(n > 0, np.isfinite(logs).argmax(1) - TREND_YEARS, 0)
    return slope, np.exp(now + slope * start), np.exp(now), (year + start).astype(float), step


def _shares(quarters: np.ndarray, totals: np.ndarray, *, whole: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Usual shares of the quarters (n_units, 4), their spread beyond counting, and from how many years they are."""
    of_years = quarters / totals[:, :, None]
    told = np.isfinite(of_years).all(2)
    latest = np.isfinite(_latest(np.where(told, 1.0, np.nan), SHARE_YEARS))
    of_years = np.where(latest[:, :, None], of_years, np.nan)
    shares = np.stack([centre_of(of_years[:, :, quarter]) for quarter in range(SEASONS)], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = shares / shares.sum(1, keepdims=True)
        astray = (of_years / shares[:, None, :] - 1).reshape(len(totals), -1)
        counting = 1 / (totals[:, :, None] * shares[:, None, :]).reshape(len(totals), -1)
    astray = np.where(np.isfinite(astray), astray, np.nan)
    own = _variance(astray, np.zeros(len(astray)))
    if whole:
        own = own - median_of(np.where(np.isfinite(astray), counting, np.nan))
    n_years = latest.sum(1)
    n = np.where(n_years > 1, (SEASONS - 1) * (n_years - 1), 0)
    variance = (QUARTER_WEIGHT * QUARTER_NOISE**2 + n * np.maximum(np.nan_to_num(own), 0.0)) / (QUARTER_WEIGHT + n)
    return shares, np.sqrt(variance), n_years
