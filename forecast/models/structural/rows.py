"""Sums of the quarterly process as rows: which share of which quarter a piece of time holds.

Within a quarter the figures run evenly with noise (a Brownian bridge), so a part of a quarter tells of the whole, but not all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Runs
from forecast.core.periods import quarter_start


@dataclass(frozen=True)
class Rows:
    """Pieces of time seen from the quarterly process.

    Attributes
    ----------
    share : (n_rows, n_quarters) part of each quarter that the row covers, 0-1.
    bridge : (n_rows, n_rows) variance that even whole quarters leave open [noise variances]; 0 where rows cover whole quarters.
    """

    share: np.ndarray
    bridge: np.ndarray

    @property
    def length(self) -> np.ndarray:
        """(n_rows,) quarters covered, parts counted as parts."""
        return self.share.sum(1)


def make_rows(pieces: Sequence[Runs], first_quarter: int, n_quarters: int) -> Rows:
    """Rows of disjoint pieces over the quarters from `first_quarter` on.

    Examples
    --------
    >>> from forecast.core.periods import parse_period
    >>> rows = make_rows([(parse_period("2023-01"),), (parse_period("2023Q2"),)], 4 * 2023, 2)
    >>> rows.share.round(2).tolist()
    [[0.34, 0.0], [0.0, 1.0]]
    """
    share = np.zeros((len(pieces), n_quarters))
    for j, piece in enumerate(pieces):
        for run in piece:
            for quarter in run.quarters:
                start, stop = quarter_start(quarter), quarter_start(quarter + 1)
                inside = min(run.stop, stop) - max(run.start, start)
                share[j, quarter - first_quarter] += inside / (stop - start)
    return Rows(share, np.diag(share.sum(1)) - share @ share.T)
