"""One law from two sources: the unit's path and the plan, pooled by powers of their densities on a grid."""

from __future__ import annotations

import numpy as np

from forecast.distributions import GridLaw, Law
from forecast.distributions.counts_law import EDGES, LADDER
from forecast.models.plan import PlanLanding

POWERS = (0.0, 0.15, 0.3, 0.6, 1.0)  # of the path's density beside a fully trusted plan: both saw the same year to date
BELIEF = (0.05, 0.2, 0.35, 0.25, 0.15)  # in each, before any past origin has spoken
SHIPPED_POWER = float(np.dot(POWERS, BELIEF))
N_POINTS = len(EDGES)
REACH = 4.5  # of the grid, in asinh units: about +-45 spreads, dense in the middle
LEAST_MASS = 1e-12
PLAN_REACH = 6.0  # spreads of the plan's law that whole numbers must hold to be counted one by one


def lay_grid(path: Law, plan: PlanLanding, lowest: np.ndarray, *, power: float) -> np.ndarray:
    """(n_units, n_points) points that hold both laws, dense where their product is, none below `lowest`."""
    centre, spread = path.centre_and_spread()
    plan_centre, plan_spread = plan.total.centre_and_spread()
    trust = np.where(plan.total.answered, plan.credibility, 0.0)
    has_path = path.answered
    by_path = np.where(has_path, path_power(trust, power) / np.maximum(spread, 1e-9) ** 2, 0.0)
    by_plan = np.where(trust > 0, trust / np.maximum(plan_spread, 1e-9) ** 2, 0.0)
    precision = np.maximum(by_path + by_plan, 1e-300)
    middle = (by_path * np.nan_to_num(centre) + by_plan * np.nan_to_num(plan_centre)) / precision
    gap = np.where(has_path & (trust > 0), np.abs(centre - plan_centre), 0.0)
    width = np.maximum(1 / np.sqrt(precision), 0.25 * gap)
    points = spread_points(np.where(has_path | (trust > 0), middle, np.nan), width)
    farthest = np.where(trust > 0, np.nan_to_num(plan_centre + PLAN_REACH * plan_spread), 0.0)
    counted = has_path & (path.continuous < 1) & (farthest < path.shift + LADDER[-1])
    points = np.where(counted[:, None], path.shift[:, None] + EDGES, points)
    return np.maximum(points, lowest[:, None])


def path_power(trust: np.ndarray, power: float) -> np.ndarray:
    """Power of the path's density beside a plan trusted so far (0-1); `power` where it is trusted fully."""
    return 1 - (1 - power) * trust


def stretched_part(path: Law, plan: PlanLanding) -> np.ndarray:
    """(n_units,) 0-1, part of the pooled law that is stretched as past answers ask: all but counted chances that no plan moved."""
    return np.maximum(path.continuous, np.where(plan.total.answered, plan.credibility, 0.0))


def spread_points(middle: np.ndarray, width: np.ndarray) -> np.ndarray:
    """(n_units, n_points) points about a middle, dense within a width of it."""
    steps = np.sinh(np.linspace(-REACH, REACH, N_POINTS)) * 0.35
    return middle[:, None] + width[:, None] * steps


def pool(
    path: Law, plan: PlanLanding, *, whole: bool, power: float = SHIPPED_POWER, observed: np.ndarray | float = np.nan
) -> GridLaw:
    """Logarithmic opinion pool of path and plan; the path alone where the plan says nothing, and the reverse.

    Parameters
    ----------
    whole : the measure is counted in whole numbers.
    power : of the path's density beside a plan that is fully trusted, 0-1.
    observed : (n_units,) known of the year, where the path was not told of it; NaN for nothing.
    """
    lowest = np.fmax(np.where(path.answered, path.shift, 0.0), np.nan_to_num(observed))
    points = lay_grid(path, plan, lowest, power=power)
    from_path = path.cdf(points)
    trust = np.where(plan.total.answered, plan.credibility, 0.0)
    probability = from_path.copy()
    mixed = np.flatnonzero((trust > 0) & ~path.certain)
    if len(mixed):
        of_paths = np.where(path.answered, path_power(trust, power), 0.0)[mixed, None]
        ends, counted = _cells(points[mixed], whole=whole)
        of_path, of_plan = (
            np.concatenate([np.where(counted, 0.0, heights[:, 0])[:, None], heights[:, 1:]], axis=1)
            for heights in (np.nan_to_num(from_path[mixed]), plan.total.cdf(points)[mixed])
        )
        probability[mixed] = pool_rows(ends, of_path, of_plan, of_paths, trust[mixed, None])
    certain = path.certain
    points = np.where(certain[:, None], path.shift[:, None], points)
    return GridLaw(points, np.where(certain[:, None], 1.0, probability), whole, certain, lowest)


def _cells(points: np.ndarray, *, whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the cells between points, and the rows in which the half cell above the first whole number stands for all of it.

    Whole numbers are moved by a half, so that zero has a place on the log scale.
    """
    counted = whole & (points[:, 1] - points[:, 0] == 0.5)
    if not whole:
        return points, counted
    first = np.where(counted, points[:, 0] - 0.5, points[:, 0])
    return np.concatenate([first[:, None], points[:, 1:]], axis=1) + 0.5, counted


def pool_rows(
    points: np.ndarray, first: np.ndarray, second: np.ndarray, first_power: np.ndarray, second_power: np.ndarray
) -> np.ndarray:
    """(n_units, n_points) distribution function whose density on the log scale is the product of two, each with its power.

    Parameters
    ----------
    points : (n_units, n_points) ends of the cells.
    first, second : (n_units, n_points) the distribution functions there.
    first_power, second_power : (n_units, 1)
    """
    width = np.diff(points, axis=1)
    logs = np.log(np.maximum(points, 1e-9))
    log_width = np.maximum(np.diff(logs, axis=1), 1e-300)
    density = first_power * np.log(np.maximum(np.diff(first, axis=1), LEAST_MASS) / log_width)
    density += second_power * np.log(np.maximum(np.diff(second, axis=1), LEAST_MASS) / log_width)
    density = np.where(width > 0, density + np.log(log_width), -np.inf)
    mass = np.exp(density - density.max(1, keepdims=True))
    mass /= mass.sum(1, keepdims=True)
    return np.concatenate([np.zeros((len(mass), 1)), np.minimum(np.cumsum(mass, axis=1), 1.0)], 1)
