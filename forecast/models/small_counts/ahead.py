"""What is still to come, seen from the rate at a unit's last figure: the law of the rest of a year, and how years move together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from forecast.core.panel import Block
from forecast.distributions.counts_law import LADDER
from forecast.models.small_counts.calendar import quarters_of
from forecast.models.small_counts.rates import N_SIZES, N_STATES, RATES, SIZES, count_chances
from forecast.models.small_counts.sweep import GROUP, Chain

MOST_OPEN = int(LADDER[-1])  # largest sum that is told from larger ones
Open = tuple[tuple[int, float], ...]  # (quarter, part of it that is open), in order of time


def open_parts(block: Block, year: int) -> Open:
    """The parts of a year that the figures of a block leave open."""
    parts: list[tuple[int, float]] = []
    for run in block.unknown(year):
        first, shares = quarters_of(run)
        parts += [(first + ahead, share) for ahead, share in enumerate(shares)]
    return tuple(parts)


def chances_ahead(chain: Chain, parts: Open, now: int) -> np.ndarray:
    """(n_steps, n_sizes, n_states) chance that the open parts bring at most each number of the ladder, from a rate now.

    Parameters
    ----------
    now : quarter of the last figure; no part begins before it. The sum is built backwards, exactly, by Fourier transforms.
    """
    worth = np.zeros((MOST_OPEN + 1, N_SIZES, N_STATES))
    worth[0] = 1.0
    for at, (quarter, share) in reversed(list(enumerate(parts))):
        brought = count_chances(chain.exposures(quarter, 1)[0], share, MOST_OPEN)
        worth = brought if at == len(parts) - 1 else _convolve(brought, worth)
        before = parts[at - 1][0] if at else now
        worth = reduce(lambda later, _: later @ chain.moves.T, range(quarter - before), worth)
    at_most = np.cumsum(worth, axis=0)[LADDER.astype(int)]
    at_most[-1] = 1.0
    return np.minimum(at_most, 1.0)


def _convolve(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Chances of the sum of two counts; of a length without large factors, and numbers that stand side by side, for speed."""
    length, n = next_fast_len(2 * len(first) - 1, real=True), len(first)
    spectrum, other = (rfft(np.ascontiguousarray(part.reshape(n, -1).T), length) for part in (first, second))
    spectrum *= other
    return np.maximum(irfft(spectrum, length, overwrite_x=True)[:, :n], 0.0).T.reshape(first.shape)


def weigh(belief: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """(n_units, n_steps) the chances under each unit's belief, in groups of one shape."""
    flat, out = chances.reshape(len(chances), -1).T, np.empty((len(belief), len(chances)))
    for at in range(0, len(belief), GROUP):
        part = belief[at : at + GROUP].reshape(-1, len(flat))
        full = np.zeros((GROUP, len(flat)))
        full[: len(part)] = part
        out[at : at + GROUP] = (full @ flat)[: len(part)]
    out[:, -1] = 1.0
    return np.minimum(np.maximum.accumulate(out, axis=1), 1.0)


def correlate_years(chain: Chain, belief: np.ndarray, years: Sequence[Open], now: int) -> np.ndarray:
    """(n_units, n_years, n_years) correlation of what the years still bring, by the moments of the chain."""
    n_years, shape = len(years), (N_SIZES, N_STATES)
    mean, product = np.zeros((n_years, *shape)), np.zeros((n_years, n_years, *shape))
    parts = sorted((quarter, share, year) for year, open_ in enumerate(years) for quarter, share in open_)
    for at, (quarter, share, year) in reversed(list(enumerate(parts))):
        part = share * chain.exposures(quarter, 1)[0]
        count = RATES * part * np.ones((N_SIZES, 1))
        product[year] += count * mean
        product[:, year] += count * mean
        product[year, year] += count**2 + count + RATES**2 * part / SIZES[:, None]
        mean[year] += count
        before = parts[at - 1][0] if at else now
        for _ in range(max(quarter - before, 0)):
            mean, product = mean @ chain.moves.T, product @ chain.moves.T
    means = np.einsum("uks,yks->uy", belief, mean)
    joint = np.einsum("uks,yzks->uyz", belief, product) - means[:, :, None] * means[:, None, :]
    joint = joint + 1e-9 * np.eye(n_years)
    deviation = np.sqrt(np.diagonal(joint, axis1=1, axis2=2))
    return joint / (deviation[:, :, None] * deviation[:, None, :])
