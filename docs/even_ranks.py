"""Whether ranks are even: their distribution function against a simultaneous band (Säilynoja, Bürkner & Vehtari 2022)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import bdtr

BAND = 0.99  # of sets of even ranks that lie inside
N_SETS = 4000  # drawn to find its width


def band_distance(ranks: np.ndarray) -> float:
    """How unusual the ranks' distribution function is at its most unusual point: least pointwise binomial tail, two-sided."""
    n, at = len(ranks), np.arange(1, 200) / 200
    below = np.searchsorted(np.sort(ranks), at, side="right")
    return float(np.min(2 * np.minimum(bdtr(below, n, at), bdtr(n - below, n, 1 - at))))


@lru_cache(maxsize=8)
def band_limit(n: int, level: float = BAND) -> float:
    """The distance that even ranks keep to so often: ranks at least so far in are inside the simultaneous band."""
    random = np.random.default_rng(0)
    return float(np.quantile([band_distance(random.random(n)) for _ in range(N_SETS)], 1 - level))


def inside_band(ranks: np.ndarray) -> bool:
    """Whether the ranks are as even as 99 in 100 sets of even ranks."""
    return band_distance(ranks) >= band_limit(len(ranks))


def largest_gap(ranks: np.ndarray) -> float:
    """Farthest that the ranks' distribution function is from the diagonal."""
    ordered, steps = np.sort(ranks), np.arange(len(ranks) + 1) / len(ranks)
    return float(max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1])))
