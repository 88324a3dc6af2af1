"""One pass over the calendar: what the figures up to each quarter say of every unit's rate, and, backwards, what later ones add.

Belief is held over sizes and rates together. Units are worked on in groups of one fixed shape, so that a unit's numbers do not
depend on which others are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from forecast.models.small_counts.calendar import Told
from forecast.models.small_counts.rates import MOST, N_SIZES, N_STATES, count_chances
from forecast.models.small_counts.spans import carry, limit_of, moves_within

GROUP = 256  # units in one matrix product
LEAST = 1e-280  # chance below which figures count as this likely


@dataclass(frozen=True)
class Chain:
    """The chain that all units share.

    Attributes
    ----------
    moves : (n_states, n_states) transition chances from one quarter to the next.
    start : (n_states,) chances of the rate at a unit's first figure.
    sizes : (n_sizes,) chances of the negative binomial's size.
    exposure : (4,) usual weight of each quarter of the year, 1 on average.
    """

    moves: np.ndarray
    start: np.ndarray
    sizes: np.ndarray
    exposure: np.ndarray

    def exposures(self, first: int, n_quarters: int) -> list[float]:
        """Of the quarters from an index on."""
        return [float(self.exposure[(first + ahead) % 4]) for ahead in range(n_quarters)]

    @property
    def prior(self) -> np.ndarray:
        """(n_sizes, n_states) belief before any figure."""
        return np.outer(self.sizes, self.start)

    def moved(self, belief: np.ndarray) -> np.ndarray:
        """(n_units, n_sizes, n_states) belief one quarter later."""
        return _times(belief, self.moves)

    def looked_back(self, worth: np.ndarray) -> np.ndarray:
        """(n_units, n_sizes, n_states) what is worth so much a quarter later, seen from each rate now."""
        return _times(worth, self.moves.T)


def _times(rows: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    out = np.empty_like(rows)
    for at in range(0, len(rows), GROUP):
        part = rows[at : at + GROUP]
        full = np.zeros((GROUP, *rows.shape[1:]))
        full[: len(part)] = part
        out[at : at + GROUP] = (full.reshape(-1, len(matrix)) @ matrix).reshape(full.shape)[: len(part)]
    return out


@dataclass(frozen=True)
class Timetable:
    """The figures in the order in which the chain meets them.

    Attributes
    ----------
    n_units : of the panel.
    quarters : from the first quarter of any figure to the last.
    starts : (n_units,) quarter of each unit's first figure; beyond the last quarter where it has none.
    ends : (n_units,) quarter of its last figure.
    told : by the quarter in which their run ends; of one quarter those that began before it come first.
    inside : (n_quarters, n_units) whether the quarter is inside a run of several, so that the rate waits.
    """

    n_units: int
    quarters: range
    starts: np.ndarray
    ends: np.ndarray
    told: dict[int, list[Told]]
    inside: np.ndarray

    def moving(self, quarter: int) -> np.ndarray:
        """(n_units,) whose rate moves into a quarter."""
        return (self.starts < quarter) & (quarter <= self.ends) & ~self.inside[quarter - self.quarters.start]


def make_timetable(told: Sequence[Told], n_units: int) -> Timetable:
    """Put runs in order of the calendar."""
    first = min((one.first for one in told), default=0)
    quarters = range(first, max((one.last for one in told), default=-1) + 1)
    starts, ends = np.full(n_units, quarters.stop), np.full(n_units, first - 1)
    inside = np.zeros((len(quarters), n_units), bool)
    by_end: dict[int, list[Told]] = {}
    for one in told:
        starts[one.units] = np.minimum(starts[one.units], one.first)
        ends[one.units] = np.maximum(ends[one.units], one.last)
        inside[one.first + 1 - first : one.last + 1 - first, one.units] = True
        by_end.setdefault(one.last, []).append(one)
    return Timetable(n_units, quarters, starts, ends, by_end, inside)


def believe(chain: Chain, table: Timetable) -> Iterator[np.ndarray]:
    """(n_units, n_sizes, n_states) belief after the figures up to each quarter, summing to 1; after its last figure it stands."""
    belief, carried = np.repeat(chain.prior[None], table.n_units, 0), Carried(chain)
    for quarter in table.quarters:
        moving = table.moving(quarter)
        belief = np.where(moving[:, None, None], chain.moved(belief), belief)  # a copy: what was yielded stays
        for one in table.told.get(quarter, []):
            if len(one.shares) == 1:
                belief[one.units] *= count_likelihood(chain, one)
            else:
                _carry_forward(carried, one, belief)
        active = (table.starts <= quarter) & (quarter <= table.ends)  # others stay to the last bit
        total = np.where(active, belief.sum((1, 2)), 1.0)[:, None, None]
        belief = np.where(total > LEAST, belief / np.maximum(total, LEAST), chain.prior)
        yield belief


def count_likelihood(chain: Chain, one: Told) -> np.ndarray:
    """(n, n_sizes, n_states) chance of the counts of a part of a quarter."""
    chances = count_chances(chain.exposures(one.first, 1)[0], one.shares[0])
    low, high = np.minimum(one.low, MOST), np.minimum(one.high, MOST)
    if (low == high).all():
        return chances[low]
    below = np.concatenate([np.zeros((1, N_SIZES, N_STATES)), np.cumsum(chances, axis=0)])
    return np.maximum(below[high + 1] - below[low], 0.0)


def _kinds(one: Told) -> list[tuple[np.ndarray, int, int, int]]:
    """Units with the same counts (low..high): their rows, the limit that the counts fall under, low and high."""
    low, high = np.minimum(one.low, MOST), np.minimum(one.high, MOST)
    keys = np.stack([limit_of(high), low, high], 1)
    kinds, kind = np.unique(keys, axis=0, return_inverse=True)
    return [(np.flatnonzero(kind.ravel() == at), *row) for at, row in enumerate(kinds.tolist())]


Run = tuple[tuple[float, ...], tuple[float, ...], int]  # exposures, shares and the limit of the sums


class Carried:
    """What runs of several quarters do to beliefs; runs alike in season and length are worked out once."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._known: dict[Run, np.ndarray] = {}

    def run(self, one: Told, limit: int) -> Run:
        """What a run has in common with those of other years."""
        return tuple(self._chain.exposures(one.first, len(one.shares))), one.shares, limit

    def over(self, run: Run) -> np.ndarray:
        """(limit + 1, n_sizes, n_states, n_states) chance of each sum and of the last rate, from the first."""
        if run not in self._known:
            exposures, shares, limit = run
            self._known[run] = carry(self._chain.moves, exposures, shares, limit=limit)
        return self._known[run]


def _carry_forward(carried: Carried, one: Told, belief: np.ndarray) -> None:
    for rows, limit, low, high in _kinds(one):
        units, onward = one.units[rows], carried.over(carried.run(one, limit))[low : high + 1].sum(0)
        for size in range(N_SIZES):
            belief[units, size] = _times(belief[units, size][:, None], onward[size])[:, 0]


@dataclass(frozen=True)
class Expected:
    """What units did, as far as their figures tell.

    Attributes
    ----------
    moves : (n_states, n_states) expected number of moves.
    first : (n_sizes, n_states) expected number of units by size and first rate.
    """

    moves: np.ndarray
    first: np.ndarray


def expect(chain: Chain, table: Timetable) -> Expected:
    """Expected moves and first rates given all figures (the E step of Baum and Welch, runs of several quarters included)."""
    after = list(believe(chain, table))
    moves, carried = np.zeros_like(chain.moves), Carried(chain)
    pulls: dict[Run, np.ndarray] = {}
    worth = np.ones((table.n_units, N_SIZES, N_STATES))
    for quarter in reversed(table.quarters):
        at = quarter - table.quarters.start
        before = after[at - 1] if at else np.repeat(chain.prior[None], table.n_units, 0)
        for one in reversed(table.told.get(quarter, [])):
            if len(one.shares) == 1:
                worth[one.units] *= count_likelihood(chain, one)
            else:
                _carry_back(carried, one, before, worth, pulls)
        moving = np.flatnonzero(table.moving(quarter))
        if len(moving):
            back = chain.looked_back(worth[moving])
            level = (before[moving] * back).sum((1, 2))[:, None, None]
            pull = (before[moving] / np.maximum(level, LEAST)).reshape(-1, N_STATES)
            moves += chain.moves * (pull.T @ worth[moving].reshape(-1, N_STATES))
            worth[moving] = back
        worth /= np.maximum(worth.max((1, 2), keepdims=True), LEAST)
    for (exposures, shares, _), pull in pulls.items():
        moves += moves_within(chain.moves, exposures, shares, pull)
    first = chain.prior * worth
    first = first / first.sum((1, 2), keepdims=True)
    return Expected(moves, first[table.starts < table.quarters.stop].sum(0))


def _carry_back(
    carried: Carried, one: Told, before: np.ndarray, worth: np.ndarray, pulls: dict[Run, np.ndarray]
) -> None:
    """Take `worth` back to before a run of several quarters; adds to the slopes of the log likelihood by run."""
    for rows, limit, low, high in _kinds(one):
        run = carried.run(one, limit)
        units, onward = one.units[rows], carried.over(run)[low : high + 1].sum(0)
        back = np.einsum("kij,ukj->uki", onward, worth[units])
        level = np.maximum((before[units] * back).sum((1, 2)), LEAST)[:, None, None]
        pull = pulls.setdefault(run, np.zeros_like(carried.over(run)))
        pull[low : high + 1] += np.einsum("uki,ukj->kij", before[units] / level, worth[units])
        worth[units] = back
