"""How the periods of one series lie in each other: a forest, or a pair that crosses. Figures play no part here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Forest:
    """Periods by their place in the series.

    Attributes
    ----------
    children : for each period the periods directly inside it, in calendar order.
    tiled : whether the children of a period cover it without a gap.
    crossing : pairs of periods that overlap though neither lies in the other; the second is left out of the forest.
    """

    children: tuple[tuple[int, ...], ...]
    tiled: tuple[bool, ...]
    crossing: tuple[tuple[int, int], ...]


def forest(starts: Sequence[int], stops: Sequence[int]) -> Forest:
    """The forest of periods sorted by first day, the longer first.

    Examples
    --------
    >>> forest([0, 0, 3, 6], [12, 3, 6, 12]).children[0], forest([0, 2], [4, 6]).crossing
    ((1, 2, 3), ((0, 1),))
    """
    children: list[list[int]] = [[] for _ in starts]
    crossing = []
    open_periods: list[int] = []
    for here, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        while open_periods and stops[open_periods[-1]] <= start:
            open_periods.pop()
        if open_periods and stop > stops[open_periods[-1]]:
            crossing.append((open_periods[-1], here))
            continue
        if open_periods:
            children[open_periods[-1]].append(here)
        open_periods.append(here)
    tiled = tuple(
        bool(inside)
        and starts[inside[0]] == starts[whole]
        and stops[inside[-1]] == stops[whole]
        and all(stops[left] == starts[right] for left, right in pairwise(inside))
        for whole, inside in enumerate(children)
    )
    return Forest(tuple(tuple(inside) for inside in children), tiled, tuple(crossing))
