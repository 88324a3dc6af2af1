"""The next quarter of a block of units, and what is known of how years run once it is over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecast.core.panel import Block
from forecast.core.periods import SEASONS, Period, quarter_of_day, quarter_start, year_period
from forecast.engine.case import Case
from forecast.engine.learn import Learned
from forecast.models.plan import learn_plan


def next_quarter(block: Block, year: int) -> Period | None:
    """From the day after the unbroken figures of the year to the quarter's end; None for the last one, or where more is known."""
    whole = year_period(year)
    start = block.known_until(whole)
    known_later = any(run.stop > start and run.start < whole.stop for piece in block.pieces for run in piece)
    if known_later or quarter_of_day(start) % SEASONS == SEASONS - 1 or start >= whole.stop:
        return None
    return Period(start, quarter_start(quarter_of_day(start) + 1))


def learned_then(case: Case, learned: Learned, year: int) -> Learned:
    """What was learned; how a year runs, from the past years of all, for the days that they will have behind them by then."""
    then = replace(case.panel, blocks=tuple(_with_next_quarter(block, year) for block in case.panel.blocks))
    now, later = (
        learned.plan[year].in_year,
        learn_plan(then, year, case.plans, case.prior, whole=case.measure.whole).in_year,
    )
    windows = {name: getattr(now, name) | getattr(later, name) for name in ("windows", "everyone", "siblings")}
    return replace(learned, plan={**learned.plan, year: replace(learned.plan[year], in_year=replace(now, **windows))})


def _with_next_quarter(block: Block, year: int) -> Block:
    """The block as if the next quarter had been reported; what it brought is of no matter to the years before."""
    quarter = next_quarter(block, year)
    if quarter is None:
        return block
    nothing = np.zeros((len(block.units), 1))
    values, spreads = (np.hstack([known, nothing]) for known in (block.values, block.spreads))
    return replace(block, pieces=(*block.pieces, (quarter,)), values=values, spreads=spreads)
