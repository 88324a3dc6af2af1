"""Units that reported the same periods: their figures as sums over disjoint pieces of time.

All units of a measure are `forecast.core.panel`'s; how periods become pieces is `forecast.core.pieces`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from forecast.core.lives import ALWAYS
from forecast.core.periods import Period, quarter_of_day, quarter_period, year_period
from forecast.core.pieces import Runs, is_whole_years, subtract

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
        return year_period(year).common(self.life)

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
        days = int(self._days[inside].sum()) + sum(run.stop - run.start for j in parts for run in self.parts[j])
        if not days or abs(days - (stop - span.start)) > LEAP:
            return np.full(len(self.units), np.nan)
        told = self.values.take(inside, 1).sum(1)
        return told + self.part_values.take(parts, 1).sum(1) if parts else told

    def sums_to(self, spans: Sequence[Period | None]) -> np.ndarray:
        """(n_units, n_spans) sums over whole spans, as `sum_to` has them; 0 where there is none."""
        sums, asked = np.zeros((len(self.units), len(spans))), [at for at, span in enumerate(spans) if span]
        first, last = (np.array([getattr(spans[at], end) for at in asked], int) for end in ("start", "stop"))
        starts, stops = self._ends
        inside = (starts >= first[:, None]) & (stops <= last[:, None] + LEAP)
        filled = inside.any(1) & (np.abs(inside @ self._days - (last - first)) <= LEAP)
        for row, at in enumerate(asked):
            span = spans[at]
            if filled[row] and not self.parts:
                sums[:, at] = self.values.take(np.flatnonzero(inside[row]), 1).sum(1)
            elif span:
                sums[:, at] = self.sum_to(span, span.stop) if self.parts else np.nan
        return sums

    def _within(self, start: int, stop: int) -> tuple[int, ...]:
        starts, stops = self._ends
        return tuple(np.flatnonzero((starts >= start) & (stops <= stop)).tolist())

    def _parts_within(self, start: int, stop: int) -> list[int]:
        """Positions of the parts within some days, of quarters that are not wholly within them."""
        if not self.parts:
            return []
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
    def _days(self) -> np.ndarray:
        """(n_pieces,) days of each piece."""
        return np.array([sum(run.stop - run.start for run in piece) for piece in self.pieces], int)

    @cached_property
    def _part_ends(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(n_parts,) first day of each part and the day after its last, and the same of the quarter that it lies in."""
        quarters = [quarter_period(quarter_of_day(part[0].start)) for part in self.parts]
        ends = [(part[0].start, part[-1].stop, q.start, q.stop) for part, q in zip(self.parts, quarters, strict=True)]
        starts, stops, opens, closes = np.array(ends, int).reshape(-1, 4).T
        return starts, stops, opens, closes
