"""Own figures of units by whole years and by quarters, read off the panel; nothing is estimated here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.core.periods import SEASONS, quarter_of_day, quarter_start

YEARS_BACK = 10


@dataclass(frozen=True)
class History:
    """What is known of some units before and in a year.

    Attributes
    ----------
    year : the year asked about.
    totals : (n_units, YEARS_BACK) of the years before it, in order; NaN where not known in full.
    quarters : (n_units, YEARS_BACK + 1, 4) as far as figures run unbroken from each 1 January, that year last; else NaN.
    """

    year: int
    totals: np.ndarray
    quarters: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """(n_units, 4) this year's quarters, NaN where not known."""
        return self.quarters[:, -1]


def read_history(panel: Panel, year: int) -> History:
    """The figures of all units of a panel about a year.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> pieces = tuple((parse_period(text),) for text in ("2022", "2023Q1", "2023Q2"))
    >>> panel = Panel("m", ("a",), (Block(np.array([0]), pieces, np.array([[90.0, 20.0, 30.0]]), np.zeros((1, 3))),))
    >>> history = read_history(panel, 2023)
    >>> history.totals[0, -1].item(), history.known.tolist()
    (90.0, [[20.0, 30.0, nan, nan]])
    """
    years = range(year - YEARS_BACK, year + 1)
    cumulated = np.full((len(panel.units), len(years), SEASONS), np.nan)
    for block in panel.blocks:
        cumulated[block.units] = _cumulate(block, years)
    totals = np.stack([panel.total(before) for before in years[:-1]], axis=1)
    return History(year, totals, np.diff(cumulated, axis=2, prepend=0.0))


def _cumulate(block: Block, years: Sequence[int]) -> np.ndarray:
    """(n_units, n_years, 4) sums from 1 January to each quarter's end, as far as runs follow one another."""
    found = np.full((len(block.units), len(years), SEASONS), np.nan)
    ends = {
        quarter_start(SEASONS * year + quarter + 1): (at, quarter)
        for at, year in enumerate(years)
        for quarter in range(SEASONS)
    }
    runs = sorted((piece[0].start, piece[0].stop, at) for at, piece in enumerate(block.pieces) if len(piece) == 1)
    stop, total = -1, np.zeros(len(block.units))
    for start, end, at in runs:
        if start == quarter_start(quarter_of_day(start) // SEASONS * SEASONS):
            stop, total = start, np.zeros(len(block.units))
        if start != stop:
            continue
        stop, total = end, total + block.values[:, at]
        if end in ends and quarter_of_day(end - 1) // SEASONS == years[ends[end][0]]:
            found[:, *ends[end]] = total
    return found
