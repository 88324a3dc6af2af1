"""A period that a unit did not report, made of those it did: quarters of months, a quarter as what two cumulative figures leave."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from forecast.core.periods import Period
from forecast.core.pieces import subtract

Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=65536)
def express(reported: Spans, wanted: tuple[int, int]) -> tuple[tuple[int, int], ...] | None:
    """Which reported periods make up a wanted one: (place, +1 or -1) of each; None where they do not.

    Parameters
    ----------
    reported : distinct periods as (start, stop), each pair disjoint or nested.

    Examples
    --------
    >>> express(((0, 90), (0, 181), (181, 212)), (90, 212))
    ((1, 1), (0, -1), (2, 1))
    """
    signs = _tile(reported, wanted)
    if signs is not None:
        return tuple((place, 1) for place in signs)
    around = sorted(
        (stop - start, place)
        for place, (start, stop) in enumerate(reported)
        if start <= wanted[0] and wanted[1] <= stop and (start, stop) != wanted
    )
    for _, place in around:
        rest = subtract(Period(*reported[place]), [Period(*wanted)])
        tiles = [_tile(reported, (run.start, run.stop)) for run in rest]
        if all(tile is not None for tile in tiles):
            return ((place, 1), *((inside, -1) for tile in tiles for inside in tile or ()))
    return _with_last_left(reported, wanted)


def _tile(reported: Spans, wanted: tuple[int, int]) -> list[int] | None:
    """Places of periods that fill a wanted one, from its start on the longest that fits; None where a gap is left."""
    at, tiles = wanted[0], []
    while at < wanted[1]:
        fitting = [(stop, place) for place, (start, stop) in enumerate(reported) if start == at and stop <= wanted[1]]
        if not fitting:
            return None
        at, place = max(fitting)
        tiles.append(place)
    return tiles


def _with_last_left(reported: Spans, wanted: tuple[int, int]) -> tuple[tuple[int, int], ...] | None:
    """A cumulative figure less what came before the wanted period, then tiles to its end."""
    for place in np.argsort([stop for _, stop in reported])[::-1].tolist():
        start, stop = reported[place]
        if start < wanted[0] < stop <= wanted[1]:
            before, after = _tile(reported, (start, wanted[0])), _tile(reported, (stop, wanted[1]))
            if before is not None and after is not None:
                return ((place, 1), *((inside, -1) for inside in before), *((inside, 1) for inside in after))
    return None
