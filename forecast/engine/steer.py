"""How far results are steered to their plans: units that are near their target see to it that they reach it, and stop there.

Laws of totals pass smoothly over a plan; where results are steered, fewer of them end just below it and more just above. Past
origins tell how many times as likely the parts about the plan are as such laws say. How often plans are met in the long run is
`forecast.models.plan`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from forecast.distributions import GridLaw

JUST_ABOVE = 1.06  # of the plan: up to here a result may have been steered to it; half of the published ones lie there
LOGS = tuple(np.linspace(-2.5, 2.5, 11))  # of the factors that are compared
FEW = 10.0  # whole plan that is steered half as much as a large one: few people cannot be found or held back at will
USUAL = 1.0  # standard deviation of both logs before any past origin has spoken


@dataclass(frozen=True)
class Steering:
    """How many times as likely results about their plans are as smooth laws say, against results below the plan.

    Attributes
    ----------
    just, beyond : log of it, from the plan to `JUST_ABOVE` of it and farther; 0 changes nothing.
    """

    just: float = 0.0
    beyond: float = 0.0

    def pull(self, law: GridLaw, plan: np.ndarray) -> GridLaw:
        """The laws with the parts about the plan so many times as likely; of units without one as they are.

        Parameters
        ----------
        plan : (n_units,) NaN where there is none.

        Examples
        --------
        >>> even = np.linspace(0, 1, 201)[None]
        >>> law = GridLaw(200 * even, even, False, np.array([False]), np.zeros(1))
        >>> steered = Steering(np.log(3)).pull(law, np.array([100.0]))
        >>> [steered.reaches(np.array([target])).round(3).tolist() for target in (100.0, 106.0)]
        [[0.528], [0.443]]
        """
        if self == Steering():
            return law
        edges = plan_edges(plan, whole=law.whole)
        pulled = np.flatnonzero(~law.certain & np.isfinite(edges[:, 0] + law.points[:, 0]))
        points, before = _with_points(law.points[pulled], law.probability[pulled], edges[pulled])
        part = GridLaw(points, before, law.whole, law.certain[pulled], law.lowest[pulled])
        at_plan, above = (part.at_most(edge)[:, None] for edge in edges[pulled].T)
        just, beyond = np.exp(steered_part(plan[pulled], whole=law.whole) * np.array([[self.just], [self.beyond]]))
        after = np.minimum(before, at_plan) + just[:, None] * np.clip(before - at_plan, 0.0, above - at_plan)
        after += beyond[:, None] * np.maximum(before - above, 0.0)
        all_points, probability = law.points.copy(), law.probability.copy()
        all_points[pulled], probability[pulled] = points, after / after[:, -1:]
        return replace(law, points=all_points, probability=probability)

    def pull_sorted(self, draws: np.ndarray, plan: float, *, whole: bool) -> np.ndarray:
        """(n_draws,) rising draws of one total, pulled to its plan in their order; as they are without a plan (NaN).

        Examples
        --------
        >>> steered = Steering(1.0).pull_sorted(np.arange(80.0, 120.0), 100.0, whole=True)
        >>> int((steered >= 99.5).sum())
        24
        """
        if self == Steering() or np.isnan(plan):
            return draws
        edges = plan_edges(np.array([plan]), whole=whole)[0]
        part = float(steered_part(np.array([plan]), whole=whole)[0])
        weight = np.exp(part * np.array([0.0, self.just, self.beyond]))[np.searchsorted(edges, draws)]
        reached = np.cumsum(weight) - weight / 2
        return np.interp((np.arange(len(draws)) + 0.5) / len(draws), reached / weight.sum(), draws)


def plan_edges(plan: np.ndarray, *, whole: bool) -> np.ndarray:
    """(n_units, 2) where "just above the plan" begins and ends; between whole numbers where the measure is whole.

    Examples
    --------
    >>> plan_edges(np.array([3.0, 100.0]), whole=True).tolist()
    [[2.5, 3.5], [99.5, 106.5]]
    """
    plan = np.where(plan > 0, plan, np.nan)
    if not whole:
        return np.stack([plan, JUST_ABOVE * plan], axis=1)
    least = np.ceil(plan - 1e-9)
    return np.stack([least - 0.5, np.maximum(np.floor(JUST_ABOVE * plan + 1e-6), least) + 0.5], axis=1)


def steered_part(plan: np.ndarray, *, whole: bool) -> np.ndarray:
    """(n_units,) 0-1, how far a plan is steered to, against a large one."""
    return plan / (plan + FEW) if whole else np.ones(len(plan))


def weigh_steering(past: Iterable[tuple[GridLaw, np.ndarray, np.ndarray, float]]) -> Steering:
    """Mean of the few compared, weighed by how well they would have told past totals; none where there is no past.

    Parameters
    ----------
    past : per origin the laws told, the plans, the totals that came (NaN where there is none), and how many cases the origin's
        count as, since they share its shocks.
    """
    pairs = np.array(list(product(LOGS, LOGS)))
    logs = np.insert(pairs, 0, 0.0, axis=1)
    told, seen = -(pairs**2).sum(1) / (2 * USUAL**2), False
    for law, plan, total, worth in past:
        edges = plan_edges(plan, whole=law.whole)
        heights = np.stack([law.at_most(edge) for edge in edges.T], axis=1)
        judged = np.flatnonzero(np.isfinite(heights).all(1) & np.isfinite(total) & ~law.certain)
        if len(judged):
            chances = np.diff(heights[judged], axis=1, prepend=0.0, append=1.0)
            came = (total[judged, None] > edges[judged] - 1e-9).sum(1)
            scaled = logs[:, None, :] * steered_part(plan[judged], whole=law.whole)[:, None]
            chance = (np.exp(scaled) * chances).sum(2)
            told, seen = told + worth * (scaled[:, np.arange(len(judged)), came] - np.log(chance)).mean(1), True
    if not seen:
        return Steering()
    weight = np.exp(told - told.max())
    just, beyond = (weight @ pairs / weight.sum()).tolist()
    return Steering(just, beyond)


def _with_points(points: np.ndarray, heights: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same lines through as many points, the nearest moved to those wanted that lie between the ends."""
    rows, moved, heights = np.arange(len(points)), points.copy(), heights.copy()
    taken = np.zeros(len(points), int)
    for x in wanted.T:
        right = np.clip((points < x[:, None]).sum(1), 1, points.shape[1] - 1)
        x0, x1, y0, y1 = points[rows, right - 1], points[rows, right], heights[rows, right - 1], heights[rows, right]
        nearest = np.maximum(np.where(x - x0 < x1 - x, right - 1, right), taken + 1).clip(1, points.shape[1] - 2)
        use = np.flatnonzero((x > points[:, 0]) & (x < points[:, -1]))
        share = (x - x0) / np.where(x1 > x0, x1 - x0, 1.0)
        moved[use, nearest[use]], heights[use, nearest[use]] = x[use], (y0 + share * (y1 - y0))[use]
        taken[use] = nearest[use]
    return moved, heights
