"""Restating chances from what came of them: one rising map for all quotas of a law, kept only where it has earned its place.

A law's probability u becomes F(b + e^a F^-1(u)), F the normal distribution: `a` makes all laws wider or narrower, `b` moves them.
The map is the same whatever the quota, so quantiles and chances still agree and no chance is 0 or 1 that was not before. It is
learned by number of known quarters. A year's cases share its shocks: each year counts as a few cases only, and both numbers are
drawn to none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri

from forecast.core.periods import SEASONS
from forecast.engine.record.record import Cases, Record

YEAR_COUNTS_AS = 10.0  # cases, however many units it has
USUAL = 0.15  # standard deviation of both numbers between measures
LEAST_YEARS = 3  # of the record: two to learn from and one to try it on
LEAST_GAIN = 0.01  # share of the Brier score that restating must have saved
STEP = 0.005  # of chances that are counted together
_EDGE = 5e-4


@dataclass(frozen=True)
class Restating:
    """A rising map of probabilities.

    Attributes
    ----------
    width : a, 0 for none; above it chances move away from a half.
    shift : b, 0 for none; above it misses are more likely than stated.

    Examples
    --------
    >>> Restating().chance(np.array([0.2])).round(3).tolist(), Restating(0.0, 0.5).chance(np.array([0.2])).round(3).tolist()
    ([0.2], [0.366])
    """

    width: float = 0.0
    shift: float = 0.0

    def chance(self, stated: np.ndarray) -> np.ndarray:
        """(…) probabilities restated, in the same order; 0 and 1 stay."""
        return ndtr(self.shift + np.exp(self.width) * ndtri(stated))


def learn_restating(record: Record, *, gate: bool = True) -> tuple[Restating, ...]:
    """One map per number of known quarters; empty where the record is short, or where it would not have helped.

    Parameters
    ----------
    gate : try it first on each year of the record, learned from the years before, and keep it only if the Brier score of most
        years and of all together fell.
    """
    cases = _gathered(record.cases)
    years = np.unique(cases.group)
    if gate and (len(years) < LEAST_YEARS or not _has_helped(cases, years)):
        return ()
    return _fit_all(cases)


def _gathered(cases: Cases) -> Cases:
    """The cases with those of about the same chance counted together, so that many units cost no more than few."""
    chance = np.round(cases.chance / STEP).astype(int)
    keys, place = np.unique(np.stack([cases.group, cases.known_quarters, chance]), axis=1, return_inverse=True)
    place = place.ravel()
    counts, missed = (np.bincount(place, part, keys.shape[1]) for part in (cases.cases, cases.missed))
    mean = np.bincount(place, cases.chance * cases.cases, keys.shape[1]) / counts
    none = np.zeros(keys.shape[1])
    return Cases(keys[0], keys[1], none, mean, counts, missed, none)


def _has_helped(cases: Cases, years: np.ndarray) -> bool:
    gains, before = [], 0.0
    for year in years[1:]:
        maps, now = _fit_all(cases.where(cases.group < year)), cases.where(cases.group == year)
        again = np.choose(now.known_quarters, [one.chance(now.chance) for one in maps])
        stated = _brier(now, now.chance)
        gains.append(stated - _brier(now, again))
        before += stated
    return bool(np.mean(np.array(gains) > 0) > 0.5 and np.sum(gains) >= LEAST_GAIN * before)


def _brier(cases: Cases, chance: np.ndarray) -> float:
    return float((cases.missed * (1 - chance) ** 2 + (cases.cases - cases.missed) * chance**2).sum())


def _fit_all(cases: Cases) -> tuple[Restating, ...]:
    return tuple(_fit(cases.where(cases.known_quarters == quarters)) for quarters in range(SEASONS))


def _fit(cases: Cases) -> Restating:
    """The map that makes what came most likely, both numbers drawn to 0."""
    from scipy.optimize import minimize  # a third of a second that most projections do without

    if not len(cases.chance):
        return Restating()
    _, place = np.unique(cases.group, return_inverse=True)
    weight = np.minimum(YEAR_COUNTS_AS / np.bincount(place, cases.cases), 1.0)[place]
    score = ndtri(np.clip(cases.chance, _EDGE, 1 - _EDGE))
    missed, met = weight * cases.missed, weight * (cases.cases - cases.missed)

    def loss(numbers: np.ndarray) -> float:
        at = numbers[1] + np.exp(numbers[0]) * score
        likelihood = (missed * log_ndtr(at) + met * log_ndtr(-at)).sum()
        return float((numbers**2).sum() / (2 * USUAL**2) - likelihood)

    width, shift = minimize(loss, np.zeros(2), method="L-BFGS-B").x
    return Restating(float(width), float(shift))
