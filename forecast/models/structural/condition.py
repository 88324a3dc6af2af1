"""Condition a structure on sums: innovations, likelihood with the noise variance integrated out, moments of what is unknown.

Everything here is linear algebra on one block of units that share a pattern; scales and weights are `landing`'s and `weights`'.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from forecast.models.structural.columns import times
from forecast.models.structural.factor import Factored

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


def condition(
    factored: Factored, values: np.ndarray, *, usual_season: np.ndarray | None = None, outlier: np.ndarray | None = None
) -> Conditioned:
    """Condition every structure on the values of the known rows.

    Parameters
    ----------
    values : (n_pieces, n_units), or (n_structures, n_pieces, n_units), on the structures' scale, centred.
    usual_season : (n_pieces + n_unknown,) what the panel's usual season brings each row; the centre of a seasonal structure's
        season. Zero when not given.
    outlier : (n_units,) robust standard deviations beyond which a surprise is cut; nothing is cut when not given.
    """
    n_known, n_unknown = factored.reach.shape[1:]
    season = np.zeros(n_known + n_unknown) if usual_season is None else usual_season
    seasonal = factored.seasonal[:, None, None]
    centred = values - seasonal * season[None, :n_known, None]
    innovations = times(factored.whiten, centred)
    if outlier is not None and n_known > LEAST_TO_CUT:
        innovations = cut_outliers(innovations, factored.factor, factored.whiten, outlier)
    mean = times(factored.reach.transpose(0, 2, 1), innovations) + seasonal * season[None, n_known:, None]
    log_determinant = np.log(np.diagonal(factored.factor, axis1=1, axis2=2))
    return Conditioned(innovations, mean, factored.covariance, log_determinant)


def imply_gap(within: np.ndarray, innovations: np.ndarray) -> np.ndarray:
    """(n_structures, n_pieces, n_units) log of the mean of a piece's quarters less the mean of their logs, as structures have it.

    Parameters
    ----------
    within : (n_structures, n_pieces) variance of the quarters about their mean [noise variances].
    innovations : (n_structures, n_pieces, n_units) surprises as if there were no gap: it moves the level, hardly the noise.

    Notes
    -----
    log(1 + v / 2) for normal quarters of variance v about their mean: right to .005 up to v = .3, to a twentieth up to v = 1.
    """
    variance = (innovations[:, 1:] ** 2).sum(1) / max(innovations.shape[1] - 1, 1)
    return np.log1p(within[:, :, None] * variance[:, None] / 2)


def cut_outliers(innovations: np.ndarray, factor: np.ndarray, whiten: np.ndarray, outlier: np.ndarray) -> np.ndarray:
    """Surprises again, in order of time, each cut at so many robust standard deviations before the next is taken.

    What is cut counts as an error of that figure alone: it moves neither the level nor the variance (the one-step cleaning of
    Gelper, Fried & Croux 2010, for any structure). The first surprise carries the vague level and stays.
    """
    size = np.sort(np.ascontiguousarray(np.abs(innovations[:, 1:]).transpose(0, 2, 1)), axis=2)
    n = size.shape[2]
    usual = (size[:, :, (n - 1) // 2] + size[:, :, n // 2]) / 2 / MEDIAN_OF_NORMAL
    limit = outlier * (ROBUST * usual + (1 - ROBUST) * np.sqrt((innovations[:, 1:] ** 2).mean(1))) + 1e-9
    of, unit = np.nonzero(size[:, :, -1] > limit)
    clean, limit = innovations.transpose(1, 0, 2)[:, of, unit], limit[of, unit]
    deviation, rows = factor.diagonal(axis1=1, axis2=2), whiten.transpose(1, 0, 2)
    for at in range(1, n + 1):
        wild = np.flatnonzero(np.abs(clean[at]) > limit)
        surprise, which = clean[at, wild], of[wild]
        error = deviation[which, at] * (surprise - np.copysign(limit[wild], surprise))
        clean[at:, wild] -= rows[at:, which, at] * error
    cut = innovations.copy()
    cut[of, :, unit] = clean.T
    return cut


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
            - 0.5 * np.log(np.pi)
            + 0.5 * dof * np.log(total)
            - 0.5 * (dof + 1) * np.log(total + square)
            - conditioned.log_determinant[:, j, None]
        )
        dof, total = discount[j] * dof + 1, discount[j] * total + square
    return Noise(np.full(surprises.shape[2], dof), total / dof, log_likelihood)
