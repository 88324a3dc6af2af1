"""The usual weight of each quarter of the year, from all units of a panel together, large ones included."""

from __future__ import annotations

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import SEASONS
from forecast.models.structural.season import whole_years

EVEN_COUNTS = 100.0  # counts that a flat year is worth


def usual_exposure(panel: Panel) -> np.ndarray:
    """(4,) weight of each quarter, 1 on average; only years told by their four quarters teach it.

    Examples
    --------
    >>> usual_exposure(Panel("m", (), ())).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    totals = np.full(SEASONS, EVEN_COUNTS / SEASONS)
    for block in panel.blocks:
        for year in whole_years(block.pieces):
            totals += block.values[:, year].sum(0)
    return SEASONS * totals / totals.sum()
