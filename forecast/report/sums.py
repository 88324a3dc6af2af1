"""What units without figures of their own reached: the sums of the units below them, as a report shows them.

A year, quarter or day counts where all units at work then have figures. Where some lack them the sum of the others is kept apart,
for charts, with the number of those that lack. What models see of such units is `forecast.engine.hierarchy.figures`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forecast.core.lives import Tree
from forecast.core.periods import SEASONS, Period, quarter_period, year_period
from forecast.report.model import Past


@dataclass(frozen=True)
class _Child:
    """One unit below: the days it works, and what it reached, sums of a part of its own units included."""

    life: Period
    past: Past

    @property
    def drawn(self) -> Past:
        return self.past.drawn

    def works(self, during: Period) -> bool:
        return max(self.life.start, during.start) < min(self.life.stop, during.stop)

    def by(self, day: int) -> float:
        """What it reached from 1 January to a day; 0 before it opened, NaN where that is not known."""
        sums = [total for end, total in self.drawn.path if end == min(day, self.life.stop)]
        return sums[0] if sums else 0.0 if self.life.start >= day else math.nan

    def least_by(self, day: int) -> float:
        """What it reached at the latest day known of."""
        return max((total for end, total in self.drawn.path if end <= day), default=math.nan)


def add_sums(past: Mapping[str, Past], parents: Mapping[str, str], tree: Tree, year: int) -> dict[str, Past]:
    """The past of all units, those above others without figures of their own included.

    Parameters
    ----------
    parents : unit of the report -> the one above it in the report, "" for none.
    """
    found = dict(past)
    below: dict[str, list[str]] = {}
    for unit, parent in parents.items():
        below.setdefault(parent, []).append(unit)

    def fill(unit: str) -> None:
        for child in below.get(unit, ()):
            fill(child)
        if unit in below and unit not in past:
            found[unit] = _sum([_Child(tree.life(child), found.get(child, Past())) for child in below[unit]], year)

    for unit in below.get("", ()):
        fill(unit)
    return found


def _sum(children: Sequence[_Child], year: int) -> Past:
    totals: dict[int, float] = {}
    partly: dict[int, float] = {}
    lacking: dict[int, int] = {}
    for of in sorted({of for child in children for of in child.drawn.totals}):
        at_work = [child for child in children if child.works(year_period(of))]
        known = [child.drawn.totals.get(of, math.nan) for child in at_work]
        lacks = _lacking(at_work, of, known)
        (partly if lacks else totals)[of] = _total(known)
        lacking |= {of: lacks} if lacks else {}
    quarters = {of: _quarters(children, of) for of in sorted({of for child in children for of in child.drawn.quarters})}
    path, partly_path, lacks = _path(children, year)
    lacking |= {year: lacks} if lacks else {}
    whole = {of: values for of, values in quarters.items() if of not in lacking and not all(map(math.isnan, values))}
    return Past(totals, whole, path, Past(partly, {}, partly_path) if lacking else None, lacking)


def _lacking(children: Sequence[_Child], year: int, known: Sequence[float]) -> int:
    """How many units have no figure; of a unit that has the sum of a part of its own, how many of these."""
    lacks = (
        child.past.lacking.get(year, 0) or int(math.isnan(value)) for child, value in zip(children, known, strict=True)
    )
    return sum(lacks)


def _quarters(children: Sequence[_Child], year: int) -> tuple[float, ...]:
    """(4,) sums of quarters that all at work have."""
    sums = []
    for season in range(SEASONS):
        at_work = [child for child in children if child.works(quarter_period(SEASONS * year + season))]
        known = [child.past.quarters.get(year, (math.nan,) * SEASONS)[season] for child in at_work]
        sums.append(math.fsum(known) if known else math.nan)
    return tuple(sums)


def _path(
    children: Sequence[_Child], year: int
) -> tuple[tuple[tuple[int, float], ...], tuple[tuple[int, float], ...], int]:
    """The run of days on which all have figures; that on which some have, and how many have not at its end."""
    at_work = [child for child in children if child.works(year_period(year))]
    days = sorted({day for child in at_work for day, _ in child.drawn.path})
    if not days:
        return (), (), 0
    lacks = _lacking(at_work, year, [child.by(days[-1]) for child in at_work])
    run = []
    for day in days:
        sums = [child.by(day) for child in at_work]
        if not any(map(math.isnan, sums)) and not any(year in child.past.lacking for child in at_work):
            run.append((day, math.fsum(sums)))
    partly = tuple((day, _total(child.least_by(day) for child in at_work)) for day in days) if lacks else ()
    return tuple(run), partly, lacks


def _total(values: Iterable[float]) -> float:
    return math.fsum(value for value in values if not math.isnan(value))
