"""Weights of the structures: the panel teaches how plausible each is, the unit's own figures do the rest."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp

TEMPER = 0.8  # power of the likelihood: the structures are not the truth
SHIPPED_UNITS = 10.0  # units that the shipped weights are worth
STEPS = 30


def panel_weights(log_likelihood: np.ndarray, shipped: np.ndarray) -> np.ndarray:
    """Weights of the structures over the panel: EM for mixture weights, drawn towards the shipped ones.

    Parameters
    ----------
    log_likelihood : (n_structures, n_units); -inf where a structure does not apply to the unit.
    shipped : (n_structures,) weights before any figure, summing to 1.

    Returns
    -------
    weights : (n_structures,) summing to 1.

    Examples
    --------
    >>> panel_weights(np.array([[0.0] * 1000, [-50.0] * 1000]), np.full(2, 0.5)).round(2).tolist()
    [1.0, 0.0]
    """
    n_units, weights = log_likelihood.shape[1], shipped
    for _ in range(STEPS):
        belief = unit_weights(log_likelihood, weights).sum(1)
        weights = (belief + SHIPPED_UNITS * shipped) / (n_units + SHIPPED_UNITS)
    return weights


def unit_weights(log_likelihood: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(n_structures, n_units) weights of the structures for each unit, given the panel's."""
    tempered = TEMPER * log_likelihood + np.log(weights)[:, None]
    return np.exp(tempered - logsumexp(tempered, axis=0))
