"""Two rows for one unit, measure, period and vintage."""

from __future__ import annotations

import numpy as np

from forecast.checks.latest import MOST, Latest, describe_row
from forecast.core.findings import Finding
from forecast.core.tables import Tables


def check_repeats(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors where the two differ; warnings where one merely repeats the other."""
    figures = np.column_stack([tables.counts[name].to_numpy() for name in ("value", "low", "high")])
    findings = []
    for earlier, later in latest.repeats[:MOST].tolist():
        first, second = sorted((earlier, later))
        known = {"first": str(tables.counts["row"].to_numpy()[first])}
        if np.array_equal(figures[first], figures[second], equal_nan=True):
            findings.append(describe_row(tables, second, "value_repeated", "warning", "value", **known))
        else:
            both = {"value": _shown(figures[second]), "other": _shown(figures[first])}
            findings.append(describe_row(tables, second, "value_twice", "error", "value", **known, **both))
    return findings


def _shown(figures: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float | str:
    value, low, high = (float(figure) for figure in figures)
    return value if np.isfinite(value) else f"{low:g}..{high:g}".replace("nan", "")
