"""What the figures of parents and children say of each other: what a parent has beyond its children becomes a unit of its
own, its remainder, forecast like any other; parents without figures are shown with their children's sums.

Only sums over the same days are compared: from the start of a year to a day on which both have unbroken figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forecast.core.lives import ALWAYS, Tree
from forecast.core.panel import Block, Panel, Runs
from forecast.core.periods import Period, year_period
from forecast.engine.hierarchy.forest import nearest_above

REST = "__rest__:"  # id of a remainder is this and its parent's id
LEAST_REST = 0.001  # of a parent's figures; of amounts, less is rounding
RECENT_YEARS = 3  # in which a remainder must show

Day = tuple[int, int]  # a calendar year and the day (exclusive) up to which figures are summed


@dataclass(frozen=True)
class Hierarchy:
    """The trees of a panel; (n_units,) each.

    Attributes
    ----------
    above : position of the parent, -1 for none.
    is_rest : the unit is the remainder of its parent.
    free : a parent whose figures share no days with its children's: how far they make it up is not known.
    """

    above: np.ndarray
    is_rest: np.ndarray
    free: np.ndarray

    def beside(self, chosen: np.ndarray) -> np.ndarray:
        """(n_units,) units that share a tree with a chosen one."""
        top = np.arange(len(self.above))
        while (self.above[top] >= 0).any():
            top = np.where(self.above[top] >= 0, self.above[top], top)
        return np.isin(top, top[chosen])

    def cut(self, members: Sequence[int]) -> Hierarchy:
        """The trees of some units, by position; whole trees at a time."""
        place = np.full(len(self.above) + 1, -1)
        place[list(members)] = np.arange(len(members))
        chosen = np.asarray(members, int)
        return Hierarchy(place[self.above[chosen]], self.is_rest[chosen], self.free[chosen])


def silent_heads(units: Iterable[str], tree: Tree) -> set[str]:
    """Units above that have neither figures nor quotas, and all of whose listed children have."""
    present = set(units)
    children: dict[str, set[str]] = {}
    for unit, parent in tree.parents.items():
        children.setdefault(parent, set()).add(unit)
    heads: set[str] = set()
    found = True
    while found:
        new = {head for head, below in children.items() if head not in present and below <= present}
        heads, present, found = heads | new, present | new, bool(new)
    return heads


def arrange_trees(panel: Panel, tree: Tree, *, whole: bool) -> tuple[Panel, Hierarchy, Panel]:
    """The panel with the remainders of its parents after its units, its trees, and `sum_children`."""
    above = nearest_above(panel.units, tree.parents)
    none = np.zeros(len(panel.units), bool)
    if (above < 0).all():
        return panel, Hierarchy(above, none, none), replace(panel, blocks=())
    of_children = sum_children(panel, tree)
    summed = panel.beside(of_children)
    days = _days(summed)
    sums, told = _sums(summed, days), _told(summed)
    own, below = sums, _children_sums(np.where(told[:, None], sums, 0.0), above)
    heads = np.unique(above[(above >= 0) & told])
    heads = heads[told[heads]]
    both = np.isfinite(own[heads]) & np.isfinite(below[heads])
    free = none.copy()
    free[heads[~both.any(1)]] = True
    with np.errstate(invalid="ignore"):
        excess = np.where(both, own[heads] - below[heads], np.nan)
    shown = _shown(excess, own[heads], days, whole=whole)
    panel = _with_remainders(panel, heads[shown], excess[shown], days)
    hierarchy = Hierarchy(
        np.concatenate([above, heads[shown]]),
        np.concatenate([none, np.ones(shown.sum(), bool)]),
        np.concatenate([free, np.zeros(shown.sum(), bool)]),
    )
    return panel, hierarchy, replace(panel, blocks=of_children.blocks)


def with_sums(panel: Panel, tree: Tree) -> Panel:
    """The panel and what `sum_children` says; the panel itself where that is nothing."""
    return panel.beside(sum_children(panel, tree))


def sum_children(panel: Panel, tree: Tree) -> Panel:
    """Of parents without figures their children's sums, where all their children have figures; of the other units nothing.

    They are for showing how far the year has come. No model sees them: what is known of such a parent is known of its children.
    """
    above, told = nearest_above(panel.units, tree.parents), _told(panel)
    silent = [heads[~told[heads]] for heads in _from_below(above)]
    found: list[Block] = []
    if not any(map(len, silent)):
        return replace(panel, blocks=())
    days = _days(panel)
    sums, reached = _sums(panel, days), _reached(panel, days)
    for heads in silent:
        below = _children_sums(np.where(told[:, None], sums, np.nan), above)[heads]
        known = _children_sums(reached.astype(float), above)[heads] > 0
        blocks = _blocks_by_life(panel, tree, heads, np.where(known, below, np.nan), days)
        added = replace(panel, blocks=tuple(blocks))
        told, reached = told | _told(added), reached | _reached(added, days)
        sums = np.fmax(sums, _sums(added, days))
        found += blocks
    return replace(panel, blocks=tuple(found))


def _from_below(above: np.ndarray) -> list[np.ndarray]:
    """Units with children, the deepest first, those of one depth together."""
    depth = np.zeros(len(above), int)
    at = above.copy()
    while (at >= 0).any():
        depth += at >= 0
        at = np.where(at >= 0, above[at], -1)
    heads = np.unique(above[above >= 0])
    return [heads[depth[heads] == level] for level in range(int(depth.max(initial=0)), -1, -1)]


def _blocks_by_life(panel: Panel, tree: Tree, units: np.ndarray, sums: np.ndarray, days: Sequence[Day]) -> list[Block]:
    lives: dict[Period, list[int]] = {}
    for row, unit in enumerate(units.tolist()):
        lives.setdefault(tree.life(panel.units[unit]), []).append(row)
    return [block for life, rows in lives.items() for block in _blocks(units[rows], sums[rows], days, life=life)]


def _told(panel: Panel) -> np.ndarray:
    told = np.zeros(len(panel.units), bool)
    for block in panel.blocks:
        told[block.units] = True
    return told


def _days(panel: Panel) -> list[Day]:
    """Every day to which some figures of a year reach, year by year."""
    return sorted({_day(piece) for pieces in {block.pieces for block in panel.blocks} for piece in pieces})


def _day(piece: Runs) -> Day:
    stop = piece[-1].stop
    return Period(stop - 1, stop).first_day.year, stop


def _reached(panel: Panel, days: Sequence[Day]) -> np.ndarray:
    """(n_units, n_days) whether a unit has a figure that reaches to the day."""
    reached, column = np.zeros((len(panel.units), len(days)), bool), {day: at for at, day in enumerate(days)}
    for block in panel.blocks:
        reached[np.ix_(block.units, np.array([column[_day(piece)] for piece in block.pieces]))] = True
    return reached


def _sums(panel: Panel, days: Sequence[Day]) -> np.ndarray:
    """(n_units, n_days) sum of each unit's figures from the start of the year; NaN unless they fill it; 0 while not at work."""
    sums = np.full((len(panel.units), len(days)), np.nan)
    spans = [Period(year_period(year).start, stop) for year, stop in days]
    for block in panel.blocks:
        sums[block.units] = block.sums_to([span.common(block.life) for span in spans])
    return sums


def _children_sums(sums: np.ndarray, above: np.ndarray) -> np.ndarray:
    """(n_units, n_days) sums of the children; NaN where one of them has none."""
    under = above >= 0
    columns = [np.bincount(above[under], column, minlength=len(sums)) for column in sums[under].T]
    return np.stack(columns, axis=1) if columns else np.zeros_like(sums)


def _shown(excess: np.ndarray, own: np.ndarray, days: Sequence[Day], *, whole: bool) -> np.ndarray:
    """(n_heads,) whether a remainder shows in the last years that can be compared."""
    last, n_years = np.zeros(excess.shape, bool), np.zeros(len(excess), int)
    for year in sorted({year for year, _ in days}, reverse=True):
        seen = np.isfinite(excess) & np.array([day[0] == year for day in days])
        last |= seen & (n_years < RECENT_YEARS)[:, None]
        n_years += seen.any(1)
    least = 0.5 if whole else LEAST_REST * np.where(last, own, 0.0).max(1, initial=0.0)
    return np.where(last, excess, 0.0).max(1, initial=0.0) > least


def _with_remainders(panel: Panel, heads: np.ndarray, excess: np.ndarray, days: Sequence[Day]) -> Panel:
    if not len(heads):
        return panel
    units = (*panel.units, *(f"{REST}{panel.units[head]}" for head in heads.tolist()))
    parents = panel.parents or ("",) * len(panel.units)
    parents = (*parents, *(panel.units[head] for head in heads.tolist()))
    positions = np.arange(len(panel.units), len(units))
    return replace(panel, units=units, parents=parents, blocks=(*panel.blocks, *_blocks(positions, excess, days)))


def _blocks(units: np.ndarray, sums: np.ndarray, days: Sequence[Day], *, life: Period = ALWAYS) -> list[Block]:
    """Sums to days of the year cut into pieces, none of them negative; units with the same days share a block."""
    patterns: dict[bytes, list[int]] = {}
    for row, known in enumerate(np.isfinite(sums)):
        patterns.setdefault(known.tobytes(), []).append(row)
    blocks = []
    for rows in patterns.values():
        known = [day for day, use in zip(days, np.isfinite(sums[rows[0]]), strict=True) if use]
        reached = sums[rows][:, np.isfinite(sums[rows[0]])]
        pieces, values = [], []
        for at, (year, stop) in enumerate(known):
            follows = at > 0 and known[at - 1][0] == year
            start = known[at - 1][1] if follows else year_period(year).start
            pieces.append((Period(start, stop),))
            values.append(reached[:, at] - (reached[:, at - 1] if follows else 0.0))
        if pieces:
            figures = np.maximum(np.array(values).T, 0.0)
            blocks.append(Block(units[rows], tuple(pieces), figures, np.zeros_like(figures), life))
    return blocks
