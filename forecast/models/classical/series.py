"""A block of units as one plain series of equal steps, which is all that a classical model can read.

The steps are quarters, half years or years: the finest of them of which enough figures stand in an unbroken run. What a
model says of the steps is turned into laws of years by `forecast.models.classical.land`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forecast.core.panel import Block
from forecast.core.periods import SEASONS, Period, quarter_of_day, quarter_start

LEAST_RUN = {1: 8, 2: 4, 4: 3}  # quarters in a step -> steps needed: two years, or three yearly totals


@dataclass(frozen=True)
class Series:
    """The figures of a block in equal steps, and which part of them the asked years still lack.

    Attributes
    ----------
    figures : (n_units, n_steps) NaN where a step is not known; the last steps are those ahead.
    period : steps in a year.
    open_share : (n_years, n_steps) part of each step, by days, that is missing from each year.
    first_open : the first step of which anything is missing; figures from there on are known by chance (Q2 without Q1).
    """

    figures: np.ndarray
    period: int
    open_share: np.ndarray
    first_open: int

    @property
    def start(self) -> int:
        """The first known step."""
        return int(np.flatnonzero(np.isfinite(self.figures[0]))[0])

    @property
    def run(self) -> range:
        """The longest unbroken run of known steps before the first open one, the latest among equals."""
        return longest_run(np.isfinite(self.figures[0, : self.first_open]))


def make_series(block: Block, years: Sequence[int]) -> Series | None:
    """The series of a block in the finest steps that it has enough of; None where it has enough of none.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> told = tuple((parse_period(text),) for text in ("2019", "2020", "2021", "2022", "2023Q1"))
    >>> block = Block(np.array([0]), told, np.array([[8.0, 9.0, 8.0, 10.0, 3.0]]), np.zeros((1, 5)))
    >>> series = make_series(block, [2023])
    >>> series.period, series.figures[0, series.run].tolist(), series.open_share.round(2).tolist()
    (1, [8.0, 9.0, 8.0, 10.0], [[0.0, 0.0, 0.0, 0.0, 0.75]])
    """
    for quarters, least in LEAST_RUN.items():
        series = _in_steps(block, years, quarters)
        if len(series.run) >= least:
            return series
    return None


def longest_run(known: np.ndarray) -> range:
    """The longest run of true values, the latest among equals.

    Examples
    --------
    >>> longest_run(np.array([True, True, False, True, True]))
    range(3, 5)
    """
    edges = np.flatnonzero(np.diff(np.r_[False, known, False].astype(int)))
    runs = [range(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    return max(runs, key=lambda run: (len(run), run.start), default=range(0))


def _in_steps(block: Block, years: Sequence[int], quarters: int) -> Series:
    first = quarter_of_day(min(piece[0].start for piece in block.pieces)) // SEASONS * SEASONS
    last = SEASONS * (max(years) + 1)
    bounds = [quarter_start(quarter) for quarter in range(min(first, SEASONS * min(years)), last + 1, quarters)]
    steps = [Period(start, stop) for start, stop in pairwise(bounds)]
    figures = np.stack([block.sum_to(step, step.stop) for step in steps], axis=1)
    open_share = np.zeros((len(years), len(steps)))
    for at, year in enumerate(years):
        for run in block.unknown(year):
            for place, step in enumerate(steps):
                days = min(run.stop, step.stop) - max(run.start, step.start)
                open_share[at, place] += max(days, 0) / (step.stop - step.start)
    missing = np.flatnonzero(open_share.any(0))
    return Series(figures, SEASONS // quarters, open_share, int(missing[0]) if len(missing) else len(steps))
