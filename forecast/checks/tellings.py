"""One figure told by several sources: a unit, measure and period for which two documents say what cannot both be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.checks.latest import MOST, Latest, describe_row
from forecast.core.findings import Finding
from forecast.core.tables import Tables


def check_tellings(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: two sources differ, but for what rounding or "over" and "nearly" leave open; the later one stands as a revision."""
    if latest.once:
        return []
    counts = tables.counts
    stated = counts[counts[["value", "low", "high"]].notna().any(axis=1) & (counts["status"] != "estimate")]
    stated = stated[stated["source"].fillna("") != ""]
    key = ["unit", "measure", "start", "stop"]
    several = stated.groupby(key, sort=False)["source"].transform("nunique") > 1
    findings: list[Finding] = []
    for _, told in stated[several].groupby(key, sort=False):
        ordered = told.sort_values(["reported_on", "row"], na_position="first", kind="stable")
        first = ordered.iloc[0]
        for place, row in zip(ordered.index[1:], ordered.iloc[1:].to_dict("records"), strict=True):
            if row["source"] != first["source"] and _apart(first, row) and not _same_vintage(first, row):
                position = int(counts.index.get_indexer(pd.Index([place]))[0])
                shown = {
                    "value": _figure(row),
                    "source": str(row["source"]),
                    "other": _figure(first),
                    "other_source": str(first["source"]),
                    "first": str(int(first["row"])),
                }
                findings.append(describe_row(tables, position, "told_differently", "warning", "value", **shown))
        if len(findings) >= MOST:
            break
    return findings[:MOST]


def _bounds(row: pd.Series | dict) -> tuple[float, float]:
    if np.isfinite(row["value"]):
        return float(row["value"]), float(row["value"])
    low, high = float(row["low"]), float(row["high"])
    return (-np.inf if np.isnan(low) else low), (np.inf if np.isnan(high) else high)


def _apart(first: pd.Series, row: dict) -> bool:
    """Whether no number fits both."""
    (low, high), (other_low, other_high) = _bounds(first), _bounds(row)
    return max(low, other_low) > min(high, other_high)


def _same_vintage(first: pd.Series, row: dict) -> bool:
    """Two rows of one day are told apart by `forecast.checks.revisions`, as an error."""
    one, other = first["reported_on"], row["reported_on"]
    return bool(one == other or (np.isnan(one) and np.isnan(other)))


def _figure(row: pd.Series | dict) -> float | str:
    low, high = _bounds(row)
    return low if low == high else f"{low:g}..{high:g}".replace("-inf", "").replace("inf", "")
