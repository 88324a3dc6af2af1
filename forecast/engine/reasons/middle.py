"""Middles and spreads of rows of figures in which an odd one hardly counts; NaN is what is not known."""

from __future__ import annotations

import numpy as np

from forecast.engine.reasons.level import OUTLYING

MAD = 1.4826  # median absolute deviation -> standard deviation of a normal law


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


def latest_of(values: np.ndarray, n: int) -> np.ndarray:
    """The last n known figures of each row; the others NaN."""
    known = np.isfinite(values)
    from_the_end = known[:, ::-1].cumsum(1)[:, ::-1]
    return np.where(known & (from_the_end <= n), values, np.nan)


def variance_of(astray: np.ndarray) -> np.ndarray:
    """(n,) mean squares of the rows, those far from 0 counted as no further out than OUTLYING."""
    astray = np.abs(astray)
    limit = OUTLYING * MAD * median_of(astray)
    squares = np.minimum(astray, limit[:, None]) ** 2
    n = np.isfinite(squares).sum(1)
    return np.where(n > 0, np.nansum(squares, axis=1) / np.maximum(n, 1), np.nan)
