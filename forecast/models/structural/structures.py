"""The grid of structures: innovations models with level, damped trend and season, and the covariance each implies.

One process by quarters; y_t = level + trend + season + e_t, every state moved by the same e_t (single source of error, Hyndman et
al. 2008). Everything is in units of the noise variance. Weighing the structures is `weights`, conditioning on figures `condition`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

import numpy as np

from forecast.core.periods import SEASONS

LEVEL_SD = 100.0  # vague: a hundred noise standard deviations about the unit's own scale

STACK_STEP = 16  # quarters by which stored covariances grow

Scale = Literal["linear", "log"]
SCALES: tuple[Scale, Scale] = ("linear", "log")


@dataclass(frozen=True, slots=True)
class Structure:
    """One member of the grid.

    Attributes
    ----------
    alpha, beta, gamma : how far level, slope and season follow a surprise.
    phi : damping of the slope per quarter.
    slope_sd, season_sd : prior standard deviations of the first slope and of each season [noise standard deviations].
    scale : `linear`, or `log` (the process is the logarithm of the quarterly count).
    """

    alpha: float
    beta: float = 0.0
    phi: float = 1.0
    gamma: float = 0.0
    slope_sd: float = 0.0
    season_sd: float = 0.0
    scale: Scale = "linear"

    def impulse(self, n: int) -> np.ndarray:
        """(n,) effect of a surprise after 0, 1, ... quarters: c_0 = 1, c_j = alpha + beta (phi + .. + phi^j) + gamma [4 | j]."""
        after = np.arange(n)
        slope = np.concatenate([[0.0], np.cumsum(self.phi ** np.arange(1, n))]) if n > 1 else np.zeros(n)
        effect = self.alpha + self.beta * slope + self.gamma * (after % SEASONS == 0)
        effect[:1] = 1.0
        return effect

    def covariance(self, n: int, *, first_season: int = 0) -> np.ndarray:
        """(n, n) covariance of n quarters running, prior of the first states included [noise variances].

        Examples
        --------
        >>> bool(np.allclose(Structure(alpha=0.0).covariance(2) - LEVEL_SD**2, np.eye(2)))
        True
        """
        lag = np.subtract.outer(np.arange(n), np.arange(n))
        response = np.where(lag >= 0, self.impulse(n)[np.abs(lag)], 0.0)
        slope = np.cumsum(self.phi ** np.arange(1, n + 1))
        season = (np.arange(n) + first_season) % SEASONS
        return (
            response @ response.T
            + LEVEL_SD**2
            + self.slope_sd**2 * np.outer(slope, slope)
            + self.season_sd**2 * np.equal.outer(season, season)
        )


def stack_covariances(structures: tuple[Structure, ...], n: int, *, first_season: int) -> np.ndarray:
    """(n_structures, n, n) covariances; a shorter run is the leading block of a longer one, so few are ever built."""
    return _longer_stack(structures, STACK_STEP * -(-n // STACK_STEP), first_season)[:, :n, :n]


@lru_cache(maxsize=32)
def _longer_stack(structures: tuple[Structure, ...], n: int, first_season: int) -> np.ndarray:
    return np.stack([structure.covariance(n, first_season=first_season) for structure in structures])


LEVELS = (0.1, 0.35, 0.7, 1.0, 1.2)  # alpha
TRENDS = ((0.0, 1.0, 0.0), (0.0, 1.0, 0.3), (0.1, 0.95, 0.3), (0.3, 0.8, 0.3))  # beta / alpha, phi, slope_sd
SEASONALS = ((0.0, 0.0), (0.0, 0.5), (0.0, 2.0), (0.1, 2.0), (0.3, 4.0))  # gamma, season_sd
YEARLY_TRENDS = (
    *((0.0, 1.0, slope_sd) for slope_sd in (0.0, 0.3, 1.0, 3.0)),
    *((0.03, 1.0, slope_sd) for slope_sd in (0.3, 1.0)),
    *((beta, phi, 1.0) for beta, phi in ((0.1, 0.95), (0.3, 0.95), (0.3, 0.8))),
)


def quarterly_grid() -> tuple[Structure, ...]:
    """The shipped grid where any figure tells of less than a year: 5 levels x 4 trends x 5 seasons on each scale."""
    return tuple(
        Structure(alpha, beta * alpha, phi, gamma, slope_sd, season_sd, scale)
        for scale in SCALES
        for alpha, (beta, phi, slope_sd), (gamma, season_sd) in product(LEVELS, TRENDS, SEASONALS)
    )


def yearly_grid() -> tuple[Structure, ...]:
    """The shipped grid where only yearly totals are told: no seasons, steeper slopes, and none on the log scale.

    A drift in logs grows without bound over several years ahead; measured on yearly series it costs an eighth in accuracy.
    """
    return tuple(
        Structure(alpha, beta * alpha, phi, 0.0, slope_sd, 0.0, scale)
        for scale in SCALES
        for alpha, (beta, phi, slope_sd) in product(LEVELS, YEARLY_TRENDS if scale == "linear" else YEARLY_TRENDS[:1])
    )
