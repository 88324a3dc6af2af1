"""Lands units again with a quarter set to a number, each in its tree with everybody else as known today.

Only the landing of the unit itself is new each time; its own estimate of the year is left aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from pandas.api.types import is_integer_dtype, is_numeric_dtype

from forecast.core.panel import Panel, build_panel
from forecast.core.periods import Period
from forecast.distributions import GridLaw
from forecast.engine.case import Case
from forecast.engine.checkpoint.quarter import learned_then
from forecast.engine.hierarchy.climb import Setting
from forecast.engine.hierarchy.cohere import cohere_years
from forecast.engine.laws import YearLaws, combine_years, restate_years
from forecast.engine.learn import Learned
from forecast.engine.record.restate import Restating
from forecast.engine.rows import take
from forecast.engine.sharpen import sharpen_years
from forecast.models import Model


@dataclass(frozen=True)
class Tried:
    """A unit whose quarter is set to a number.

    Attributes
    ----------
    quota : least total that meets it.
    """

    unit: str
    quarter: Period
    value: int
    quota: float


@dataclass(frozen=True)
class UnitLanding:
    """What units are landed with.

    Attributes
    ----------
    counts : the figures of the measure as shown, without estimates.
    learned : of the one year asked about.
    """

    counts: pd.DataFrame
    case: Case
    learned: Learned
    model: Model
    seed: int
    restating: Sequence[Restating] = ()

    def chances(self, tried: Sequence[Tried]) -> Mapping[str, float]:
        """Unit -> chance of meeting its quota, each tried by itself."""
        panel = self._panel(tried)
        laws, found = self._land(panel, self._then), {}
        for one in tried:
            at = self.case.panel.units.index(one.unit)
            law = self._coherent(laws.laws[0], panel.units.index(one.unit), at)
            found[one.unit] = float(take(law, np.array([at])).reaches(np.array([one.quota]))[0])
        return found

    def _panel(self, tried: Sequence[Tried]) -> Panel:
        """The figures of the units that are tried, and what they are tried with."""
        units = [one.unit for one in tried]
        own = self.counts[self.counts["unit"].isin(units)]
        told = pd.concat([own, tried_counts(tried, own)], ignore_index=True)
        return build_panel(told, self.case.measure.name, units, self.case.tree)

    @cached_property
    def _then(self) -> Learned:
        return learned_then(self.case, self.learned, self.learned.horizon[0])

    def _land(self, panel: Panel, learned: Learned) -> YearLaws:
        whole = self.case.measure.whole
        path_panel = panel.of_whole_years() if learned.by_whole_years else panel
        landing = self.model.land(path_panel, learned.horizon, whole, learned.path, None).tilted(learned.odds)
        places = [self.case.panel.units.index(unit) for unit in panel.units]
        plans = {year: plan[places] for year, plan in self.case.plans.items()}
        laws = combine_years(panel, landing, plans, self.case.prior, learned, whole=whole)
        return restate_years(laws, panel, self.restating)

    @cached_property
    def _now(self) -> YearLaws:
        """Everybody's laws as known today."""
        laws = self._land(self.case.panel, self.learned)
        return sharpen_years(laws, self.case.panel, self.case.stated, self.learned.estimates)

    def _coherent(self, laws: GridLaw, row: int, at: int) -> GridLaw:
        """Everybody's laws with the one of a unit replaced, made to add up."""
        now = self._now.laws[0]
        replaced = {name: getattr(now, name).copy() for name in ("points", "probability", "certain", "lowest")}
        for name, column in replaced.items():
            column[at] = getattr(laws, name)[row]
        years = replace(self._now, laws=(replace(now, **replaced),))
        case, learned = self.case, self.learned
        setting = Setting(case.hierarchy, case.panel.units, learned.trees, case.plans, self.seed)
        return cohere_years(years, setting).laws[0]


def tried_counts(tried: Sequence[Tried], like: pd.DataFrame) -> pd.DataFrame:
    """The quarters that are tried as rows of a table of counts, whose other columns say nothing."""
    new = pd.DataFrame({name: _nothing(like[name], len(tried)) for name in like})
    return new.assign(
        unit=[one.unit for one in tried],
        measure=like["measure"].iloc[0],
        start=[one.quarter.start for one in tried],
        stop=[one.quarter.stop for one in tried],
        value=[float(one.value) for one in tried],
    ).astype({name: like[name].dtype for name in ("start", "stop")})


def _nothing(column: pd.Series, n: int) -> pd.Series:
    """So many fields of a column that say nothing: `forecast.core.tables.Tables` tells how."""
    empty = 0 if is_integer_dtype(column) else np.nan if is_numeric_dtype(column) else ""
    return pd.Series([empty] * n, dtype=column.dtype)
