"""How wide past answers should have been: the same engine as of the same day of past years, held against what came.

The units of one year share its shocks, so a year of the panel counts as one observation of the spread, not each unit.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from scipy.special import ndtri

from forecast.core.panel import Panel
from forecast.core.periods import year_period
from forecast.distributions import Law
from forecast.engine.combine import pool
from forecast.models import Model
from forecast.models.plan import land_plan, learn_plan
from forecast.models.priors import Prior

YEARS_BACK = 3
HALVING = 0.5  # weight of a year against the one after it
SHIPPED_YEARS = 1.0  # panel-years that the spread as computed is worth
UNITS_FOR_HALF = 5.0  # units at which a panel-year counts half
MOST_UNITS = 200  # units with figures looked at; more say nothing more of a common spread
LEAST_PIECES = 4  # figures before a past origin; with fewer the answer is mostly shipped
FARTHEST = 3.0  # normal scores beyond this count as this
LIMITS = (0.7, 1.5)
VARIANCE_OF_CUT_NORMAL = 0.973  # of a normal score drawn in at FARTHEST


def learn_spread(
    panel: Panel, year: int, plans: dict[int, np.ndarray], prior: Prior, model: Model, learned: Any, *, whole: bool
) -> float:
    """Factor by which to stretch the laws of a year about their medians; 1 where past years say nothing.

    Parameters
    ----------
    year : the first year to land.
    learned : what the model learned from the panel. It is used at past origins too, as it is: values common to all units that the
        few figures since then hardly move; learning them anew each time gave the same spread at three times the cost.
    plans : year -> (n_units,) plan; of an origin only the plans up to its own year are used.
    """
    last_day = last_known_day(panel, year)
    if last_day is None:
        return 1.0
    members = panel.sample(MOST_UNITS)
    sample, plans = panel.cut(members.tolist()), {planned: plan[members] for planned, plan in plans.items()}
    weighed, weights = SHIPPED_YEARS, SHIPPED_YEARS
    for back in range(1, YEARS_BACK + 1):
        past = year - back
        then = years_earlier(last_day, back)
        scores, continuous = score_origin(sample, past, then, plans, prior, model, learned, whole=whole)
        n_units = float(continuous.sum())
        weight = HALVING ** (back - 1) * n_units / (n_units + UNITS_FOR_HALF)
        if weight > 0:
            weighed += weight * float((continuous * scores**2).sum() / n_units) / VARIANCE_OF_CUT_NORMAL
            weights += weight
    return float(np.clip(np.sqrt(weighed / weights), *LIMITS))


def score_origin(
    panel: Panel,
    year: int,
    day: int,
    plans: dict[int, np.ndarray],
    prior: Prior,
    model: Model,
    learned: Any,
    *,
    whole: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Normal scores of the totals of a past year under the answer as of a day (exclusive), of the units that have both, and how
    far each answer was a continuous law: counted chances are not stretched and say nothing of the stretching.

    A whole total is held against the middle of its step, so that many zeros do not look like a narrow law.
    """
    total = panel.total(year)
    then = panel.until(day)
    enough = np.concatenate(
        [block.units for block in then.blocks if len(block.pieces) >= LEAST_PIECES] or [np.zeros(0, int)]
    )
    usable = np.isin(np.arange(len(panel.units)), enough) & np.isfinite(total)
    if not usable.any():
        return np.zeros(0), np.zeros(0)
    plans_then = {planned: plan for planned, plan in plans.items() if planned <= year}
    path = model.land(then, [year], whole, learned, None).totals[0]
    plan = land_plan(then, year, plans_then, prior, learn_plan(then, year, plans_then, prior))
    if (plan.credibility > 0).any():
        at_most = pool(path, plan, whole=whole).at_most
    else:
        at_most = partial(_path_at_most, path)
    reached = (at_most(total - 0.5) + at_most(total + 0.5)) / 2 if whole else at_most(total)
    usable &= np.isfinite(reached) & ~path.certain
    scores = np.clip(ndtri(np.clip(reached[usable], 1e-6, 1 - 1e-6)), -FARTHEST, FARTHEST)
    return scores, path.continuous[usable]


def _path_at_most(path: Law, total: np.ndarray) -> np.ndarray:
    return path.cdf(total[:, None])[:, 0]


def last_known_day(panel: Panel, year: int) -> int | None:
    """Day up to which most of what is known by the end of the year reaches (exclusive)."""
    end = year_period(year).stop
    known: Counter[int] = Counter()
    for block in panel.blocks:
        stops = [piece[-1].stop for piece in block.pieces if piece[-1].stop <= end]
        if stops:
            known[max(stops)] += len(block.units)
    return max(known, key=lambda day: (known[day], day)) if known else None


def years_earlier(day: int, years: int) -> int:
    """The same day so many years before."""
    then = date.fromordinal(day)
    return date(then.year - years, then.month, min(then.day, 28) if then.month == 2 else then.day).toordinal()
