"""What the panel teaches of small counts: how rates move, where they start, how counts scatter, and how the year runs.

Baum and Welch's algorithm over a sample of units; each row of the transitions is drawn to a mixture of ways to move, whose
weights are learned too, so that it works for one unit as for thousands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecast.core.panel import Panel
from forecast.models.small_counts.calendar import lay_out, mean_counts
from forecast.models.small_counts.rates import JUMP, N_SIZES, N_STATES, RATES, ways_to_move
from forecast.models.small_counts.season import usual_exposure
from forecast.models.small_counts.sweep import Chain, expect, make_timetable

TEACHERS = 1000  # units with figures that teach; more say nothing new of what is common
LARGEST = 48.0  # mean count a quarter from which a unit neither teaches nor is answered
STEPS = 25  # of the algorithm
STEPS_WITH_SUMS = 8  # where some units are told by sums alone
ENOUGH_QUARTERS = 8  # figures of a unit within single quarters from which its sums are not needed to learn from
ROW_WEIGHT = 3.0  # moves that the mixture of ways is worth in each row
SHIPPED_WAYS = np.array([0.50, 0.16, 0.16, 0.03, 0.05, 0.05, 0.01, 0.04])  # stay, steps, death, jump
SHIPPED_MOVES = 20.0  # moves that these are worth
SHIPPED_REVIVAL, REVIVAL_MOVES = 0.05, 10.0  # chance that a rate of zero rises in a quarter, and moves that it is worth
SHIPPED_UNITS = 5.0  # units that even starts, sizes and jumps are worth


@dataclass(frozen=True)
class CountsLearned:
    """All that the model of small counts takes from the panel.

    Attributes
    ----------
    moves : (n_states, n_states) transition chances from one quarter to the next.
    start : (n_states,) chances of the rate at a unit's first figure.
    sizes : (n_sizes,) chances of the negative binomial's size.
    exposure : (4,) usual weight of each quarter of the year, 1 on average.
    n_units : that taught it.
    """

    moves: np.ndarray
    start: np.ndarray
    sizes: np.ndarray
    exposure: np.ndarray
    n_units: int

    @property
    def chain(self) -> Chain:
        return Chain(self.moves, self.start, self.sizes, self.exposure)


@dataclass(frozen=True)
class Ways:
    """A mixture of ways to move.

    Attributes
    ----------
    weights : (n_ways,) of stay, steps, death and jump of a rate above zero.
    target : (n_states,) where jumps and revivals lead.
    revival : chance that a rate of zero rises.
    """

    weights: np.ndarray
    target: np.ndarray
    revival: float

    def each(self) -> np.ndarray:
        """(n_ways, n_states, n_states) chances of every way, weighed."""
        jump = np.zeros((N_STATES, N_STATES))
        jump[1:] = self.target
        return self.weights[:, None, None] * np.concatenate([ways_to_move(), jump[None]])

    def moves(self) -> np.ndarray:
        """(n_states, n_states) transition chances."""
        mixture = self.each().sum(0)
        mixture[0] = self.revival * self.target
        mixture[0, 0] = 1 - self.revival
        return mixture


def learn_counts(panel: Panel, whole: bool = True) -> CountsLearned:
    """Learn from the small units of the panel, or from a sample of them where there are many.

    Examples
    --------
    >>> learned = learn_counts(Panel("m", (), ()))
    >>> bool((learned.moves.sum(1).round(6) == 1).all()), learned.n_units
    (True, 0)
    """
    small = mean_counts(panel) < LARGEST
    ways = Ways(SHIPPED_WAYS, _even_target(), SHIPPED_REVIVAL)
    chain = Chain(ways.moves(), np.full(N_STATES, 1 / N_STATES), np.full(N_SIZES, 1 / N_SIZES), usual_exposure(panel))
    teachers = panel.only(np.flatnonzero(small)).sample(TEACHERS) if whole else np.zeros(0, int)
    told = lay_out(_by_quarters(panel.cut(teachers.tolist())))
    table, sums = make_timetable(told, len(teachers)), any(len(run.shares) > 1 for run in told)
    for _ in range((STEPS_WITH_SUMS if sums else STEPS) if len(teachers) else 0):
        expected = expect(chain, table)
        ways = _learn_ways(ways, expected.moves)
        moves = expected.moves + ROW_WEIGHT * ways.moves()
        first = expected.first.sum(0) + SHIPPED_UNITS / N_STATES, expected.first.sum(1) + SHIPPED_UNITS / N_SIZES
        start, sizes = (values / values.sum() for values in first)
        chain = Chain(moves / moves.sum(1, keepdims=True), start, sizes, chain.exposure)
    return CountsLearned(chain.moves, chain.start, chain.sizes, chain.exposure, len(teachers))


def _by_quarters(panel: Panel) -> Panel:
    """The panel with units that are told by quarters long enough told by them alone.

    Their sums would teach little more, at many times the cost.
    """
    blocks = []
    for block in panel.blocks:
        within = [at for at, piece in enumerate(block.pieces) if all(len(run.quarters) == 1 for run in piece)]
        blocks.append(block.told(within) if len(within) >= ENOUGH_QUARTERS else block)
    return replace(panel, blocks=tuple(blocks))


def _even_target() -> np.ndarray:
    return np.where(RATES > 0, 1.0, 0.0) / (N_STATES - 1)


def _learn_ways(ways: Ways, moves: np.ndarray) -> Ways:
    """One step of the mixture's own EM: which way each expected move was."""
    each = ways.each()[:, 1:]
    by_way = (each / np.maximum(each.sum(0), 1e-300) * moves[1:]).sum(2)
    taken = by_way.sum(1)
    weights = (taken + SHIPPED_MOVES * SHIPPED_WAYS) / (taken.sum() + SHIPPED_MOVES)
    jumped = (each[JUMP] / np.maximum(each.sum(0), 1e-300) * moves[1:]).sum(0)
    risen = np.r_[0.0, moves[0, 1:]]
    target = jumped + risen + SHIPPED_UNITS * _even_target()
    revival = (risen.sum() + SHIPPED_REVIVAL * REVIVAL_MOVES) / (moves[0].sum() + REVIVAL_MOVES)
    return Ways(weights, target / target.sum(), float(revival))
