"""Issued forecasts held against what came: as they were issued, never as they would be made today.

rows     one scored row per run, unit and year
summary  the scores by run, year and number of known quarters; what the warnings were worth
drift    whether the chances have drifted, year after year
"""

from forecast.engine.ledger.drift import ALARM, WATCH, Monitor, monitor_drift
from forecast.engine.ledger.rows import ROW, Issued, score_issued
from forecast.engine.ledger.summary import COLUMNS, Estimates, Warned, count_warnings, score_own_estimates, summarise

__all__ = [
    "ALARM",
    "COLUMNS",
    "ROW",
    "WATCH",
    "Estimates",
    "Issued",
    "Monitor",
    "Warned",
    "count_warnings",
    "monitor_drift",
    "score_issued",
    "score_own_estimates",
    "summarise",
]
