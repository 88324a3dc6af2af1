"""The tree of units and the days on which each is at work, from the units table. Before opening and after closing a unit
brings nothing, and that nothing says nothing of how much it brings while it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from forecast.core.periods import Period

ALWAYS = Period(1, date.max.toordinal())


@dataclass(frozen=True)
class Tree:
    """Who belongs to whom, and when.

    Attributes
    ----------
    parents : unit -> parent, units without a parent left out.
    lives : unit -> run of days at work, units that are always at work left out.
    """

    parents: Mapping[str, str] = field(default_factory=dict)
    lives: Mapping[str, Period] = field(default_factory=dict)

    def life(self, unit: str) -> Period:
        return self.lives.get(unit, ALWAYS)

    def only(self, units: Iterable[str]) -> Tree:
        """The parents and days at work of some units and of those above them."""
        some: dict[str, None] = {}
        for unit in units:
            above: str | None = unit
            while above is not None and above not in some:
                some[above] = None
                above = self.parents.get(above)
        return Tree(
            {unit: self.parents[unit] for unit in some if unit in self.parents},
            {unit: self.lives[unit] for unit in some if unit in self.lives},
        )


def plant(units: pd.DataFrame) -> Tree:
    """The tree of a units table; of a unit listed twice the last row stands."""
    names = units["unit"].tolist()
    parents = {unit: parent for unit, parent in zip(names, units["parent"].tolist(), strict=True) if parent}
    opened, closed = (units[name].to_numpy(float) for name in ("opened", "closed"))
    bounded = np.flatnonzero(~(np.isnan(opened) & np.isnan(closed))).tolist()
    lives = {
        names[at]: Period(ALWAYS.start if np.isnan(opened[at]) else int(opened[at]), closing_stop(closed[at]))
        for at in bounded
    }
    return Tree(parents, {unit: life for unit, life in lives.items() if life.start < life.stop})


def closing_stop(closed: float) -> int:
    """The first day without the unit. [day ordinal]

    Decisions say "ends its work from 1 July" and lists say "closed 30 June": the first of a month is read as the day from
    which, any other day as the last day of work.

    Examples
    --------
    >>> [date.fromordinal(closing_stop(date(2025, *day).toordinal())).isoformat() for day in ((6, 30), (7, 1))]
    ['2025-07-01', '2025-07-01']
    """
    if np.isnan(closed):
        return ALWAYS.stop
    return int(closed) + (date.fromordinal(int(closed)).day != 1)
