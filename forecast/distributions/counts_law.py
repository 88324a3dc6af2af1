"""Laws of whole totals, one per unit, by their chances on a common ladder of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Every whole number at first, then steps of a fortieth: small totals exactly, large ones as finely as they matter.
LADDER = np.r_[np.arange(151.0), np.rint(150 * 1.026 ** np.arange(1, 90))]
EDGES = np.r_[0.0, LADDER + 0.5]  # between which a continuous law with these chances is even


@dataclass(frozen=True)
class CountsLaw:
    """Total = shift + remainder; the remainder is a whole number.

    Attributes
    ----------
    at_most : (n_units, n_steps) chance that the remainder is at most each number of `LADDER`; NaN for a unit without a law.
    shift : (n_units,) known already.
    """

    at_most: np.ndarray
    shift: np.ndarray

    @property
    def answered(self) -> np.ndarray:
        """(n_units,) whether there is a law at all."""
        return np.isfinite(self.at_most[:, 0])

    @property
    def certain(self) -> np.ndarray:
        """(n_units,) whether nothing is left open."""
        return self.answered & (self.at_most[:, 0] >= 1)

    @property
    def continuous(self) -> np.ndarray:
        """(n_units,) 0: every chance is counted."""
        return np.zeros(len(self.shift))

    def tilted(self, odds: float) -> CountsLaw:
        """Itself: it is all of one kind."""
        return self

    def cdf(self, points: np.ndarray) -> np.ndarray:
        """(n_units, n_points) distribution function: exact at whole numbers and a half, as the chance of the number below,
        and even between them; 0 below the shift.

        Examples
        --------
        >>> coin = CountsLaw(np.where(LADDER == 0, 0.5, 1.0)[None], np.array([7.0]))
        >>> coin.cdf(np.array([[6.0, 7.5, 8.0, 8.5]])).tolist()
        [[0.0, 0.5, 0.75, 1.0]]
        """
        remainder = points - self.shift[:, None]
        heights = np.concatenate([np.zeros((len(self.shift), 1)), self.at_most], axis=1)
        if remainder.shape[1] == len(EDGES) and (remainder == EDGES).all():
            reached = heights
        else:
            right = np.clip(np.searchsorted(EDGES, remainder), 1, len(EDGES) - 1)
            below, above = (np.take_along_axis(heights, at, 1) for at in (right - 1, right))
            share = np.clip((remainder - EDGES[right - 1]) / (EDGES[right] - EDGES[right - 1]), 0.0, 1.0)
            reached = below + share * (above - below)
        known = np.where(self.certain[:, None], 1.0, reached)
        return np.where(remainder >= 0, known, 0.0)

    def centre_and_spread(self) -> tuple[np.ndarray, np.ndarray]:
        """(n_units,) twice: mean and standard deviation."""
        chance = np.diff(np.concatenate([np.zeros((len(self.shift), 1)), self.at_most], axis=1), axis=1)
        mean, square = (
            np.cumsum(chance * steps, axis=1)[:, -1] for steps in (LADDER, LADDER**2)
        )  # in one order, whatever the number of units
        return self.shift + mean, np.sqrt(np.maximum(square - mean**2, 0.0))
