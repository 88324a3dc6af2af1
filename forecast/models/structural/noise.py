"""Noise variance before the figures: learned from the panel by empirical Bayes, shipped where the panel is small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import polygamma, psi

SHIPPED_SD = 0.12  # of a quarter's surprise, as a share of the unit's size
SHIPPED_DOF = 2.0
SHIPPED_WEIGHT = 3.0  # units that the shipped values are worth
DOF_BOUNDS = (1.0, 20.0)
FLAT_WEIGHT = 10.0  # squared log size over the units from which the slope counts half
SLOPE_BOUNDS = (-1.0, 0.0)  # from the noise of counting to noise in proportion to the size
DISCOUNT = 0.94  # of a quarter's memory of the variance; sums over more than a quarter forget nothing


@dataclass(frozen=True)
class NoisePrior:
    """Scaled inverse chi-squared prior of the noise variance.

    Attributes
    ----------
    dof : degrees of freedom.
    variance : (n_structures,) its scale for a unit of usual size, as a share of the size squared.
    slope : power of the size by which it differs for others: -1 where counts are noisy as counts are, 0 where size says nothing.
    usual_size : log of the size at which `variance` holds.
    """

    dof: float
    variance: np.ndarray
    slope: float = 0.0
    usual_size: float = 0.0

    def of_size(self, size: np.ndarray) -> np.ndarray:
        """(n_structures, n_units) its scale for units of some sizes."""
        return self.variance[:, None] * np.exp(self.slope * (np.log(size) - self.usual_size))


def learn_noise_prior(mean_squares: np.ndarray, n_surprises: np.ndarray, log_size: np.ndarray) -> NoisePrior:
    """Match the mean and the spread of the units' log mean squared surprises, on a line over the log of their size.

    Parameters
    ----------
    mean_squares : (n_structures, n_units) mean of the squared surprises of each unit; units with too few left out.
    n_surprises : (n_units,) how many each mean is of.
    log_size : (n_units,) of each unit's mean quarterly figure.

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
    usual, away = float(log_size.mean()), log_size - log_size.mean()
    slope = float(np.clip(np.median(logs @ away) / ((away**2).sum() + FLAT_WEIGHT), *SLOPE_BOUNDS))
    logs = logs - slope * away
    excess = max(float(np.median(logs.var(1)) - polygamma(1, half).mean()), 1e-3)
    halves = np.exp(np.linspace(-2.0, 4.0, 400))
    learned = 2 * halves[np.argmin(np.abs(polygamma(1, halves) - excess))]
    dof = float(np.exp(weight * np.log(learned) + (1 - weight) * np.log(shipped.dof)))
    return NoisePrior(float(np.clip(dof, *DOF_BOUNDS)), variance, slope, usual)
