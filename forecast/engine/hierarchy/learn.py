"""What past origins teach of a panel's trees: how far units under one parent miss together, and whether parents' own forecasts
or their children's sums came nearer.

The panel is answered as of the same day of past years, as for the spread (`forecast.engine.calibrate`), and held against
what came. All units under a parent are needed at once, so whole families are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np
from scipy.special import ndtri

from forecast.core.panel import Panel
from forecast.engine.calibrate import last_known_day, years_earlier
from forecast.engine.combine import pool
from forecast.engine.hierarchy.figures import Hierarchy
from forecast.engine.hierarchy.forest import Grove, groves
from forecast.engine.hierarchy.weights import SHIPPED_DIRECT, SHIPPED_SHARED, SHIPPED_SPREAD, TreeWeights
from forecast.models import Model
from forecast.models.plan import land_plan, learn_plan
from forecast.models.priors import Prior

YEARS_BACK = 4
HALVING = 0.5  # weight of a year against the one after it
SHIPPED_YEARS = 2.0  # panel-years that the shipped correlation is worth
DIRECT_SPREAD = 0.25  # standard deviation of the direct weight before any score
UNITS_FOR_HALF = 5.0  # units at which a panel-year counts half
MOST_UNITS = 300  # units looked at
FARTHEST = 3.0  # scores beyond this count as this
MOST_SHARED = 0.6  # correlation that all levels together may reach
TAIL = 0.1  # quantiles by which a law's spread is measured
TAIL_SPREAD = 2 * 1.2816  # normal standard deviations between them

Families = list[tuple[int, np.ndarray]]  # a parent and its children, by position


@dataclass(frozen=True)
class PastQuestion:
    """What the laws of past years need beside the panel: see `forecast.engine.calibrate.learn_spread`."""

    plans: Mapping[int, np.ndarray]
    prior: Prior
    model: Model
    learned: Any
    whole: bool


@dataclass(frozen=True)
class Missed:
    """How a past year's answers missed; (n_units,) each, NaN where nothing can be said.

    Attributes
    ----------
    total, middle, spread : what came, and the answer's mean and spread.
    score : normal score of what came under the answer, drawn in; NaN where nothing was open.
    """

    total: np.ndarray
    middle: np.ndarray
    spread: np.ndarray
    score: np.ndarray


def learn_tree_weights(panel: Panel, hierarchy: Hierarchy, year: int, question: PastQuestion) -> TreeWeights:
    """The correlations and weights that past origins speak for, drawn towards the shipped ones.

    Parameters
    ----------
    year : the first year to land.
    """
    last_day = last_known_day(panel, year)
    trees = list(groves(hierarchy.above))
    if last_day is None or not trees:
        return TreeWeights()
    members = choose_members(panel.units, trees)
    part, small = panel.cut(members.tolist()), list(groves(hierarchy.cut(members.tolist()).above))
    plans = {planned: plan[members] for planned, plan in question.plans.items()}
    question = replace(question, plans=plans)
    past = [year - back for back in range(1, YEARS_BACK + 1)]
    missed = [look_back(part, one, years_earlier(last_day, year - one), question) for one in past]
    direct = [_learn_direct(missed, families) for _, families in _families(small)]
    learned = [_learn_shared(missed, families, d) for (_, families), d in zip(_families(small), direct, strict=True)]
    shared, spread = zip(*learned, strict=True)
    return TreeWeights(shared, tuple(direct), spread)


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


def look_back(panel: Panel, year: int, day: int, question: PastQuestion) -> Missed:
    """How the answers as of a day (exclusive) missed the totals of a past year."""
    then = panel.until(day)
    total = panel.total(year)
    if not then.blocks or not np.isfinite(total).any():
        none = np.full(len(panel.units), np.nan)
        return Missed(none, none, none, none)
    plans = {planned: plan for planned, plan in question.plans.items() if planned <= year}
    path = question.model.land(then, [year], question.whole, question.learned, None).totals[0]
    plan = land_plan(then, year, plans, question.prior, learn_plan(then, year, plans, question.prior))
    law = pool(path, plan, whole=question.whole, observed=then.observed(year))
    smooth = replace(law, whole=False)
    spread = (smooth.quantile(1 - TAIL) - smooth.quantile(TAIL)) / TAIL_SPREAD
    edge = 0.5 if question.whole else 0.0
    reached = (law.at_most(total - edge) + law.at_most(total + edge)) / 2
    score = np.clip(ndtri(np.clip(reached, 1e-6, 1 - 1e-6)), -FARTHEST, FARTHEST)
    is_open = ~law.certain & (spread > 0)
    return Missed(total, law.mean(), spread, np.where(is_open, score, np.nan))


def _learn_direct(missed: list[Missed], families: Families) -> float:
    """Weight of parents' own forecasts: the regression of what came on the two, drawn towards an even part of both.

    With both answers and what came measured from the children's sum in spreads of the parent's law, the miss has variance 1.
    """
    along, square = SHIPPED_DIRECT / DIRECT_SPREAD**2, 1 / DIRECT_SPREAD**2
    for back, one in enumerate(missed):
        for head, children in families:
            summed = one.middle[children].sum()
            if np.isfinite(one.score[head]) and np.isfinite(summed):
                from_sum = (np.array([one.middle[head], one.total[head]]) - summed) / one.spread[head]
                apart, came = np.clip(from_sum, -FARTHEST, FARTHEST).tolist()
                along, square = along + HALVING**back * apart * came, square + HALVING**back * apart**2
    return float(np.clip(along / square, 0.0, 1.0))


def _learn_shared(missed: list[Missed], families: Families, direct: float) -> tuple[float, float]:
    """Correlation that explains how far parents' totals were missed beyond what their children missed each by itself; and the
    weight that is left to the spread of parents' own forecasts, none from one panel-year on.

    A year is one observation, in which large families count as their sums do.
    """
    weighed, weights = SHIPPED_YEARS * SHIPPED_SHARED, SHIPPED_YEARS
    for back, one in enumerate(missed):
        together = pairs = n_units = 0.0
        for head, children in families:
            seen = children[np.isfinite(one.score[children])]
            error, spread = one.score[seen] * one.spread[seen], one.spread[seen]
            together += _missed_together(one, head, children, direct, float(error.sum())) ** 2 - (error**2).sum()
            pairs += spread.sum() ** 2 - (spread**2).sum()
            n_units += len(seen)
        if pairs > 0:
            weight = HALVING**back * n_units / (n_units + UNITS_FOR_HALF)
            weighed, weights = weighed + weight * together / pairs, weights + weight
    shared = float(np.clip(weighed / weights, 0.0, MOST_SHARED))
    return shared, SHIPPED_SPREAD * max(1 - (weights - SHIPPED_YEARS), 0.0)


def _missed_together(one: Missed, head: int, children: np.ndarray, direct: float, summed: float) -> float:
    """By how much a parent's total was missed by the two forecasts together; by its children's sum where it has none itself."""
    expected = one.middle[children].sum() * (1 - direct) + direct * one.middle[head]
    if not np.isfinite(one.score[head]) or not np.isfinite(expected):
        return summed
    return float(np.clip(one.total[head] - expected, -FARTHEST * one.spread[head], FARTHEST * one.spread[head]))


def _families(trees: list[Grove]) -> list[tuple[int, Families]]:
    """By level of the parent: (parent, children), in the order of the trees."""
    levels: dict[int, Families] = {}
    for tree in trees:
        for head in tree.heads.tolist():
            family = int(tree.members[head]), tree.members[tree.children(head)]
            levels.setdefault(int(tree.depth[head]), []).append(family)
    return sorted(levels.items())
