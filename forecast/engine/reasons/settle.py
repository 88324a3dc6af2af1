"""Which usual year a unit's year is held against, its level or its trend, and which shape the year then has.

A trend is clear where all figures together, the years before and the known quarters of this one, are clearly more likely with
it than with a level that walks. This year speaks as it does of the shapes: whatever shape it may have.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from forecast.engine.reasons.history import History
from forecast.engine.reasons.shapes import Shape, find_shape
from forecast.engine.reasons.usual import Usual, find_usual

LEAST_ODDS = float(np.log(2.0))  # of a trend against none, from which it is clear
OfUnits = TypeVar("OfUnits", Usual, Shape)


def settle_year(history: History, *, whole: bool) -> tuple[Usual, Shape]:
    """The usual year of every unit, and the shape of the year asked about.

    Parameters
    ----------
    whole : counts, whose noise is at least that of counting.
    """
    level, trend, odds = find_usual(history, whole=whole)
    of_level, of_trend = find_shape(history.known, level), find_shape(history.known, trend)
    clear = odds + of_trend.chance - of_level.chance >= LEAST_ODDS
    return _choose(clear, trend, level), _choose(clear, of_trend, of_level)


def _choose(clear: np.ndarray, trend: OfUnits, level: OfUnits) -> OfUnits:
    """The one or the other, by unit."""
    pairs = ((name, values, getattr(level, name)) for name, values in vars(trend).items())
    chosen = {name: np.where(clear.reshape(-1, *[1] * (a.ndim - 1)), a, b) for name, a, b in pairs}
    return type(trend)(**chosen)
