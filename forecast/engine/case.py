"""One measure made ready for learning and landing: its panel, the questions asked and the plans known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.core.lives import Tree, plant
from forecast.core.measures import Measure
from forecast.core.panel import Panel, build_panel
from forecast.core.tables import Tables
from forecast.engine.ask import Question, collect_plans, list_horizon, list_questions
from forecast.engine.context import gather_context
from forecast.engine.hierarchy.figures import Hierarchy, arrange_trees, silent_heads
from forecast.engine.units import drop_closing_plans, drop_idle
from forecast.models.priors import Prior


@dataclass(frozen=True)
class Case:
    """One measure, as known at the vintage.

    Attributes
    ----------
    counts : its rows, estimates included.
    panel : remainders of parents after its units (`forecast.engine.hierarchy.figures`).
    questions : the rows of the answer.
    horizon : years whose totals are needed, in order.
    plans : year -> (n_units,) plan of the year.
    """

    measure: Measure
    counts: pd.DataFrame
    panel: Panel
    tree: Tree
    questions: tuple[Question, ...]
    horizon: tuple[int, ...]
    plans: dict[int, np.ndarray]
    prior: Prior
    hierarchy: Hierarchy

    def only(self, units: Sequence[str]) -> Case:
        """The case of some units, with what is asked about them. The trees they stand in come along: their figures add up."""
        named = np.isin(np.array(self.panel.units, object), list(units))
        members = np.flatnonzero(named | self.hierarchy.beside(named)).tolist()
        place = {old: new for new, old in enumerate(members)}
        asked = tuple(
            replace(question, unit=place[question.unit]) for question in self.questions if named[question.unit]
        )
        return replace(
            self,
            counts=self.counts[self.counts["unit"].isin(wanted)],
            panel=self.panel.cut(members),
            questions=asked,
            plans={year: plan[members] for year, plan in self.plans.items()},
            hierarchy=self.hierarchy.cut(members),
        )


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
    panel, hierarchy = arrange_trees(panel, tree, whole=measure.whole)
    plans = drop_closing_plans(collect_plans(quotas, panel.units, context), panel.units, tree)
    horizon = tuple(list_horizon(questions))
    return Case(measure, counts, panel, tree, tuple(questions), horizon, plans, prior, hierarchy)
