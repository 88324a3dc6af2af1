"""Draws read as laws, so that quantiles, chances and expectations come from one grid as everywhere."""

from __future__ import annotations

import numpy as np

from forecast.engine.hierarchy.shocks import N_DRAWS


def levels_kept(n_points: int) -> np.ndarray:
    """(n_points - 2,) which of the sorted draws a grid keeps: all of the outermost, and evenly spread ones between."""
    tail = min(20, (n_points - 2) // 3)
    middle = np.linspace(tail, N_DRAWS - 1 - tail, n_points - 2 - 2 * tail).round().astype(int)
    return np.concatenate([np.arange(tail), middle, np.arange(N_DRAWS - tail, N_DRAWS)])


def read_draws(draws: np.ndarray, n_points: int, *, whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """Points and probabilities, (n_units, n_points) each, of the law that draws show.

    Equal whole numbers are spread evenly over the step about them, so that the law at k + 1/2 is the share of draws up to k.

    Parameters
    ----------
    draws : (n_units, n_draws).

    Examples
    --------
    >>> points, probability = read_draws(np.repeat([[3, 5]], N_DRAWS // 2, axis=1), 241, whole=True)
    >>> float(np.interp(3.5, points[0], probability[0]).round(2)), float(np.interp(4.4, points[0], probability[0]).round(2))
    (0.5, 0.5)
    """
    ordered = np.sort(draws, axis=1)
    kept = levels_kept(n_points)
    points = ordered[:, kept].astype(float)
    if whole:
        at = np.arange(N_DRAWS, dtype=np.int32)
        new = np.ones(ordered.shape, bool)
        np.not_equal(ordered[:, 1:], ordered[:, :-1], out=new[:, 1:])
        begins = np.maximum.accumulate(np.where(new, at, 0), axis=1)
        ends = np.minimum.accumulate(np.where(np.roll(new, -1, 1), at, N_DRAWS)[:, ::-1], axis=1)[:, ::-1]
        begin, end = begins[:, kept], ends[:, kept]
        points += (kept - begin + 0.5) / (end - begin + 1) - 0.5
    half = 0.5 if whole else 0.0
    first, last = ordered[:, :1] - half, ordered[:, -1:] + half
    levels = np.concatenate([[0.0], (kept + 0.5) / N_DRAWS, [1.0]])
    return np.concatenate([first, points, last], 1), np.broadcast_to(levels, (len(draws), n_points))
