"""Which figure lies directly in which: the part of a year that no quarter tells is carried on its own, and years stay the sum
of their quarters after every split.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from forecast.checks.nesting import forest


def directly_above(series: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """(n_rows,) place of the shortest other period of the same series that holds the row's period, -1 for none.

    Parameters
    ----------
    series, start, stop : (n_rows,) no period twice in a series, in any order.

    Examples
    --------
    >>> directly_above(np.array([0, 0, 0, 1]), np.array([0, 0, 90, 0]), np.array([365, 90, 181, 90])).tolist()
    [-1, 0, 0, -1]
    """
    above = np.full(len(series), -1)
    order = np.lexsort((-stop, start, series))
    series, start, stop = series[order], start[order], stop[order]
    same = series[1:] == series[:-1]
    if not (same & (start[1:] < stop[:-1])).any():
        return above
    bounds = np.flatnonzero(np.r_[True, ~same, True])
    patterns: dict[tuple[bytes, bytes], list[int]] = {}
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if end - begin > 1:
            patterns.setdefault((start[begin:end].tobytes(), stop[begin:end].tobytes()), []).append(begin)
    for pattern, begins in patterns.items():
        within = _holders(*pattern)
        inside = np.flatnonzero(within >= 0)
        rows = np.array(begins)[:, None]
        above[order[rows + inside]] = order[rows + within[inside]]
    return above


@lru_cache(maxsize=4096)
def _holders(starts: bytes, stops: bytes) -> np.ndarray:
    start, stop = (np.frombuffer(days, dtype=np.int64) for days in (starts, stops))
    within = np.full(len(start), -1)
    for whole, parts in enumerate(forest(start.tolist(), stop.tolist()).children):
        within[list(parts)] = whole
    return within


def depths(above: np.ndarray) -> np.ndarray:
    """(n_rows,) how many periods lie around each."""
    depth, at = np.zeros(len(above), int), above
    while (at >= 0).any():
        depth += at >= 0
        at = np.where(at >= 0, above[at], -1)
    return depth
