"""The input as read: five tidy tables, typed, each row knowing its line in the file, and what reading found.

Reading files is `forecast.io`; judging the figures is `forecast.checks`; arranging them for models is `forecast.core.panel`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forecast.core.findings import Finding, SheetPlace
from forecast.core.measures import Measure

if TYPE_CHECKING:
    import pandas as pd

COUNTS = ("unit", "measure", "period", "value", "low", "high", "reported_on", "status", "source", "note")
QUOTAS = (
    "unit", "measure", "year", "kind", "value", "low", "high", "share_low", "share_high", "of", "rule", "scope",
    "first_year", "last_year", "set_on", "basis", "reading", "source", "note",
)  # fmt: skip
UNITS = ("unit", "name", "parent", "order", "opened", "closed", "restricted")
LINEAGE = ("from_unit", "to_unit", "on", "share", "from_parent", "to_parent")
MEASURES = (
    "measure", "kind", "whole", "part_of", "prior", "sensitive", "ready_for", "covers", "label_vi", "label_en",
)  # fmt: skip
NUMBERS = ("value", "low", "high", "share_low", "share_high", "share", "order")
DATES = ("reported_on", "set_on", "opened", "closed", "on")


@dataclass(frozen=True)
class Tables:
    """Everything an office states, in tables with the columns above plus `row` (line in the file; header = 1).

    Types: numbers are float64 with NaN for "not given"; dates are day ordinals as float64, NaN for "not given"; `year`,
    `first_year`, `last_year` of quotas are float64; every other column is text, "" for "not given". Periods of counts come
    parsed as `start` and `stop` (day ordinals, int64) beside the text. Unknown extra columns are kept as text.
    A table of a workbook has `BOOK.xlsx#SHEET` in `files`, and under that name its place in `sheets`.
    Of one vintage, `counts` holds what stood then and `told` every row that had been told by then, earlier revisions included;
    `today` is the day up to which reports are in it (ordinal), None for all.
    `units_as_of` is the day (ordinal) on whose units all figures stand, where they were recast (`forecast.engine.recast`);
    None where each stands with the unit that reported it.
    """

    counts: pd.DataFrame
    quotas: pd.DataFrame
    units: pd.DataFrame
    lineage: pd.DataFrame
    measures: dict[str, Measure]
    files: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    sheets: dict[str, SheetPlace] = field(default_factory=dict)
    told: pd.DataFrame | None = None
    today: float | None = None
    units_as_of: int | None = None

    def with_findings(self, findings: tuple[Finding, ...]) -> Tables:
        return replace(self, findings=findings)
