"""A share of past cases, and between what ends it may be expected to lie in another year.

Cases of one year (or one panel) share its shocks, so that a hundred of them say less than a hundred draws would: the interval
rests on how far the groups have differed, drawn towards what groups usually differ by.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv

USUAL_SPREAD = 0.1  # of the shares of groups about their mean
USUAL_GROUPS = 2.0  # groups that this counts as
TAIL = 0.05  # of the interval, on either side


class Share(NamedTuple):
    """A share (0-1), the 90 % interval for that of one more group of usual size, and how many cases it rests on; NaN without."""

    value: float
    low: float
    high: float
    cases: int


def share_of(missed: np.ndarray, cases: np.ndarray, weight: np.ndarray | None = None) -> Share:
    """The share of some cases, by group.

    Parameters
    ----------
    missed, cases : (n_groups,) cases that count, and all cases.
    weight : (n_groups,) of one case of the group; all alike when not given.

    Notes
    -----
    The variance between groups is estimated by moments and shrunk; the interval is that of a beta law with the mean and the
    variance of the share that one more group will show: its own shock, the chance in so many cases, and the error of the mean.

    Examples
    --------
    >>> tuple(round(end, 2) for end in share_of(np.array([7, 8, 6]), np.array([10, 10, 10])))
    (0.7, 0.34, 0.95, 30)
    """
    used = cases > 0
    missed, cases = missed[used].astype(float), cases[used].astype(float)
    weights = np.ones(len(cases)) if weight is None else weight[used]
    if not len(cases):
        return Share(np.nan, np.nan, np.nan, 0)
    counted = weights * cases
    n, value = cases.sum(), float((weights * missed).sum() / counted.sum())
    mean = (value * n + 1) / (n + 2)  # never 0 or 1, so that the interval has a width
    chance_error = mean * (1 - mean)
    spread = ((cases * (missed / cases - value) ** 2).sum() - (len(cases) - 1) * chance_error) / max(
        n - (cases**2).sum() / n, 1.0
    )
    between = (max(spread, 0.0) * (len(cases) - 1) + USUAL_GROUPS * USUAL_SPREAD**2) / (len(cases) - 1 + USUAL_GROUPS)
    leading = counted / counted.sum()
    variance = between * (1 + (leading**2).sum()) + chance_error * ((leading**2 / cases).sum() + 1 / cases.mean())
    size = max(chance_error / variance - 1, 1.0)
    ends = betaincinv(size * mean, size * (1 - mean), [TAIL, 1 - TAIL])
    return Share(value, min(float(ends[0]), value), max(float(ends[1]), value), int(n))
