"""Whether 70 % meant 70 %: chances against how often the thing came (CORP: consistent, optimally binned, reproducible).

The curve is the isotonic regression of what came on the stated chance: no bins to choose. The Brier score splits exactly into
miscalibration - discrimination + uncertainty.

Reference: Dimitriadis, Gneiting & Jordan (2021), PNAS 118 (8).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Reliability:
    """A reliability diagram, and the Brier score in three parts.

    Attributes
    ----------
    stated : (n_values,) the different chances stated, rising.
    observed : (n_values,) how often the thing came at that chance, drawn into a rising curve.
    count : (n_values,) how often the chance was stated, or what these cases weigh.
    score : mean Brier score = miscalibration - discrimination + uncertainty.
    miscalibration : what restating the chances by the curve would save; 0 is perfect.
    discrimination : what knowing the cases apart is worth; more is better.
    uncertainty : score of always stating the share of cases that came.
    """

    stated: np.ndarray
    observed: np.ndarray
    count: np.ndarray
    score: float
    miscalibration: float
    discrimination: float
    uncertainty: float


def reliability(chance: np.ndarray, came: np.ndarray, weight: np.ndarray | None = None) -> Reliability:
    """The diagram of some chances; pairs with anything missing are left out.

    Parameters
    ----------
    chance, came : (n,) 0-1, and 1 or 0; or the share of several cases with one chance in which it came.
    weight : (n,) what each counts for; 1 where it is not given.

    Examples
    --------
    >>> found = reliability(np.array([0.2, 0.2, 0.8, 0.8]), np.array([0.0, 1.0, 1.0, 1.0]))
    >>> found.stated.tolist(), found.observed.tolist()
    ([0.2, 0.8], [0.5, 1.0])
    >>> round(found.miscalibration - found.discrimination + found.uncertainty - found.score, 9)
    0.0
    """
    known = np.isfinite(chance) & np.isfinite(came)
    weight = np.ones(len(chance)) if weight is None else weight
    chance, came, weight = chance[known], came[known], weight[known]
    if not len(chance):
        none = np.zeros(0)
        return Reliability(none, none, none, np.nan, np.nan, np.nan, np.nan)
    stated, place = np.unique(chance, return_inverse=True)
    count = np.bincount(place, weight)
    share = np.bincount(place, came * weight) / count
    observed = np.clip(_rising(share, count), 0.0, 1.0)
    score, restated, base = (
        float(np.average((given - came) ** 2, weights=weight))
        for given in (chance, observed[place], np.full(len(came), np.average(came, weights=weight)))
    )
    return Reliability(stated, observed, count, score, score - restated, base - restated, base)


def _rising(share: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The rising curve nearest to the shares: neighbours that fall are pooled until none does (pool adjacent violators).

    That of scipy.optimize takes most of a second to import.
    """
    pools: list[tuple[float, float, int]] = []  # mean, weight and number of shares
    for mean, weight in zip(share.tolist(), count.tolist(), strict=True):
        pool = (mean, weight, 1)
        while pools and pools[-1][0] >= pool[0]:
            before = pools.pop()
            together = before[1] + pool[1]
            pool = ((before[0] * before[1] + pool[0] * pool[1]) / together, together, before[2] + pool[2])
        pools.append(pool)
    return np.repeat([mean for mean, _, _ in pools], [number for _, _, number in pools])


def bin_chances(chance: np.ndarray, came: np.ndarray, n_bins: int = 10) -> np.ndarray:
    """(n_bins, 3) mean chance stated, share that came and number of cases, for chances in equal steps; NaN where none fell.

    Examples
    --------
    >>> bin_chances(np.array([0.1, 0.2, 0.9]), np.array([0.0, 1.0, 1.0]), 2).round(2).tolist()
    [[0.15, 0.5, 2.0], [0.9, 1.0, 1.0]]
    """
    known = np.isfinite(chance) & np.isfinite(came)
    place = np.minimum((chance[known] * n_bins).astype(int), n_bins - 1)
    count = np.bincount(place, minlength=n_bins).astype(float)
    safe = np.where(count > 0, count, np.nan)
    sums = (np.bincount(place, values[known], minlength=n_bins) for values in (chance, came))
    return np.stack([*(total / safe for total in sums), count], axis=1)
