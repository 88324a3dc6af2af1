"""Why the landing stands where it does: what each known figure, the panel, the plan and the priors bring, in numbers that add up.

The figures' part is the model's (`Model.weigh`); here it is joined with what the plan pulls. How far the answer rests on each
source is `forecast.engine.laws.weigh_evidence`; words and pictures are the reports'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.core.panel import Block, Panel, Runs
from forecast.distributions import GridLaw, Mixture
from forecast.engine.case import Case
from forecast.engine.combine import pool
from forecast.engine.laws import combine_years, precisions
from forecast.engine.learn import Learned
from forecast.models import Model, Weighed
from forecast.models.plan import PlanLanding, land_plan

SOURCES = ("own", "panel", "plan", "prior", "law")


@dataclass(frozen=True)
class Item:
    """One thing that moves the landing of some units, and by how much.

    Attributes
    ----------
    source : `own` figures, `panel`, `plan`, `prior`; `law` for what lies in the shape of the law: its mean is not its middle.
    name : the figure's period; `usual_season`, `usual_share` of the year, `plan`, `first_level`, `path`, `shape`.
    members : (n,) positions of the units.
    figure : (n,) the known figure or the plan; NaN where there is none.
    weight : (n,) change of the landing with the figure; NaN where there is none.
    as_itself : (n,) part of the contribution that is known of the year.
    contribution : (n,) all that it brings [units of the measure].
    """

    source: str
    name: str
    members: np.ndarray
    figure: np.ndarray
    weight: np.ndarray
    as_itself: np.ndarray
    contribution: np.ndarray


@dataclass(frozen=True)
class Explanation:
    """The landings of one measure, taken apart.

    Attributes
    ----------
    measure : its name.
    units : ids by position.
    landings : year -> (n_units,) mean of the law: column `mean` of the answer, of which `expected` is the whole number.
    items : year -> what the landing is made of; for every unit the contributions add up to its landing.
    """

    measure: str
    units: tuple[str, ...]
    landings: dict[int, np.ndarray]
    items: dict[int, tuple[Item, ...]]

    def table(self) -> pd.DataFrame:
        """One row per unit, year and item: unit, measure, year, source, item, figure, weight, as_itself, contribution."""
        every = [(year, order, item) for year, items in self.items.items() for order, item in enumerate(items)]
        sizes = [len(item.members) for _, _, item in every]
        member, figure, weight, as_itself, contribution = (
            np.concatenate([getattr(item, name) for _, _, item in every] or [np.zeros(0)])
            for name in ("members", "figure", "weight", "as_itself", "contribution")
        )
        member = member.astype(int)
        year, order = (np.repeat([row[at] for row in every], sizes).astype(int) for at in (0, 1))
        source, name = (
            np.repeat(np.array([getattr(item, column) for _, _, item in every], dtype=object), sizes)
            for column in ("source", "name")
        )
        told = pd.DataFrame(
            {
                "unit": np.array(self.units, dtype=object)[member] if len(member) else [], "measure": self.measure, "year": year,
                "source": source, "item": name, "figure": figure, "weight": weight, "as_itself": as_itself,
                "contribution": contribution,
            }
        )  # fmt: skip
        kept = np.isfinite(contribution) & ((contribution != 0) | (np.nan_to_num(weight) != 0))
        return told[kept].iloc[np.lexsort((order[kept], year[kept], member[kept]))].reset_index(drop=True)

    def by_source(self) -> pd.DataFrame:
        """One row per unit and year: known (what counts as itself), own, panel, plan, prior, law, and landing, their sum."""
        table, keys = self.table(), ["unit", "measure", "year"]
        wide = table.pivot_table(index=keys, columns="source", values="contribution", aggfunc="sum", sort=False)
        wide = wide.reindex(columns=list(SOURCES)).fillna(0.0)
        known = table.groupby(keys, sort=False)["as_itself"].sum().reindex(wide.index)
        wide["own"] -= known
        wide.insert(0, "known", known)
        return wide.assign(landing=wide.sum(axis=1)).rename_axis(columns=None).reset_index()


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
        alone = np.where(path.answered, _median(pool(path, without_plan, whole=whole)), known)
        law, of_year = laws.laws[at], [part for part in weighed if part.year == year]
        found = _of_path(panel, year, alone, of_year, apart=learned.by_whole_years)
        found += _of_plan(case.plans.get(year), path, plan, alone, _median(law))
        landings[year] = law.mean()
        found.append(_without_figure("law", "mean_over_median", everyone, landings[year] - _median(law)))
        items[year] = tuple(_answered(item, np.isfinite(landings[year])) for item in found)
    return Explanation(case.measure.name, panel.units, landings, items)


def _of_path(panel: Panel, year: int, alone: np.ndarray, weighed: Sequence[Weighed], *, apart: bool) -> list[Item]:
    """What makes up the landing of the path alone.

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
    return [*items, _without_figure(source, name, np.arange(len(alone)), alone - explained)]


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
        as_itself = value * known
        brought = left * part.brought[:, at]
        items.append(
            Item(
                "own",
                _text(piece),
                block.units,
                value,
                left * part.weight[:, at] + known,
                as_itself,
                as_itself + brought,
            )
        )
    items.append(_without_figure("panel", "usual_season", block.units, left * part.season))
    items.append(_without_figure("prior", "first_level", block.units, left * part.other))
    return items


def _of_plan(
    plans: np.ndarray | None, path: Mixture, plan: PlanLanding, alone: np.ndarray, pooled: np.ndarray
) -> list[Item]:
    """The pull of the plan's law on the path's median, between the plan and the usual share of the year.

    As if both laws were normal on the log scale, each pulls by its precision times its distance; what the true pool moves
    more or less than that is split in proportion.
    """
    by_path, by_plan = precisions(path, plan)
    weight = np.where(path.certain, 0.0, by_plan / np.maximum(by_path + by_plan, 1e-300))
    pull = pooled - alone
    middle = np.log(np.where(alone > 0, alone, 1.0))
    through_plan = alone * weight * plan.from_plan * (plan.by_plan - middle)
    through_share = alone * weight * (1 - plan.from_plan) * (plan.by_share - middle)
    size = np.abs(through_plan) + np.abs(through_share)
    part = np.where((size > 0) & path.answered, np.abs(through_plan) / np.where(size > 0, size, 1.0), plan.from_plan)
    through_plan = np.where(path.answered, through_plan, 0.0)
    through_share = np.where(path.answered, through_share, 0.0)
    more = pull - through_plan - through_share
    through_plan, through_share = through_plan + part * more, through_share + (1 - part) * more
    with_plan, with_share = (
        np.flatnonzero((by_plan > 0) & (each > 0)) for each in (plan.from_plan, 1 - plan.from_plan)
    )
    quota = np.full(len(alone), np.nan) if plans is None else plans
    slope = pooled * weight * plan.from_plan / np.where(quota > 0, quota, np.nan)
    none = np.zeros(len(with_plan))
    return [
        Item("plan", "plan", with_plan, quota[with_plan], slope[with_plan], none, through_plan[with_plan]),
        _without_figure("panel", "usual_share", with_share, ((1 - plan.from_prior) * through_share)[with_share]),
        _without_figure("prior", "usual_share", with_share, (plan.from_prior * through_share)[with_share]),
    ]


def _median(law: GridLaw) -> np.ndarray:
    """(n_units,) of the continuous law, which is not rounded."""
    return replace(law, whole=False).quantile(0.5)


def _without_figure(source: str, name: str, members: np.ndarray, contribution: np.ndarray) -> Item:
    none = np.full(len(members), np.nan)
    return Item(source, name, members, none, none, np.zeros(len(members)), contribution)


def _answered(item: Item, answered: np.ndarray) -> Item:
    """The item for the units that have a landing at all."""
    kept = answered[item.members]
    return Item(
        item.source,
        item.name,
        *(getattr(item, name)[kept] for name in ("members", "figure", "weight", "as_itself", "contribution")),
    )


def _text(piece: Runs) -> str:
    return "+".join(run.text for run in piece)
