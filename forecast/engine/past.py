"""The same engine as of the same day of past years: what both sources said then, and what came.

What follows from it is `calibrate`'s for single units and `hierarchy.learn`'s for trees; looking back on whole projections is
`backtest`'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import same_day, year_period
from forecast.distributions import Law
from forecast.models import Model
from forecast.models.plan import PlanLanding, land_plan, learn_plan
from forecast.models.priors import Prior

HALVING = 0.5  # weight of a year against the one after it
UNITS_FOR_HALF = 5.0  # units at which a panel-year counts half: they share its shocks


@dataclass(frozen=True)
class PastQuestion:
    """What is asked of past years beside the panel.

    Attributes
    ----------
    plans : year -> (n_units,) plan; at an origin only the plans up to its own year are used.
    learned : what the model learned from the whole panel. It is used at past origins too, as it is: values common to all units
        that the few figures since then hardly move; learning them anew gave the same spread at three times the cost.
    odds : of the counted parts of the path's laws against those as landed.
    """

    plans: Mapping[int, np.ndarray]
    prior: Prior
    model: Model
    learned: Any
    whole: bool
    odds: float = 1.0

    def of(self, members: np.ndarray) -> PastQuestion:
        """The same of some units."""
        return replace(self, plans={year: plan[members] for year, plan in self.plans.items()})


@dataclass(frozen=True)
class PastOrigin:
    """A day of a past year.

    Attributes
    ----------
    year : that was to land then.
    years_back : before the year to land now.
    then : the figures known by that day.
    total : (n_units,) that came, NaN where it is not known.
    path, plan : what both sources said.
    """

    year: int
    years_back: int
    then: Panel
    total: np.ndarray
    path: Law
    plan: PlanLanding

    def tilted(self, odds: float) -> PastOrigin:
        """With the odds of the counted part of the path's law so many times as high."""
        return replace(self, path=self.path.tilted(odds))

    @property
    def recency(self) -> float:
        """Weight of the year against the newest."""
        return HALVING ** (self.years_back - 1)

    def weight(self, n_units: float) -> float:
        """What so many units of this year say, against the newest year of a large panel."""
        return self.recency * n_units / (n_units + UNITS_FOR_HALF)


def look_back(panel: Panel, year: int, question: PastQuestion, n_years: int) -> Iterator[PastOrigin]:
    """The origins of so many years before `year` as of the same day, the newest first; years without figures are left out."""
    last_day = last_known_day(panel, year)
    if last_day is None:
        return
    for back in range(1, n_years + 1):
        past, then = year - back, panel.until(same_day(last_day, -back))
        total = panel.total(past)
        if then.blocks and np.isfinite(total).any():
            plans = {planned: plan for planned, plan in question.plans.items() if planned <= past}
            landing = question.model.land(then, [past], question.whole, question.learned, None).tilted(question.odds)
            taught = learn_plan(then, past, plans, question.prior, whole=question.whole)
            plan = land_plan(then, past, plans, question.prior, taught)
            yield PastOrigin(past, back, then, total, landing.totals[0], plan)


def last_known_day(panel: Panel, year: int) -> int | None:
    """Day up to which most of what is known by the end of the year reaches (exclusive)."""
    end = year_period(year).stop
    known: Counter[int] = Counter()
    for block in panel.blocks:
        stops = [piece[-1].stop for piece in block.pieces if piece[-1].stop <= end]
        if stops:
            known[max(stops)] += len(block.units)
    return max(known, key=lambda day: (known[day], day)) if known else None
