"""Counts over several quarters: the chain carried through a run while its counts add up, by discrete Fourier transform."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecast.models.small_counts.rates import MOST, count_chances

LIMITS = (31, 127, MOST)  # sums are worked out up to the next of these


def limit_of(counts: np.ndarray) -> np.ndarray:
    """(n,) the limit that each count falls under, whatever the other counts are."""
    return np.array(LIMITS)[np.searchsorted(LIMITS, np.minimum(counts, MOST))]


def carry(moves: np.ndarray, exposures: Sequence[float], shares: Sequence[float], *, limit: int) -> np.ndarray:
    """(limit + 1, n_sizes, n_states, n_states) chance that the sum is s and the rate ends in j, from i in the first quarter.

    Parameters
    ----------
    moves : (n_states, n_states) transition chances from one quarter to the next.
    exposures, shares : of the quarters of the run.
    """
    return _back(_joined(_quarters(exposures, shares, limit), moves)[-1], limit)


def _quarters(exposures: Sequence[float], shares: Sequence[float], limit: int) -> list[np.ndarray]:
    """Transforms (n_frequencies, n_sizes, n_states) of the counts of each quarter."""
    pairs = zip(exposures, shares, strict=True)
    return [_there(count_chances(exposure, share)[: limit + 1], limit) for exposure, share in pairs]


def _joined(quarters: Sequence[np.ndarray], moves: np.ndarray) -> list[np.ndarray]:
    """Transforms (n_frequencies, n_sizes, n_states, n_states) of the run up to the end of each quarter."""
    limit = len(quarters[0]) - 2  # as many frequencies as numbers up to the limit, and one
    so_far = [quarters[0][..., None] * np.eye(len(moves))]
    for quarter in quarters[1:]:
        step = (so_far[-1] @ moves) * quarter[:, :, None, :]
        so_far.append(_there(_back(step, limit), limit))
    return so_far


def moves_within(
    moves: np.ndarray, exposures: Sequence[float], shares: Sequence[float], pull: np.ndarray
) -> np.ndarray:
    """(n_states, n_states) expected number of moves within runs, by the slope of their log likelihood.

    Parameters
    ----------
    pull : (limit + 1, n_sizes, n_states, n_states) slope of the log likelihood in each number of `carry`.
    """
    limit = len(pull) - 1
    quarters = _quarters(exposures, shares, limit)
    up_to, slope = _joined(quarters, moves), np.zeros_like(moves)
    slopes = _there(pull, limit).conj()
    weight = np.full(len(slopes), 2.0) / (2 * (limit + 1))
    weight[[0, -1]] /= 2  # of the frequencies that have no mirror
    onward = [quarters[-1][..., None] * np.eye(len(moves))]
    for quarter in quarters[-2:0:-1]:
        step = quarter[..., None] * (moves @ onward[-1])
        onward.append(_there(_back(step, limit), limit))
    for before, after in zip(up_to[:-1], reversed(onward), strict=True):
        inner = before.swapaxes(-1, -2) @ slopes @ after.swapaxes(-1, -2)
        slope += np.einsum("f,fkpq->pq", weight, inner.real)
    return np.maximum(moves * slope, 0.0)


def _there(values: np.ndarray, limit: int) -> np.ndarray:
    return np.fft.rfft(values, 2 * (limit + 1), axis=0)


def _back(values: np.ndarray, limit: int) -> np.ndarray:
    return np.maximum(np.fft.irfft(values, 2 * (limit + 1), axis=0)[: limit + 1], 0.0)
