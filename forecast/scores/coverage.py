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
