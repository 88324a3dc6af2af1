"""A multiple of the total of the year before: 1.05 asks for 105 % of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from forecast.quotas.context import Context
from forecast.quotas.quota import Multiple, Quota, round_up


def resolve_growth(row: Mapping[str, Any], context: Context) -> Quota:
    """Reaching `value` times last year's total meets the quota; while that total is not known, the two are drawn together.

    Before the unit's first figure nothing is known of last year, and a year in which it opened is no base to grow from: the
    quota then has no number.

    Examples
    --------
    >>> row = {"unit": "a", "year": 2021.0, "value": 1.129, "basis": "", "reading": ""}
    >>> resolve_growth(row, Context(totals={("a", 2020): 8_881.0})).low
    10027.0
    >>> resolve_growth(row, Context(first_years={"a": 2019})).base_year
    2020
    """
    year, times = int(row["year"]), float(row["value"])
    total = context.totals.get((row["unit"], year - 1))
    if total is not None:
        low = float(round_up(times * total, whole=context.whole))
        return Quota("growth", year, year, low, low, row["basis"], row["reading"])
    known = context.first_years.get(row["unit"], year) < year
    multiple = Multiple(times, np.nan, year - 1) if known else None
    return Quota("growth", year, year, np.nan, np.nan, row["basis"], row["reading"], multiple)
