"""Condition a structure on sums: innovations, likelihood with the noise variance integrated out, moments of what is unknown.

Everything here is linear algebra on one block of units that share a pattern; scales and weights are `landing`'s and `weights`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from forecast.models.structural.columns import times
from forecast.models.structural.rows import Rows
from forecast.models.structural.structures import Structure, stack_covariances

LEAST_TO_CUT = 8  # figures; with fewer there is no telling an outlier
MEDIAN_OF_NORMAL = 0.6745  # of the absolute value
ROBUST = 0.9  # weight of the median deviation beside the root mean square, so that the scale is never 0


@dataclass(frozen=True)
class Conditioned:
    """What the figures of a block say under each structure, noise variance still unknown.

    Attributes
    ----------
    innovations : (n_structures, n_pieces, n_units) whitened surprises, in order of time, outliers cut; the first carries the vague
        level.
    mean : (n_structures, n_unknown, n_units) of the unknown rows.
    covariance : (n_structures, n_unknown, n_unknown) of the unknown rows [noise variances].
    log_determinant : (n_structures, n_pieces) log of each surprise's standard deviation [noise standard deviations].
    """

    innovations: np.ndarray
    mean: np.ndarray
    covariance: np.ndarray
    log_determinant: np.ndarray


@dataclass(frozen=True)
class Noise:
    """Noise variance of each structure and unit after the figures: scaled inverse chi-squared.

    Attributes
    ----------
    dof : (n_units,) degrees of freedom, those of the prior included.
    variance : (n_structures, n_units) its scale.
    log_likelihood : (n_structures, n_units) of the figures after the first.
    """

    dof: np.ndarray
    variance: np.ndarray
    log_likelihood: np.ndarray


@dataclass(frozen=True)
class Factored:
    """What a pattern of reporting says whatever the figures are: one factorisation per structure.

    Attributes
    ----------
    factor, whiten : (n_structures, n_pieces, n_pieces) Cholesky factor of the covariance of the known rows, and its inverse.
    reach : (n_structures, n_pieces, n_unknown) weights of the surprises in the unknown rows.
    covariance : (n_structures, n_unknown, n_unknown) of the unknown rows given the known [noise variances].
    seasonal : (n_structures,) whether the structure has seasons.
    """

    factor: np.ndarray
    whiten: np.ndarray
    reach: np.ndarray
    covariance: np.ndarray
    seasonal: np.ndarray

    def chosen(self, structures: Sequence[int]) -> Factored:
        """Of some structures, by position."""
        if list(structures) == list(range(len(self.factor))):
            return self
        of = list(structures)
        return Factored(self.factor[of], self.whiten[of], self.reach[of], self.covariance[of], self.seasonal[of])

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
    process = stack_covariances(tuple(structures), known.share.shape[1], first_season=first_season)
    factor = np.linalg.cholesky(known.share @ process @ known.share.T + known.bridge)
    whiten = invert_lower(factor)
    reach = whiten @ (unknown.share @ process @ known.share.T + cross).transpose(0, 2, 1)
    covariance = unknown.share @ process @ unknown.share.T + unknown.bridge - reach.transpose(0, 2, 1) @ reach
    seasonal = np.array([structure.season_sd > 0 for structure in structures])
    return Factored(factor, whiten, reach, covariance, seasonal)


def invert_lower(factor: np.ndarray) -> np.ndarray:
    """(..., n, n) inverses of lower triangular matrices, row by row: a sixth of the work of a general inverse."""
    inverse = np.zeros_like(factor)
    for row in range(factor.shape[-1]):
        pivot = factor[:, row, row, None]
        inverse[:, row, :row] = -(factor[:, row, None, :row] @ inverse[:, :row, :row])[:, 0] / pivot
        inverse[:, row, row] = 1 / pivot[:, 0]
    return inverse


def condition(
    factored: Factored, values: np.ndarray, *, usual_season: np.ndarray | None = None, outlier: np.ndarray | None = None
) -> Conditioned:
    """Condition every structure on the values of the known rows.

    Parameters
    ----------
    values : (n_pieces, n_units) on the structures' scale, centred.
    usual_season : (n_pieces + n_unknown,) what the panel's usual season brings each row; the centre of a seasonal structure's
        season. Zero when not given.
    outlier : (n_units,) robust standard deviations beyond which a surprise is cut; nothing is cut when not given.
    """
    n_known, n_unknown = factored.reach.shape[1:]
    season = np.zeros(n_known + n_unknown) if usual_season is None else usual_season
    seasonal = factored.seasonal[:, None, None]
    centred = values[None] - seasonal * season[None, :n_known, None]
    innovations = times(factored.whiten, centred)
    if outlier is not None and n_known > LEAST_TO_CUT:
        innovations = cut_outliers(innovations, factored.factor, factored.whiten, outlier)
    mean = times(factored.reach.transpose(0, 2, 1), innovations) + seasonal * season[None, n_known:, None]
    log_determinant = np.log(np.diagonal(factored.factor, axis1=1, axis2=2))
    return Conditioned(innovations, mean, factored.covariance, log_determinant)


def cut_outliers(innovations: np.ndarray, factor: np.ndarray, whiten: np.ndarray, outlier: np.ndarray) -> np.ndarray:
    """Surprises again, in order of time, each cut at so many robust standard deviations before the next is taken.

    What is cut counts as an error of that figure alone: it moves neither the level nor the variance (the one-step cleaning of
    Gelper, Fried & Croux 2010, for any structure). The first surprise carries the vague level and stays.
    """
    after = innovations[:, 1:]
    usual = np.median(np.abs(after), axis=1) / MEDIAN_OF_NORMAL
    limit = outlier * (ROBUST * usual + (1 - ROBUST) * np.sqrt((after**2).mean(1))) + 1e-9
    clean = innovations.copy()
    for at in range(1, innovations.shape[1]):
        excess = clean[:, at] - np.clip(clean[:, at], -limit, limit)
        of, wild = np.nonzero(excess)
        error = factor[of, at, at] * excess[of, wild]
        clean[of, at:, wild] -= whiten[of, at:, at] * error[:, None]
    return clean


def integrate_noise(
    conditioned: Conditioned, *, prior_dof: float, prior_variance: np.ndarray, discount: np.ndarray
) -> Noise:
    """Integrate the noise variance out, one surprise after the other.

    Parameters
    ----------
    prior_variance : (n_structures, n_units) scale of the inverse chi-squared prior with `prior_dof` degrees of freedom.
    discount : (n_pieces,) in (0, 1]: how much of what was known of the variance survives each surprise; 1 gives the exact
        marginal likelihood (Student), less lets the variance move (West & Harrison 1997, section 10.8).
    """
    surprises = conditioned.innovations
    dof, total = prior_dof, prior_dof * prior_variance
    log_likelihood = np.zeros_like(prior_variance)
    for j in range(1, surprises.shape[1]):
        square = surprises[:, j] ** 2
        log_likelihood += (
            gammaln((dof + 1) / 2)
            - gammaln(dof / 2)
            - 0.5 * np.log(np.pi * total)
            - (dof + 1) / 2 * np.log1p(square / total)
            - conditioned.log_determinant[:, j, None]
        )
        dof, total = discount[j] * dof + 1, discount[j] * total + square
    return Noise(np.full(surprises.shape[2], dof), total / dof, log_likelihood)
