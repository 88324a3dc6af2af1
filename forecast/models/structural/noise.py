"""Noise variance before the figures: learned from the panel by empirical Bayes, shipped where the panel is small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import polygamma, psi

SHIPPED_SD = 0.12  # of a quarter's surprise, as a share of the unit's size
SHIPPED_DOF = 2.0
SHIPPED_WEIGHT = 3.0  # units that the shipped values are worth
DOF_BOUNDS = (1.0, 20.0)
DISCOUNT = 0.94  # of a quarter's memory of the variance; sums over more than a quarter forget nothing


@dataclass(frozen=True)
class NoisePrior:
    """Scaled inverse chi-squared prior of the noise variance.

    Attributes
    ----------
    dof : degrees of freedom.
    variance : (n_structures,) its scale for a unit of size 1.
    """

    dof: float
    variance: np.ndarray


def learn_noise_prior(mean_squares: np.ndarray, n_surprises: np.ndarray) -> NoisePrior:
    """Match the mean and the spread of the units' log mean squared surprises.

    Parameters
    ----------
    mean_squares : (n_structures, n_units) mean of the squared surprises of each unit; units with too few left out.
    n_surprises : (n_units,) how many each mean is of.

    Notes
    -----
    log of a chi-squared mean of n has mean psi(n/2) - log(n/2) and variance psi'(n/2); what the units spread beyond that is
    psi'(dof/2) of the prior.
    """
    shipped = NoisePrior(SHIPPED_DOF, np.full(len(mean_squares), SHIPPED_SD**2))
    n_units = mean_squares.shape[1]
    if n_units == 0:
        return shipped
    half = n_surprises / 2
    logs = np.log(mean_squares + 1e-10) - (psi(half) - np.log(half))
    weight = n_units / (n_units + SHIPPED_WEIGHT)
    variance = np.exp(weight * logs.mean(1) + (1 - weight) * np.log(shipped.variance))
    excess = max(float(np.median(logs.var(1)) - polygamma(1, half).mean()), 1e-3)
    halves = np.exp(np.linspace(-2.0, 4.0, 400))
    learned = 2 * halves[np.argmin(np.abs(polygamma(1, halves) - excess))]
    dof = float(np.exp(weight * np.log(learned) + (1 - weight) * np.log(shipped.dof)))
    return NoisePrior(float(np.clip(dof, *DOF_BOUNDS)), variance)
