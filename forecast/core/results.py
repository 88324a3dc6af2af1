"""The answer of a projection: one row per unit, measure, year and quota, with the columns of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from forecast.core.findings import Finding

BEFORE_QUANTILES = (
    "unit", "measure", "year", "as_of", "quota_kind", "basis", "quota_low", "quota_high", "observed", "observed_through",
    "attainment", "same_period_last_year", "remaining", "mean", "expected", "unit_estimate",
)  # fmt: skip
AFTER_QUANTILES = (
    "p_met", "p_above", "shortfall", "expected_shortfall", "needed_per_quarter", "usual_per_quarter", "flag", "reasons",
    "evidence_own", "evidence_panel", "evidence_plan", "evidence_prior", "reading", "p_all_met",
    "unit_estimate_usual_error", "unit_estimate_years", "flag_since", "at_risk_from", "record_basis", "record_n", "record_missed",
    "record_missed_low", "record_missed_high", "review_basis", "review_groups", "review_warnings", "review_precision",
    "review_precision_low", "review_precision_high", "review_misses", "review_recall", "review_false_alarms", "review_lead",
    "shortfall_share", "to_visit", "ready",
)  # fmt: skip
TEXT_COLUMNS = (
    "unit", "measure", "year", "as_of", "quota_kind", "basis", "observed_through", "flag", "reasons", "reading", "flag_since",
    "record_basis", "review_basis", "to_visit", "ready",
)  # fmt: skip
ROW_KEY = ("unit", "measure", "year", "quota_kind", "basis", "reading")
SIGNS = (
    "behind_usual_share", "lower_level", "shock", "falling", "quota_raised", "quota_above_usual", "never_seen_quarter",
    "above_usual_pace", "late_reporting", "ready_below_remaining",
)  # fmt: skip
SIGN_NUMBERS = ("value", "base", "share", "base_share", "quarter", "since")  # those that sentences of reasons name
REASON_COLUMNS = (*ROW_KEY, "order", "code", "part", "contribution", *SIGN_NUMBERS)
_READY = re.compile(r"(?:^|;)(.+?)=([^=@;]+)@(\d{4}-\d\d-\d\d)(?=;|$)")
OTHER_UNITS = (
    "__other__"  # id of the row into which restricted units are added up; `__other__:PARENT` where there are several
)
FLAGS = ("met", "on_track", "watch", "at_risk", "out_of_reach", "no_data")


def quantile_column(level: float) -> str:
    """Name of the column that holds a quantile.

    Examples
    --------
    >>> quantile_column(0.1), quantile_column(0.05)
    ('q0.1', 'q0.05')
    """
    return f"q{level:g}"


def ready_text(stocks: Iterable[tuple[str, float, date]]) -> str:
    """What stands ready for a row, as its cell `ready` says it: each stock with its figure and its day.

    Examples
    --------
    >>> ready_text([("files", 80.0, date(2023, 3, 31)), ("pool", 300.0, date(2023, 3, 31))])
    'files=80@2023-03-31;pool=300@2023-03-31'
    """
    return ";".join(f"{stock}={value:.15g}@{day.isoformat()}" for stock, value, day in stocks)


def parse_ready(text: str) -> list[tuple[str, float, date]]:
    """The stocks of a cell `ready`, in the order of the measures table.

    Examples
    --------
    >>> parse_ready("files=80@2023-03-31")
    [('files', 80.0, datetime.date(2023, 3, 31))]
    """
    return [(stock, float(value), date.fromisoformat(day)) for stock, value, day in _READY.findall(text)]


@dataclass(frozen=True)
class Projection:
    """The table of answers, and what was noticed on the way (findings of the checks and notices of the run).

    Attributes
    ----------
    table : columns BEFORE_QUANTILES, one `q…` per quantile, AFTER_QUANTILES. Shares and probabilities are 0-1; `year`,
        `as_of` and `observed_through` are text of the period grammar; an empty cell is NaN (numbers) or "" (text).
    skipped : units that could not be answered at all, in sorted order.
    reasons : the parts of the gap between quota and landing, for each flagged row of a year; columns REASON_COLUMNS.
        `contribution` adds up to quota_low - mean over the parts (`part` not ""); `code` is "" and `order` 0 for a part that is
        not worth naming. The numbers are those of the code's sentence. None where they were not kept.
    """

    table: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    skipped: tuple[str, ...] = ()
    reasons: pd.DataFrame | None = None
