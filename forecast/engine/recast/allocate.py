"""An amount split by shares so that nothing is lost: whole numbers, or the last decimal of amounts, by largest remainder."""

from __future__ import annotations

import numpy as np

_CLOSE = 1e-9
MOST_DECIMALS = 9


def allocate(amount: np.ndarray, row: np.ndarray, share: np.ndarray, per_unit: float = 1.0) -> np.ndarray:
    """The parts of each amount; they add up to it exactly, and each is less than one step from its share.

    Parameters
    ----------
    amount : (n_rows,) in steps of 1 / per_unit.
    row : (n_parts,) whose part each is, in rising order.
    share : (n_parts,) adding up to 1 within a row.
    per_unit : 1 for whole things, 100 for amounts with two decimals.

    Returns
    -------
    (n_parts,) Of equal remainders the first part gets more.

    Examples
    --------
    >>> allocate(np.array([10.0, 3.0]), np.array([0, 0, 0, 1, 1]), np.array([0.335, 0.335, 0.33, 0.5, 0.5])).tolist()
    [4.0, 3.0, 3.0, 2.0, 1.0]
    """
    steps = np.rint(np.abs(amount) * per_unit)
    exact = steps[row] * share
    part = np.floor(exact + _CLOSE)
    left = steps - np.bincount(row, part, minlength=len(amount))
    if left.any():
        rest = np.round((exact - part) / _CLOSE)
        order = np.lexsort((-rest, row))
        first = np.searchsorted(row, np.arange(len(amount)))
        rank = np.arange(len(row)) - first[row]
        part[order] += rank < left[row]
    return np.copysign(part, amount[row]) / per_unit + 0.0


def decimals(amounts: np.ndarray) -> int:
    """The number of decimals that amounts are stated with, at most nine.

    Examples
    --------
    >>> decimals(np.array([3.0, 1.25])), decimals(np.array([3.0]))
    (2, 0)
    """
    known = amounts[np.isfinite(amounts)]
    for digits in range(MOST_DECIMALS):
        steps = known * 10.0**digits
        if (np.abs(steps - np.rint(steps)) <= 1e-6 * np.maximum(1.0, np.abs(steps) * _CLOSE)).all():
            return digits
    return MOST_DECIMALS
