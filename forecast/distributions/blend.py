"""Two laws of one total, each unit with its own weights between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

    def tilted(self, odds: float) -> Blend:
        """The pool with the odds of the counted law so many times as high in every unit.

        Examples
        --------
        >>> laws = np.zeros((1, 3))
        >>> mixture = Mixture(laws, laws, laws, laws > 0, np.ones(3), np.zeros(3))
        >>> blend = Blend(mixture, CountsLaw(np.zeros((3, 1)), np.zeros(3)), np.array([0.0, 0.5, 1.0]))
        >>> blend.tilted(3.0).weight.tolist()
        [0.0, 0.25, 1.0]
        """
        counted = odds * (1 - self.weight)
        total = self.weight + counted
        return replace(self, weight=np.where(total > 0, self.weight / np.where(total > 0, total, 1.0), 0.0))

    def cdf(self, points: np.ndarray) -> np.ndarray:
        """(n_units, n_points) probability that the total is at most each point."""
        share = self.continuous[:, None]
        total, mixed = np.zeros(points.shape), np.flatnonzero(share > 0)
        total[mixed] = share[mixed] * np.nan_to_num(self.mixture.of(mixed).cdf(points[mixed]))
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
