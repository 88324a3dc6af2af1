"""Percentages printed of a base that stands beside them: a count of their own, the stock of members, the figure they are a part of.

The counts may carry `printed_base` (what `printed_percent` is of), `printed_share` (percent of the stock) and `printed_part`
(percent of the measure that theirs is a part of). Percentages of quotas and growth are `forecast.checks.percent`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from forecast.checks.latest import MOST, Latest, describe_row
from forecast.checks.percent import PERCENT, fitting_bases, fitting_counts, percent_fits, read_percent
from forecast.core.findings import Finding, Severity
from forecast.core.tables import Tables
from forecast.language import Span

BASE, SHARE, PART = "printed_base", "printed_share", "printed_part"
_COLUMNS = {"base_differs": PERCENT, "share_differs": SHARE, "part_differs": PART}
AROUND = 366  # days before a count's beginning in which the stock that it is a share of may have been counted


@dataclass(frozen=True)
class Printed:
    """A count with a percentage printed beside it."""

    position: int
    value: float
    text: str
    percent: Fraction
    digits: int


def check_printed_bases(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a percentage that no whole pair of count and base prints so; a base larger than the stock it belongs to."""
    if BASE not in tables.counts:
        return []
    bases = [_number(text) for text in tables.counts[BASE]]
    findings = []
    for one in _printed(tables, PERCENT):
        base = bases[one.position]
        if base > 0 and not percent_fits(one.value, base, one.percent, one.digits):
            findings.append(_differs(tables, one, base, "base_differs", "warning"))
    for one in _printed(tables, SHARE):
        base = bases[one.position]
        low, high = fitting_bases(one.value, one.percent, one.digits) if one.percent > 0 else (0, 0)
        if base > high > 0:
            shown = {"printed": one.text, "value": one.value, "base": base, "whole": Span((low, high))}
            findings.append(describe_row(tables, one.position, "base_exceeds_stock", "warning", SHARE, **shown))
    return findings[:MOST]


def check_printed_shares(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a share of the stock that no stock counted in the year before, or in the period, gives."""
    counts = tables.counts
    stocks = [measure.name for measure in tables.measures.values() if measure.kind == "stock"]
    findings: list[Finding] = []
    if SHARE not in counts or not stocks:
        return findings
    known = counts[counts["measure"].isin(stocks) & counts["value"].notna() & (counts["status"] != "estimate")]
    for one in _printed(tables, SHARE):
        row = counts.iloc[one.position]
        near = (known["unit"] == row["unit"]) & (known["stop"] > row["start"] - AROUND) & (known["stop"] <= row["stop"])
        bases = [float(value) for value in known.loc[near, "value"] if value > 0]
        if bases and not any(percent_fits(one.value, base, one.percent, one.digits) for base in bases):
            nearest = min(bases, key=lambda base: abs(100 * one.value / base - float(one.percent)))
            findings.append(_differs(tables, one, nearest, "share_differs", "warning"))
    return findings[:MOST]


def check_printed_parts(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a percentage of the whole that the whole of the same unit and period does not give."""
    counts = tables.counts
    findings: list[Finding] = []
    if PART not in counts:
        return findings
    known = counts[counts["value"].notna() & (counts["status"] != "estimate")]
    keys = zip(known["unit"], known["measure"], known["start"], known["stop"], strict=True)
    values = dict(zip(keys, known["value"].tolist(), strict=True))
    for one in _printed(tables, PART):
        row = counts.iloc[one.position]
        measure = tables.measures.get(str(row["measure"]))
        base = values.get((row["unit"], measure.part_of if measure else "", row["start"], row["stop"]), np.nan)
        if base > 0 and not percent_fits(one.value, base, one.percent, one.digits):
            findings.append(_differs(tables, one, base, "part_differs", "warning"))
    return findings[:MOST]


def _printed(tables: Tables, column: str) -> Iterator[Printed]:
    """The counts that carry a percentage in a column; ranges ("90..") and words are left to others."""
    if column not in tables.counts:
        return
    values = tables.counts["value"].to_numpy()
    for position, text in enumerate(tables.counts[column].fillna("").astype(str)):
        read = read_percent(text) if text.strip() and np.isfinite(values[position]) else None
        if read is not None:
            yield Printed(position, float(values[position]), text.strip().rstrip("% ") + "%", *read)


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return np.nan


def _differs(tables: Tables, one: Printed, base: float, code: str, severity: Severity) -> Finding:
    """The figures, what they make, and the counts and bases that would print so."""
    counts = fitting_counts(base, one.percent, one.digits)
    bases = fitting_bases(one.value, one.percent, one.digits) if one.percent > 0 else (1, 0)
    shown = {
        "printed": one.text,
        "value": one.value,
        "base": base,
        "exact": one.value / base,
        "counts": Span(counts),
        "bases": Span(bases),
    }
    return describe_row(tables, one.position, code, severity, _COLUMNS[code], **shown)
