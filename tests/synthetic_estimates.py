"""Invented units with quarterly counts and their own estimates of the year: informed ones, biased ones, or mere noise.

Nothing of the package is used: whatever is proved on these units cannot have leaked into them.
"""

from __future__ import annotations

import numpy as np

SHARES = np.array([0.18, 0.24, 0.24, 0.34])
FIRST_YEAR, N_YEARS = 2014, 10


def draw_units(n_units: int, seed: int) -> np.ndarray:
    """(n_units, N_YEARS, 4) counts: a level that wanders, and years that are good or bad from their second half on."""
    random = np.random.default_rng(seed)
    size = 300 * np.exp(random.normal(0, 0.5, (n_units, 1)))
    level = size * np.exp(np.cumsum(random.normal(0, 0.06, (n_units, N_YEARS)), axis=1))
    shares = random.dirichlet(150 * SHARES, (n_units, N_YEARS))
    late = np.exp(random.normal(0, 0.25, (n_units, N_YEARS, 1)) * np.array([0, 0, 1, 1]))
    return np.round(level[:, :, None] * shares * late)


def state_estimates(
    counts: np.ndarray, seed: int, *, error: float, bias: float = 0.0, informed: bool = True
) -> np.ndarray:
    """(n_units, N_YEARS) what each unit says in July that its year will be.

    Parameters
    ----------
    error : spread of the log of the estimate over what it is made from.
    bias : log by which all estimates are too high.
    informed : made from what the year will bring, which the unit knows; otherwise from a year drawn at random.
    """
    random = np.random.default_rng([seed, 1])
    totals = counts.sum(2)
    if not informed:
        totals = random.permuted(totals, axis=1)
    return np.round(totals * np.exp(bias + random.normal(0, error, totals.shape)))
