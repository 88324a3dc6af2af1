"""One measure made ready for learning and landing: its panel, the questions asked and the plans known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from forecast.core.lives import Tree, plant
from forecast.core.measures import Measure
from forecast.core.panel import Panel, build_panel
from forecast.core.tables import Tables
from forecast.engine.ask import Question, collect_plans, list_horizon, list_questions
from forecast.engine.context import gather_context
from forecast.engine.hierarchy.figures import Hierarchy, arrange_trees, silent_heads, sum_children
from forecast.engine.nowcast import Nowcast, nowcast
from forecast.engine.ready import gather_ready
from forecast.engine.stated import stand_estimates
from forecast.engine.units import drop_closing_plans, drop_idle
from forecast.models.own_estimate import Stated
from forecast.models.priors import Prior


@dataclass(frozen=True)
class Case:
    """One measure, as known at the vintage.

    Attributes
    ----------
    estimates : its rows that are units' own estimates.
    told : every report of such an estimate by the vintage, not the last one alone.
    panel : as reported; remainders of parents after its units (`forecast.engine.hierarchy.figures`).
    now : what is expected of the figures: its panel is the models'.
    questions : the rows of the answer.
    horizon : years whose totals are needed, in order.
    plans : year -> (n_units,) plan of the year.
    ready : the stocks that stand ready for the measure (`forecast.engine.ready`).
    sums : of parents without figures, their children's (`forecast.engine.hierarchy.figures.sum_children`).
    """

    measure: Measure
    estimates: pd.DataFrame
    panel: Panel
    tree: Tree
    questions: tuple[Question, ...]
    horizon: tuple[int, ...]
    plans: dict[int, np.ndarray]
    prior: Prior
    hierarchy: Hierarchy
    told: pd.DataFrame
    now: Nowcast
    ready: pd.DataFrame
    sums: Panel

    def only(self, units: Sequence[str]) -> Case:
        """The case of some units, with what is asked about them. The trees they stand in come along: their figures add up."""
        named = self._named(units)
        return self._cut(named, named | self.hierarchy.beside(named))

    @property
    def in_trees(self) -> list[str]:
        """Units that something is asked about, and those that share a tree with them."""
        asked = np.zeros(len(self.panel.units), bool)
        asked[list(self._asked)] = True
        beside = (asked | self.hierarchy.beside(asked)) & ~self.hierarchy.is_rest
        return [self.panel.units[at] for at in np.flatnonzero(beside)]

    def alone(self, units: Sequence[str]) -> Case:
        """The case of some units outside any tree, with what is asked about them."""
        named = self._named(units)
        hierarchy = replace(self.hierarchy, above=np.full(len(named), -1))
        none = replace(self.panel, blocks=())
        return replace(self, hierarchy=hierarchy, tree=Tree(lives=self.tree.lives), sums=none)._cut(named, named)

    def part(self, units: Sequence[str]) -> Case:
        """The case of some units with all that stands below them, without the units above; remainders go with their parents."""
        named = self._named(units)
        above = self.hierarchy.above
        return self._cut(named, named | (self.hierarchy.is_rest & (above >= 0) & named[above]))

    def crown(self, units: Sequence[str]) -> Case:
        """The case of some units with all that stands above them and the units right below them, about which nothing is asked."""
        named = self._named(units)
        above = self.hierarchy.above
        told = replace(self, panel=self.summed, sums=replace(self.panel, blocks=()))
        return told._cut(named, named | ((above >= 0) & named[above]))

    def silent(self, units: Sequence[str]) -> Case:
        """The case as if some units had told nothing and had no plan."""
        named = self._named(units)
        plans = {year: np.where(named, np.nan, plan) for year, plan in self.plans.items()}
        others = np.flatnonzero(~named)
        now, panel = replace(self.now, panel=self.now.panel.only(others)), self.panel.only(others)
        return replace(self, panel=panel, now=now, plans=plans, sums=sum_children(panel, self.tree))

    def with_figures(self, arranged: tuple[Panel, Hierarchy, Panel], now: Nowcast) -> Case:
        """The case of the same units with other figures (of `arrange_trees`); which own estimates stand is not asked again."""
        panel, hierarchy, sums = arranged
        case = replace(self, panel=panel, hierarchy=hierarchy, now=now, sums=sums)
        case.__dict__["stated"] = self.stated
        return case

    def _named(self, units: Sequence[str]) -> np.ndarray:
        """(n_units,) which units are named."""
        named = np.zeros(len(self.panel.units), bool)
        named[[self._place[unit] for unit in set(units) if unit in self._place]] = True
        return named

    def _cut(self, named: np.ndarray, kept: np.ndarray) -> Case:
        """The case of the units kept, with what is asked about those named."""
        members = np.flatnonzero(kept).tolist()
        names = [self.panel.units[at] for at in members]
        asked = (
            (new, question) for new, old in enumerate(members) if named[old] for question in self._asked.get(old, ())
        )
        return replace(
            self,
            estimates=_rows_of(self.estimates, names),
            told=_rows_of(self.told, names),
            panel=self.panel.cut(members),
            tree=self.tree.only(names),
            questions=tuple(replace(question, unit=new) for new, question in asked),
            plans={year: plan[members] for year, plan in self.plans.items()},
            hierarchy=self.hierarchy.cut(members),
            now=self.now.cut(members),
            ready=_rows_of(self.ready, names),
            sums=self.sums.cut(members),
        )

    @cached_property
    def stated(self) -> dict[int, Stated]:
        """Year -> the units' own estimates that stand."""
        return stand_estimates(self.told, self.panel, self.horizon)

    @cached_property
    def summed(self) -> Panel:
        """The panel in which parents without figures have their children's sums, for rows to show."""
        return self.panel.beside(self.sums)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {unit: at for at, unit in enumerate(self.panel.units)}

    @cached_property
    def _asked(self) -> dict[int, list[Question]]:
        """Position of a unit -> what is asked about it, in order."""
        asked: dict[int, list[Question]] = {}
        for question in self.questions:
            asked.setdefault(question.unit, []).append(question)
        return asked


def _rows_of(table: pd.DataFrame, units: Sequence[str]) -> pd.DataFrame:
    return table if table.empty else table[table["unit"].isin(units)]


def make_case(known: Tables, measure: Measure, years: Sequence[int], prior: Prior) -> Case | None:
    """Arrange what is known of a measure for the asked years; None where nothing is asked."""
    quotas = known.quotas[known.quotas["measure"] == measure.name]
    counts = known.counts[known.counts["measure"] == measure.name]
    named, tree = {*counts["unit"].unique(), *quotas["unit"].unique()}, plant(known.units)
    units = sorted(named | silent_heads(named, tree))
    panel = build_panel(counts[counts["status"] != "estimate"], measure.name, units, tree)
    context = gather_context(known, quotas, panel, measure)
    questions = drop_idle(list_questions(quotas, units, years, context), panel, tree)
    if not questions:
        return None
    panel, hierarchy, sums = arrange_trees(panel, tree, whole=measure.whole)
    plans = drop_closing_plans(collect_plans(quotas, panel.units, context), panel.units, tree)
    horizon, estimates = tuple(list_horizon(questions)), counts[counts["status"] == "estimate"]
    told, now = _told(known, measure), nowcast(known, panel, horizon, whole=measure.whole)
    ready = gather_ready(known, measure.name, tree, years)
    asked = tuple(questions)
    return Case(measure, estimates, panel, tree, asked, horizon, plans, prior, hierarchy, told, now, ready, sums)


def _told(known: Tables, measure: Measure) -> pd.DataFrame:
    """Every report of an estimate of the measure; without rows where there is none."""
    told = known.counts.iloc[:0] if known.told is None else known.told[known.told["measure"] == measure.name]
    return told[told["status"] == "estimate"]
