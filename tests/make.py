"""Makes small tables for tests."""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.core.measures import Measure
from forecast.core.periods import parse_period
from forecast.core.tables import COUNTS, DATES, LINEAGE, NUMBERS, QUOTAS, UNITS, Tables


def counts_frame(figures, measure="m", **columns):
    """figures: unit -> {period: value or (low, high)}."""
    rows = []
    for unit, by_period in figures.items():
        for period, value in by_period.items():
            low, high = value if isinstance(value, tuple) else (np.nan, np.nan)
            parsed = parse_period(period)
            rows.append(
                {
                    "unit": unit, "measure": measure, "period": period, "value": np.nan if isinstance(value, tuple) else value,
                    "low": low, "high": high, "start": parsed.start, "stop": parsed.stop, "status": "final", **columns,
                }
            )  # fmt: skip
    return typed(rows, (*COUNTS, "start", "stop"))


def quotas_frame(*rows, measure="m"):
    """Rows of the quota table as mappings."""
    return typed([{"measure": measure, "kind": "fixed", **row} for row in rows], QUOTAS)


def typed(rows, columns):
    """A frame with the columns' types: numbers and dates float, the rest text."""
    numbers = {*NUMBERS, *DATES, "year", "first_year", "last_year"}
    frame = pd.DataFrame({column: [row.get(column) for row in rows] for column in columns})
    frame["row"] = np.arange(2, len(rows) + 2)
    for column in columns:
        if column in ("start", "stop"):
            frame[column] = frame[column].astype("int64")
        elif column in numbers:
            frame[column] = pd.to_numeric(frame[column]).astype(float)
        else:
            frame[column] = pd.Series(["" if pd.isna(text) else str(text) for text in frame[column]], dtype=str)
    return frame


def make_tables(counts, quotas=None, *, units=None, measure=None, measures=()):
    """Tables of one measure, or of several."""
    chosen = measures or (measure or Measure("m", declared=True),)
    return Tables(
        counts=counts,
        quotas=quotas if quotas is not None else typed([], QUOTAS),
        units=units if units is not None else typed([], UNITS),
        lineage=typed([], LINEAGE),
        measures={one.name: one for one in chosen},
        files={"counts": "counts.csv", "quotas": "quotas.csv"},
    )


def quarters(start_year, values):
    """{period: value} of whole years of quarters."""
    return {f"{start_year + i // 4}Q{i % 4 + 1}": value for i, value in enumerate(values)}


def months(start_year, values):
    """{period: value} of months running."""
    return {f"{start_year + i // 12}-{i % 12 + 1:02d}": value for i, value in enumerate(values)}


def units_frame(*rows):
    """Rows of the units table as mappings; days as ordinals."""
    return typed(list(rows), UNITS)
