"""Which shape the shortfall of a year to date has: every quarter lower, late but catching up, or one quarter out of line.

Each shape is a law of the known quarters; the likeliest is taken, where all kinds together make the figures clearly more likely
than noise. What the shapes mean for the gap is `forecast.engine.reasons.gap`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.core.periods import SEASONS
from forecast.engine.reasons.usual import Usual

NONE, LATE, LOWER, SHOCK = -1, 0, 1, 2  # SHOCK + j: the quarter j (from 0) is out of line
LEAST_ODDS = float(np.log(3.0))  # of all kinds together against noise; beforehand each is as likely as noise
CATCHING_UP = (1.0, 0.5, 0.0, 0.0)  # shortfall of a late year by its quarters; what is held back comes in the last
# Standard deviation of how deep a shortfall of each shape is, relative to the usual figure.
LATE_DEPTH, LOWER_DEPTH, SHOCK_DEPTH = 0.45, 0.35, 0.7


@dataclass(frozen=True)
class Shape:
    """The shape of each unit's year to date; (n_units,).

    Attributes
    ----------
    kind : NONE, LATE, LOWER, or SHOCK + the quarter.
    odds : log of how much likelier than noise all kinds together are.
    """

    kind: np.ndarray
    odds: np.ndarray


def find_shape(known: np.ndarray, usual: Usual) -> Shape:
    """The likeliest shape of the known quarters.

    Parameters
    ----------
    known : (n_units, 4) this year's quarters, NaN where not known.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        short = 1 - known / usual.quarters
        weights = usual.quarter_noise**-2.0
    usable = np.isfinite(short) & np.isfinite(weights)
    short, weights = np.where(usable, short, 0.0), np.where(usable, weights, 0.0)
    shapes, allowed = _shapes(usable)
    odds = np.where(allowed, _odds(short, weights, usual.level_noise, shapes), -np.inf)
    odds[:, SHOCK:] -= np.log(np.maximum(usable.sum(1), 1))[:, None]  # one kind, whichever quarter it hit
    together = np.logaddexp.reduce(odds, axis=1)
    return Shape(np.where(together >= LEAST_ODDS, odds.argmax(1), NONE), together)


def _shapes(usable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_units, n_shapes, 4) the shortfalls of each shape, and which of them can be told from so many quarters.

    After one quarter all shapes are alike, and the year is said to be behind; a whole year cannot be late.
    """
    n_units, n_known = len(usable), usable.sum(1)
    shapes = np.zeros((n_units, SHOCK + SEASONS, SEASONS))
    shapes[:, LATE] = LATE_DEPTH * np.array(CATCHING_UP)
    shapes[:, LOWER] = LOWER_DEPTH
    shapes[:, SHOCK:] = SHOCK_DEPTH * np.eye(SEASONS)
    allowed = np.zeros((n_units, SHOCK + SEASONS), bool)
    allowed[:, LATE] = (n_known >= 1) & (n_known < SEASONS)
    allowed[:, LOWER] = n_known >= 2
    allowed[:, SHOCK:] = usable & (n_known >= 2)[:, None]
    return shapes, allowed


def _odds(short: np.ndarray, weights: np.ndarray, level_noise: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """(n_units, n_shapes) log odds of each shape against noise; -inf where it would have to be upside down.

    Noise: short ~ N(0, V), V = diag(1 / weights) + level_noise^2; with a shape t: N(0, V + t t'). By Sherman and
    Morrison both need no more than t'V^-1 t and t'V^-1 short.
    """
    common = level_noise**2 / (1 + level_noise**2 * weights.sum(1))
    weighed = weights[:, None, :] * shapes
    of_shape, of_short = weighed.sum(2), (weights * short).sum(1)
    size = (weighed * shapes).sum(2) - common[:, None] * of_shape**2
    along = (weighed * short[:, None, :]).sum(2) - common[:, None] * of_shape * of_short[:, None]
    return np.where(along > 0, (along**2 / (1 + size) - np.log1p(size)) / 2, -np.inf)
