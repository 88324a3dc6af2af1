"""A share of a stock at the end of the year before: 3-4 % of the members, say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from forecast.core.periods import year_period
from forecast.quotas.context import Context
from forecast.quotas.quota import Multiple, Quota, round_up


def resolve_share(row: Mapping[str, Any], context: Context) -> Quota:
    """Reaching `share_low` of the stock `of` meets the quota, `share_high` of it is the upper end.

    Examples
    --------
    >>> from forecast.quotas.context import StockSeries
    >>> members = StockSeries(np.array([year_period(2023).start]), np.array([54_470.0]), np.array([54_470.0]))
    >>> row = {"unit": "a", "year": 2023.0, "of": "members", "share_low": 0.03, "share_high": 0.04, "basis": "", "reading": ""}
    >>> quota = resolve_share(row, Context(stocks={("a", "members"): members}))
    >>> quota.low, quota.high
    (1635.0, 2178.8)
    """
    year = int(row["year"])
    least = 0.0 if np.isnan(row["share_low"]) else float(row["share_low"])
    most = float(row["share_high"])
    series = context.stocks.get((row["unit"], row["of"]))
    if series is None:
        return Quota("share", year, year, np.nan, np.nan, row["basis"], row["reading"])
    stock = series.at(year_period(year).start)
    low = float(round_up(least * stock.median, whole=context.whole))
    high = float(np.maximum(np.round(most * stock.median, 6), low))
    multiple = None if stock.certain else Multiple(least, most, stock)
    return Quota("share", year, year, low, high, row["basis"], row["reading"], multiple)
