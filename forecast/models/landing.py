"""What every model returns: the law of the annual totals of all units at once, and how much of it is the unit's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Panel
from forecast.distributions import Mixture


@dataclass(frozen=True)
class Landing:
    """Laws of the totals of several years.

    Attributes
    ----------
    totals : one mixture per year asked for, in that order.
    correlation : (n_units, n_years, n_years) between the totals of the years.
    own : (n_units,) share of the law's precision that comes from the unit's own figures, 0-1.
    panel : (n_units,) share that comes from the other units; what is left of 1 comes from shipped settings.
    """

    totals: tuple[Mixture, ...]
    correlation: np.ndarray
    own: np.ndarray
    panel: np.ndarray


Progress = Callable[[int, int], None]
Model = Callable[[Panel, Sequence[int], bool, Progress | None], Landing]
"""land(panel, years, whole, progress) -> Landing; `whole` says that the measure is counted in whole numbers."""
