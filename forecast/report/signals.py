"""What in the figures of a unit is worth a question: the engine's reasons, and what only a report knows. Never causes or verdicts.

Which reasons there are, and how far they explain the gap, is `forecast.engine.reasons`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from forecast.core.results import ROW_KEY, SIGN_NUMBERS
from forecast.report.beside import Row
from forecast.report.model import Signal
from forecast.report.words import LIFE

FLAGS = ("watch", "at_risk", "out_of_reach")
Reasons = Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]]


def read_reasons(reasons: pd.DataFrame | None) -> Reasons:
    """Row of the answer, by its key -> what is named of it, in order."""
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    if reasons is None:
        return found
    for record in reasons[reasons["order"] > 0].to_dict("records"):
        found.setdefault(row_key(record), []).append({str(name): value for name, value in record.items()})
    return found


def row_key(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """What tells a row of the answer from the others."""
    return tuple(str(row[name]) for name in ROW_KEY)


def find_signals(row: Row, reasons: Reasons, through: str) -> tuple[Signal, ...]:
    """The signals of one row; units that have met their quota, are on track or are not judged have none.

    Parameters
    ----------
    through : day up to which most units have reported, as `observed_through` gives it.

    Examples
    --------
    >>> row = {"unit": "D-07", "measure": "m", "year": "2023", "quota_kind": "fixed", "basis": "", "reading": "", "flag": "at_risk",
    ...        "observed_through": "2023-06-30", "needed_per_quarter": 35.0, "unit_estimate": 120.0,
    ...        "q0.1": 70.0, "q0.9": 95.0}
    >>> [(signal.code, dict(signal.values)) for signal in find_signals(row, {}, "2023-06-30")]
    [('estimate_above', {'value': 120.0, 'base': 95.0})]
    """
    if row["flag"] not in FLAGS:
        return ()
    return tuple(_signals(row, reasons, through)) or tuple(_needed(row))


def is_late(row: Row, through: str) -> bool:
    """Whether a unit at work has reported, but less than most.

    Examples
    --------
    >>> is_late({"observed_through": "2023-03-31", "reasons": "above_usual_pace"}, "2023-06-30")
    True
    """
    gone = not set(LIFE).isdisjoint(str(row.get("reasons") or "").split(";"))
    return not gone and bool(row["observed_through"]) and row["observed_through"] < through


def _needed(row: Row) -> Iterator[Signal]:
    """What the rest must bring, where nothing else is to be said."""
    needed, usual = row["needed_per_quarter"], row.get("usual_per_quarter", math.nan)
    if needed > 0:
        yield (
            Signal("needed_usual", {"value": needed, "base": usual})
            if usual > 0
            else Signal("needed", {"value": needed})
        )


def _signals(row: Row, reasons: Reasons, through: str) -> Iterator[Signal]:
    if is_late(row, through):
        yield Signal("reports_late", {"through": row["observed_through"]})
    for reason in reasons.get(row_key(row), ()):
        yield Signal(reason["code"], {name: reason[name] for name in SIGN_NUMBERS if not math.isnan(reason[name])})
    estimate, low, high = row["unit_estimate"], row.get("q0.1", math.nan), row.get("q0.9", math.nan)
    if estimate > high:
        yield Signal("estimate_above", {"value": estimate, "base": high})
    elif estimate < low:
        yield Signal("estimate_below", {"value": estimate, "base": low})
