"""Who stands under whom in a panel, as arrays: the nearest unit above that the panel holds, and trees in order of their levels.

What the units table says is `forecast.core.lives.Tree`; figures are `forecast.engine.hierarchy.figures`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Grove:
    """One top unit and all below it, level after level, the children of a unit side by side.

    Attributes
    ----------
    members : (n_members,) positions in the panel; the top first.
    parent : (n_members,) place of the parent among the members; -1 for the top.
    depth : (n_members,) levels above.
    first, last : (n_members,) the children are the members first..last - 1; equal for a unit without children.
    """

    members: np.ndarray
    parent: np.ndarray
    depth: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def children(self, place: int) -> slice:
        return slice(int(self.first[place]), int(self.last[place]))

    @property
    def heads(self) -> np.ndarray:
        """Places of the members that have children, from above."""
        return np.flatnonzero(self.last > self.first)


def nearest_above(units: Sequence[str], parents: Mapping[str, str]) -> np.ndarray:
    """(n_units,) position of the nearest unit above that is among the units; -1 where there is none.

    Examples
    --------
    >>> nearest_above(["cell", "city"], {"cell": "district", "district": "city"}).tolist()
    [1, -1]
    """
    place = {unit: at for at, unit in enumerate(units)}
    above = np.full(len(units), -1)
    for at, unit in enumerate(units):
        seen, higher = {unit}, parents.get(unit, "")
        while higher and higher not in place and higher not in seen:
            seen.add(higher)
            higher = parents.get(higher, "")
        above[at] = place.get(higher, -1) if higher not in seen else -1
    return above


def groves(above: np.ndarray, alone: Collection[int] = ()) -> Iterator[Grove]:
    """Every tree with at least two units, in the order of the tops' positions.

    Parameters
    ----------
    above : (n_units,) position of the parent, -1 for none.
    alone : tops that are a tree even where nothing stands below them.

    Examples
    --------
    >>> [grove.members.tolist() for grove in groves(np.array([3, -1, 3, -1]))]
    [[3, 0, 2]]
    """
    order = np.argsort(above, kind="stable")
    starts, stops = (np.searchsorted(above[order], np.arange(len(above)), side=side) for side in ("left", "right"))
    for top in np.flatnonzero(above < 0):
        if starts[top] == stops[top] and top not in alone:
            continue
        levels, parents, n_before = [np.array([top])], [np.array([-1])], 0
        while len(levels[-1]):
            heads = levels[-1]
            sizes = stops[heads] - starts[heads]
            below = [order[starts[head] : stops[head]] for head in heads[sizes > 0]]
            parents.append(np.repeat(n_before + np.arange(len(heads)), sizes))
            levels.append(np.concatenate(below) if below else np.zeros(0, int))
            n_before += len(heads)
        members, parent = np.concatenate(levels), np.concatenate(parents)
        depth = np.repeat(np.arange(len(levels)), [len(level) for level in levels])
        places = np.arange(len(members))
        first, last = (np.searchsorted(parent, places, side=side) for side in ("left", "right"))
        yield Grove(members, parent, depth, first, last)
