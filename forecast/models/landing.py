"""What every model offers: learn from the whole panel once, then land any of its units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.distributions import Law
from forecast.models.priors import Prior


@dataclass(frozen=True)
class Landing:
    """Laws of the totals of several years.

    Attributes
    ----------
    totals : one law per year asked for, in that order.
    correlation : (n_units, n_years, n_years) between the totals of the years.
    own : (n_units,) share of the law's precision that comes from the unit's own figures, 0-1.
    panel : (n_units,) share that comes from the other units; what is left of 1 comes from shipped settings.
    """

    totals: tuple[Law, ...]
    correlation: np.ndarray
    own: np.ndarray
    panel: np.ndarray

    def tilted(self, odds: float) -> Landing:
        """With the odds of the counted parts of all laws so many times as high."""
        return replace(self, totals=tuple(total.tilted(odds) for total in self.totals))


@dataclass(frozen=True)
class Weighed:
    """What the figures of some units of one pattern bring to the middle of a year's total.

    Attributes
    ----------
    block : the units and their figures.
    year : that it is about.
    known : (n_pieces,) whether a figure lies within the year and counts as itself; its effect on the rest is apart.
    weight : (n_units, n_pieces) of each figure in what is still open.
    brought : (n_units, n_pieces) what each brings to it: weight times figure, outliers cut [units of the measure].
    season : (n_units,) what the panel's usual season brings.
    other : (n_units,) what shipped settings bring: next to nothing, since a first level is vague.
    """

    block: Block
    year: int
    known: np.ndarray
    weight: np.ndarray
    brought: np.ndarray
    season: np.ndarray
    other: np.ndarray


Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Model:
    """A model by its two steps.

    Given what was learned, the law of a unit is the same, to the last bit, whichever other units are landed with it.

    Attributes
    ----------
    learn : learn(panel, whole, prior) -> what the panel teaches; `whole` says that the measure is counted in whole numbers.
    land : land(panel, years, whole, learned, progress) -> Landing.
    weigh : weigh(panel, years, whole, learned) -> what each figure brings, block by block; None where a model cannot say.
    """

    learn: Callable[[Panel, bool, Prior | None], Any]
    land: Callable[[Panel, Sequence[int], bool, Any, Progress | None], Landing]
    weigh: Callable[[Panel, Sequence[int], bool, Any], Iterable[Weighed]] | None = None
