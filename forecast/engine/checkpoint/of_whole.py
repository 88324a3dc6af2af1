"""The unit above all others with its next quarter set to a number, and all units landed anew.

Where it reports for itself, its own report is set. Where it has no figures but those of the units below it, theirs are, each to the
share of the number that is expected of it. What the panel has taught stays, but for how a year usually runs up to that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from forecast.core.panel import build_panel
from forecast.core.periods import Period
from forecast.core.tables import Tables
from forecast.engine.case import Case, make_case
from forecast.engine.checkpoint.of_unit import Tried, tried_counts
from forecast.engine.checkpoint.quarter import learned_then, next_quarter
from forecast.engine.hierarchy.figures import arrange_trees
from forecast.engine.learn import Learned
from forecast.engine.nowcast import find_young, move_young
from forecast.engine.project import cohere, land_case
from forecast.engine.record.restate import Restating
from forecast.engine.rows import take
from forecast.models import Model


@dataclass(frozen=True)
class WholeLanding:
    """What the whole is landed with.

    Attributes
    ----------
    known : the tables of the vintage as shown.
    years : those asked about; the first is landed.
    to_come : unit -> expected total less what is there, by which the number is shared out.
    """

    known: Tables
    case: Case
    learned: Learned
    model: Model
    seed: int
    years: tuple[int, ...]
    to_come: Mapping[str, float]
    restating: Sequence[Restating] = ()

    def chances(self, tried: Sequence[Tried]) -> Mapping[str, float]:
        """Unit -> chance of meeting its quota, each tried by itself."""
        return {one.unit: self._chance(one) for one in tried}

    def _chance(self, one: Tried) -> float:
        shared = self._shared(one)
        known_before = all(part.unit in self._quarters for part in shared)
        case = (self._told_more(shared) if known_before else None) or self._made_anew(shared)
        laws = land_case(case, self._then, self.model, restating=self.restating)
        law = cohere(case, laws, self._then, self.seed).laws[laws.years.index(self.years[0])]
        at = np.array([case.panel.units.index(one.unit)])
        return float(take(law, at).reaches(np.array([one.quota]))[0])

    def _told_more(self, shared: Sequence[Tried]) -> Case | None:
        """The case with reports of units that have some: what neither they nor a year that is not over move, stays.

        None where other remainders come of them.
        """
        case, name = self.case, self.case.measure.name
        own = self.known.counts
        own = own[(own["measure"] == name) & (own["status"] != "estimate")]
        told = pd.concat([own, tried_counts(shared, own)], ignore_index=True)
        units = [unit for unit, rest in zip(case.panel.units, case.hierarchy.is_rest.tolist(), strict=True) if not rest]
        panel = build_panel(told, name, units, case.tree)
        arranged = arrange_trees(panel, case.tree, whole=case.measure.whole)
        if arranged[0].units != case.panel.units:
            return None
        now = move_young(arranged[0], self._young, case.horizon, whole=case.measure.whole)
        return case.with_figures(arranged, now)

    def _made_anew(self, shared: Sequence[Tried]) -> Case:
        """The case made from the beginning."""
        counts = self.known.counts
        new = tried_counts(shared, counts[counts["measure"] == self.case.measure.name])
        told = replace(self.known, counts=pd.concat([counts, new], ignore_index=True))
        case = make_case(told, self.case.measure, self.years, self.case.prior)
        assert case is not None
        return case

    @cached_property
    def _young(self) -> pd.DataFrame:
        return find_young(self.known, self.case.panel)

    @cached_property
    def _then(self) -> Learned:
        return learned_then(self.case, self.learned, self.years[0])

    def _shared(self, one: Tried) -> list[Tried]:
        """The reports that make up the number."""
        quarters = self._quarters
        if one.unit in quarters:
            return [one]
        open_ = {unit: self._above(unit) for unit, of in quarters.items() if of.stop == one.quarter.stop}
        below = [unit for unit, above in open_.items() if one.unit in above and not above.intersection(quarters)]
        if not below:
            return [one]
        share = np.array([max(self.to_come.get(unit, 0.0), 0.0) for unit in below])
        share = share / share.sum() if share.sum() > 0 else np.full(len(below), 1 / len(below))
        ends = np.round(one.value * np.cumsum(share)).astype(int)  # rounded so that the parts add up to it
        values = np.diff(ends, prepend=0).tolist()
        return [Tried(unit, quarters[unit], value, np.nan) for unit, value in zip(below, values, strict=True)]

    @cached_property
    def _quarters(self) -> dict[str, Period]:
        """Unit with figures of its own -> its next quarter."""
        found: dict[str, Period] = {}
        for block in self.case.panel.blocks:
            quarter = next_quarter(block, self.years[0])
            if quarter is not None and quarter.start < block.life.stop:
                members = (at for at in block.units.tolist() if not self.case.hierarchy.is_rest[at])
                found |= {self.case.panel.units[at]: quarter for at in members}
        return found

    def _above(self, unit: str) -> set[str]:
        parents, above = self.case.tree.parents, set[str]()
        while unit in parents:
            unit = parents[unit]
            above.add(unit)
        return above
