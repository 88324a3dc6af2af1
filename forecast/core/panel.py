"""The panel: what is known of every unit, as sums over disjoint pieces of time, grouped by pattern of reporting.

Units that reported the same periods share one `Block`, so that a model factorises each pattern once. Choosing the vintage is
`forecast.engine.as_of`; reading and checking come before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from zlib import crc32

import numpy as np
import pandas as pd

from forecast.core.lives import ALWAYS, Tree
from forecast.core.periods import Period, quarter_of_day, quarter_period, year_period
from forecast.core.pieces import Runs, disjoint_pieces, first_year, is_whole_years, parts_of_quarters, subtract, within

LEAP = 1  # days by which the same day of two years may differ


@dataclass(frozen=True)
class Block:
    """Units with one pattern of reporting.

    Attributes
    ----------
    units : (n_units,) positions in `Panel.units`.
    pieces : disjoint pieces of time in order of their end; a piece is one run or what is left of a run (a year less its Q2).
    values : (n_units, n_pieces) sums over the pieces; no NaN.
    spreads : (n_units, n_pieces) standard deviation of a value known only as a range, else 0.
    life : days at work; outside them a unit brings nothing, so they are in no piece and never unknown.
    parts, part_values : what was told within quarters that are one piece (its months), in order of their end, and
        (n_units, n_parts) sums over them.
    """

    units: np.ndarray
    pieces: tuple[Runs, ...]
    values: np.ndarray
    spreads: np.ndarray
    life: Period = ALWAYS
    parts: tuple[Runs, ...] = ()
    part_values: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        if not self.parts:
            object.__setattr__(self, "part_values", np.zeros((len(self.units), 0)))

    @property
    def told_by_years(self) -> bool:
        """Whether every figure is of whole calendar years."""
        return all(is_whole_years(piece) for piece in self.pieces)

    def only(self, rows: np.ndarray) -> Block:
        """The block of some of its units, by their rows in it; a row may be named twice."""
        return replace(
            self,
            units=self.units[rows],
            values=self.values[rows],
            spreads=self.spreads[rows],
            part_values=self.part_values[rows],
        )

    def told(self, pieces: Sequence[int]) -> Block:
        """The block with some of its pieces, by position, as if nothing had been told within them."""
        kept, at = tuple(self.pieces[j] for j in pieces), list(pieces)
        return replace(self, pieces=kept, values=self.values[:, at], spreads=self.spreads[:, at], parts=())

    def until(self, day: int) -> Block:
        """What was known by a day (exclusive): of a quarter that was not over, the parts that were told."""
        pieces = [at for at, piece in enumerate(self.pieces) if piece[-1].stop <= day]
        _, stops, _, closes = self._part_ends
        within = np.flatnonzero(closes <= day).tolist()
        open_ones = np.flatnonzero((stops <= day) & (closes > day)).tolist()
        found = [*(self.pieces[at] for at in pieces), *(self.parts[at] for at in open_ones)]
        order = sorted(range(len(found)), key=lambda at: (found[at][-1].stop, found[at][0].start))
        values = np.concatenate([self.values[:, pieces], self.part_values[:, open_ones]], axis=1)
        spreads = np.concatenate([self.spreads[:, pieces], np.zeros((len(self.units), len(open_ones)))], axis=1)
        return replace(
            self,
            pieces=tuple(found[at] for at in order),
            values=values[:, order],
            spreads=spreads[:, order],
            parts=tuple(self.parts[at] for at in within),
            part_values=self.part_values[:, within],
        )

    def covered(self, year: int) -> tuple[int, ...]:
        """Positions of the pieces that lie wholly within a calendar year."""
        whole = year_period(year)
        return self._within(whole.start, whole.stop)

    def observed(self, year: int) -> np.ndarray:
        """(n_units,) sum of the known pieces of the year; NaN when none is known."""
        inside = list(self.covered(year))
        return self.values.take(inside, 1).sum(1) if inside else np.full(len(self.units), np.nan)

    def unknown(self, year: int) -> Runs:
        """Runs of the year, while the units are at work, that no piece within the year covers."""
        known = [run for j in self.covered(year) for run in self.pieces[j]]
        at_work = self.at_work(year)
        return subtract(at_work, known) if at_work else ()

    def at_work(self, year: int) -> Period | None:
        """The part of a year in which the units are at work."""
        whole = year_period(year)
        start, stop = max(whole.start, self.life.start), min(whole.stop, self.life.stop)
        return Period(start, stop) if start < stop else None

    def known_until(self, span: Period) -> int:
        """Day up to which the figures from the start of a span are unbroken; its start where nothing is known.

        A unit that opens within the span has its figures from then on.
        """
        opens = min(max(span.start, self.life.start), span.stop)
        if any(run.start < opens and run.stop > span.start for piece in self.pieces for run in piece):
            opens = span.start  # figures from before the opening stand
        stop = opens
        for run in sorted(run for piece in self.pieces if all(span.contains(run) for run in piece) for run in piece):
            if run.start > stop:
                break
            stop = max(stop, run.stop)
        return stop if stop > opens else span.start

    def sum_to(self, span: Period, stop: int) -> np.ndarray:
        """(n_units,) sum from the start of a span to a day (exclusive); NaN unless pieces fill it, a leap day forgiven.

        Quarters that the span cuts are told by their parts.
        """
        inside, parts = list(self._within(span.start, stop + LEAP)), self._parts_within(span.start, stop + LEAP)
        days = sum(run.stop - run.start for j in inside for run in self.pieces[j])
        days += sum(run.stop - run.start for j in parts for run in self.parts[j])
        if not days or abs(days - (stop - span.start)) > LEAP:
            return np.full(len(self.units), np.nan)
        return self.values.take(inside, 1).sum(1) + self.part_values.take(parts, 1).sum(1)

    def _within(self, start: int, stop: int) -> tuple[int, ...]:
        starts, stops = self._ends
        return tuple(np.flatnonzero((starts >= start) & (stops <= stop)).tolist())

    def _parts_within(self, start: int, stop: int) -> list[int]:
        """Positions of the parts within some days, of quarters that are not wholly within them."""
        starts, stops, opens, closes = self._part_ends
        inside = (starts >= start) & (stops <= stop) & ((opens < start) | (closes > stop))
        return np.flatnonzero(inside).tolist()

    @cached_property
    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        """(n_pieces,) first day of each piece, and the day after its last."""
        starts = [min(run.start for run in piece) for piece in self.pieces]
        stops = [max(run.stop for run in piece) for piece in self.pieces]
        return np.array(starts, int), np.array(stops, int)

    @cached_property
    def _part_ends(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(n_parts,) first day of each part and the day after its last, and the same of the quarter that it lies in."""
        quarters = [quarter_period(quarter_of_day(part[0].start)) for part in self.parts]
        ends = [(part[0].start, part[-1].stop, q.start, q.stop) for part, q in zip(self.parts, quarters, strict=True)]
        starts, stops, opens, closes = np.array(ends, int).reshape(-1, 4).T
        return starts, stops, opens, closes


@dataclass(frozen=True)
class Panel:
    """All units of one measure.

    Attributes
    ----------
    units : unit ids in sorted order.
    blocks : every unit with at least one figure is in exactly one block.
    parents : parent of each unit, "" for none; empty where no tree is known.
    """

    measure: str
    units: tuple[str, ...]
    blocks: tuple[Block, ...]
    parents: tuple[str, ...] = ()

    def observed(self, year: int) -> np.ndarray:
        """(n_units,) sum of the known pieces of the year; NaN when none is known."""
        return self._gather(lambda block: block.observed(year))

    def total(self, year: int) -> np.ndarray:
        """(n_units,) the year's total where every day of it is covered, else NaN; of a year at work in part too."""
        whole = year_period(year)
        return self._gather(
            lambda block: (
                block.observed(year)
                if block.at_work(year) == whole and not block.unknown(year)
                else np.full(len(block.units), np.nan)
            )
        )

    def years(self) -> range:
        """First to last calendar year that any piece touches."""
        days = [(piece[0].start, piece[-1].stop) for block in self.blocks for piece in block.pieces]
        if not days:
            return range(0)
        first = quarter_of_day(min(start for start, _ in days)) // 4
        return range(first, quarter_of_day(max(stop for _, stop in days) - 1) // 4 + 1)

    def only(self, members: np.ndarray) -> Panel:
        """The figures of some units, by position; the others are left without any."""
        chosen = np.zeros(len(self.units), bool)
        chosen[members] = True
        kept = [block.only(np.flatnonzero(chosen[block.units])) for block in self.blocks]
        return replace(self, blocks=tuple(block for block in kept if len(block.units)))

    def until(self, day: int) -> Panel:
        """What was known by a day (exclusive)."""
        known = [block.until(day) for block in self.blocks]
        return replace(self, blocks=tuple(block for block in known if block.pieces))

    def sample(self, most: int) -> np.ndarray:
        """Positions of at most so many units that have figures, the same whatever the order of the input."""
        told = np.concatenate([block.units for block in self.blocks] or [np.zeros(0, int)])
        if len(told) <= most:
            return np.sort(told)
        ranked = sorted(told.tolist(), key=lambda at: crc32(self.units[at].encode()))
        return np.array(sorted(ranked[:most]), int)

    def cut(self, members: Sequence[int]) -> Panel:
        """The panel of some units alone, by position in rising order."""
        place = np.full(len(self.units), -1)
        place[list(members)] = np.arange(len(members))
        kept = [(block, np.flatnonzero(place[block.units] >= 0)) for block in self.blocks]
        blocks = [block.only(rows) for block, rows in kept if len(rows)]
        return replace(
            self,
            units=tuple(self.units[at] for at in members),
            blocks=tuple(replace(block, units=place[block.units]) for block in blocks),
            parents=tuple(self.parents[at] for at in members) if self.parents else (),
        )

    def tells_no_parts(self) -> bool:
        """Whether no whole year was ever told by its parts: nobody here has shown how a year runs."""
        parts = ((block, piece) for block in self.blocks for piece in block.pieces if not is_whole_years(piece))
        return all(block.unknown(first_year(piece)) for block, piece in parts)

    def of_whole_years(self) -> Panel:
        """The panel without the figures of parts of years."""
        kept = [[at for at, piece in enumerate(block.pieces) if is_whole_years(piece)] for block in self.blocks]
        return replace(self, blocks=tuple(b.told(at) for b, at in zip(self.blocks, kept, strict=True) if at))

    def _gather(self, of_block: Callable[[Block], np.ndarray]) -> np.ndarray:
        gathered = np.full(len(self.units), np.nan)
        for block in self.blocks:
            gathered[block.units] = of_block(block)
        return gathered


def build_panel(counts: pd.DataFrame, measure: str, units: Sequence[str], tree: Tree | None = None) -> Panel:
    """Arrange the figures of one measure, one vintage, estimates left out.

    Parameters
    ----------
    counts : columns unit, start, stop, value, low, high; one row per unit and period.
    units : ids to hold, in any order; a unit without figures is in no block.
    tree : parents and days at work; everyone always at work when not given.
    """
    tree = tree or Tree()
    ids = tuple(sorted(units))
    value, spread = _midpoints(counts)
    position = _positions(counts["unit"], ids)
    known = np.flatnonzero(np.isfinite(value) & (position >= 0))
    spans = counts.iloc[known].groupby(["start", "stop"], sort=True).ngroup().to_numpy()
    order = np.lexsort((spans, position[known]))
    known, spans = known[order], spans[order]
    at, values, spreads = position[known], value[known], spread[known]
    starts, stops = (counts[name].to_numpy()[known] for name in ("start", "stop"))
    bounds = np.flatnonzero(np.r_[True, at[1:] != at[:-1], True]) if len(at) else np.zeros(1, int)
    ranged = np.add.reduceat(spreads, bounds[:-1]) > 0 if len(at) else np.zeros(0, bool)
    patterns: dict[tuple[bytes, Period], list[int]] = {}
    for group in range(len(bounds) - 1):
        of_unit = slice(bounds[group], bounds[group + 1])
        alone = at[bounds[group]].tobytes() if ranged[group] else b""  # a spread is a pattern of its own
        life = tree.life(ids[at[bounds[group]]])
        patterns.setdefault((spans[of_unit].tobytes() + alone, life), []).append(group)
    blocks = []
    for (_, life), groups in patterns.items():
        first = slice(bounds[groups[0]], bounds[groups[0] + 1])
        rows = bounds[groups][:, None] + np.arange(first.stop - first.start)
        periods = tuple(Period(int(a), int(b)) for a, b in zip(starts[first], stops[first], strict=True))
        pieces, weights = disjoint_pieces(periods)
        spread = np.sqrt(spreads[rows] ** 2 @ np.abs(weights).T)
        parts, of_parts = parts_of_quarters(periods) if life == ALWAYS and not spread.any() else ((), weights[:0])
        blocks.append(
            Block(
                at[bounds[groups]],
                within(pieces, life),
                values[rows] @ weights.T,
                spread,
                life,
                parts,
                values[rows] @ of_parts.T,
            )
        )
    parents = tuple(tree.parents.get(unit, "") for unit in ids) if tree.parents else ()
    return Panel(measure, ids, tuple(blocks), parents)


def _positions(units: pd.Series, ids: Sequence[str]) -> np.ndarray:
    """(n_rows,) place of each row's unit among the ids, -1 where it is none of them."""
    code, names = pd.factorize(units)
    place = {unit: at for at, unit in enumerate(ids)}
    return np.array([place.get(name, -1) for name in names.tolist()] or [-1], np.int64)[code]


def _midpoints(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """A range is read as its middle with the spread of an even law; an open one as lying within a tenth of its bound."""
    value, low, high = (counts[name].to_numpy(float) for name in ("value", "low", "high"))
    low = np.where(np.isnan(low) & ~np.isnan(high), 0.9 * high, low)
    high = np.where(np.isnan(high), 1.1 * low, high)
    ranged = np.isnan(value) & np.isfinite(low)
    return np.where(ranged, (low + high) / 2, value), np.where(ranged, (high - low) / np.sqrt(12), 0.0)


__all__ = ["Block", "Panel", "Runs", "build_panel"]
