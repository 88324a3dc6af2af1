"""The panel: what is known of every unit, as sums over disjoint pieces of time, grouped by pattern of reporting.

Units that reported the same periods share one `Block`, so that a model factorises each pattern once. Choosing the vintage is
`forecast.engine.as_of`; reading and checking come before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from zlib import crc32

import numpy as np
import pandas as pd

from forecast.core.block import Block
from forecast.core.lives import ALWAYS, Tree
from forecast.core.periods import Period, quarter_of_day, year_period
from forecast.core.pieces import Runs, disjoint_pieces, first_year, is_whole_years, parts_of_quarters, within


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

    def beside(self, other: Panel) -> Panel:
        """This panel's figures and those of another of the same units, none of which have figures in both."""
        return replace(self, blocks=(*self.blocks, *other.blocks)) if other.blocks else self

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
        return np.sort(told[np.argsort(_digests(self.units)[told], kind="stable")[:most]])

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


@lru_cache(maxsize=1)
def _digests(units: tuple[str, ...]) -> np.ndarray:
    """(n_units,) digest of each id; kept, as several samples are drawn from the same units."""
    return np.fromiter((crc32(unit.encode()) for unit in units), np.uint32, len(units))


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
