"""The panel: what is known of every unit, as sums over disjoint pieces of time, grouped by pattern of reporting.

Units that reported the same periods share one `Block`, so that a model factorises each pattern once. Choosing the vintage is
`forecast.engine.as_of`; reading and checking come before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from forecast.core.periods import Period, quarter_of_day, quarter_period, year_period

LEAP = 1  # days by which the same day of two years may differ
Runs = tuple[Period, ...]  # disjoint runs of days in order of time: what one piece covers


@dataclass(frozen=True)
class Block:
    """Units with one pattern of reporting.

    Attributes
    ----------
    units : (n_units,) positions in `Panel.units`.
    pieces : disjoint pieces of time in order of their end; a piece is one run or what is left of a run (a year less its Q2).
    values : (n_units, n_pieces) sums over the pieces; no NaN.
    spreads : (n_units, n_pieces) standard deviation of a value known only as a range, else 0.
    """

    units: np.ndarray
    pieces: tuple[Runs, ...]
    values: np.ndarray
    spreads: np.ndarray

    def covered(self, year: int) -> tuple[int, ...]:
        """Positions of the pieces that lie wholly within a calendar year."""
        whole = year_period(year)
        return tuple(j for j, piece in enumerate(self.pieces) if all(whole.contains(run) for run in piece))

    def observed(self, year: int) -> np.ndarray:
        """(n_units,) sum of the known pieces of the year; NaN when none is known."""
        inside = list(self.covered(year))
        return self.values[:, inside].sum(1) if inside else np.full(len(self.units), np.nan)

    def unknown(self, year: int) -> Runs:
        """Runs of the year that no piece within the year covers."""
        known = [run for j in self.covered(year) for run in self.pieces[j]]
        return subtract(year_period(year), known)

    def known_until(self, span: Period) -> int:
        """Day up to which the figures from the start of a span are unbroken; its start where nothing is known."""
        stop = span.start
        for run in sorted(run for piece in self.pieces if all(span.contains(run) for run in piece) for run in piece):
            if run.start > stop:
                break
            stop = max(stop, run.stop)
        return stop

    def sum_to(self, span: Period, stop: int) -> np.ndarray:
        """(n_units,) sum from the start of a span to a day (exclusive); NaN unless pieces fill it, a leap day forgiven."""
        inside = [
            j
            for j, piece in enumerate(self.pieces)
            if all(span.start <= run.start and run.stop <= stop + LEAP for run in piece)
        ]
        days = sum(run.stop - run.start for j in inside for run in self.pieces[j])
        if not inside or abs(days - (stop - span.start)) > LEAP:
            return np.full(len(self.units), np.nan)
        return self.values[:, inside].sum(1)


@dataclass(frozen=True)
class Panel:
    """All units of one measure.

    Attributes
    ----------
    units : unit ids in sorted order.
    blocks : every unit with at least one figure is in exactly one block.
    """

    measure: str
    units: tuple[str, ...]
    blocks: tuple[Block, ...]

    def observed(self, year: int) -> np.ndarray:
        """(n_units,) sum of the known pieces of the year; NaN when none is known."""
        return self._gather(lambda block: block.observed(year))

    def total(self, year: int) -> np.ndarray:
        """(n_units,) the year's total where every day of it is covered, else NaN."""
        return self._gather(
            lambda block: block.observed(year) if not block.unknown(year) else np.full(len(block.units), np.nan)
        )

    def years(self) -> range:
        """First to last calendar year that any piece touches."""
        days = [(piece[0].start, piece[-1].stop) for block in self.blocks for piece in block.pieces]
        if not days:
            return range(0)
        first = quarter_of_day(min(start for start, _ in days)) // 4
        return range(first, quarter_of_day(max(stop for _, stop in days) - 1) // 4 + 1)

    def _gather(self, of_block: Callable[[Block], np.ndarray]) -> np.ndarray:
        gathered = np.full(len(self.units), np.nan)
        for block in self.blocks:
            gathered[block.units] = of_block(block)
        return gathered


def subtract(whole: Period, parts: Sequence[Period]) -> Runs:
    """What is left of a run when disjoint runs are cut out.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> [run.text for run in subtract(parse_period("2023"), [parse_period("2023Q2")])]
    ['2023Q1', '2023H2']
    """
    left, at = [], whole.start
    for part in sorted(parts):
        if part.stop <= whole.start or part.start >= whole.stop:
            continue
        if part.start > at:
            left.append(Period(at, part.start))
        at = max(at, part.stop)
    if at < whole.stop:
        left.append(Period(at, whole.stop))
    return tuple(left)


def build_panel(counts: pd.DataFrame, measure: str, units: Sequence[str]) -> Panel:
    """Arrange the figures of one measure, one vintage, estimates left out.

    Parameters
    ----------
    counts : columns unit, start, stop, value, low, high; one row per unit and period.
    units : ids to hold, in any order; a unit without figures is in no block.
    """
    ids = tuple(sorted(units))
    value, spread = _midpoints(counts)
    known = np.isfinite(value) & counts["unit"].isin(ids).to_numpy()
    frame = counts.loc[known, ["unit", "start", "stop"]].assign(value=value[known], spread=spread[known])
    frame["at"] = pd.Categorical(frame["unit"], categories=ids).codes
    spans = frame.groupby(["start", "stop"], sort=True).ngroup().to_numpy()
    order = np.lexsort((spans, frame["at"].to_numpy()))
    at, spans = frame["at"].to_numpy()[order], spans[order]
    values, spreads = frame["value"].to_numpy()[order], frame["spread"].to_numpy()[order]
    starts, stops = frame["start"].to_numpy()[order], frame["stop"].to_numpy()[order]
    bounds = np.flatnonzero(np.r_[True, at[1:] != at[:-1], True]) if len(at) else np.zeros(1, int)
    patterns: dict[bytes, list[int]] = {}
    for group in range(len(bounds) - 1):
        of_unit = slice(bounds[group], bounds[group + 1])
        alone = at[bounds[group]].tobytes() if spreads[of_unit].any() else b""  # a spread is a pattern of its own
        patterns.setdefault(spans[of_unit].tobytes() + alone, []).append(group)
    blocks = []
    for groups in patterns.values():
        first = slice(bounds[groups[0]], bounds[groups[0] + 1])
        rows = bounds[groups][:, None] + np.arange(first.stop - first.start)
        periods = tuple(Period(int(a), int(b)) for a, b in zip(starts[first], stops[first], strict=True))
        pieces, weights = disjoint_pieces(periods)
        blocks.append(
            Block(at[bounds[groups]], pieces, values[rows] @ weights.T, np.sqrt(spreads[rows] ** 2 @ np.abs(weights).T))
        )
    return Panel(measure, ids, tuple(blocks))


def _midpoints(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """A range is read as its middle with the spread of an even law; an open one as lying within a tenth of its bound."""
    value, low, high = (counts[name].to_numpy(float) for name in ("value", "low", "high"))
    low = np.where(np.isnan(low) & ~np.isnan(high), 0.9 * high, low)
    high = np.where(np.isnan(high), 1.1 * low, high)
    ranged = np.isnan(value) & np.isfinite(low)
    return np.where(ranged, (low + high) / 2, value), np.where(ranged, (high - low) / np.sqrt(12), 0.0)


@lru_cache(maxsize=4096)
def disjoint_pieces(periods: tuple[Period, ...]) -> tuple[tuple[Runs, ...], np.ndarray]:
    """Cut nested periods into disjoint pieces: each period less the periods inside it.

    Months that fill a quarter are joined to that quarter; a period that its parts fill adds no piece.

    Parameters
    ----------
    periods : distinct, each pair disjoint or nested.

    Returns
    -------
    pieces : in order of their end.
    weights : (n_pieces, n_periods); piece value = weights @ period values.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> pieces, weights = disjoint_pieces((parse_period("2023"), parse_period("2023Q1")))
    >>> [[run.text for run in piece] for piece in pieces], weights.tolist()
    ([['2023Q1'], ['2023-04..2023-12']], [[0.0, 1.0], [1.0, -1.0]])
    """
    order = sorted(range(len(periods)), key=lambda j: (periods[j].start, -periods[j].stop))
    children: list[list[int]] = [[] for _ in periods]
    open_ones: list[int] = []
    for j in order:
        while open_ones and not periods[open_ones[-1]].contains(periods[j]):
            open_ones.pop()
        if open_ones:
            children[open_ones[-1]].append(j)
        open_ones.append(j)
    found: list[tuple[Runs, np.ndarray]] = []
    for j, period in enumerate(periods):
        left = subtract(period, [periods[child] for child in children[j]])
        if left:
            row = np.zeros(len(periods))
            row[j] = 1.0
            row[children[j]] = -1.0
            found.append((left, row))
    joined = _join_quarters(found)
    joined.sort(key=lambda piece: (piece[0][-1].stop, piece[0][0].start))
    rows = np.array([row for _, row in joined]).reshape(len(joined), len(periods))
    return tuple(runs for runs, _ in joined), rows


def _join_quarters(found: list[tuple[Runs, np.ndarray]]) -> list[tuple[Runs, np.ndarray]]:
    parts: dict[int, list[tuple[Runs, np.ndarray]]] = {}
    joined = []
    for runs, row in found:
        quarter = quarter_of_day(runs[0].start)
        if quarter == quarter_of_day(runs[-1].stop - 1) and (runs[0] != quarter_period(quarter)):
            parts.setdefault(quarter, []).append((runs, row))
        else:
            joined.append((runs, row))
    for quarter, inside in parts.items():
        whole = quarter_period(quarter)
        if sum(run.stop - run.start for runs, _ in inside for run in runs) == whole.stop - whole.start:
            joined.append(((whole,), np.sum([row for _, row in inside], axis=0)))
        else:
            joined.extend(inside)
    return joined
