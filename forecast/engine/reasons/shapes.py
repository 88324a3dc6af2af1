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
LEAST_ODDS = float(np.log(5.0))  # of all kinds together against noise; beforehand each is as likely as noise
CATCHING_UP = (1.0, 0.5, 0.0, 0.0)  # shortfall of a late year by its quarters; what is held back comes in the last
# How deep a shortfall of each shape may be, relative to the usual figure: half normal with these spreads, and never all of it.
LATE_DEPTH, LOWER_DEPTH, SHOCK_DEPTH = 0.45, 0.35, 0.7
DEPTHS = (np.arange(12) + 0.5) / 12  # over which a shape is averaged
LEAST_LEFT = 0.1  # of a usual quarter: what is left of one strays at least as such


@dataclass(frozen=True)
class Shape:
    """The shape of each unit's year to date; (n_units,).

    Attributes
    ----------
    kind : NONE, LATE, LOWER, or SHOCK + the quarter.
    odds : log of how much likelier than noise all kinds together are.
    chance : log density of the known quarters, up to a constant; whatever the kind, each counting by how rarely it is named.
    """

    kind: np.ndarray
    odds: np.ndarray
    chance: np.ndarray


def find_shape(known: np.ndarray, usual: Usual) -> Shape:
    """The likeliest shape of the known quarters.

    Parameters
    ----------
    known : (n_units, 4) this year's quarters, NaN where not known.
    """
    usable = np.isfinite(known) & np.isfinite(usual.quarter_noise) & (usual.quarters > 0)  # a level is then known too
    shapes, allowed = _shapes(usable)
    usually = np.where(usable, usual.quarters, 1.0)
    part = np.where(usable, known / usually, 0.0)
    noise = _log_chance(part, usual, usable, np.ones((1, SEASONS)))
    odds = np.where(allowed, _of_shapes(part, usual, usable, shapes) - noise, -np.inf)
    odds[:, SHOCK:] -= np.log(np.maximum(usable.sum(1), 1))[:, None]  # one kind, whichever quarter it hit
    together = np.logaddexp.reduce(odds, axis=1)
    chance = noise[:, 0] - np.log(usually).sum(1) + np.logaddexp(0.0, together - LEAST_ODDS)
    return Shape(np.where(together >= LEAST_ODDS, odds.argmax(1), NONE), together, chance)


def _shapes(usable: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_shapes, 4) what each shape takes of a quarter at depth 1, and (n_units, n_shapes) which can be told from so many quarters.

    After one quarter all shapes are alike, and the year is said to be behind; a whole year cannot be late.
    """
    n_known = usable.sum(1)
    shapes = np.concatenate([[CATCHING_UP], np.ones((1, SEASONS)), np.eye(SEASONS)])
    allowed = np.zeros((len(usable), len(shapes)), bool)
    allowed[:, LATE] = (n_known >= 1) & (n_known < SEASONS)
    allowed[:, LOWER] = n_known >= 2
    allowed[:, SHOCK:] = usable & (n_known >= 2)[:, None]
    return shapes, allowed


def _of_shapes(part: np.ndarray, usual: Usual, usable: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """(n_units, n_shapes) log density of the parts under each shape, averaged over its depths."""
    spreads = np.array([LATE_DEPTH, LOWER_DEPTH] + [SHOCK_DEPTH] * SEASONS)
    weights = np.exp(-((DEPTHS[:, None] / spreads) ** 2) / 2)
    weights /= weights.sum(0)
    found = np.full((len(part), len(shapes)), -np.inf)
    for depth, weight in zip(DEPTHS, weights, strict=True):
        found = np.logaddexp(found, np.log(weight) + _log_chance(part, usual, usable, 1 - depth * shapes))
    return found


def _log_chance(part: np.ndarray, usual: Usual, usable: np.ndarray, left: np.ndarray) -> np.ndarray:
    """(n_units, n_lefts) log density, up to a constant, of the parts of their usual figures that the quarters brought.

    A quarter of which a part a is left strays less than a usual one: counting by a times the variance, all else by a squared.
    Together N(a, V + (s a)(s a)'), V diagonal and s the noise of the level, by Sherman and Morrison.

    Parameters
    ----------
    left : (n_lefts, 4) part of each usual quarter that is left.
    """
    left = left[None]
    counting, noise = usual.counting[:, None], usual.quarter_noise[:, None]
    variance = counting * np.maximum(left, counting) + (noise * np.maximum(left, LEAST_LEFT)) ** 2
    told = usable[:, None]
    precision = np.where(told, 1 / np.where(told, variance, 1.0), 0.0)
    astray, of_level = part[:, None] - left, np.nan_to_num(usual.level_noise)[:, None, None] * left
    along, size = (precision * astray * of_level).sum(2), (precision * of_level**2).sum(2)
    squares = (precision * astray**2).sum(2) - along**2 / (1 + size)
    return -(squares + np.log1p(size) + np.log(np.where(told, variance, 1.0)).sum(2)) / 2
