"""Measures that are a part of another: their figures and quotas against those of the whole, by unit and time."""

from __future__ import annotations

import numpy as np

from forecast.checks.latest import MOST, Latest
from forecast.checks.quotas import at_quota
from forecast.core.findings import Finding
from forecast.core.tables import Tables


def check_parts(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a part that is larger than its whole in the same period."""
    wholes = {name: measure.part_of for name, measure in tables.measures.items() if measure.part_of}
    if not wholes:
        return []
    keys = list(zip(latest.unit.tolist(), latest.measure.tolist(), latest.period.tolist(), strict=True))
    at = {key: index for index, key in enumerate(keys)}
    code = {name: position for position, name in enumerate(latest.measures)}
    findings = []
    for index, (unit, measure, period) in enumerate(keys):
        whole = wholes.get(latest.measures[measure], "")
        other = at.get((unit, code.get(whole, -1), period))
        if other is None:
            continue
        least = latest.value[index] if np.isfinite(latest.value[index]) else latest.low[index]
        most = latest.value[other] if np.isfinite(latest.value[other]) else latest.high[other]
        if least > most:
            shown = {"value": float(least), "whole": whole, "total": float(most), "first": str(latest.line(other))}
            findings.append(latest.finding("part_exceeds", "warning", index, **shown))
    return findings[:MOST]


def check_part_quotas(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a fixed quota for a part that is larger than every quota of its whole for the same unit and year."""
    wholes = {name: measure.part_of for name, measure in tables.measures.items() if measure.part_of}
    fixed = tables.quotas[tables.quotas["kind"].isin(["fixed", "range"]) & tables.quotas["year"].notna()]
    if not wholes or fixed.empty:
        return []
    most: dict[tuple[str, str, int], float] = {}
    for row in fixed.to_dict("records"):
        top = np.nanmax([row["value"], row["high"], row["low"] if np.isnan(row["high"]) else np.nan, 0.0])
        key = (str(row["unit"]), str(row["measure"]), int(row["year"]))
        open_above = row["kind"] == "range" and np.isnan(row["high"])
        most[key] = max(most.get(key, 0.0), np.inf if open_above else float(top))
    findings = []
    for position, row in zip(tables.quotas.index.get_indexer(fixed.index), fixed.to_dict("records"), strict=True):
        whole = wholes.get(str(row["measure"]), "")
        total = most.get((str(row["unit"]), whole, int(row["year"])), np.inf)
        least = row["value"] if row["kind"] == "fixed" else row["low"]
        if least > total:
            shown: dict[str, float | str] = {"value": float(least), "whole": whole, "total": total}
            findings.append(at_quota(tables, int(position), "part_quota_exceeds", "warning", "value", **shown))
    return findings[:MOST]
