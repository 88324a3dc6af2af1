"""A fixed number for one year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forecast.quotas.context import Context
from forecast.quotas.quota import Quota


def resolve_fixed(row: Mapping[str, Any], context: Context) -> Quota:
    """Reaching `value` in the year meets the quota.

    Examples
    --------
    >>> resolve_fixed({"year": 2023.0, "value": 9810.0, "basis": "assigned", "reading": ""}, Context()).low
    9810.0
    """
    year = int(row["year"])
    return Quota("fixed", year, year, row["value"], row["value"], row["basis"], row["reading"])
