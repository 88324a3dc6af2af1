"""What a panel teaches about all its units: the usual season, how noisy they are, and which structures are plausible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.models.priors import Prior
from forecast.models.structural.fit import Given, Usual, condition_block, fit_noise, log_likelihood
from forecast.models.structural.noise import NoisePrior, learn_noise_prior
from forecast.models.structural.parts import learn_parts
from forecast.models.structural.season import usual_season
from forecast.models.structural.shipped import weigh_grid
from forecast.models.structural.structures import SCALES, Scale, Structure, quarterly_grid, yearly_grid
from forecast.models.structural.weights import panel_weights

TEACHERS = 500  # units with figures that teach; more say nothing new of what is common
LEAST_SURPRISES = 3  # below this a unit teaches the panel nothing of its noise
LEAST_YEARS = 6  # yearly totals from which a steep slope can show
KEPT_WEIGHT = 0.99  # of each scale's weight: structures beyond it are dropped


@dataclass(frozen=True)
class Taught:
    """A grid as the panel weighs it.

    Attributes
    ----------
    structures : the plausible ones, linear first.
    weights : (n_structures,) summing to 1.
    noise : scale -> prior of the noise variance under the structures of that scale.
    n_units : that taught it.
    """

    structures: tuple[Structure, ...]
    weights: np.ndarray
    noise: dict[Scale, NoisePrior]
    n_units: int


@dataclass(frozen=True)
class StructuralLearned:
    """All that the structural model takes from the panel.

    Attributes
    ----------
    usual : how a year usually runs.
    yearly, quarterly : the grid for units told by at least six years alone, and the one for all others.
    """

    usual: Usual
    yearly: Taught
    quarterly: Taught

    def of(self, block: Block) -> Taught:
        """The grid that a block's pattern of reporting calls for."""
        return self.yearly if block.told_by_years and len(block.pieces) >= LEAST_YEARS else self.quarterly


def learn_structural(
    panel: Panel, whole: bool = True, prior: Prior | None = None, *, structures: Sequence[Structure] | None = None
) -> StructuralLearned:
    """Learn from the panel, or from a sample of it where it is large.

    Parameters
    ----------
    prior : weighs the quarterly grid before any figure; even weights when not given.
    structures : the grid, the same for all units; the shipped ones when not given.
    """
    teachers = panel.only(panel.sample(TEACHERS))
    usual = Usual(usual_season(teachers), learn_parts(teachers))
    yearly = [block for block in teachers.blocks if block.told_by_years and len(block.pieces) >= LEAST_YEARS]
    others = [block for block in teachers.blocks if all(block is not other for other in yearly)]
    shipped = prior.structures if prior else {}
    return StructuralLearned(
        usual,
        _learn_grid(yearly, structures or yearly_grid(), usual, {}, whole=whole),
        _learn_grid(others, structures or quarterly_grid(), usual, shipped, whole=whole),
    )


def _learn_grid(
    blocks: Sequence[Block], grid: Sequence[Structure], usual: Usual, shipped: Mapping[Structure, float], *, whole: bool
) -> Taught:
    ordered = tuple(sorted(grid, key=lambda structure: SCALES.index(structure.scale)))
    given = [part for block in blocks for part in condition_block(block, (), ordered, usual, whole=whole)]
    n_linear = sum(structure.scale == "linear" for structure in ordered)
    numbers: dict[Scale, int] = {"linear": n_linear, "log": len(ordered) - n_linear}
    noise = {scale: _learn_noise(given, scale, numbers[scale]) for scale in SCALES}
    likelihood = np.concatenate(
        [
            log_likelihood(*(fit_noise(part, scale, noise[scale]) for scale in SCALES))[:, _first_rows(part)]
            for part in given
        ]
        or [np.zeros((len(ordered), 0))],
        axis=1,
    )
    return _keep(ordered, panel_weights(likelihood, weigh_grid(ordered, shipped)), noise, likelihood.shape[1])


def _first_rows(given: Given) -> np.ndarray:
    """Columns of a slice without the repeated unit that fills its last group."""
    return np.unique(given.arranged.block.units, return_index=True)[1]


def _learn_noise(given: Sequence[Given], scale: Scale, n_structures: int) -> NoisePrior:
    squares, numbers, sizes = [np.zeros((n_structures, 0))], [np.zeros(0)], [np.zeros(0)]
    for part in given:
        surprises = part.conditioned[scale].innovations[:, 1:]
        rows = _first_rows(part)
        rows = rows[part.arranged.positive[rows]] if scale == "log" else rows
        if surprises.shape[1] >= LEAST_SURPRISES:
            squares.append((surprises.take(rows, 2) ** 2).mean(1))
            numbers.append(np.full(len(rows), surprises.shape[1]))
            sizes.append(np.log(part.arranged.size[rows]))
    return learn_noise_prior(np.concatenate(squares, 1), np.concatenate(numbers), np.concatenate(sizes))


def _keep(ordered: tuple[Structure, ...], weights: np.ndarray, noise: dict[Scale, NoisePrior], n_units: int) -> Taught:
    """The grid without the structures that no unit believes in."""
    kept = np.zeros(len(ordered), bool)
    scales = np.array([structure.scale for structure in ordered])
    fewer = {}
    for scale in SCALES:
        members = np.flatnonzero(scales == scale)
        heaviest = members[np.argsort(-weights[members], kind="stable")]
        before = np.cumsum(weights[heaviest]) - weights[heaviest]
        kept[heaviest[before < KEPT_WEIGHT * weights[members].sum()]] = True
        fewer[scale] = replace(noise[scale], variance=noise[scale].variance[kept[members]])
    structures = tuple(structure for structure, keep in zip(ordered, kept, strict=True) if keep)
    return Taught(structures, weights[kept] / weights[kept].sum(), fewer, n_units)
