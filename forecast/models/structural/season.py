"""The panel's usual season: the mean shape of the year, the centre of every seasonal structure's season."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import SEASONS, quarter_of_day, quarter_period
from forecast.core.pieces import Runs

SHIPPED_UNITS = 5.0  # units that a flat year is worth
MEDIAN_FROM = 3


def usual_season(panel: Panel) -> np.ndarray:
    """(4,) log of each quarter over the year's geometric mean, median of the units, drawn towards a flat year.

    Only years with four quarters above zero teach it.
    """
    found = []
    for block in panel.blocks:
        years = whole_years(block.pieces)
        values = block.values[(block.values > 0).all(1)]
        if years and len(values):
            logs = np.log(values)
            found.append(np.mean([logs[:, year] - logs[:, year].mean(1, keepdims=True) for year in years], axis=0))
    if not found:
        return np.zeros(SEASONS)
    each = np.concatenate(found)
    middle = np.median(each, axis=0) if len(each) >= MEDIAN_FROM else each.mean(0)
    return len(each) / (len(each) + SHIPPED_UNITS) * (middle - middle.mean())


def whole_years(pieces: Sequence[Runs]) -> list[list[int]]:
    """Positions of the pieces of each calendar year that is told by its four quarters, in order."""
    of_year: dict[int, list[int]] = {}
    for at, piece in enumerate(pieces):
        quarter = quarter_of_day(piece[0].start)
        if piece == (quarter_period(quarter),):
            of_year.setdefault(quarter // SEASONS, []).append(at)
    return [
        sorted(inside, key=lambda at: pieces[at]) for _, inside in sorted(of_year.items()) if len(inside) == SEASONS
    ]


def season_of_rows(share: np.ndarray, season: np.ndarray, first_season: int, *, log: bool) -> np.ndarray:
    """(n_rows,) what the season brings to rows over quarters, on the log or the linear scale (size 1)."""
    quarters = season[(first_season + np.arange(share.shape[1])) % SEASONS]
    return share @ (quarters if log else np.exp(quarters) / np.exp(season).mean() - 1)
