"""The year to date at the next quarter's end below which a unit's flag would be a worse one.

The quarter is set to a whole number and the unit is landed again, in its tree, with what the panel has taught and everything else
as it is known today; the least number that keeps the flag is found by trying. Only the landing of the unit itself is new each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import ndtri

from forecast.core.panel import Block, Panel, build_panel
from forecast.core.periods import SEASONS, Period, quarter_of_day, quarter_start, year_period
from forecast.core.results import FLAGS
from forecast.distributions import GridLaw
from forecast.engine.as_of import day_text
from forecast.engine.case import Case
from forecast.engine.flag import Cuts, choose_flag
from forecast.engine.fold import fold_restricted
from forecast.engine.hierarchy.climb import Setting
from forecast.engine.hierarchy.cohere import cohere_years
from forecast.engine.laws import YearLaws, combine_years
from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.engine.rows import take
from forecast.engine.sharpen import sharpen_years
from forecast.models import MODELS, Model
from forecast.models.plan import learn_plan

LIMITS = {
    "on_track": 1 - Cuts().watch,
    "watch": 1 - Cuts().at_risk,
    "at_risk": 1 - Cuts().out_of_reach,
}  # least chances
KINDS = ("fixed", "range")  # quotas whose number is known
MOST_UNITS = 600  # of a case whose trees are made coherent again and again
_SURE = 1e-9


@dataclass(frozen=True)
class Checkpoint:
    """What a unit should have reached by a day.

    Attributes
    ----------
    day : last day of the quarter (ordinal).
    least : year to date at its end that just keeps the flag; one less and it is worse.
    """

    day: int
    least: float


@dataclass
class _Try:
    """A unit whose quarter is being tried: `low` is known to be too little, `high` to be enough."""

    unit: str
    row: pd.Series
    start: int
    stop: int
    low: int
    high: int
    low_z: float
    high_z: float

    def middle(self, target: float) -> int:
        """Where a straight line through both ends, on the scale of the normal law, meets the flag's least chance."""
        width, spread = self.high - self.low, self.high_z - self.low_z
        share = (target - self.low_z) / spread if spread > 0 else 0.5
        # a little off to the side of the nearer end, so that the other end comes close too
        aim = self.low + share * width + (0.6 if share < 0.5 else -0.6)
        return int(min(max(round(aim), self.low + 1), self.high - 1))


def find_checkpoints(
    prepared: Prepared, learned: Mapping[str, Learned], rows: pd.DataFrame, units: Sequence[str]
) -> dict[str, Checkpoint]:
    """Unit -> its checkpoint; without units whose flag cannot worsen, whose quarter ends the year, or without figures of their own.

    Parameters
    ----------
    prepared : of the whole answer.
    rows : of one measure and one year, one per unit.
    """
    name, year = str(rows["measure"].iloc[0]), int(rows["year"].iloc[0])
    case = prepared.cases.get(name)
    if case is None or prepared.known is None or len(case.panel.units) > MOST_UNITS:
        return {}
    judging = prepared.judging[name]
    if judging.cuts != Cuts() or judging.restating or judging.earlier is not None:
        return {}  # these judge by more than the unit's own chance
    of_unit = {str(row["unit"]): row for _, row in rows.iterrows()}
    tries = [made for unit in units if unit in of_unit and (made := _begin(of_unit[unit], case.panel, year))]
    if not tries:
        return {}
    shown = prepared.known if prepared.ask.show_restricted else fold_restricted(prepared.known, name)[0]
    counts = shown.counts[(shown.counts["measure"] == name) & (shown.counts["status"] != "estimate")]
    land = _Landing(
        counts, case, replace(learned[name], horizon=(year,)), MODELS[prepared.ask.model], prepared.ask.seed
    )
    return {made.unit: Checkpoint(made.stop - 1, _reached(made.row) + made.high) for made in _solve(tries, land)}


def _begin(row: pd.Series, panel: Panel, year: int) -> _Try | None:
    """Where the search begins: nothing in the quarter is too little, what is left to the quota is enough."""
    unit = str(row["unit"])
    if row["flag"] not in LIMITS or row["quota_kind"] not in KINDS or unit not in panel.units:
        return None
    at = panel.units.index(unit)
    block = next((block for block in panel.blocks if at in block.units), None)
    quarter = _next_quarter(block, year) if block is not None else None
    if quarter is None:
        return None
    told = day_text(quarter.start - 1) if quarter.start > year_period(year).start else ""
    left = int(np.ceil(row["quota_low"] - _reached(row)))
    if told != row["observed_through"] or left <= 0:
        return None
    return _Try(unit, row, quarter.start, quarter.stop, -1, left, -_far(), _far())


def _reached(row: pd.Series) -> float:
    return float(np.nan_to_num(row["observed"]))


def _far() -> float:
    return float(ndtri(1 - _SURE))


def _solve(tries: list[_Try], land: _Landing) -> list[_Try]:
    """The tries with their ends next to each other; without those that not even an empty quarter makes worse."""
    values = {made.unit: 0 for made in tries}
    while open_ := [made for made in tries if made.high - made.low > 1]:
        for made in open_:
            first = made.low < 0 and made.high_z == _far()
            values[made.unit] = 0 if first else made.middle(float(ndtri(LIMITS[str(made.row["flag"])])))
        judged = land.judge(open_, values)
        for made in open_:
            flag, z = judged[made.unit]
            if FLAGS.index(flag) > FLAGS.index(str(made.row["flag"])):
                made.low, made.low_z = values[made.unit], z
            else:
                made.high, made.high_z = values[made.unit], z
    return [made for made in tries if made.high > 0]


def _next_quarter(block: Block, year: int) -> Period | None:
    """From the day after the unbroken figures of the year to the quarter's end; None for the last one, or where more is known."""
    whole = year_period(year)
    start = block.known_until(whole)
    known_later = any(run.stop > start and run.start < whole.stop for piece in block.pieces for run in piece)
    if known_later or quarter_of_day(start) % SEASONS == SEASONS - 1 or start >= whole.stop:
        return None
    return Period(start, quarter_start(quarter_of_day(start) + 1))


def _with_next_quarter(block: Block, year: int) -> Block:
    """The block as if the next quarter had been reported; what it brought is of no matter to the years before."""
    quarter = _next_quarter(block, year)
    if quarter is None:
        return block
    nothing = np.zeros((len(block.units), 1))
    values, spreads = (np.hstack([known, nothing]) for known in (block.values, block.spreads))
    return replace(block, pieces=(*block.pieces, (quarter,)), values=values, spreads=spreads)


@dataclass(frozen=True)
class _Landing:
    """Lands units anew with a quarter set to a number; `counts` are the figures of the measure as shown."""

    counts: pd.DataFrame
    case: Case
    learned: Learned
    model: Model
    seed: int

    def judge(self, tries: Sequence[_Try], values: Mapping[str, int]) -> dict[str, tuple[str, float]]:
        """Unit -> flag and chance, on the scale of the normal law."""
        panel = self._panel(tries, values)
        laws = self._land(panel, self._learned_then)
        judged = {}
        for made in tries:
            at = self.case.panel.units.index(made.unit)
            law = self._coherent(laws.laws[0], panel.units.index(made.unit), at)
            quota = float(made.row["quota_low"])
            p_met = float(take(law, np.array([at])).reaches(np.array([quota]))[0])
            met = _reached(made.row) + values[made.unit] >= quota
            flag = choose_flag(p_met, certain_met=met, no_data=False)
            judged[made.unit] = (flag, float(ndtri(np.clip(p_met, _SURE, 1 - _SURE))))
        return judged

    def _panel(self, tries: Sequence[_Try], values: Mapping[str, int]) -> Panel:
        """The figures of the units that are tried, and what they are tried with."""
        units = [made.unit for made in tries]
        own = self.counts[self.counts["unit"].isin(units)]
        new = pd.DataFrame(
            {
                "unit": units, "start": [made.start for made in tries], "stop": [made.stop for made in tries],
                "value": [float(values[unit]) for unit in units],
            }
        ).reindex(columns=own.columns)  # fmt: skip
        new[["low", "high"]] = new[["low", "high"]].astype(float)
        return build_panel(pd.concat([own, new], ignore_index=True), self.case.measure.name, units, self.case.tree)

    @cached_property
    def _learned_then(self) -> Learned:
        """What was learned; how a year runs, from the past years of all, for the days that they will have behind them by then."""
        (year,), everyone = self.learned.horizon, self.case.panel
        then = replace(everyone, blocks=tuple(_with_next_quarter(block, year) for block in everyone.blocks))
        now, then_learned = self.learned.plan[year], learn_plan(then, year, self.case.plans, self.case.prior)
        windows = {
            name: getattr(now.in_year, name) | getattr(then_learned.in_year, name)
            for name in ("windows", "everyone", "siblings")
        }
        return replace(self.learned, plan={year: replace(now, in_year=replace(now.in_year, **windows))})

    def _land(self, panel: Panel, learned: Learned) -> YearLaws:
        whole = self.case.measure.whole
        path_panel = panel.of_whole_years() if learned.by_whole_years else panel
        landing = self.model.land(path_panel, learned.horizon, whole, learned.path, None).tilted(learned.odds)
        places = [self.case.panel.units.index(unit) for unit in panel.units]
        plans = {year: plan[places] for year, plan in self.case.plans.items()}
        return combine_years(panel, landing, plans, self.case.prior, learned, whole=whole)

    @cached_property
    def _now(self) -> YearLaws:
        """Everybody's laws as known today."""
        whole, panel = self.case.measure.whole, self.case.panel
        path_panel = panel.of_whole_years() if self.learned.by_whole_years else panel
        landing = self.model.land(path_panel, self.learned.horizon, whole, self.learned.path, None).tilted(
            self.learned.odds
        )
        laws = combine_years(panel, landing, self.case.plans, self.case.prior, self.learned, whole=whole)
        return sharpen_years(laws, panel, self.case.stated, self.learned.estimates)

    def _coherent(self, laws: GridLaw, row: int, at: int) -> GridLaw:
        """Everybody's laws with the one of a unit replaced, made to add up."""
        now = self._now.laws[0]
        replaced = {name: getattr(now, name).copy() for name in ("points", "probability", "certain", "lowest")}
        for name, column in replaced.items():
            column[at] = getattr(laws, name)[row]
        years = replace(self._now, laws=(replace(now, **replaced),))
        setting = Setting(self.case.hierarchy, self.case.panel.units, self.learned.trees, self.case.plans, self.seed)
        return cohere_years(years, setting).laws[0]
