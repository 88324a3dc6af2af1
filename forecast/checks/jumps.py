"""Figures far from what their unit usually reports: often a misplaced dot, a doubled digit or another unit's row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.checks.latest import MOST, Latest
from forecast.core.findings import Finding
from forecast.core.tables import Tables

FACTOR = 10.0
AT_LEAST = 5
SPREADS = 5.0
DAYS_A_MONTH = 30.4375


def check_jumps(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: over ten times, or under a tenth of, the median of the unit's periods of the same length.

    Small counts vary by nature: a whole figure must also lie five Poisson spreads away.
    """
    value = latest.value
    months = np.rint((latest.stops - latest.starts)[latest.period] / DAYS_A_MONTH).astype(np.int64)
    key = latest.series * (int(months.max(initial=0)) + 1) + months
    groups = pd.Series(value).groupby(key)
    median, known = groups.transform("median").to_numpy(), groups.transform("count").to_numpy()
    far = (value > FACTOR * median) | (value < median / FACTOR)
    spread = np.abs(value - median) > SPREADS * np.sqrt(np.maximum(median, 1))
    jumps = far & (value >= 0) & (known >= AT_LEAST) & (median > 0) & (spread | ~latest.per_measure("whole", True))
    return [
        latest.finding(
            "jump_up" if value[index] > median[index] else "jump_down",
            "warning",
            int(index),
            value=float(value[index]),
            usual=float(median[index]),
        )
        for index in np.flatnonzero(jumps)[:MOST]
    ]
