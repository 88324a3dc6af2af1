"""The last years and the forecast as a row of blocks, for a glance down a table on a terminal.

The lowest and the highest of a unit's own years are the lowest and the highest block: rows show shape, not size.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from forecast.core.lives import plant
from forecast.core.panel import build_panel
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage

BLOCKS = "▁▂▃▅▇"
YEARS = 7  # before the one of the forecast


def sparkline(values: Sequence[float]) -> str:
    """One block a value, a space where it is not known; nothing with fewer than three values.

    Examples
    --------
    >>> sparkline([10, 20, math.nan, 30, 50]), sparkline([5, 5, 5]), sparkline([1, 2])
    ('▁▂ ▃▇', '▃▃▃', '')
    """
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 3:
        return ""
    low, span = min(known), max(known) - min(known)
    steps = len(BLOCKS) - 1
    return "".join(
        " " if math.isnan(value) else BLOCKS[round(steps * (value - low) / span) if span else steps // 2]
        for value in values
    )


def draw_trends(rows: pd.DataFrame, tables: Tables) -> Mapping[str, str]:
    """Unit -> its blocks: totals of the years before, then the forecast; units without them are left out.

    Parameters
    ----------
    rows : of one measure and one year.
    """
    measure, year = str(rows["measure"].iloc[0]), int(str(rows["year"].iloc[0]))
    known = known_at(tables, parse_vintage(str(rows["as_of"].iloc[0]) or None))
    units = list(dict.fromkeys(rows["unit"]))
    counts = known.counts
    own = (counts["measure"] == measure) & (counts["status"] != "estimate") & counts["unit"].isin(units)
    panel = build_panel(counts[own], measure, units, plant(known.units))
    totals = [panel.total(of).tolist() for of in range(year - YEARS, year)]
    past = dict(zip(panel.units, zip(*totals, strict=True), strict=True))
    forecast = dict(zip(rows["unit"], rows["expected"].fillna(rows["mean"]).tolist(), strict=True))
    drawn = {unit: sparkline([*past[unit], forecast[unit]]).lstrip() for unit in units}
    return {unit: text for unit, text in drawn.items() if text}
