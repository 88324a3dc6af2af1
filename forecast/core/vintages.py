"""What was known of a unit, and when: every figure with the days on which it was told, and what changed.

Choosing what was known on one day is `forecast.engine.as_of`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.core.tables import Tables

COLUMNS = ("unit", "measure", "period", "reported_on", "value", "low", "high", "change", "status", "source")


def history_of(tables: Tables, unit: str, measure: str | None = None) -> pd.DataFrame:
    """Every row of a unit in the order of its periods and of the days on which they were told.

    `change` is against the row told before of the same period, NaN for the first. An estimate is another figure than what it
    guesses, and has its own line of changes. Rows without a day are the earliest.

    Parameters
    ----------
    measure : one measure; all of them by default.
    """
    counts = tables.counts
    chosen = counts[(counts["unit"] == unit) & ((counts["measure"] == measure) if measure is not None else True)]
    chosen = chosen.assign(
        guess=chosen["status"] == "estimate", day=chosen["reported_on"].to_numpy(dtype=np.float64, na_value=-np.inf)
    )
    ordered = chosen.sort_values(["measure", "start", "stop", "guess", "day"], kind="stable")
    change = ordered.groupby(["measure", "start", "stop", "guess"], sort=False)["value"].diff()
    period = ordered["period"] if len(ordered) else pd.Series(dtype="str")
    return ordered.assign(change=change, period=period)[list(COLUMNS)].reset_index(drop=True)
