"""Years in which figures are missing before others are known: what the gap brought is weighed by what came after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.core.periods import year_period
from forecast.distributions.counts_law import LADDER
from forecast.models.small_counts.ahead import Open
from forecast.models.small_counts.calendar import Told, lay_out
from forecast.models.small_counts.rates import MOST, count_chances
from forecast.models.small_counts.spans import carry
from forecast.models.small_counts.sweep import Chain, believe, count_likelihood, make_timetable

AT_A_TIME = 16  # units, each with its belief at every frequency


def reaches_across(block: Block, year: int) -> bool:
    """Whether a figure covers an open part of a year together with days of another year: then the chain does not answer."""
    whole, opened = year_period(year), block.unknown(year)
    across = [run for piece in block.pieces if not all(whole.contains(run) for run in piece) for run in piece]
    return any(run.overlaps(gap) for run in across for gap in opened)


def chances_of_gaps(chain: Chain, block: Block, parts: Open) -> np.ndarray:
    """(n_units, n_steps) chance that the open parts of a year brought at most each number of the ladder, all figures considered.

    The belief is carried through the gap together with the transform of what the open parts brought so far.
    """
    rows = replace(block, units=np.arange(len(block.units)))
    told = lay_out(Panel("", tuple(map(str, rows.units)), (rows,)))
    first = parts[0][0]
    table = make_timetable([one for one in told if one.last <= first], len(block.units))
    belief = list(believe(chain, table))[-1] if table.told else np.repeat(chain.prior[None], len(block.units), 0)
    later = sorted((one for one in told if one.last > first), key=lambda one: (one.first, len(one.shares)))
    now = table.quarters[-1] if table.told else first
    out = np.empty((len(block.units), len(LADDER)))
    for at in range(0, len(block.units), AT_A_TIME):
        some = slice(at, at + AT_A_TIME)
        out[some] = _walk(chain, belief[some], now, parts, [_rows(one, some) for one in later])
    return out


def _rows(one: Told, some: slice) -> Told:
    return replace(one, units=one.units[some], low=one.low[some], high=one.high[some])


def _walk(chain: Chain, belief: np.ndarray, now: int, parts: Open, later: Sequence[Told]) -> np.ndarray:
    length = 2 * (MOST + 1)
    joint = np.repeat(belief[:, None], MOST + 2, 1).astype(complex)  # (n_units, n_frequencies, n_sizes, n_states)
    steps: list[tuple[int, int, float | Told]] = [(quarter, 0, share) for quarter, share in parts]
    steps += [(one.first, len(one.shares), one) for one in later]
    for quarter, _, step in sorted(steps, key=lambda step: step[:2]):
        for _ in range(quarter - now):
            joint = joint @ chain.moves
        now = quarter
        if not isinstance(step, Told):
            joint = joint * np.fft.rfft(count_chances(chain.exposures(quarter, 1)[0], step), length, axis=0)
        elif len(step.shares) == 1:
            joint = joint * count_likelihood(chain, step)[:, None]
        else:
            carried = carry(chain.moves, chain.exposures(step.first, len(step.shares)), step.shares, limit=MOST)
            below = np.concatenate([np.zeros((1, *carried.shape[1:])), np.cumsum(carried, axis=0)])
            onward = below[np.minimum(step.high, MOST) + 1] - below[np.minimum(step.low, MOST)]
            joint = np.einsum("ufki,ukij->ufkj", joint, onward, optimize=True)
            now = step.last
    chance = np.maximum(np.fft.irfft(joint.sum((2, 3)), length, axis=1)[:, : MOST + 1], 0.0)
    at_most = np.cumsum(chance / chance.sum(1, keepdims=True), axis=1)
    return np.minimum(at_most[:, np.minimum(LADDER, MOST).astype(int)], 1.0)
