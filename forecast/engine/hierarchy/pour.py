"""A difference poured down to children, draw by draw: in proportion to weights, by whole steps, never below a floor.

Systematic rounding (Madow 1949): with running shares s_i and one uniform u, child i takes floor(s_i D + u) - floor(s_(i-1) D + u).
The parts are whole, add up to D, and are each within one of their share, which they equal on average.
"""

from __future__ import annotations

import numpy as np


def pour(
    draws: np.ndarray, difference: np.ndarray, weights: np.ndarray, floors: np.ndarray, even: np.ndarray
) -> np.ndarray:
    """Children's draws that add up to the old ones and the difference; what cannot be taken is left undone.

    Parameters
    ----------
    draws : (n_children, n_draws) whole numbers, or any numbers if they are floats.
    difference : (n_draws,) to add.
    weights : (n_children,) not negative; a child with weight 0 takes nothing.
    floors : (n_children,) no draw may end lower.
    even : (n_draws,) uniforms, 0-1; ignored for floats.

    Examples
    --------
    >>> draws = np.array([[5, 5], [1, 1]])
    >>> pour(draws, np.array([2, -5]), np.array([1.0, 1.0]), np.array([0.0, 1.0]), np.array([0.5, 0.5])).tolist()
    [[6, 0], [2, 1]]
    """
    moved = np.flatnonzero(difference)
    if not len(moved) or not (weights > 0).any():
        return draws
    floors = floors.astype(draws.dtype)[:, None]
    wanted, even = difference[moved], even[moved]
    before = draws[:, moved]
    shares = np.cumsum(weights / weights.sum())
    shares[np.flatnonzero(weights > 0)[-1] :] = 1.0  # but for rounding, which must not reach a child of no weight
    after = before + _parts(wanted, shares[:, None], even, draws)
    if (wanted < 0).any():
        movable = (weights > 0)[:, None]
        after = np.where(movable, np.maximum(after, np.minimum(floors, before)), before)
        short = wanted - (after - before).sum(0)
        late = np.flatnonzero(short < 0)
        if len(late):
            after[:, late] = _from_room(
                after[:, late], short[late], np.where(movable, floors, after[:, late]), even[late]
            )
    out = draws.copy()
    out[:, moved] = after
    return out


def _from_room(draws: np.ndarray, short: np.ndarray, floors: np.ndarray, even: np.ndarray) -> np.ndarray:
    """Take what is still to be taken in proportion to the room above the floors, which so no part exceeds."""
    room = np.maximum(draws - floors, 0)
    reach = np.cumsum(room, axis=0, dtype=np.int64 if _counted(draws) else np.float64)
    whole = reach[-1]
    taken = np.minimum(-short, whole)
    if _counted(draws):
        running = (reach * taken + np.floor(even * whole).astype(np.int64)) // np.maximum(whole, 1)
    else:
        running = reach / np.maximum(whole, 1e-300) * taken
    return np.maximum(draws - np.diff(running, axis=0, prepend=0).astype(draws.dtype), floors)  # rounding of amounts


def _parts(total: np.ndarray, shares: np.ndarray, even: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """(n_children, n_draws) parts of the totals by running shares, (n_children, 1), the last of them 1."""
    running = shares * total
    if _counted(draws):
        running = np.floor(running + even)
    return np.diff(running, axis=0, prepend=0).astype(draws.dtype)


def _counted(draws: np.ndarray) -> bool:
    return np.issubdtype(draws.dtype, np.integer)
