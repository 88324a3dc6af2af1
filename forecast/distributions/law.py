"""What a law of annual totals must be able to say, whichever kind it is; how laws are combined is `forecast.engine.combine`."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Law(Protocol):
    """Laws of the totals of all units: total = shift + remainder, the remainder never negative."""

    @property
    def shift(self) -> np.ndarray:
        """(n_units,) known already [units of the measure]."""

    @property
    def answered(self) -> np.ndarray:
        """(n_units,) whether there is a law at all."""

    @property
    def certain(self) -> np.ndarray:
        """(n_units,) whether nothing is left open."""

    @property
    def continuous(self) -> np.ndarray:
        """(n_units,) 0-1, how far the law is a continuous one rather than one of counted chances."""

    def tilted(self, odds: float) -> Law:
        """The law with the odds of its counted part so many times as high; itself where it is all of one kind."""

    def cdf(self, points: np.ndarray) -> np.ndarray:
        """(n_units, n_points) probability that the total is at most each point; of a whole total k, at k + 1/2."""

    def centre_and_spread(self) -> tuple[np.ndarray, np.ndarray]:
        """(n_units,) twice: a middle and a spread about it, to place grids by."""
