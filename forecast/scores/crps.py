"""The continuous ranked probability score: how far a whole law was from what came, in the units of what is forecast."""

from __future__ import annotations

import numpy as np


def crps_of_quantiles(truth: np.ndarray, quantiles: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """(n,) twice the mean quantile loss over the levels; the score of the law where they lie evenly and close.

    Parameters
    ----------
    truth : (n,)
    quantiles : (n, n_levels) rising.
    levels : (n_levels,) between 0 and 1.

    References
    ----------
    Gneiting & Raftery (2007), Journal of the American Statistical Association 102, 4.2.

    Examples
    --------
    >>> levels = (np.arange(1000) + 0.5) / 1000
    >>> crps_of_quantiles(np.array([0.5, 2.0]), np.stack([levels, levels]), levels).round(4).tolist()
    [0.0833, 1.3333]
    """
    miss = truth[:, None] - quantiles
    return 2 * np.maximum(levels * miss, (levels - 1) * miss).mean(1)


def crps_of_levels(truth: np.ndarray, quantiles: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """(n,) the same where the levels lie unevenly or far apart: each stands for the levels nearest to it.

    Examples
    --------
    >>> crps_of_levels(np.array([2.0]), np.array([[0.0, 1.0, 3.0]]), np.array([0.1, 0.5, 0.9])).round(2).tolist()
    [0.58]
    """
    ends = np.r_[0.0, (levels[1:] + levels[:-1]) / 2, 1.0]
    miss = truth[:, None] - quantiles
    return 2 * np.maximum(levels * miss, (levels - 1) * miss) @ np.diff(ends)


def crps_of_grid(truth: np.ndarray, points: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """(n,) exact score of distribution functions that are straight between points.

    A law starts at its lowest point with the probability that stands there, and ends at its highest.

    Parameters
    ----------
    truth : (n,)
    points : (n, n_points) rising.
    probability : (n, n_points) P(total <= point), rising to 1.

    Examples
    --------
    >>> even = np.array([[0.0, 1.0]])
    >>> crps_of_grid(np.array([0.5]), even, even).round(4).tolist(), crps_of_grid(np.array([2.0]), even, even).round(4).tolist()
    ([0.0833], [1.3333])
    """
    inside = np.clip(truth, points[:, 0], points[:, -1])
    height = np.array([np.interp(x, at, chance) for x, at, chance in zip(inside, points, probability, strict=True)])
    left, right, first, last = points[:, :-1], points[:, 1:], probability[:, :-1], probability[:, 1:]
    middle, level = inside[:, None], height[:, None]
    below = _square_under(
        np.minimum(left, middle), np.minimum(right, middle), np.where(left < middle, first, level),
        np.where(right < middle, last, level),
    )  # fmt: skip
    above = _square_under(
        np.maximum(left, middle), np.maximum(right, middle), 1 - np.where(left > middle, first, level),
        1 - np.where(right > middle, last, level),
    )  # fmt: skip
    return below.sum(1) + above.sum(1) + np.abs(truth - inside)


def _square_under(left: np.ndarray, right: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Integral of the square of a straight line from (left, first) to (right, last)."""
    return (right - left) * (first**2 + first * last + last**2) / 3
