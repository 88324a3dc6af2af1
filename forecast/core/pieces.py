"""Nested periods cut into disjoint pieces of time. Whose figures they are is left to `forecast.core.panel`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from forecast.core.lives import ALWAYS
from forecast.core.periods import Period, quarter_of_day, quarter_period, year_period

Runs = tuple[Period, ...]  # disjoint runs of days in order of time: what one piece covers


def subtract(whole: Period, parts: Sequence[Period]) -> Runs:
    """What is left of a run when disjoint runs are cut out.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> [run.text for run in subtract(parse_period("2023"), [parse_period("2023Q2")])]
    ['2023Q1', '2023H2']
    """
    left, at = [], whole.start
    for part in sorted(parts):
        if part.stop <= whole.start or part.start >= whole.stop:
            continue
        if part.start > at:
            left.append(Period(at, part.start))
        at = max(at, part.stop)
    if at < whole.stop:
        left.append(Period(at, whole.stop))
    return tuple(left)


def within(pieces: tuple[Runs, ...], life: Period) -> tuple[Runs, ...]:
    """Each piece without the days on which nothing can come; a piece wholly outside the days at work stands as it is."""
    if life == ALWAYS:
        return pieces
    cut = [
        tuple(Period(max(run.start, life.start), min(run.stop, life.stop)) for run in piece if run.overlaps(life))
        for piece in pieces
    ]
    return tuple(runs or piece for runs, piece in zip(cut, pieces, strict=True))


@lru_cache(maxsize=4096)
def disjoint_pieces(periods: tuple[Period, ...]) -> tuple[tuple[Runs, ...], np.ndarray]:
    """Cut nested periods into disjoint pieces: each period less the periods inside it.

    Months that fill a quarter are joined to that quarter; a period that its parts fill adds no piece.

    Parameters
    ----------
    periods : distinct, each pair disjoint or nested.

    Returns
    -------
    pieces : in order of their end.
    weights : (n_pieces, n_periods); piece value = weights @ period values.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> pieces, weights = disjoint_pieces((parse_period("2023"), parse_period("2023Q1")))
    >>> [[run.text for run in piece] for piece in pieces], weights.tolist()
    ([['2023Q1'], ['2023-04..2023-12']], [[0.0, 1.0], [1.0, -1.0]])
    """
    joined, _ = _join_quarters(_cut(periods))
    return _table(joined, len(periods))


@lru_cache(maxsize=4096)
def parts_of_quarters(periods: tuple[Period, ...]) -> tuple[tuple[Runs, ...], np.ndarray]:
    """The pieces that were joined to quarters by `disjoint_pieces`, in order of their end, and their weights.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> parts, weights = parts_of_quarters((parse_period("2023Q1"), parse_period("2023-01")))
    >>> [[run.text for run in part] for part in parts], weights.tolist()
    ([['2023-01'], ['2023-02..2023-03']], [[0.0, 1.0], [1.0, -1.0]])
    """
    _, parts = _join_quarters(_cut(periods))
    return _table(parts, len(periods))


_Piece = tuple[Runs, np.ndarray]  # and the weight of each period in it


def _cut(periods: tuple[Period, ...]) -> list[_Piece]:
    """Each period less the periods inside it, where anything is left."""
    order = sorted(range(len(periods)), key=lambda j: (periods[j].start, -periods[j].stop))
    children: list[list[int]] = [[] for _ in periods]
    open_ones: list[int] = []
    for j in order:
        while open_ones and not periods[open_ones[-1]].contains(periods[j]):
            open_ones.pop()
        if open_ones:
            children[open_ones[-1]].append(j)
        open_ones.append(j)
    found: list[_Piece] = []
    for j, period in enumerate(periods):
        left = subtract(period, [periods[child] for child in children[j]])
        if left:
            row = np.zeros(len(periods))
            row[j] = 1.0
            row[children[j]] = -1.0
            found.append((left, row))
    return found


def _join_quarters(found: list[_Piece]) -> tuple[list[_Piece], list[_Piece]]:
    """The pieces with those joined that fill a quarter, and those that were joined."""
    inside: dict[int, list[_Piece]] = {}
    joined, parts = [], []
    for runs, row in found:
        quarter = quarter_of_day(runs[0].start)
        if quarter == quarter_of_day(runs[-1].stop - 1) and (runs[0] != quarter_period(quarter)):
            inside.setdefault(quarter, []).append((runs, row))
        else:
            joined.append((runs, row))
    for quarter, pieces in inside.items():
        whole = quarter_period(quarter)
        if sum(run.stop - run.start for runs, _ in pieces for run in runs) == whole.stop - whole.start:
            joined.append(((whole,), np.sum([row for _, row in pieces], axis=0)))
            parts.extend(pieces)
        else:
            joined.extend(pieces)
    return joined, parts


def _table(found: list[_Piece], n_periods: int) -> tuple[tuple[Runs, ...], np.ndarray]:
    found = sorted(found, key=lambda piece: (piece[0][-1].stop, piece[0][0].start))
    return tuple(runs for runs, _ in found), np.array([row for _, row in found]).reshape(len(found), n_periods)


def is_whole_years(piece: Runs) -> bool:
    """Whether a piece begins and ends with calendar years throughout.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> is_whole_years((parse_period("2021..2022"),)), is_whole_years((parse_period("2022H1"),))
    (True, False)
    """
    days = [day for run in piece for day in (run.start, run.stop)]
    return all(day == year_period(date.fromordinal(day).year).start for day in days)


def first_year(piece: Runs) -> int:
    """Calendar year in which a piece begins."""
    return piece[0].first_day.year
