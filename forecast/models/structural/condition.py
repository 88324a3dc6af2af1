"""Condition a structure on sums: innovations, likelihood with the noise variance integrated out, moments of what is unknown.

Everything here is linear algebra on one block of units that share a pattern; scales and weights are `landing`'s and `weights`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from forecast.models.structural.rows import Rows
from forecast.models.structural.structures import Structure


@dataclass(frozen=True)
class Conditioned:
    """What the figures of a block say under each structure, noise variance still unknown.

    Attributes
    ----------
    innovations : (n_structures, n_pieces, n_units) whitened surprises, in order of time; the first carries the vague level.
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
    structures: Sequence[Structure],
    values: np.ndarray,
    known: Rows,
    unknown: Rows,
    *,
    cross: np.ndarray,
    first_season: int,
) -> Conditioned:
    """Condition every structure on the values of the known rows.

    Parameters
    ----------
    values : (n_pieces, n_units) on the structures' scale, centred.
    known, unknown : rows over the same quarters; `known` with a positive definite covariance.
    cross : (n_unknown, n_pieces) bridge covariance between the two [noise variances].
    first_season : quarter of the year (0-3) of the first quarter of the rows.
    """
    n_quarters = known.share.shape[1]
    process = np.stack([s.covariance(n_quarters, first_season=first_season) for s in structures])
    factor = np.linalg.cholesky(known.share @ process @ known.share.T + known.bridge)
    whiten = np.linalg.inv(factor)
    reach = whiten @ (unknown.share @ process @ known.share.T + cross).transpose(0, 2, 1)
    innovations = whiten @ values
    covariance = unknown.share @ process @ unknown.share.T + unknown.bridge - reach.transpose(0, 2, 1) @ reach
    log_determinant = np.log(np.diagonal(factor, axis1=1, axis2=2))
    return Conditioned(innovations, reach.transpose(0, 2, 1) @ innovations, covariance, log_determinant)


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
