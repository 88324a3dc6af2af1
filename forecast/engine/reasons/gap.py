"""The gap between a quota and the landing, split into parts that add up to it.

The landing is taken back in steps: from the quota to the usual year (quota), on to what the trend leads to expect (trend), on
to this year's figures (level, shock, timing), and to what the forecast has of the quarters to come (ahead).
"""

from __future__ import annotations

import numpy as np

from forecast.engine.reasons.shapes import LOWER, SHOCK, Shape
from forecast.engine.reasons.usual import Usual

PARTS = ("quota", "trend", "level", "shock", "timing", "ahead")


def split_gap(
    quota: np.ndarray, landing: np.ndarray, *, known: np.ndarray, usual: Usual, shape: Shape
) -> dict[str, np.ndarray]:
    """Part -> (n_rows,) in units of the measure; they add up to quota - landing. NaN without a usual year.

    Parameters
    ----------
    quota, landing : (n_rows,).
    known : (n_rows, 4) this year's quarters; it, `usual` and `shape` are those of the rows' units.

    Returns
    -------
    quota : what the quota is above the usual year. Where a trend is clear, what it is beyond both where the trend started and
        where it leads: a quota that has come down with a fall does not ask for the level of before.
    trend : where a trend is clear, what the quota asks against it, at most the way from its start to this year.
    level : where all quarters are lower alike, what a whole year lacks at that level.
    shock : what the one quarter lacks that is out of line.
    timing : all else that the quarters known lack.
    ahead : what the forecast has less (negative: more) of the quarters to come than they bring at this level.
    """
    told = np.isfinite(known) & np.isfinite(usual.quarters)
    by_now = np.where(told, usual.quarters, 0.0)
    missing = by_now - np.where(told, known, 0.0)
    due, short = by_now.sum(1), missing.sum(1)
    lower = shape.kind == LOWER
    level = np.where(lower, short / np.where(due > 0, due, 1.0) * usual.expected, 0.0)
    out_of_line = np.maximum(shape.kind - SHOCK, 0)[:, None]
    shock = np.where(shape.kind >= SHOCK, np.take_along_axis(missing, out_of_line, axis=1)[:, 0], 0.0)
    lowest, highest = np.minimum(usual.reference, usual.expected), np.maximum(usual.reference, usual.expected)
    asked = np.clip(quota, lowest, highest)  # all three are one where there is no trend
    parts = {
        "quota": quota - asked,
        "trend": asked - usual.expected,
        "level": level,
        "shock": shock,
        "timing": np.where(lower, 0.0, short - shock),
    }
    before = np.sum(list(parts.values()), axis=0)
    parts["ahead"] = quota - landing - before
    unknown = ~np.isfinite(before)
    return {name: np.where(unknown, np.nan, part) for name, part in parts.items()}
