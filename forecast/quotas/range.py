"""A range for one year: reaching its lower end meets the quota; an end may be open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from forecast.quotas.context import Context
from forecast.quotas.quota import Quota


def resolve_range(row: Mapping[str, Any], context: Context) -> Quota:
    """Reaching `low` meets the quota, `high` is its upper end; without `low` any total meets it.

    Examples
    --------
    >>> resolve_range({"year": 2021.0, "low": 9000.0, "high": 10000.0, "basis": "", "reading": ""}, Context()).high
    10000.0
    """
    year = int(row["year"])
    low = 0.0 if np.isnan(row["low"]) else row["low"]
    return Quota("range", year, year, low, row["high"], row["basis"], row["reading"])
