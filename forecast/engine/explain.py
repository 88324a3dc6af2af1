"""Why the landing stands where it does: what each known figure, the panel, the plan and the priors bring, in numbers that add up.

The figures' part is the model's (`Model.weigh`); here it is joined with what the plan pulls. How far the answer rests on each
source is `forecast.engine.laws.weigh_evidence`; words and pictures are the reports'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from forecast.core.panel import Block, Panel, Runs
from forecast.distributions import GridLaw, Mixture
from forecast.engine.case import Case
from forecast.engine.combine import pool
from forecast.engine.explanation import Explanation, Item, without_figure
from forecast.engine.laws import combine_years, precisions
from forecast.engine.learn import Learned
from forecast.models import Model, Weighed
from forecast.models.plan import PlanLanding, land_plan


def explain(case: Case, learned: Learned, model: Model) -> Explanation:
    """Take the landings of a case apart, for every year of the horizon.

    The same for a unit whichever others are in the case; `explain(case.only(["D-07"]), learned, model)` explains one.
    """
    panel, whole = case.panel, case.measure.whole
    path_panel = panel.of_whole_years() if learned.by_whole_years else panel
    landing = model.land(path_panel, learned.horizon, whole, learned.path, None)
    laws = combine_years(panel, landing, case.plans, case.prior, learned, whole=whole)
    weighed = list(model.weigh(path_panel, learned.horizon, whole, learned.path)) if model.weigh else []
    landings, items, everyone = {}, {}, np.arange(len(panel.units))
    for at, year in enumerate(learned.horizon):
        plan = land_plan(panel, year, case.plans, case.prior, learned.plan[year])
        path, known = landing.totals[at], np.nan_to_num(panel.observed(year))
        without_plan = replace(plan, credibility=np.zeros_like(plan.credibility))
        so_far = np.where(np.isnan(panel.total(year)), panel.observed(year), np.nan)
        alone = _median(pool(path, without_plan, whole=whole, observed=so_far))
        alone = np.where(path.answered, alone, known)
        law, of_year = laws.laws[at], [part for part in weighed if part.year == year]
        found = _of_path(panel, year, of_year, alone=alone, apart=learned.by_whole_years)
        found += _of_plan(path, plan, plans=case.plans.get(year), alone=alone, pooled=_median(law))
        landings[year] = law.mean()
        found.append(without_figure("law", "mean_over_median", everyone, landings[year] - _median(law)))
        items[year] = tuple(item.only(np.isfinite(landings[year])) for item in found)
    return Explanation(case.measure.name, panel.units, landings, items)


def _of_path(panel: Panel, year: int, weighed: Sequence[Weighed], *, alone: np.ndarray, apart: bool) -> list[Item]:
    """What makes up the median of the path alone.

    Parameters
    ----------
    apart : the path was told of whole years only: the figures of the year count as themselves, and the past for what is left.
    """
    known, items = np.nan_to_num(panel.observed(year)), []
    left = np.ones(len(panel.units))
    if apart or not weighed:
        items += [item for block in panel.blocks for item in _known_figures(block, year)]
    if apart:
        for part in weighed:
            units, whole = part.block.units, part.brought.sum(1) + part.season + part.other
            left[units] = np.where(whole > 0, 1 - known[units] / np.where(whole > 0, whole, 1.0), 0.0)
    for part in weighed:
        items += _figures(part, left[part.block.units], apart=apart)
    explained = np.zeros(len(panel.units))
    for item in items:
        np.add.at(explained, item.members, item.contribution)
    name, source = ("shape", "law") if weighed else ("path", "own")
    return [*items, without_figure(source, name, np.arange(len(alone)), alone - explained)]


def _known_figures(block: Block, year: int) -> Iterator[Item]:
    ones = np.ones(len(block.units))
    for at in block.covered(year):
        value = block.values[:, at]
        yield Item("own", _text(block.pieces[at]), block.units, value, ones, value, value)


def _figures(part: Weighed, left: np.ndarray, *, apart: bool) -> list[Item]:
    block, items = part.block, []
    for at, piece in enumerate(block.pieces):
        value, known = block.values[:, at], bool(part.known[at])
        if apart and known:
            continue  # counted already
        weight, as_itself = left * part.weight[:, at] + known, value * known
        brought = as_itself + left * part.brought[:, at]
        items.append(Item("own", _text(piece), block.units, value, weight, as_itself, brought))
    items.append(without_figure("panel", "usual_season", block.units, left * part.season))
    items.append(without_figure("prior", "first_level", block.units, left * part.other))
    return items


def _of_plan(
    path: Mixture, plan: PlanLanding, *, plans: np.ndarray | None, alone: np.ndarray, pooled: np.ndarray
) -> list[Item]:
    """The pull of the plan's law, from the median of the path alone to that of both."""
    by_path, by_plan = precisions(path, plan)
    weight = np.where(path.certain, 0.0, by_plan / np.maximum(by_path + by_plan, 1e-300))
    through_plan, through_share = _split_pull(path, plan, weight, alone=alone, pooled=pooled)
    quota = np.full(len(alone), np.nan) if plans is None else plans
    slope = pooled * weight * plan.from_plan / np.where(quota > 0, quota, np.nan)
    with_plan = np.flatnonzero((by_plan > 0) & (plan.from_plan > 0))
    with_share = np.flatnonzero((by_plan > 0) & (plan.from_plan < 1))
    none = np.zeros(len(with_plan))
    return [
        Item("plan", "plan", with_plan, quota[with_plan], slope[with_plan], none, through_plan[with_plan]),
        without_figure("panel", "usual_share", with_share, ((1 - plan.from_prior) * through_share)[with_share]),
        without_figure("prior", "usual_share", with_share, (plan.from_prior * through_share)[with_share]),
    ]


def _split_pull(
    path: Mixture, plan: PlanLanding, weight: np.ndarray, *, alone: np.ndarray, pooled: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(n_units,) twice: the pull of the plan and that of the year to date over its usual share.

    As if both laws were normal on the log scale, each pulls by its precision times its distance; what the true pool moves more
    or less than that is split in proportion to both. A unit without a path is made of both by their precision.
    """
    middle = np.log(np.where(alone > 0, alone, 1.0))
    reach = np.where(path.answered, alone * weight, 0.0)
    by_plan = reach * plan.from_plan * (plan.by_plan - middle)
    by_share = reach * (1 - plan.from_plan) * (plan.by_share - middle)
    size = np.abs(by_plan) + np.abs(by_share)
    part = np.where(size > 0, np.abs(by_plan) / np.where(size > 0, size, 1.0), plan.from_plan)
    more = pooled - alone - by_plan - by_share
    return by_plan + part * more, by_share + (1 - part) * more


def _median(law: GridLaw) -> np.ndarray:
    """(n_units,) of the continuous law, which is not rounded."""
    return replace(law, whole=False).quantile(0.5)


def _text(piece: Runs) -> str:
    return "+".join(run.text for run in piece)
