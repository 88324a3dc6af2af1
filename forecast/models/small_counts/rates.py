"""The states of the chain: a grid of rates, what counts each rate gives, and the ways in which a rate may move.

Which moves are usual is learned in `learn`; what a unit's figures say of its rate is `sweep`'s.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import gammaln, ndtr

RATES = np.r_[
    0.0, 0.03, 0.07, 0.15, 0.3, 0.55, np.arange(1.0, 8.1, 0.5) ** 2
]  # a quarter: logarithmic below 1, then by roots
SIZES = np.array([1.5, 5.0, 50.0])  # of the negative binomial: strongly over-dispersed to nearly Poisson
N_STATES, N_SIZES = len(RATES), len(SIZES)
STEPS = ((0.15, 0.0), (0.4, 0.0), (1.0, 0.0), (0.3, -0.3), (0.3, 0.3))  # (spread, drift) of the log rate in a quarter
STAY, DEATH, JUMP = 0, len(STEPS) + 1, len(STEPS) + 2
MOST = 511  # a larger count says no more of a rate than this one


def count_chances(exposure: float, share: float, most: int = MOST) -> np.ndarray:
    """(most + 1, n_sizes, n_states) chance of each count in a part of a quarter, given the rate and the size.

    Parameters
    ----------
    exposure : of the quarter of the year, 1 on average.
    share : part of the quarter, 0-1; parts of one quarter add up to the law of the whole.

    Examples
    --------
    >>> count_chances(1.0, 1.0)[:3, 2, 6].round(2).tolist(), float(RATES[6])
    ([0.37, 0.36, 0.18], 1.0)
    """
    return _count_chances(round(exposure, 12), round(share, 12), most)


@lru_cache(maxsize=64)
def _count_chances(exposure: float, share: float, most: int) -> np.ndarray:
    count = np.arange(most + 1.0)[:, None, None]
    size, mean = SIZES[:, None] * share * exposure, np.maximum(RATES, 1e-300) * share * exposure
    log = gammaln(count + size) - gammaln(size) - gammaln(count + 1)
    chances = np.exp(log + size * np.log(size / (size + mean)) + count * np.log(mean / (size + mean)))
    chances[:, :, 0] = count[:, :, 0] == 0
    return chances


@lru_cache(maxsize=1)
def ways_to_move() -> np.ndarray:
    """(n_ways - 1, n_states, n_states) stay, log-Gaussian steps and death of a rate above zero; jumps go anywhere alike."""
    logs = np.log(RATES[1:])
    edges = np.r_[-np.inf, (logs[1:] + logs[:-1]) / 2, np.inf]
    ways = np.zeros((JUMP, N_STATES, N_STATES))
    ways[STAY, 1:, 1:] = np.eye(N_STATES - 1)
    for at, (spread, drift) in enumerate(STEPS):
        ways[STAY + 1 + at, 1:, 1:] = np.diff(ndtr((edges - logs[:, None] - drift) / spread), axis=1)
    ways[DEATH, 1:, 0] = 1.0
    return ways
