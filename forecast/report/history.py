"""What each unit reached before and this year, read off the panel for a report: nothing is estimated here."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from forecast.core.panel import Block, Panel
from forecast.core.periods import SEASONS, quarter_of_day, quarter_period, year_period
from forecast.report.model import Past

YEARS_BACK = 5


def read_past(panel: Panel, year: int) -> Mapping[str, Past]:
    """Unit id -> its past; units without figures are left out."""
    totals = {earlier: panel.total(earlier) for earlier in panel.years() if earlier < year}
    found = {}
    for block in panel.blocks:
        quarters, paths = _quarters(block, year), _path(block, year)
        for row, at in enumerate(block.units.tolist()):
            own = {earlier: float(total[at]) for earlier, total in totals.items() if np.isfinite(total[at])}
            known = {of: tuple(values[row].tolist()) for of, values in quarters.items()}
            found[panel.units[at]] = Past(own, known, tuple((day, float(sums[row])) for day, sums in paths))
    return found


def _quarters(block: Block, year: int) -> dict[int, np.ndarray]:
    """Year -> (n_units, 4), for years with at least one quarter known on its own."""
    found: dict[int, np.ndarray] = {}
    for at, piece in enumerate(block.pieces):
        quarter = quarter_of_day(piece[0].start)
        own_year = quarter // SEASONS
        if len(piece) != 1 or not year - YEARS_BACK <= own_year <= year:
            continue
        if piece[0] == quarter_period(quarter) or _is_at_work_all(block, quarter, piece[0].stop - piece[0].start):
            known = found.setdefault(own_year, np.full((len(block.units), SEASONS), math.nan))
            known[:, quarter % SEASONS] = block.values[:, at]
    return found


def _is_at_work_all(block: Block, quarter: int, days: int) -> bool:
    """Whether so many days are all that the units worked of a quarter (they opened or closed within it)."""
    whole = quarter_period(quarter)
    start, stop = max(whole.start, block.life.start), min(whole.stop, block.life.stop)
    return 0 < stop - start == days


def _path(block: Block, year: int) -> list[tuple[int, np.ndarray]]:
    """The unbroken run of sums of the year, each with the day after its end."""
    whole = year_period(year)
    until = block.known_until(whole)
    inside = [at for at in block.covered(year) if len(block.pieces[at]) == 1 and block.pieces[at][0].stop <= until]
    sums, path = np.zeros(len(block.units)), []
    for at in sorted(inside, key=lambda at: block.pieces[at][0].stop):
        sums = sums + block.values[:, at]
        path.append((block.pieces[at][0].stop, sums))
    return path if path and path[-1][0] == until else []
