"""What changed since an earlier run, as values: units whose flag or chance moved, and why; and last year's forecast.

How two answers differ is found by the store; sentences and tables are `forecast.report.sections.changes`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from forecast.core.results import FLAGS
from forecast.report.beside import Change, Changes, LastForecast
from forecast.report.model import Line, Report
from forecast.report.voice import through_day

_STEP = 0.1  # of the chance, from which on a change is told
SAME_ROW = ("quota_kind", "basis", "reading")


def read_changes(report: Report, moved: pd.DataFrame, *, run: int, earlier: pd.DataFrame) -> Changes:
    """The changes of the report's own rows.

    Parameters
    ----------
    moved : one row per answer that differs, as `forecast.store.diff` gives it.
    earlier : the answer of the run before.
    """
    rows = moved[
        (moved["measure"] == report.measure.name) & (moved["year"] == str(report.year)) & (moved["change"] == "moved")
    ]
    of_row = {(row["unit"], *(row[name] for name in SAME_ROW)): row for row in rows.to_dict("records")}
    found = []
    for line in report.all_lines:
        row = of_row.get((line.unit, *(line.row[name] for name in SAME_ROW)))
        if row is not None:
            change = Change(
                line.unit, str(row["flag_before"]), str(row["flag_after"]), _number(row["p_met_before"]),
                _number(row["p_met_after"]), _number(row["expected_before"]), _number(row["expected_after"]),
                tuple(str(row["reasons"]).split(";")),
            )  # fmt: skip
            if is_told(change) or (report.top is not None and line.unit == report.top.unit):
                found.append(change)
    return Changes(run, _through(earlier, report), tuple(found))


def is_told(change: Change) -> bool:
    """Whether the flag is another one, or the chance of a unit that is judged clearly is.

    Examples
    --------
    >>> is_told(Change("A", "watch", "watch", 0.62, 0.55)), is_told(Change("A", "watch", "watch", 0.62, 0.5))
    (False, True)
    """
    judged = change.flag_after not in ("", "no_data")
    return change.flag_before != change.flag_after or (
        judged and abs(change.chance_after - change.chance_before) >= _STEP - 1e-9
    )


def has_worsened(change: Change) -> bool:
    """Whether the flag is a more serious one; what is not judged is neither better nor worse.

    Examples
    --------
    >>> has_worsened(Change("A", "watch", "at_risk", 0.6, 0.3)), has_worsened(Change("A", "no_data", "watch", 0.5, 0.6))
    (True, False)
    """
    judged = FLAGS[:-1]
    both = change.flag_before in judged and change.flag_after in judged
    return both and judged.index(change.flag_after) > judged.index(change.flag_before)


def last_forecast(top: Line | None, year: int, answers: Sequence[pd.DataFrame]) -> LastForecast | None:
    """What was expected of the year before, from the earlier answer that knew as much of its year as this report of its own.

    Parameters
    ----------
    answers : of earlier runs, the newest last; without one that knew as much the newest counts that did not know the year's end.
    """
    actual = top.past.totals.get(year - 1, math.nan) if top else math.nan
    if top is None or math.isnan(actual):
        return None
    candidates: list[tuple[bool, int, float]] = []
    for at, answer in enumerate(answers):
        rows = answer[
            (answer["unit"] == top.unit) & (answer["measure"] == top.row["measure"]) & (answer["year"] == str(year - 1))
        ]
        for row in rows.to_dict("records")[:1]:
            until = str(row["observed_through"])
            expected = _number(row["mean"] if math.isnan(_number(row["expected"])) else row["expected"])
            if until < f"{year - 1}-12-31" and not math.isnan(expected):
                candidates.append((until[5:] == str(top.row["observed_through"])[5:], at, expected))
    return LastForecast(year - 1, max(candidates)[2], actual) if candidates else None


def _through(earlier: pd.DataFrame, report: Report) -> date | None:
    """The day up to which the earlier answer had figures."""
    rows = earlier[(earlier["measure"] == report.measure.name) & (earlier["year"] == str(report.year))]
    days = [day for text in rows["observed_through"].unique() if (day := through_day({"observed_through": text}))]
    return max(days, default=None)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
