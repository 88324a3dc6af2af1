"""What stands of a tree before any draw: which totals are known, and below what none can fall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from forecast.distributions import GridLaw
from forecast.engine.hierarchy.forest import Grove


@dataclass(frozen=True)
class Standing:
    """(n_members,) each.

    Attributes
    ----------
    has_law : the unit has a law of its own.
    speaks : it has one, or a unit below it has.
    alone : its draws come from its own law: no unit below it speaks.
    certain : its total is known; of a unit without a law of its own, those of all its children.
    movable : its total is open, and that of some unit that speaks at the end below it.
    floor : no total can be lower: what is known of it, or of those below it.
    """

    has_law: np.ndarray
    speaks: np.ndarray
    alone: np.ndarray
    certain: np.ndarray
    movable: np.ndarray
    floor: np.ndarray

    def below(self, grove: Grove, head: int) -> np.ndarray:
        """Places of the children that speak."""
        children = grove.children(head)
        return children.start + np.flatnonzero(self.speaks[children])

    def of(self, place: int) -> Standing:
        """Of one member; arrays of one."""
        return Standing(*(getattr(self, one.name)[place : place + 1].copy() for one in fields(self)))


def stand(grove: Grove, law: GridLaw, is_rest: np.ndarray, ends: Mapping[int, Standing] | None = None) -> Standing:
    """Where the members of a tree stand. A remainder may always give way, for it is nobody's own figure.

    Parameters
    ----------
    is_rest : (n_members,) which members are remainders.
    ends : place of a member whose own branch is not here -> where it stands.
    """
    total, lowest = law.points[grove.members, 0], law.lowest[grove.members]
    has_law = np.isfinite(total)
    certain = has_law & law.certain[grove.members] & ~is_rest
    if law.whole:
        total, lowest = np.round(total), np.ceil(lowest - 1e-9)
    floor = np.where(certain, total, np.where(has_law & ~is_rest, lowest, 0.0))
    speaks, alone, movable = has_law.copy(), np.ones(len(has_law), bool), has_law & ~certain
    for place, end in (ends or {}).items():
        has_law[place], speaks[place], alone[place] = end.has_law[0], end.speaks[0], end.alone[0]
        certain[place], movable[place], floor[place] = end.certain[0], end.movable[0], end.floor[0]
    for head in grove.heads[::-1].tolist():
        children = grove.children(head)
        below = children.start + np.flatnonzero(speaks[children])
        if len(below):
            speaks[head], alone[head] = True, False
            if not has_law[head]:  # it is its children's sum, known where all of them are
                certain[head] = speaks[children].all() and certain[children].all()
            movable[head] = movable[below].any() and not certain[head]
            floor[head] = floor[head] if certain[head] and has_law[head] else max(floor[head], floor[below].sum())
    return Standing(has_law, speaks, alone, certain, movable, floor)
