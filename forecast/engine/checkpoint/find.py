"""The year to date at the next quarter's end below which a unit's flag would be a worse one: the least that keeps it, by trying.

The quarter is set to a whole number and the unit is landed again, with what the panel has taught and everything else as it is
known today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import pandas as pd

from forecast.core.panel import Panel
from forecast.core.periods import Period, parse_years, year_period
from forecast.engine.as_of import day_text
from forecast.engine.case import Case
from forecast.engine.checkpoint.keeping import Keeping, scaled
from forecast.engine.checkpoint.of_unit import Tried, UnitLanding
from forecast.engine.checkpoint.of_whole import WholeLanding
from forecast.engine.checkpoint.quarter import next_quarter
from forecast.engine.fold import fold_restricted
from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.models import MODELS

MOST_UNITS = 600  # of a case whose trees are made coherent again and again
MOST_LINES = 8  # values of a search that are all found by a line


@dataclass(frozen=True)
class Checkpoint:
    """What a unit should have reached by a day.

    Attributes
    ----------
    day : last day of the quarter (ordinal).
    least : year to date at its end that just keeps the flag; one less and it is worse. What is there today where not even a
        quarter that brings nothing makes it worse.
    """

    day: int
    least: float


class Landing(Protocol):
    """Lands units again with a quarter set to a number."""

    def chances(self, tried: Sequence[Tried]) -> Mapping[str, float]:
        """Unit -> chance of meeting its quota."""


@dataclass
class _Try:
    """A unit whose quarter is being tried: `low` is known to be too little, `high` to be enough; `tried` are values and chances."""

    unit: str
    row: pd.Series
    keeping: Keeping
    quarter: Period
    high: int
    low: int = -1
    tried: list[tuple[int, float]] = field(default_factory=list)

    @property
    def reached(self) -> float:
        return float(np.nan_to_num(self.row["observed"]))

    def next_value(self) -> int:
        """Nothing at first, then where a line through the last two meets the least chance, on the scale of the normal law.

        On the far side of it, so that the other end comes next to it soon; halfway, now and then, lest the line lead astray.
        """
        if not self.tried:
            return 0
        (before, z_before), (last, z) = (
            self.tried if len(self.tried) > 1 else [(self.high, scaled(1.0)), *self.tried]
        )[-2:]
        slope = (z - z_before) / (last - before)
        if slope <= 0 or (len(self.tried) > MOST_LINES and len(self.tried) % 2):
            return (self.low + self.high) // 2
        aim = last + (self.keeping.least - z) / slope
        aim = np.ceil(aim) if last <= self.low else np.floor(aim)
        return int(min(max(aim, self.low + 1), self.high - 1))

    def learn(self, value: int, p_met: float) -> None:
        """Move the end that the value takes the place of."""
        self.tried.append((value, scaled(p_met)))
        if self.keeping.worse_at(p_met, met=self.reached + value >= float(self.row["quota_low"])):
            self.low = value
        else:
            self.high = value


def find_checkpoints(
    prepared: Prepared, learned: Mapping[str, Learned], rows: pd.DataFrame, units: Sequence[str]
) -> dict[str, Checkpoint]:
    """Unit -> its checkpoint; without units whose flag cannot worsen, whose quarter ends the year, or whose quota is not known.

    Parameters
    ----------
    prepared : of the whole answer.
    rows : of one measure and one year, one per unit; of all units, for a whole is shared out by what they expect.
    units : those that are asked about.
    """
    name, year = str(rows["measure"].iloc[0]), int(rows["year"].iloc[0])
    case = prepared.cases.get(name)
    if case is None or prepared.known is None or len(case.panel.units) > MOST_UNITS:
        return {}
    begin = _Beginning(case, case.summed, prepared, year)
    of_unit = {str(row["unit"]): row for _, row in rows.iterrows()}
    tries = [made for unit in units if unit in of_unit and (made := begin.search(of_unit[unit]))]
    whole = [made for made in tries if made.unit in case.tree.parents.values() and made.unit not in case.tree.parents]
    landings = begin.landings(learned[name], rows)
    for land, some in zip(landings, ([made for made in tries if made not in whole], whole), strict=True):
        _solve(some, land)
    return {made.unit: Checkpoint(made.quarter.stop - 1, made.reached + made.high) for made in tries}


@dataclass(frozen=True)
class _Beginning:
    """Where searches begin; `summed` has the sums of children for parents without figures."""

    case: Case
    summed: Panel
    prepared: Prepared
    year: int

    def search(self, row: pd.Series) -> _Try | None:
        """Nothing in the quarter may be too little, what is left to the quota is enough; None where there is nothing to find."""
        keeping = Keeping.of(str(row["flag"]), self.prepared.judging[self.case.measure.name])
        unit = str(row["unit"])
        if not keeping.can_worsen or unit not in self.summed.units or not self._has_number(unit, row):
            return None
        at = self.summed.units.index(unit)
        block = next((block for block in self.summed.blocks if at in block.units), None)
        quarter = next_quarter(block, self.year) if block is not None else None
        if quarter is None:
            return None
        told = day_text(quarter.start - 1) if quarter.start > year_period(self.year).start else ""
        left = int(np.ceil(row["quota_low"] - float(np.nan_to_num(row["observed"]))))
        return _Try(unit, row, keeping, quarter, left) if told == row["observed_through"] and left > 0 else None

    def landings(self, learned: Learned, rows: pd.DataFrame) -> tuple[Landing, Landing]:
        """Of units by themselves, and of the whole."""
        known, ask, name = self.prepared.known, self.prepared.ask, self.case.measure.name
        assert known is not None
        shown = known if ask.show_restricted else fold_restricted(known, name)[0]
        counts = shown.counts[(shown.counts["measure"] == name) & (shown.counts["status"] != "estimate")]
        model, restating = MODELS[ask.model], self.prepared.judging[name].restating
        one_year = replace(learned, horizon=(self.year,))
        to_come = (rows["expected"] - rows["observed"].fillna(0)).fillna(0)
        years = tuple(parse_years(ask.year))
        return (
            UnitLanding(counts, self.case, one_year, model, ask.seed, restating),
            WholeLanding(
                shown,
                self.case,
                learned,
                model,
                ask.seed,
                years,
                dict(zip(rows["unit"], to_come, strict=True)),
                restating,
            ),
        )

    def _has_number(self, unit: str, row: pd.Series) -> bool:
        """Whether the quota that the row is about is a number that nothing of this year moves."""
        mine = [asked.quota for asked in self.case.questions if self.case.panel.units[asked.unit] == unit]
        about = (str(self.year), row["quota_kind"], row["basis"], row["reading"])
        return any((of.label, of.kind, of.basis, of.reading) == about and of.multiple is None for of in mine)


def _solve(tries: Sequence[_Try], land: Landing) -> None:
    """Bring the ends of all tries next to each other."""
    while open_ := [made for made in tries if made.high - made.low > 1]:
        values = {made.unit: made.next_value() for made in open_}
        tried = [Tried(made.unit, made.quarter, values[made.unit], float(made.row["quota_low"])) for made in open_]
        chances = land.chances(tried)
        for made in open_:
            made.learn(values[made.unit], chances[made.unit])


__all__ = ["MOST_UNITS", "Checkpoint", "find_checkpoints"]
