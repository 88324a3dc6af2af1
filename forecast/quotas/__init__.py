"""Kinds of quota. Adding one is a new file and a line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forecast.quotas.fixed import resolve_fixed
from forecast.quotas.quota import Quota
from forecast.quotas.range import resolve_range
from forecast.quotas.term import resolve_term

KINDS: dict[str, Callable[[Mapping[str, Any]], Quota]] = {
    "fixed": resolve_fixed,
    "range": resolve_range,
    "term": resolve_term,
}


def resolve(row: Mapping[str, Any]) -> Quota:
    """Bounds and years of one row of the quota table."""
    return KINDS[row["kind"]](row)


__all__ = ["KINDS", "Quota", "resolve"]
