"""What if the quota were another number: the chance read off stored quantiles, by one rule for every format.

The same rule stands in the page's script and in the workbook's formulas; the quantiles come from the projection.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

LEVELS = (0.005, 0.01, *(round(0.02 * step, 2) for step in range(1, 50)), 0.99, 0.995)


def chance_of(quota: float, levels: Sequence[float], points: Sequence[float], *, whole: bool, lowest: float) -> float:
    """Chance that the total reaches another quota.

    Between two stored quantiles the distribution is taken as a straight line; beyond the outermost the chance is that of
    the outermost, for nothing more is stored.

    Parameters
    ----------
    levels : (n_levels,) rising, 0-1.
    points : (n_levels,) quantiles at the levels. [units of the measure]
    whole : counted in whole numbers: reaching q means exceeding q - 1/2 of the continuous law.
    lowest : what is reached already; a quota up to it is met for certain.

    Examples
    --------
    >>> chance_of(11, (0.1, 0.5, 0.9), (8.0, 10.0, 12.0), whole=True, lowest=3)
    0.4
    >>> chance_of(3, (0.1, 0.5, 0.9), (8.0, 10.0, 12.0), whole=True, lowest=3)
    1.0
    """
    if not points or math.isnan(points[0]) or math.isnan(quota):
        return math.nan
    if quota <= lowest:
        return 1.0
    edge = math.ceil(quota - 1e-9) - 0.5 if whole else quota
    right = bisect_left(points, edge)
    if right == 0:
        return 1 - levels[0]
    if right == len(points):
        return 1 - levels[-1]
    low, high = points[right - 1], points[right]
    share = (edge - low) / (high - low)
    return round(1 - (levels[right - 1] + share * (levels[right] - levels[right - 1])), 12)
