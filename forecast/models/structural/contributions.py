"""What each known figure brings to the landing of the path: the structures' means, taken apart.

Given a structure the mean of what is still open is linear in the figures (on the log scale: homogeneous, so by Euler's theorem
figure times derivative adds up too); averaged with the unit's own weights of the structures. The laws are `landing`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.models.landing import Weighed
from forecast.models.structural.fit import Fitted, Given, condition_block, fit_noise, log_likelihood
from forecast.models.structural.landing import heaviest, log_sum
from forecast.models.structural.learn import StructuralLearned, Taught
from forecast.models.structural.structures import SCALES, Scale
from forecast.models.structural.weights import unit_weights


def weigh_structural(panel: Panel, years: Sequence[int], whole: bool, learned: StructuralLearned) -> Iterator[Weighed]:
    """What the figures of each block, in slices of units, bring to each year's total."""
    for block in panel.blocks:
        taught, done = learned.of(block), 0
        for given in condition_block(block, years, taught.structures, learned.usual, whole=whole):
            part = block.only(np.arange(done, min(done + len(given.arranged.size), len(block.units))))
            done += len(part.units)
            yield from _weigh_slice(given, part, years, taught)


def _weigh_slice(given: Given, part: Block, years: Sequence[int], taught: Taught) -> Iterator[Weighed]:
    fitted = {scale: fit_noise(given, scale, taught.noise[scale]) for scale in SCALES}
    belief = unit_weights(log_likelihood(fitted["linear"], fitted["log"]), taught.weights)
    kept, weight = heaviest(belief)
    in_law = np.zeros_like(belief)
    np.put_along_axis(in_law, kept, weight, 0)
    for year in years:
        yield _weigh_year(given, part, year, fitted, in_law)


def _weigh_year(given: Given, part: Block, year: int, fitted: dict[Scale, Fitted], belief: np.ndarray) -> Weighed:
    known = np.zeros(len(part.pieces), bool)
    known[list(part.covered(year))] = True
    n_units = len(part.units)
    missing = np.flatnonzero(given.arranged.year_of_unknown == year)
    if not len(missing):
        nothing = np.zeros((n_units, len(part.pieces)))
        return Weighed(part, year, known, nothing, nothing, nothing.sum(1), nothing.sum(1))
    n_linear = len(fitted["linear"].conditioned.mean)
    of_scale = {"linear": belief[:n_linear], "log": belief[n_linear:]}
    linear, log = (_SCALES[scale](given, fitted[scale], missing, of_scale[scale]) for scale in SCALES)
    weight, brought, season, other = (one + two for one, two in zip(linear, log, strict=True))
    return Weighed(part, year, known, weight[:, :n_units].T, brought[:, :n_units].T, season[:n_units], other[:n_units])


Parts = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # weight and contribution of figures, season, rest


def _weigh_linear(given: Given, fitted: Fitted, missing: np.ndarray, belief: np.ndarray) -> Parts:
    arranged, factored, season = given.arranged, given.factors["linear"], given.seasons["linear"]
    n_known, size = len(arranged.known.share), arranged.size
    over_even, open_length = arranged.over_even[n_known:][missing], arranged.unknown.length[missing]
    each = np.einsum("hu,shq->squ", over_even, _reach(given, "linear", missing), optimize=True)
    length = arranged.known.length
    used = size * (_cleaned(given, fitted, "linear") + length[:, None])
    moved = season[n_known:][missing] @ over_even - np.einsum("squ,q->su", each, season[:n_known])
    left = open_length @ over_even - np.einsum("squ,q->su", each, length)
    return (
        np.einsum("su,squ->qu", belief, each) / arranged.over_even[:n_known],
        np.einsum("su,squ,squ->qu", belief, each, used, optimize=True),
        size * (belief * factored.seasonal[:, None] * moved).sum(0),
        size * (belief * left).sum(0),
    )


def _weigh_log(given: Given, fitted: Fitted, missing: np.ndarray, belief: np.ndarray) -> Parts:
    arranged, factored, season = given.arranged, given.factors["log"], given.seasons["log"]
    n_known, length = len(arranged.known.share), arranged.unknown.length[missing]
    mean = fitted.conditioned.mean[:, missing] + np.log(length[:, None] * arranged.over_even[n_known:][missing])
    covariance = fitted.conditioned.covariance[:, missing][:, :, missing]
    location, _ = log_sum(mean, covariance, fitted.noise.variance)
    middle = np.where(belief > 0, np.exp(np.minimum(location, FARTHEST)), 0.0) * arranged.size
    share = np.exp(mean - mean.max(1, keepdims=True))
    share /= share.sum(1, keepdims=True)
    every = _reach(given, "log", missing)  # (n_structures, n_missing, n_pieces)
    each = np.einsum("shu,shq->squ", share, every, optimize=True)
    moved = np.einsum("shu,sh->su", share, season[n_known:][missing] - every @ season[:n_known])
    without_season = middle * np.exp(-1.0 * factored.seasonal[:, None] * moved)
    used = arranged.size * np.exp(_cleaned(given, fitted, "log") + given.gap + arranged.log_values - arranged.log)
    each_brings = (belief * without_season)[:, None] * each
    return (
        (each_brings / used).sum(0),
        each_brings.sum(0),
        (belief * (middle - without_season)).sum(0),
        (belief * without_season * (1 - each.sum(1))).sum(0),
    )


FARTHEST = 20.0  # logarithm, over the unit's size, of a structure's middle
_SCALES = {"linear": _weigh_linear, "log": _weigh_log}


def _reach(given: Given, scale: Scale, missing: np.ndarray) -> np.ndarray:
    """(n_structures, n_missing, n_pieces) weights of the known rows in the missing ones."""
    factored = given.factors[scale]
    return factored.reach[:, :, missing].transpose(0, 2, 1) @ factored.whiten


def _cleaned(given: Given, fitted: Fitted, scale: Scale) -> np.ndarray:
    """(n_structures, n_pieces, n_units) the centred values with outliers cut."""
    factored, n_known = given.factors[scale], len(given.arranged.known.share)
    season = factored.seasonal[:, None, None] * given.seasons[scale][None, :n_known, None]
    return factored.factor @ fitted.conditioned.innovations + season
