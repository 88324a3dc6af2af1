"""Kinds of quota. Adding one is a new file and a line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forecast.quotas.context import Context, StockSeries
from forecast.quotas.fixed import resolve_fixed
from forecast.quotas.growth import resolve_growth
from forecast.quotas.quota import Multiple, Quota, Stock, round_up
from forecast.quotas.range import resolve_range
from forecast.quotas.share import resolve_share
from forecast.quotas.stepwise import resolve_stepwise
from forecast.quotas.term import resolve_term

KINDS: dict[str, Callable[[Mapping[str, Any], Context], Quota]] = {
    "fixed": resolve_fixed,  # a number
    "range": resolve_range,  # from low to high
    "share": resolve_share,  # of a stock at the end of the year before
    "growth": resolve_growth,  # times the total of the year before
    "stepwise": resolve_stepwise,  # steps on an attribute of the unit
    "term": resolve_term,  # several years together
}


def resolve(row: Mapping[str, Any], context: Context) -> Quota:
    """Bounds and years of one row of the quota table."""
    return KINDS[row["kind"]](row, context)


__all__ = ["KINDS", "Context", "Multiple", "Quota", "Stock", "StockSeries", "resolve", "round_up"]
