"""Two laws of one total, each unit with its own weights between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.distributions.counts_law import CountsLaw
from forecast.distributions.mixture import Mixture


@dataclass(frozen=True)
class Blend:
    """A linear pool: with chance `weight` the mixture, else the counted law. Where one has no law the other stands alone.

    Attributes
    ----------
    weight : (n_units,) of the mixture, 0-1.
    """

    mixture: Mixture
    counts: CountsLaw
    weight: np.ndarray

    @property
    def continuous(self) -> np.ndarray:
        """(n_units,) part of the law that is the mixture's."""
        return np.where(self.counts.answered, np.where(self.mixture.answered, self.weight, 0.0), 1.0)

    @property
    def shift(self) -> np.ndarray:
        """(n_units,) known already."""
        return np.where(self.mixture.answered, self.mixture.shift, self.counts.shift)

    @property
    def answered(self) -> np.ndarray:
        """(n_units,) whether there is a law at all."""
        return self.mixture.answered | self.counts.answered

    @property
    def certain(self) -> np.ndarray:
        """(n_units,) whether nothing is left open."""
        return np.where(self.mixture.answered, self.mixture.certain, self.counts.certain)

    def cdf(self, points: np.ndarray) -> np.ndarray:
        """(n_units, n_points) probability that the total is at most each point."""
        share = self.continuous[:, None]
        total = share * np.nan_to_num(self.mixture.cdf(points))
        if (share < 1).any():
            total += (1 - share) * np.nan_to_num(self.counts.cdf(points))
        return np.where(self.answered[:, None], total, np.nan)

    def centre_and_spread(self) -> tuple[np.ndarray, np.ndarray]:
        """(n_units,) twice: a middle and a spread about it, to place grids by."""
        (centre, spread), (mean, deviation) = self.mixture.centre_and_spread(), self.counts.centre_and_spread()
        first, second = self.continuous, 1 - self.continuous
        centre, spread, mean, deviation = (np.nan_to_num(part) for part in (centre, spread, mean, deviation))
        middle = first * centre + second * mean
        variance = first * (spread**2 + (centre - middle) ** 2) + second * (deviation**2 + (mean - middle) ** 2)
        spread = np.where(first == 1, spread, np.sqrt(variance))  # the mixture's own where it stands alone
        return np.where(self.answered, middle, np.nan), np.where(self.answered, spread, np.nan)
