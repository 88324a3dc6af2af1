"""Coherent draws of a grown tree, by the program's own steps."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.core.measures import Measure
from forecast.engine.case import Case, make_case
from forecast.engine.hierarchy.climb import Setting
from forecast.engine.hierarchy.cohere import cohere_years
from forecast.engine.hierarchy.weights import TreeWeights
from forecast.engine.laws import YearLaws, combine_years
from forecast.engine.learn import learn
from forecast.engine.prepare import Ask, prepare
from forecast.engine.project import land, learn_all, project, setting_of, tell_all
from forecast.models import MODELS
from forecast.models.priors import load_prior
from tests.make import counts_frame, make_tables, quotas_frame, units_frame
from tests.trees import YEAR, Grown


@dataclass
class Answered:
    """The laws before and after, with the draws of units in trees."""

    case: Case
    alone: YearLaws
    laws: YearLaws

    def draws(self, unit, year=0):
        """(n_draws,) of a unit, None if it has none."""
        place = self.case.panel.units.index(unit)
        row = self.laws.together.row_of[place]
        speaks = np.isfinite(self.laws.laws[year].points[place, 0])
        return self.laws.together.draws[year][row] if row >= 0 and speaks else None

    def children(self, unit):
        """Units right under a unit that have draws, its remainder among them."""
        place, units = self.case.panel.units.index(unit), self.case.panel.units
        below = [units[at] for at in np.flatnonzero(self.case.hierarchy.above == place)]
        return [child for child in below if self.draws(child) is not None]


def tables_of(grown: Grown, *, whole=True):
    """The tables of a grown tree."""
    measure = Measure("m", whole=whole, declared=True)
    units = units_frame(*grown.units)
    return make_tables(counts_frame(grown.counts), quotas_frame(*grown.quotas), units=units, measure=measure)


def answer_tree(tables, years=(YEAR,), weights=None, seed=0) -> Answered | None:
    """Laws and draws of all years; None where no unit stands under another."""
    (measure,) = tables.measures.values()
    case, model = make_case(tables, measure, years, load_prior("neutral")), MODELS["structural"]
    learned = learn(case, model)
    landing = model.land(case.panel, learned.horizon, measure.whole, learned.path, None)
    alone = combine_years(case.panel, landing, case.plans, case.prior, learned, whole=measure.whole)
    trees = weights or learned.trees
    setting = Setting(case.hierarchy, case.panel.units, trees, case.plans, seed, keep=True)
    laws = cohere_years(alone, setting)
    return Answered(case, alone, laws) if laws.together else None


def answer_with_rows(tables, quantiles) -> tuple[Answered | None, pd.DataFrame]:
    """Laws and draws of the year asked about, and the rows that are made of them; None where no unit stands under another."""
    prepared = prepare(tables, Ask(str(YEAR), quantiles=tuple(quantiles)))
    if not prepared.cases:
        return None, pd.DataFrame()
    ((name, case),), learned = prepared.cases.items(), learn_all(prepared)
    alone = land(prepared, name, learned)
    laws = cohere_years(alone, replace(setting_of(case, learned[name], 0), keep=True))
    rows = tell_all(prepared, learned, laws={name: laws}).table
    return Answered(case, alone, laws) if laws.together else None, rows


def rows_of(tables, year=YEAR, **settings) -> pd.DataFrame:
    """The rows of a projection, one unit after another."""
    return project(tables, year=str(year), **settings).table


__all__ = ["Answered", "TreeWeights", "answer_tree", "answer_with_rows", "rows_of", "tables_of"]
