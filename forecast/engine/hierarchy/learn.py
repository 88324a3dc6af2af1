"""What past origins teach of a panel's trees: how far units under one parent miss together, and whether parents' own forecasts
or their children's sums came nearer, and how far parents' totals are steered to their plans.

The panel is answered as of the same day of past years, as for the spread (`forecast.engine.calibrate`), and held against
what came. All units under a parent are needed at once, so whole families are looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from scipy.special import ndtri

from forecast.core.panel import Panel
from forecast.distributions import NORMAL_80, GridLaw
from forecast.distributions.grid_law import normal_laws
from forecast.engine.calibrate import WORTH_OF_YEAR
from forecast.engine.hierarchy.figures import Hierarchy
from forecast.engine.hierarchy.forest import Grove, groves
from forecast.engine.hierarchy.weights import SHIPPED_DIRECT, SHIPPED_SHARED, SHIPPED_SPREAD, TreeWeights
from forecast.engine.past import PastOrigin, PastQuestion, look_back
from forecast.engine.steer import Steering, weigh_steering

YEARS_BACK = 4
SHIPPED_YEARS = 2.0  # panel-years that the shipped correlation is worth
DIRECT_SPREAD = 1.0  # of the direct weight before any score: worth one past year in which the two were a spread apart
MOST_UNITS = 300  # units looked at
FARTHEST = 3.0  # scores beyond this count as this
MOST_SHARED = 0.6  # correlation that all levels together may reach
TAIL = 0.1  # quantiles by which a law's spread is measured

Families = list[tuple[int, np.ndarray]]  # a parent and its children, by position


@dataclass(frozen=True)
class Missed:
    """How a past year's answers missed; (n_units,) each, NaN where nothing can be said.

    Attributes
    ----------
    origin : when and what was asked.
    middle, spread : the answer's mean and spread.
    score : normal score of what came under the answer, drawn in; NaN where nothing was open.
    whole : the measure is counted in whole numbers.
    """

    origin: PastOrigin
    middle: np.ndarray
    spread: np.ndarray
    score: np.ndarray
    whole: bool


def learn_tree_weights(
    panel: Panel, hierarchy: Hierarchy, year: int, question: PastQuestion, answer: Callable[[PastOrigin], GridLaw]
) -> TreeWeights:
    """The correlations and weights that past origins speak for, drawn towards the shipped ones.

    Parameters
    ----------
    year : the first year to land.
    answer : the law that a past origin would have been told (`forecast.engine.calibrate.answer_then`): what units miss together
        is measured in its spreads.
    """
    trees = list(groves(hierarchy.above))
    if not trees:
        return TreeWeights()
    members = choose_members(panel.units, trees)
    part, small = panel.cut(members.tolist()), list(groves(hierarchy.cut(members.tolist()).above))
    origins = look_back(part, year, question.of(members), YEARS_BACK)
    missed = [_miss(origin, answer(origin)) for origin in origins]
    levels = []
    for _, families in _families(small):
        direct = _learn_direct(missed, families)
        shared, spread = _learn_shared(missed, families, direct)
        steering = _learn_steering(missed, families, direct, shared)
        levels.append((shared, direct, spread, steering.just, steering.beyond))
    return TreeWeights(*zip(*levels, strict=True))


def choose_members(units: tuple[str, ...], trees: list[Grove]) -> np.ndarray:
    """Positions of whole families, from the tops down and in an order of their names, up to a number of units."""
    families = []
    for tree in trees:
        for head in tree.heads.tolist():
            name = units[int(tree.members[head])]
            families.append((int(tree.depth[head]), crc32(name.encode()), tree, head))
    chosen: set[int] = set()
    for _, _, tree, head in sorted(families, key=lambda family: family[:2]):
        children = tree.members[tree.children(head)].tolist()
        parent = int(tree.members[head])
        if chosen and len(chosen) + len(children) > MOST_UNITS:
            continue
        chosen |= {parent, *children}
    return np.array(sorted(chosen), int)


def _miss(origin: PastOrigin, law: GridLaw) -> Missed:
    """How the answers of an origin missed."""
    total = origin.total
    smooth = replace(law, whole=False)
    spread = (smooth.quantile(1 - TAIL) - smooth.quantile(TAIL)) / NORMAL_80
    edge = 0.5 if law.whole else 0.0
    reached = (law.at_most(total - edge) + law.at_most(total + edge)) / 2
    score = np.clip(ndtri(np.clip(reached, 1e-6, 1 - 1e-6)), -FARTHEST, FARTHEST)
    is_open = ~law.certain & (spread > 0)
    return Missed(origin, law.mean(), spread, np.where(is_open, score, np.nan), law.whole)


def _learn_direct(missed: list[Missed], families: Families) -> float:
    """Weight of parents' own forecasts: the regression of what came on the two, drawn towards an even part of both.

    With both answers and what came measured from the children's sum in spreads of the parent's law, the miss has variance 1.
    """
    along, square = SHIPPED_DIRECT / DIRECT_SPREAD**2, 1 / DIRECT_SPREAD**2
    for one in missed:
        recency = one.origin.recency
        for head, children in families:
            summed = one.middle[children].sum()
            if np.isfinite(one.score[head]) and np.isfinite(summed):
                from_sum = (np.array([one.middle[head], one.origin.total[head]]) - summed) / one.spread[head]
                apart, came = np.clip(from_sum, -FARTHEST, FARTHEST).tolist()
                along, square = along + recency * apart * came, square + recency * apart**2
    return float(np.clip(along / square, 0.0, 1.0))


def _learn_shared(missed: list[Missed], families: Families, direct: float) -> tuple[float, float]:
    """Correlation that explains how far parents' totals were missed beyond what their children missed each by itself; and the
    weight that is left to the spread of parents' own forecasts, none from one panel-year on.

    A year is one observation, in which large families count as their sums do.
    """
    weighed, weights = SHIPPED_YEARS * SHIPPED_SHARED, SHIPPED_YEARS
    for one in missed:
        together = pairs = n_units = 0.0
        for head, children in families:
            seen = children[np.isfinite(one.score[children])]
            error, spread = one.score[seen] * one.spread[seen], one.spread[seen]
            together += _missed_together(one, head, children, direct, float(error.sum())) ** 2 - (error**2).sum()
            pairs += spread.sum() ** 2 - (spread**2).sum()
            n_units += len(seen)
        if pairs > 0:
            weight = one.origin.weight(n_units)
            weighed, weights = weighed + weight * together / pairs, weights + weight
    shared = float(np.clip(weighed / weights, 0.0, MOST_SHARED))
    return shared, SHIPPED_SPREAD * max(1 - (weights - SHIPPED_YEARS), 0.0)


def _learn_steering(missed: list[Missed], families: Families, direct: float, shared: float) -> Steering:
    """How far parents' totals are steered beyond what their children's sums, drawn to their own forecasts, show already."""
    past = []
    for one in missed:
        rows = []
        for head, children in families:
            spread = one.spread[children]
            middle = one.middle[children].sum() * (1 - direct) + direct * one.middle[head]
            apart = np.square(spread).sum()
            if np.isfinite(one.score[head] + middle + apart):
                rows.append((head, middle, np.sqrt(apart + shared * (spread.sum() ** 2 - apart))))
        heads, middles, spreads = np.array(rows, float).reshape(-1, 3).T
        plan, total = (of[heads.astype(int)] for of in (one.origin.plan.trusted, one.origin.total))
        worth = WORTH_OF_YEAR * one.origin.weight(float(np.isfinite(plan).sum()))
        past.append((normal_laws(middles, spreads, whole=one.whole), plan, total, worth))
    return weigh_steering(past)


def _missed_together(one: Missed, head: int, children: np.ndarray, direct: float, summed: float) -> float:
    """By how much a parent's total was missed by the two forecasts together; by its children's sum where it has none itself."""
    expected = one.middle[children].sum() * (1 - direct) + direct * one.middle[head]
    if not np.isfinite(one.score[head]) or not np.isfinite(expected):
        return summed
    return float(np.clip(one.origin.total[head] - expected, -FARTHEST * one.spread[head], FARTHEST * one.spread[head]))


def _families(trees: list[Grove]) -> list[tuple[int, Families]]:
    """By level of the parent: (parent, children), in the order of the trees."""
    levels: dict[int, Families] = {}
    for tree in trees:
        for head in tree.heads.tolist():
            family = int(tree.members[head]), tree.members[tree.children(head)]
            levels.setdefault(int(tree.depth[head]), []).append(family)
    return sorted(levels.items())
