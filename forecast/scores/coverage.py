"""Whether ranges held what came, and where in its law the truth fell."""

from __future__ import annotations

import numpy as np


def covered(truth: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """(n,) 1 where the truth lies in the range, its ends included, else 0; NaN where anything is missing.

    Examples
    --------
    >>> covered(np.array([3.0, 9.0]), np.array([1.0, 1.0]), np.array([3.0, 3.0])).tolist()
    [1.0, 0.0]
    """
    inside = ((low <= truth) & (truth <= high)).astype(float)
    return np.where(np.isfinite(truth) & np.isfinite(low) & np.isfinite(high), inside, np.nan)


def pit(below: np.ndarray, up_to: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """(n,) where in its law the truth fell, 0-1: even over many forecasts where the laws are right.

    Parameters
    ----------
    below, up_to : (n,) P(total < truth) and P(total <= truth); they differ for whole numbers.
    draw : (n,) even random numbers that say where between the two (Czado, Gneiting & Held 2009, Biometrics 65).

    Examples
    --------
    >>> pit(np.array([0.2, 0.2]), np.array([0.6, 0.2]), np.array([0.5, 0.5])).tolist()
    [0.4, 0.2]
    """
    return below + draw * (up_to - below)


def pit_of_quantiles(truth: np.ndarray, quantiles: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """(n,) the same from evenly spaced quantiles (n, n_levels): the truth falls between two of them, or on some.

    Examples
    --------
    >>> pit_of_quantiles(np.array([2.0, 5.0]), np.array([[1.0, 2.0, 3.0]] * 2), np.array([0.5, 0.5])).tolist()
    [0.5, 0.875]
    """
    parts = quantiles.shape[1] + 1
    below, up_to = ((quantiles < truth[:, None]).sum(1), (quantiles <= truth[:, None]).sum(1) + 1)
    return pit(below / parts, up_to / parts, draw)


def place_of_levels(truth: np.ndarray, quantiles: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """(n, 2) between which stated levels the truth fell, 0 and 1 at the outside; all that it touches where it lies on quantiles.

    Examples
    --------
    >>> place_of_levels(np.array([2.0, 5.0]), np.array([[1.0, 2.0, 3.0]] * 2), np.array([0.1, 0.5, 0.9])).tolist()
    [[0.1, 0.9], [0.9, 1.0]]
    """
    told = np.r_[0.0, levels, 1.0]
    below, up_to = (quantiles < truth[:, None]).sum(1), (quantiles <= truth[:, None]).sum(1) + 1
    return np.stack([told[below], told[up_to]], axis=1)


def share_within(place: np.ndarray, low: float, high: float) -> np.ndarray:
    """(n,) how much of the place (n, 2) lies between two levels, 0-1: whether a range held the truth, ends that touch it by parts.

    Examples
    --------
    >>> share_within(np.array([[0.1, 0.5], [0.0, 0.5], [0.9, 1.0]]), 0.1, 0.9).tolist()
    [1.0, 0.8, 0.0]
    """
    overlap = np.minimum(place[:, 1], high) - np.maximum(place[:, 0], low)
    return np.maximum(overlap, 0.0) / (place[:, 1] - place[:, 0])


def normal_scores(place: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, float]:
    """(n,) mean normal score of a place (n, 2), and the variance of such scores where the law is right and continuous.

    Examples
    --------
    >>> score, variance = normal_scores(np.array([[0.5, 1.0], [0.0, 1.0]]), np.array([0.5]))
    >>> score.round(2).tolist(), round(variance, 2)
    ([0.8, 0.0], 0.64)
    """
    from scipy.special import ndtri

    def mean(ends: np.ndarray) -> np.ndarray:
        height = np.exp(-(ndtri(ends) ** 2) / 2) / np.sqrt(2 * np.pi)
        return (height[:, 0] - height[:, 1]) / (ends[:, 1] - ends[:, 0])

    told = np.r_[0.0, levels, 1.0]
    cells = np.stack([told[:-1], told[1:]], axis=1)
    return mean(place), float((np.diff(told) * mean(cells) ** 2).sum())
