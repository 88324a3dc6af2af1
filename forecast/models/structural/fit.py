"""A slice of units under every structure of a grid: conditioned on what is known, noise variance integrated out.

Learning from the panel is `learn`; the laws of the totals are `landing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from forecast.core.panel import Block
from forecast.models.short_history import Common
from forecast.models.structural.arrange import Arranged, arrange
from forecast.models.structural.columns import slices
from forecast.models.structural.condition import Conditioned, Noise, condition, imply_gap, integrate_noise
from forecast.models.structural.factor import Factored, factorise
from forecast.models.structural.noise import DISCOUNT, SHIPPED_SD, NoisePrior
from forecast.models.structural.parts import Part
from forecast.models.structural.rows import Rows
from forecast.models.structural.season import season_of_rows
from forecast.models.structural.structures import SCALES, Scale, Structure

OUTLIER = 3.0  # robust standard deviations beyond which a surprise is cut, in a long history
OUTLIER_YEARS = 4.0  # the same where every figure is of whole years: what is wild in one quarter is less so in four
OUTLIER_SHORT = 5.0  # figures that widen it: by half with ten figures, by an eighth with forty
OUTLIER_SMALL = 8.0  # persons a quarter at which it is twice as wide: small counts jump by nature


@dataclass(frozen=True)
class Usual:
    """How a year usually runs, as the panel has it.

    Attributes
    ----------
    season : (4,) log of a quarter over the year's mean.
    parts : part of a quarter -> what units have in common of its share.
    """

    season: np.ndarray
    parts: Mapping[Part, Common]


@dataclass(frozen=True)
class Given:
    """A slice of a block conditioned on its figures, on both scales.

    Attributes
    ----------
    arranged : the slice.
    factors : scale -> what its pattern of reporting says.
    seasons : scale -> (n_pieces + n_unknown,) what the usual season brings each row.
    conditioned : scale -> what the figures say under the structures of that scale.
    gap : (n_structures, n_pieces, n_units) what log structures take a sum's logarithm to be above its mean logarithm; or (1, 1, 1).
    """

    arranged: Arranged
    factors: dict[Scale, Factored]
    seasons: dict[Scale, np.ndarray]
    conditioned: dict[Scale, Conditioned]
    gap: np.ndarray


@dataclass(frozen=True)
class Fitted:
    """A slice under the structures of one scale, the noise known as far as it can be."""

    arranged: Arranged
    conditioned: Conditioned
    noise: Noise


def condition_block(
    block: Block, years: Sequence[int], grid: Sequence[Structure], usual: Usual, *, whole: bool
) -> Iterator[Given]:
    """Condition the structures on a block's figures, slice after slice; all slices share one factorisation.

    A sum's logarithm is taken for a mean of logarithms, so that both scales share it too.
    """
    factors: dict[Scale, Factored] | None = None
    for part in slices(block):
        arranged = arrange(part, years, usual.parts)
        factors = factors or _factorise(arranged, grid)
        seasons = _season_of_rows(arranged, usual.season)
        yield Given(arranged, factors, seasons, *_condition(arranged, factors, seasons, whole=whole))


def _factorise(arranged: Arranged, grid: Sequence[Structure]) -> dict[Scale, Factored]:
    known, unknown = arranged.known, arranged.unknown
    ranged = Rows(known.share, known.bridge + np.diag(arranged.noise / SHIPPED_SD**2))
    each, of_scale = _bases(tuple(grid))
    factored = factorise(each, ranged, unknown, cross=arranged.cross, first_season=arranged.first_season)
    return {
        "linear": factored.chosen(of_scale["linear"]),
        "log": factored.chosen(of_scale["log"]).rescaled(known.length, unknown.length),
    }


@lru_cache(maxsize=32)
def _bases(grid: tuple[Structure, ...]) -> tuple[tuple[Structure, ...], dict[Scale, list[int]]]:
    """The structures whatever their scale, and which of them each scale has."""
    linear = [replace(structure, scale="linear") for structure in grid]
    place = {structure: at for at, structure in enumerate(dict.fromkeys(linear))}
    return tuple(place), {
        scale: [place[same] for same, structure in zip(linear, grid, strict=True) if structure.scale == scale]
        for scale in SCALES
    }


def _season_of_rows(arranged: Arranged, season: np.ndarray) -> dict[Scale, np.ndarray]:
    share = np.concatenate([arranged.known.share, arranged.unknown.share])
    rows = {"linear": share, "log": share / share.sum(1, keepdims=True)}
    return {scale: season_of_rows(rows[scale], season, arranged.first_season, log=scale == "log") for scale in SCALES}


def _condition(
    arranged: Arranged, factors: dict[Scale, Factored], seasons: dict[Scale, np.ndarray], *, whole: bool
) -> tuple[dict[Scale, Conditioned], np.ndarray]:
    small = OUTLIER_SMALL / arranged.size if whole else np.zeros(len(arranged.size))
    limit = OUTLIER_YEARS if arranged.block.told_by_years else OUTLIER
    outlier = limit * (1 + OUTLIER_SHORT / len(arranged.known.share)) * (1 + small)
    linear = condition(factors["linear"], arranged.linear, usual_season=seasons["linear"], outlier=outlier)
    log, gap = condition_log(factors["log"], arranged, usual_season=seasons["log"], outlier=outlier)
    return {"linear": linear, "log": log}, gap


def condition_log(
    factored: Factored,
    arranged: Arranged,
    *,
    usual_season: np.ndarray | None = None,
    outlier: np.ndarray | None = None,
) -> tuple[Conditioned, np.ndarray]:
    """Condition the log structures, and the gap that each of them implies; 0 where the unit's own years have shown it."""
    conditioned = condition(factored, arranged.log, usual_season=usual_season, outlier=outlier)
    if arranged.gap_known or not factored.within.any():
        return conditioned, np.zeros((1, 1, 1))
    gap = imply_gap(factored.within, conditioned.innovations)
    return condition(factored, arranged.log - gap, usual_season=usual_season, outlier=outlier), gap


def fit_noise(given: Given, scale: Scale, prior: NoisePrior) -> Fitted:
    """Integrate the noise variance out under the structures of a scale."""
    arranged, conditioned = given.arranged, given.conditioned[scale]
    discount = np.where(arranged.known.length <= 1 + 1e-9, DISCOUNT, 1.0)
    variance = prior.of_size(arranged.size)
    noise = integrate_noise(conditioned, prior_dof=prior.dof, prior_variance=variance, discount=discount)
    return Fitted(arranged, conditioned, noise)


def log_likelihood(linear: Fitted, log: Fitted) -> np.ndarray:
    """(n_structures, n_units) of the figures, linear structures first; -inf on the log scale for units with a zero."""
    arranged = linear.arranged
    jacobian = arranged.log_values[1:].sum(0)
    on_log = np.where(arranged.positive, log.noise.log_likelihood - jacobian, -np.inf)
    return np.concatenate([linear.noise.log_likelihood, on_log])
