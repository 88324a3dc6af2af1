"""The laws of the annual totals by the chain, for any units, given what the panel taught."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.distributions.counts_law import LADDER, CountsLaw
from forecast.models.small_counts.ahead import Open, chances_ahead, correlate_years, open_parts, weigh
from forecast.models.small_counts.calendar import lay_out, mean_counts, quarters_told
from forecast.models.small_counts.gaps import chances_of_gaps, reaches_across
from forecast.models.small_counts.learn import LARGEST, CountsLearned
from forecast.models.small_counts.sweep import Chain, believe, make_timetable

OWN_WEIGHT = 3.0  # quarters of own figures at which half of the answer is the unit's own


@dataclass(frozen=True)
class CountsLanding:
    """Laws of the totals of several years.

    Attributes
    ----------
    totals : one law per year asked for; none for units that are not small.
    correlation : (n_units, n_years, n_years) between the totals of the years.
    own : (n_units,) share of the answer that is the unit's own, 0-1.
    """

    totals: tuple[CountsLaw, ...]
    correlation: np.ndarray
    own: np.ndarray


def land_counts(panel: Panel, years: Sequence[int], learned: CountsLearned) -> CountsLanding:
    """Laws of the totals of the years for all units that are small, each as if it were alone.

    A unit whose figures reach across the bounds of an open year is left without a law, and so is one without any figures.
    """
    chain, n_units = learned.chain, len(panel.units)
    seen = panel.only(np.flatnonzero(mean_counts(panel) < LARGEST))
    belief, now = _believe_all(chain, seen)
    landing = CountsLanding(
        tuple(CountsLaw(np.full((n_units, len(LADDER)), np.nan), np.zeros(n_units)) for _ in years),
        np.tile(np.eye(len(years)), (n_units, 1, 1)),
        np.zeros(n_units),
    )
    ahead = cache(partial(chances_ahead, chain))  # the same for all blocks that stand alike
    for block in seen.blocks:
        if not any(reaches_across(block, year) for year in years):
            _land_block(landing, chain, block, years, belief[block.units], int(now[block.units[0]]), ahead)
    return landing


def _believe_all(chain: Chain, panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    """Belief after all figures of every unit, and the quarter of its last figure."""
    table = make_timetable(lay_out(panel), len(panel.units))
    belief = np.repeat(chain.prior[None], len(panel.units), 0)
    for after in believe(chain, table):
        belief = after
    return belief, table.ends


def _land_block(
    landing: CountsLanding, chain: Chain, block: Block, years: Sequence[int], belief: np.ndarray, now: int,
    ahead: Callable[[Open, int], np.ndarray],
) -> None:  # fmt: skip
    told, opened = quarters_told(block), [open_parts(block, year) for year in years]
    landing.own[block.units] = told / (told + OWN_WEIGHT)
    for law, year, parts in zip(landing.totals, years, opened, strict=True):
        law.shift[block.units] = np.rint(np.nan_to_num(block.observed(year)))
        if parts and parts[0][0] < now:
            law.at_most[block.units] = chances_of_gaps(chain, block, parts)
        elif parts:
            law.at_most[block.units] = weigh(belief, ahead(parts, now))
        elif not block.spreads[:, list(block.covered(year))].any():
            law.at_most[block.units] = 1.0  # a known total is certain, not but for a rounding
    if len(years) > 1:
        landing.correlation[block.units] = correlate_years(chain, belief, opened, now)
