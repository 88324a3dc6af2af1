"""What a classical model says of the steps ahead: their means and how they move together.

Which steps there are, and what they add up to, is `forecast.models.classical.series`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Ahead:
    """A joint Gaussian law of the steps after the last figure.

    Attributes
    ----------
    mean : (n_steps,)
    covariance : (n_steps, n_steps)
    """

    mean: np.ndarray
    covariance: np.ndarray

    def given(self, known: np.ndarray) -> Ahead:
        """The law once some of the steps are known.

        Parameters
        ----------
        known : (n_steps,) figures, NaN where a step is open.

        Examples
        --------
        >>> walk = Ahead(np.array([5.0, 5.0]), np.array([[1.0, 1.0], [1.0, 2.0]]))
        >>> walk.given(np.array([7.0, np.nan])).mean.tolist()
        [7.0, 7.0]
        """
        told = np.flatnonzero(np.isfinite(known))
        if not len(told):
            return self
        reach = np.linalg.lstsq(self.covariance[np.ix_(told, told)], self.covariance[told], rcond=None)[0].T
        mean = self.mean + reach @ (known[told] - self.mean[told])
        return Ahead(mean, self.covariance - reach @ self.covariance[told])


Forecaster = Callable[[np.ndarray, int, int], Ahead]


def from_responses(mean: np.ndarray, response: np.ndarray, variance: float) -> Ahead:
    """The law of a process moved by one surprise a step.

    Parameters
    ----------
    mean : (n_steps,)
    response : (n_steps,) what a surprise adds to its own step (1), to the next, and so on.
    variance : of a surprise.

    Examples
    --------
    >>> from_responses(np.zeros(2), np.array([1.0, 0.5]), 4.0).covariance.tolist()
    [[4.0, 2.0], [2.0, 5.0]]
    """
    lag = np.subtract.outer(np.arange(len(mean)), np.arange(len(mean)))
    moves = np.where(lag >= 0, response[np.maximum(lag, 0)], 0.0)
    return Ahead(mean, variance * moves @ moves.T)


def from_state_space(results: Any, n_steps: int) -> Ahead:
    """The exact law of the next steps of a fitted state space model of statsmodels without intercepts, covariances included.

    Its own `get_forecast` gives the variance of each step alone, which is not enough for a sum.
    """
    space = results.model.ssm
    design, move, noise = space["design"], space["transition"], space["obs_cov"][0, 0]
    shock = space["selection"] @ space["state_cov"] @ space["selection"].T
    state, spread = results.predicted_state[:, -1], results.predicted_state_cov[:, :, -1]
    mean, covariance = np.zeros(n_steps), np.zeros((n_steps, n_steps))
    for step in range(n_steps):
        mean[step] = design[0] @ state
        carried = spread @ design[0]
        covariance[step, step] = design[0] @ carried + noise
        for later in range(step + 1, n_steps):
            carried = move @ carried
            covariance[step, later] = covariance[later, step] = design[0] @ carried
        state = move @ state
        spread = move @ spread @ move.T + shock
    return Ahead(mean, covariance)


def corrected_aic(results: Any, n_figures: int) -> float:
    """Akaike's criterion for short series; infinite where there are too few figures for the parameters.

    Reference: Hurvich & Tsai (1989), Biometrika 76.
    """
    n_free = len(results.params) + 1
    if n_figures <= n_free + 1 or not np.isfinite(results.llf):
        return np.inf
    return float(-2 * results.llf + 2 * n_free * n_figures / (n_figures - n_free - 1))
