"""Figures of a panel as whole counts over runs of the calendar, in the order in which the chain meets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.core.periods import Period, quarter_period

HALF_WIDTH = np.sqrt(3)  # of an even law, in standard deviations


@dataclass(frozen=True)
class Told:
    """One run of the calendar and the counts that units had in it.

    Attributes
    ----------
    first : index of the quarter in which the run begins.
    shares : part of that quarter and of each one after it that the run covers, 0-1.
    units : (n,) positions in the panel.
    low, high : (n,) whole counts; equal unless only a range is known.
    """

    first: int
    shares: tuple[float, ...]
    units: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def last(self) -> int:
        return self.first + len(self.shares) - 1


def lay_out(panel: Panel) -> list[Told]:
    """The figures of a panel, run by run, in order of their end.

    A piece in several runs (a year less its second quarter) is told as one count for each run, in proportion to the days.
    """
    runs: dict[Period, list[tuple[np.ndarray, np.ndarray, np.ndarray]]] = {}
    for block in panel.blocks:
        half = HALF_WIDTH * block.spreads
        lows, highs = np.ceil(block.values - half - 1e-6), np.floor(block.values + half + 1e-6)
        exact = block.spreads == 0
        lows = np.maximum(np.where(exact | (lows > highs), np.rint(block.values), lows), 0)
        highs = np.maximum(np.where(exact, lows, highs), lows)
        for at, piece in enumerate(block.pieces):
            days = np.cumsum([0, *(run.stop - run.start for run in piece)])
            ends = np.rint(np.outer(days / days[-1], lows[:, at])), np.rint(np.outer(days / days[-1], highs[:, at]))
            for part, run in enumerate(piece):
                low, high = (np.diff(end[part : part + 2], axis=0)[0].astype(int) for end in ends)
                runs.setdefault(run, []).append((block.units, low, np.maximum(low, high)))
    ordered = sorted(runs.items(), key=lambda item: (item[0].stop, item[0].start))
    return [_told(run, parts) for run, parts in ordered]


def _told(run: Period, parts: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Told:
    units, low, high = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    first, shares = quarters_of(run)
    return Told(first, shares, units, low, high)


@lru_cache(maxsize=4096)
def quarters_of(run: Period) -> tuple[int, tuple[float, ...]]:
    """The first quarter that a run touches, and the part of each quarter that it covers.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> quarters_of(parse_period("2023H1")) == (4 * 2023, (1.0, 1.0))
    True
    """
    wholes = [quarter_period(quarter) for quarter in run.quarters]
    inside = [(min(run.stop, whole.stop) - max(run.start, whole.start), whole.stop - whole.start) for whole in wholes]
    return run.quarters[0], tuple(days / length for days, length in inside)


def mean_counts(panel: Panel) -> np.ndarray:
    """(n_units,) mean count a quarter of each unit over all its figures; NaN without any."""
    mean = np.full(len(panel.units), np.nan)
    for block in panel.blocks:
        mean[block.units] = block.values.sum(1) / quarters_told(block)
    return mean


def quarters_told(block: Block) -> float:
    """How many quarters the pieces of a block cover, parts counted as parts."""
    return sum(sum(quarters_of(run)[1]) for piece in block.pieces for run in piece)
