"""What the whole panel of a measure teaches, once; every unit is then landed with it, alone or beside any others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from forecast.core.panel import Panel
from forecast.engine.calibrate import (
    Width,
    answer_then,
    learn_odds,
    learn_power,
    learn_steering,
    learn_width,
    past_sample,
)
from forecast.engine.case import Case
from forecast.engine.hierarchy.learn import learn_tree_weights
from forecast.engine.hierarchy.weights import TreeWeights
from forecast.engine.past import PastQuestion
from forecast.engine.steer import Steering
from forecast.models import Model
from forecast.models.in_year import any_grown
from forecast.models.own_estimate import learn_estimates
from forecast.models.plan import PlanLearned, learn_plan
from forecast.models.short_history import Common

MOST = 0.5  # of the units


@dataclass(frozen=True)
class Learned:
    """All that units take from each other; given it, an answer does not depend on which other units are asked about.

    Attributes
    ----------
    horizon : the years landed.
    by_whole_years : the path sees whole years only, since nobody has shown how a year runs and the prior says it.
    path : what the model of the path learned.
    plan : year -> what is known of plans and of how the year runs.
    odds : of the counted parts of the path's laws, against those as landed.
    power : of the path beside a trusted plan.
    width : how far laws are stretched about their medians.
    steering : how far results are steered to their plans.
    grown : whether any unit has two years of figures, so that others can be called new.
    trees : how far units under one parent miss together, and how parents' own forecasts count.
    reported : first and last year of the spans in which most units have figures, so that a silent one has not reported.
    judged : the years, as text, for which any unit has a quota.
    estimates : year -> time of the year -> how far the units' own estimates that stood then were off.
    """

    horizon: tuple[int, ...]
    by_whole_years: bool
    path: Any
    plan: dict[int, PlanLearned]
    odds: float
    power: float
    width: Width
    steering: Steering
    grown: bool
    trees: TreeWeights
    reported: tuple[tuple[int, int], ...]
    judged: tuple[str, ...]
    estimates: dict[int, dict[int, Common]] = field(default_factory=dict)


def learn(case: Case, model: Model) -> Learned:
    """Learn from all units of a case."""
    panel, horizon = case.now.panel, case.horizon
    # where nobody has shown how a year runs, the prior says what a part of it means, not the path
    by_whole_years = case.prior.speaks and panel.tells_no_parts()
    path_panel = panel.of_whole_years() if by_whole_years else panel
    whole = case.measure.whole
    path = model.learn(path_panel, whole, case.prior)
    question = PastQuestion(case.plans, case.prior, model, path, whole)
    origins = past_sample(panel, horizon[0], question)
    odds = learn_odds(origins)
    origins, question = [origin.tilted(odds) for origin in origins], replace(question, odds=odds)
    power = learn_power(origins, whole=whole)
    width = learn_width(origins, power=power, whole=whole)
    steering = learn_steering(origins, power=power, width=width, whole=whole)
    then = partial(answer_then, power=power, width=width, steering=steering, whole=whole)
    return Learned(
        horizon,
        by_whole_years,
        path,
        {year: learn_plan(panel, year, case.plans, case.prior, whole=whole) for year in horizon},
        odds,
        power,
        width,
        steering,
        any_grown(panel, horizon[-1]),
        learn_tree_weights(panel, case.hierarchy, horizon[0], question, then),
        tuple(span for span in _spans(case) if _most_report(case.summed, *span)),
        tuple(sorted({question.quota.label for question in case.questions if question.quota.kind})),
        {year: learn_estimates(panel, year, stated, whole=case.measure.whole) for year, stated in case.stated.items()},
    )


def _spans(case: Case) -> list[tuple[int, int]]:
    return sorted({(question.quota.first_year, question.quota.last_year) for question in case.questions})


def _most_report(panel: Panel, first: int, last: int) -> bool:
    known = [np.isfinite(panel.observed(year)) for year in range(first, last + 1)]
    return bool(np.mean(np.any(known, axis=0)) >= MOST)
