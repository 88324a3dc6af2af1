"""What a pattern of reporting says of the process whatever the figures are: one Cholesky factor per structure.

Shorter histories of plain quarters are leading blocks of longer ones, so past origins cost no factorisation of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from forecast.models.structural.rows import Rows
from forecast.models.structural.structures import STACK_STEP, Structure, stack_covariances


@dataclass(frozen=True)
class Factored:
    """What a pattern of reporting says whatever the figures are: one factorisation per structure.

    Attributes
    ----------
    factor, whiten : (n_structures, n_pieces, n_pieces) Cholesky factor of the covariance of the known rows, and its inverse.
    reach : (n_structures, n_pieces, n_unknown) weights of the surprises in the unknown rows.
    covariance : (n_structures, n_unknown, n_unknown) of the unknown rows given the known [noise variances].
    seasonal : (n_structures,) whether the structure has seasons.
    within : (n_structures, n_pieces) variance of a known row's quarters about their mean [noise variances].
    """

    factor: np.ndarray
    whiten: np.ndarray
    reach: np.ndarray
    covariance: np.ndarray
    seasonal: np.ndarray
    within: np.ndarray

    def chosen(self, structures: Sequence[int]) -> Factored:
        """Of some structures, by position."""
        if list(structures) == list(range(len(self.factor))):
            return self
        of = list(structures)
        return Factored(*(getattr(self, part.name)[of] for part in fields(self)))

    def rescaled(self, known: np.ndarray, unknown: np.ndarray) -> Factored:
        """With every row divided by a number of its own: sums become means."""
        if (known == 1).all() and (unknown == 1).all():
            return self
        return Factored(
            self.factor / known[:, None],
            self.whiten * known,
            self.reach / unknown,
            self.covariance / np.outer(unknown, unknown),
            self.seasonal,
            self.within,
        )


def factorise(
    structures: Sequence[Structure], known: Rows, unknown: Rows, *, cross: np.ndarray, first_season: int
) -> Factored:
    """Factorise the covariance of the known rows under every structure.

    Parameters
    ----------
    known, unknown : rows over the same quarters; `known` with a positive definite covariance.
    cross : (n_unknown, n_pieces) bridge covariance between the two [noise variances].
    first_season : quarter of the year (0-3) of the first quarter of the rows.
    """
    rows = np.concatenate([known.share, unknown.share])
    if np.array_equal(rows, np.eye(len(rows), rows.shape[1])) and not (known.bridge.any() or unknown.bridge.any()):
        return _factorise_quarters(tuple(structures), len(known.share), len(rows), first_season)
    process = stack_covariances(tuple(structures), rows.shape[1], first_season=first_season)
    factor = np.linalg.cholesky(known.share @ process @ known.share.T + known.bridge)
    whiten = invert_lower(factor)
    reach = whiten @ (unknown.share @ process @ known.share.T + cross).transpose(0, 2, 1)
    covariance = unknown.share @ process @ unknown.share.T + unknown.bridge - reach.transpose(0, 2, 1) @ reach
    mean = known.share / known.length[:, None]
    within = process.diagonal(axis1=1, axis2=2) @ mean.T - np.einsum(
        "pq,sqr,pr->sp", mean, process, mean, optimize=True
    )
    within[:, known.share.astype(bool).sum(1) == 1] = 0.0  # a quarter alone has no others, but for rounding
    return Factored(factor, whiten, reach, covariance, _are_seasonal(structures), within)


def _factorise_quarters(structures: tuple[Structure, ...], n_known: int, n: int, first_season: int) -> Factored:
    """The same of `n` quarters running of which the first `n_known` are known: all read off one factor of a longer run."""
    factor, whiten = _longer_factor(structures, STACK_STEP * -(-n // STACK_STEP), first_season)
    beyond = factor[:, n_known:n, n_known:n]
    return Factored(
        factor[:, :n_known, :n_known],
        whiten[:, :n_known, :n_known],
        factor[:, n_known:n, :n_known].transpose(0, 2, 1),
        beyond @ beyond.transpose(0, 2, 1),
        _are_seasonal(structures),
        np.zeros((len(factor), n_known)),
    )


@lru_cache(maxsize=16)
def _longer_factor(structures: tuple[Structure, ...], n: int, first_season: int) -> tuple[np.ndarray, np.ndarray]:
    factor = np.linalg.cholesky(stack_covariances(structures, n, first_season=first_season))
    return factor, invert_lower(factor)


def _are_seasonal(structures: Sequence[Structure]) -> np.ndarray:
    return np.array([structure.season_sd > 0 for structure in structures])


def invert_lower(factor: np.ndarray) -> np.ndarray:
    """(..., n, n) inverses of lower triangular matrices, row by row: a sixth of the work of a general inverse."""
    inverse = np.zeros_like(factor)
    for row in range(factor.shape[-1]):
        pivot = factor[:, row, row, None]
        inverse[:, row, :row] = -(factor[:, row, None, :row] @ inverse[:, :row, :row])[:, 0] / pivot
        inverse[:, row, row] = 1 / pivot[:, 0]
    return inverse
