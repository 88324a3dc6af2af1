"""Intervals by resampling units: a unit comes with all its years and origins, since its errors are not independent.

Units of one year share its shocks, which this does not count: the intervals are of other units in the same years.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

N_DRAWS = 1000
LEVEL = 0.90


class Interval(NamedTuple):
    """An estimate and the ends of its interval; NaN where it cannot be told."""

    value: float
    low: float
    high: float


def resample_units(n_units: int, seed: int = 0, n_draws: int = N_DRAWS) -> np.ndarray:
    """(n_draws, n_units) how often each unit is drawn; to be used for all scores that are compared.

    Examples
    --------
    >>> resample_units(3, n_draws=2).sum(1).tolist()
    [3.0, 3.0]
    """
    even = np.full(n_units, 1 / n_units)
    return np.random.default_rng(seed).multinomial(n_units, even, n_draws).astype(float)


def share_interval(values: np.ndarray, units: np.ndarray, drawn: np.ndarray) -> Interval:
    """Mean of some values and its interval; of differences of paired scores it tells whether one is really lower.

    Parameters
    ----------
    values : (n,) NaN left out.
    units : (n,) position of each value's unit.
    drawn : from `resample_units`.

    Examples
    --------
    >>> share_interval(np.array([1.0, 3.0]), np.array([0, 0]), resample_units(1))
    Interval(value=2.0, low=nan, high=nan)
    """
    return _ratio(values, np.where(np.isfinite(values), 1.0, np.nan), units, drawn)


def skill_interval(score: np.ndarray, other: np.ndarray, units: np.ndarray, drawn: np.ndarray) -> Interval:
    """Skill over another forecast of the same cases: 1 - mean score / mean score of the other; above 0 is better.

    Parameters
    ----------
    score, other : (n,) scores of the same cases, lower is better; cases that lack either are left out.

    Examples
    --------
    >>> units = np.arange(8)
    >>> skill_interval(np.ones(8), np.full(8, 2.0), units, resample_units(8))
    Interval(value=0.5, low=0.5, high=0.5)
    """
    value, low, high = _ratio(score, other, units, drawn)
    return Interval(1 - value, 1 - high, 1 - low)


def _ratio(above: np.ndarray, below: np.ndarray, units: np.ndarray, drawn: np.ndarray) -> Interval:
    known = np.isfinite(above) & np.isfinite(below)
    n_units = drawn.shape[1]
    sums, counts = (np.bincount(units[known], values[known], minlength=n_units) for values in (above, below))
    if counts.sum() <= 0:
        return Interval(np.nan, np.nan, np.nan)
    value = float(sums.sum() / counts.sum())
    if len(np.unique(units[known])) < 2:
        return Interval(value, np.nan, np.nan)
    weighed = drawn @ counts
    ratios = (drawn @ sums)[weighed > 0] / weighed[weighed > 0]
    low, high = np.quantile(ratios, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high))
