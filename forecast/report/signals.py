"""What in the figures of a unit is worth a question, by plain rules. Signs in the figures, never causes or verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterator

from forecast.report.model import Past, Row, Signal

_UNLIKE = 0.15  # share by which two figures must differ before it is mentioned
_FEW = 3.0  # and by which number at least


def find_signals(row: Row, past: Past, through: str) -> tuple[Signal, ...]:
    """The signals of one row; units that have met their quota or are not judged have none.

    Parameters
    ----------
    through : day up to which most units have reported, as `observed_through` gives it.

    Examples
    --------
    >>> row = {"flag": "at_risk", "quota_low": 100.0, "observed": 30.0, "observed_through": "2023-06-30",
    ...        "same_period_last_year": 45.0, "needed_per_quarter": 35.0, "usual_per_quarter": 24.0,
    ...        "unit_estimate": math.nan, "q0.1": 70.0, "q0.9": 95.0}
    >>> [signal.code for signal in find_signals(row, Past({2022: 96.0}), "2023-06-30")]
    ['below_last_year', 'needed_above_usual', 'quota_above_best', 'range_below']
    """
    if row["flag"] not in ("watch", "at_risk", "out_of_reach"):
        return ()
    found = tuple(_signals(row, past, through))
    return found or ((Signal("needed", {"value": row["needed_per_quarter"]}),) if row["needed_per_quarter"] > 0 else ())


def _signals(row: Row, past: Past, through: str) -> Iterator[Signal]:
    observed, last_year = row["observed"], row["same_period_last_year"]
    if row["observed_through"] and row["observed_through"] < through:
        yield Signal("reports_late", {"through": row["observed_through"]})
    if _less(observed, last_year):
        yield Signal("below_last_year", {"value": observed, "base": last_year, "share": 1 - observed / last_year})
    needed, usual = row["needed_per_quarter"], row["usual_per_quarter"]
    best = max((value for year in past.quarters.values() for value in year if not math.isnan(value)), default=math.nan)
    if needed > best + 0.5:
        yield Signal("needed_above_best", {"value": needed, "base": best})
    elif _less(usual, needed):
        yield Signal("needed_above_usual", {"value": needed, "base": usual})
    most = max(past.totals.values(), default=math.nan)
    if _less(most, row["quota_low"], least=0.0):
        yield Signal("quota_above_best", {"value": row["quota_low"], "base": most})
    estimate, low, high = row["unit_estimate"], row.get("q0.1", math.nan), row.get("q0.9", math.nan)
    if estimate > high:
        yield Signal("estimate_above", {"value": estimate, "base": high})
    elif estimate < low:
        yield Signal("estimate_below", {"value": estimate, "base": low})
    if high < row["quota_low"]:
        yield Signal("range_below", {"value": high, "base": row["quota_low"]})


def _less(value: float, base: float, least: float = _UNLIKE) -> bool:
    """Whether a figure is clearly below another; figures that are not known never are."""
    return base - value >= (_FEW if least else 1.0) and value < (1 - least) * base
