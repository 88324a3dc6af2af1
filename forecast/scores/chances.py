"""Scores of a stated chance, once it is known whether the thing came."""

from __future__ import annotations

import numpy as np

LEAST_CHANCE = 0.005  # a chance counts as this at the least, so that one certainty gone wrong is not infinitely bad


def brier(chance: np.ndarray, came: np.ndarray) -> np.ndarray:
    """(n,) squared distance of the chance from what came; 0 is perfect, 0.25 a coin.

    Examples
    --------
    >>> brier(np.array([0.5, 0.9, 1.0]), np.array([1.0, 0.0, 1.0])).round(2).tolist()
    [0.25, 0.81, 0.0]
    """
    return (chance - came) ** 2


def log_score(chance: np.ndarray, came: np.ndarray) -> np.ndarray:
    """(n,) minus the log of the chance that was given to what came.

    Examples
    --------
    >>> log_score(np.array([0.5, 0.0]), np.array([1.0, 1.0])).round(2).tolist()
    [0.69, 5.3]
    """
    given = np.where(came > 0.5, chance, 1 - chance)
    return -np.log(np.clip(given, LEAST_CHANCE, 1.0)) + 0.0 * came
