"""Why the landing stands where it does: what each known figure, the panel, the plan and the priors bring, in numbers that add up.

The figures' part is the model's (`Model.weigh`); here it is joined with what the plan pulls. How far the answer rests on each
source is `forecast.engine.laws.weigh_evidence`; words and pictures are the reports'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from forecast.core.panel import Block, Panel, Runs
from forecast.distributions import Blend, GridLaw, Law
from forecast.engine.case import Case
from forecast.engine.combine import pool, stretched_part
from forecast.engine.explanation import Explanation, Item, without_figure
from forecast.engine.laws import combine_years, precisions, restate_years
from forecast.engine.learn import Learned
from forecast.engine.record import Restating
from forecast.engine.sharpen import sharpen_years
from forecast.engine.widen import widen_years
from forecast.models import Landing, Model, Weighed
from forecast.models.plan import PlanLanding, land_plan


def explain(case: Case, learned: Learned, model: Model, restating: Sequence[Restating] = ()) -> Explanation:
    """Take the landings of a case apart, for every year of the horizon.

    Parameters
    ----------
    restating : as for `forecast.engine.project.answer`.

    Notes
    -----
    Young figures stand in it as they are expected to become (`forecast.engine.nowcast`). The same for a unit whichever others are
    in the case; `explain(case.only(["D-07"]), learned, model)` explains one.
    """
    panel, whole = case.now.panel, case.measure.whole
    path_panel = panel.of_whole_years() if learned.by_whole_years else panel
    landing = model.land(path_panel, learned.horizon, whole, learned.path, None).tilted(learned.odds)
    laws = combine_years(panel, landing, case.plans, case.prior, learned, whole=whole)
    restated = restate_years(laws, panel, restating)
    sharpened = sharpen_years(restated, panel, case.stated, learned.estimates)
    widened = widen_years(sharpened, case.now)
    weighed = list(model.weigh(path_panel, learned.horizon, whole, learned.path)) if model.weigh else []
    landings, items, everyone = {}, {}, np.arange(len(panel.units))
    for at, year in enumerate(learned.horizon):
        plan = land_plan(panel, year, case.plans, case.prior, learned.plan[year])
        path, known = landing.totals[at], np.nan_to_num(panel.observed(year))
        without_plan = replace(plan, credibility=np.zeros_like(plan.credibility))
        so_far = np.where(np.isnan(panel.total(year)), panel.observed(year), np.nan)
        by_path = pool(path, without_plan, whole=whole, power=learned.power, observed=so_far)
        by_path = by_path.stretched(learned.width.spread, share=stretched_part(path, plan))
        alone = np.where(path.answered, _median(by_path), known)
        law, of_year = laws.laws[at], [part for part in weighed if part.year == year]
        found = _of_path(panel, year, of_year, part=path.continuous, apart=learned.by_whole_years)
        found += _of_rates(path, landing, known)
        name, source = ("shape", "law") if model.weigh else ("path", "own")
        found.append(without_figure(source, name, everyone, alone - _add_up(found, len(alone))))
        weights = precisions(path, plan, power=learned.power)
        found += _of_plan(path, plan, weights, plans=case.plans.get(year), alone=alone, pooled=_median(law))
        again, final = restated.laws[at], sharpened.laws[at]
        if again is not law:
            found.append(without_figure("law", "restated", everyone, _median(again) - _median(law)))
        if final is not again:
            found.append(_of_estimate(case, year, _median(final) - _median(again)))
        landings[year] = widened.laws[at].mean()
        found.append(without_figure("law", "mean_over_median", everyone, landings[year] - _median(final)))
        items[year] = tuple(item.only(np.isfinite(landings[year])) for item in found)
    return Explanation(case.measure.name, panel.units, landings, items)


def _of_path(panel: Panel, year: int, weighed: Sequence[Weighed], *, part: np.ndarray, apart: bool) -> list[Item]:
    """What the figures bring to the landing of the path.

    Parameters
    ----------
    part : (n_units,) how far the law is the model's that weighs figures, 0-1.
    apart : the path was told of whole years only: the figures of the year count as themselves, and the past for what is left.
    """
    known, items = np.nan_to_num(panel.observed(year)), []
    left = np.ones(len(panel.units))
    if apart or not weighed:
        items += [item for block in panel.blocks for item in _known_figures(block, year)]
    if apart:
        for told in weighed:
            units, whole = told.block.units, told.brought.sum(1) + told.season + told.other
            left[units] = np.where(whole > 0, 1 - known[units] / np.where(whole > 0, whole, 1.0), 0.0)
    for told in weighed:
        items += _figures(told, (part * left)[told.block.units], apart=apart)
    return items


def _add_up(items: Sequence[Item], n_units: int) -> np.ndarray:
    total = np.zeros(n_units)
    for item in items:
        np.add.at(total, item.members, item.contribution)
    return total


def _of_rates(path: Law, landing: Landing, known: np.ndarray) -> list[Item]:
    """What the chain of small counts brings beyond what is known, between the unit and the panel as their evidence is."""
    if not isinstance(path, Blend):
        return []
    mean, _ = path.counts.centre_and_spread()
    members = np.flatnonzero((path.continuous < 1) & ~path.certain)
    brings = ((1 - path.continuous) * (mean - known))[members]
    own, both = landing.own[members], (landing.own + landing.panel)[members]
    of_own = np.where(both > 0, own / np.where(both > 0, both, 1.0), 0.0)
    return [
        without_figure("own", "rates", members, of_own * brings),
        without_figure("panel", "rates", members, (1 - of_own) * brings),
    ]


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
    path: Law, plan: PlanLanding, weights: tuple[np.ndarray, np.ndarray],
    *, plans: np.ndarray | None, alone: np.ndarray, pooled: np.ndarray,
) -> list[Item]:  # fmt: skip
    """The pull of the plan's law, from the median of the path alone to that of both; `weights` are their precisions."""
    by_path, by_plan = weights
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


def _of_estimate(case: Case, year: int, moved: np.ndarray) -> Item:
    """What the unit's own estimate moves."""
    members = np.flatnonzero(np.isfinite(case.stated[year].now) & np.isfinite(moved))
    return replace(
        without_figure("own", "unit_estimate", members, moved[members]), figure=case.stated[year].now[members]
    )


def _split_pull(
    path: Law, plan: PlanLanding, weight: np.ndarray, *, alone: np.ndarray, pooled: np.ndarray
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
