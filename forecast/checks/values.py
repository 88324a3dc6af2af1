"""Single figures: finite, not negative, whole where declared, inside their own range."""

from __future__ import annotations

import numpy as np

from forecast.checks.latest import MOST, Latest, describe_row
from forecast.core.findings import Finding
from forecast.core.tables import Tables

COLUMNS = ("value", "low", "high")


def check_finite(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: infinite figures (a CSV's are refused while reading)."""
    return [
        describe_row(tables, int(position), "not_finite", "error", name, text=str(tables.counts[name].iat[position]))
        for name in COLUMNS
        for position in np.flatnonzero(np.isinf(tables.counts[name].to_numpy()))[:MOST]
    ]


def check_negative_flows(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: a flow below zero; corrections belong in the figure that they correct."""
    flows = [name for name, measure in tables.measures.items() if measure.kind == "flow"]
    flow = tables.counts["measure"].isin(flows).to_numpy()
    findings = []
    for name in COLUMNS:
        value = tables.counts[name].to_numpy()
        for position in np.flatnonzero(flow & (value < 0))[:MOST]:
            figure = float(value[position])
            findings.append(describe_row(tables, int(position), "negative_flow", "error", name, value=figure))
    return findings


def check_fractions(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: a fraction where the measure is declared whole; 2.241 is probably 2241 with a thousands dot lost."""
    findings = []
    declared = [name for name, measure in tables.measures.items() if measure.declared and measure.whole]
    if not declared:
        return []
    whole = tables.counts["measure"].isin(declared).to_numpy()
    for name in COLUMNS:
        value = tables.counts[name].to_numpy()
        for position in np.flatnonzero(whole & np.isfinite(value) & (value != np.floor(value)))[:MOST]:
            figure = float(value[position])
            thousands = round(figure * 1000)
            lost_dot = 1 <= figure < 1000 and abs(figure * 1000 - thousands) < 1e-6
            extra = {"suggestion": str(thousands)} if lost_dot else {}
            code = "fraction_thousands" if lost_dot else "fraction"
            findings.append(describe_row(tables, int(position), code, "error", name, value=figure, **extra))
    return findings


def check_ranges(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: low above high, or a figure outside its own low and high."""
    value, low, high = (tables.counts[name].to_numpy() for name in COLUMNS)
    findings = []
    for position in np.flatnonzero(low > high)[:MOST].tolist():
        ends = {"low": float(low[position]), "high": float(high[position])}
        findings.append(describe_row(tables, position, "range_reversed", "error", "low", **ends))
    for column, bound, outside in (("low", low, value < low), ("high", high, value > high)):
        for position in np.flatnonzero(outside & ~(low > high))[:MOST].tolist():
            known = {"value": float(value[position]), "bound": float(bound[position])}
            findings.append(describe_row(tables, position, f"value_beyond_{column}", "error", "value", **known))
    return findings
