"""A target for a term of several years, judged on the cumulative total."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from forecast.quotas.context import Context
from forecast.quotas.quota import Quota


def resolve_term(row: Mapping[str, Any], context: Context) -> Quota:
    """The totals of first_year..last_year together reach `value`, or `low`; scope `average` states a yearly mean.

    Examples
    --------
    >>> term = {"value": 12000.0, "low": float("nan"), "high": float("nan"), "first_year": 2016.0, "last_year": 2020.0}
    >>> resolve_term(term | {"scope": "", "basis": "", "reading": "term"}, Context()).label
    '2016..2020'
    """
    first, last = int(row["first_year"]), int(row["last_year"])
    times = last - first + 1 if row["scope"] == "average" else 1
    low = row["low"] if np.isnan(row["value"]) else row["value"]
    high = row["high"] if np.isnan(row["value"]) else row["value"]
    low = 0.0 if np.isnan(low) else low
    return Quota("term", first, last, times * low, times * high, row["basis"], row["reading"])
