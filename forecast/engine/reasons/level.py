"""The level that a unit's years lead to expect, which walks from year to year and is seen through noisy totals.

The newest years count most, by as much as the level moves and the totals stray (a local level; Harvey 1989). One odd year
(2020-21) hardly counts; a second one like it is a new level.
"""

from __future__ import annotations

import numpy as np

OUTLYING = 2.5  # standard deviations beyond which a year counts as no further out


def follow_level(logs: np.ndarray, step: np.ndarray, of_figures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expected log level of the year to come, and its variance, (n_units,) each; NaN where no year is known.

    Parameters
    ----------
    logs : (n_units, n_years) of the totals, in order; NaN where not known.
    step, of_figures : (n_units,) variance of a yearly step of the level, and of a total about it.

    Examples
    --------
    >>> years = np.log([[100.0, 100.0, 100.0, 50.0], [100.0, 100.0, 50.0, 50.0], [np.nan, np.nan, np.nan, 80.0]])
    >>> level, _ = follow_level(years, np.full(3, 0.0016), np.full(3, 0.0016))
    >>> np.exp(level).round().tolist()
    [90.0, 50.0, 80.0]
    """
    level, variance = np.full(len(logs), np.nan), np.full(len(logs), np.inf)
    cut = np.zeros(len(logs))  # the side on which the year before lay too far out
    for year in logs.T:
        first, known = np.isfinite(year) & np.isnan(level), np.isfinite(year) & np.isfinite(level)
        astray = np.where(known, year - level, 0.0)
        before = np.where(known, variance + step, 1.0)
        limit = OUTLYING * np.sqrt(before + of_figures)
        outside = np.where(np.abs(astray) > limit, np.sign(astray), 0.0)
        again = (outside != 0) & (outside == cut)
        before = np.where(again, before + astray**2, before)
        gain = before / (before + of_figures)
        moved = level + gain * np.where(again, astray, np.clip(astray, -limit, limit))
        level = np.where(first, year, np.where(known, moved, level))
        variance = np.where(first, of_figures, np.where(known, (1 - gain) * before, variance + step))
        cut = np.where(known, outside, cut)
    return level, np.where(np.isfinite(level), variance + step, np.nan)
