"""The public issue of a report: small counts are withheld, and with them whatever they could be worked out from.

A count of one to four people is withheld, of the year to date or of what came since the last report (primary suppression). What is
withheld could be worked out from the total less what is printed; so further units are withheld, the smallest first, until the
withheld ones together reach five at every report of the year and in every step between two (secondary suppression). What was
withheld at one report stays withheld at the later ones of the year: then no subtraction of an earlier report from a later one
tells more (`tests/report/test_disclosure.py` attacks this by linear programming).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from forecast.core.periods import SEASONS, quarter_start
from forecast.core.results import SIGNS
from forecast.errors import UsageError
from forecast.report.beside import Row
from forecast.report.focus import choose_focus
from forecast.report.model import Line, Past, Report

LEAST = 5  # people that a printed count is about, or none
KEPT = (
    "unit",
    "measure",
    "year",
    "as_of",
    "quota_kind",
    "basis",
    "quota_low",
    "quota_high",
    "observed_through",
    "reading",
)
_OF_EARLIER = ("same_period_last_year", "usual_per_quarter", "unit_estimate")  # figures of other reports
_ASKED = ("year", "as_of", "measure")


def public_report(report: Report) -> Report:
    """The report with what a public one may hold: the highest level of units, without their history.

    Raises
    ------
    UsageError : the measure is declared sensitive.
    """
    if report.measure.sensitive:
        raise UsageError("usage.report_public_sensitive", value=report.measure.name)
    level = min((line.depth for line in report.lines), default=0)
    lines = [line for line in report.lines if line.depth == level]
    hidden, all_of_it = choose_hidden(sums_by_report(lines, report.year))
    shown = tuple(_withheld(line) if hide else _bare(line) for line, hide in zip(lines, hidden.tolist(), strict=True))
    top = report.top
    if top is not None:
        past = replace(top.past, partly=None, lacking={})
        top = replace(top, row=MappingProxyType({**top.row, "ready": ""}), past=past)
    if top is not None and (all_of_it or _is_small(float(top.row["observed"]))):
        top = _withheld(top)
    return replace(
        report,
        top=top and replace(top, others=()),
        lines=shown,
        focus=choose_focus(shown),
        silent=tuple(line.unit for line in shown if line.unit in report.silent and _may_be_called_silent(line)),
        parts=tuple(row for row in report.parts if top is not None and _may_show(row, float(top.row["observed"]))),
        findings=(),
        skipped=(),
        figures=(),
        settings=MappingProxyType({name: report.settings.get(name) for name in _ASKED}),
    )


def choose_hidden(cumulated: np.ndarray) -> tuple[np.ndarray, bool]:
    """Which units are withheld at the last of several reports of a year.

    Parameters
    ----------
    cumulated : (n_units, n_reports) year to date, NaN where a unit has not reported.

    Returns
    -------
    hidden : (n_units,) whether the unit is withheld.
    all_of_it : even all units together are too few, so their total is to be withheld as well.

    Examples
    --------
    >>> choose_hidden(np.array([[20.0], [3.0], [9.0]]))
    (array([False,  True,  True]), False)
    """
    n_units, n_reports = cumulated.shape
    hidden, too_few = np.zeros(n_units, bool), False
    for last in range(n_reports):
        sums = np.column_stack([cumulated[:, : last + 1], _steps(cumulated[:, : last + 1])])
        hidden |= (_small(sums)).any(1)
        size = np.nan_to_num(cumulated[:, last])
        for unit in np.argsort(size, kind="stable"):
            if _is_enough(sums, hidden):
                break
            hidden[unit] |= size[unit] > 0
        too_few |= not _is_enough(sums, hidden)
    return hidden | too_few, too_few


def _steps(cumulated: np.ndarray) -> np.ndarray:
    """(n_units, n_reports - 1) what came between a report and the one before in which the unit stood."""
    steps = np.full((len(cumulated), max(cumulated.shape[1] - 1, 0)), np.nan)
    before = cumulated[:, 0].copy() if cumulated.shape[1] else np.zeros(len(cumulated))
    for at in range(steps.shape[1]):
        now = cumulated[:, at + 1]
        steps[:, at] = now - np.nan_to_num(before)
        before = np.where(np.isnan(now), before, now)
    return steps


def _small(values: np.ndarray) -> np.ndarray:
    return (values > 0) & (values < LEAST)


def _is_small(value: float) -> bool:
    return 0 < value < LEAST


def _is_enough(sums: np.ndarray, hidden: np.ndarray) -> bool:
    """Whether the withheld units together come to nothing or to enough, in every sum that could be worked out."""
    if not hidden.any():
        return True
    together = np.nansum(sums[hidden], axis=0)
    alone = hidden.sum() < 2
    return not alone and bool((together >= LEAST).all())


def sums_by_report(lines: Sequence[Line], year: int) -> np.ndarray:
    """(n_units, n_reports) year to date at the quarter ends so far and at the latest figure, NaN where a unit had not reported."""
    ends = [quarter_start(SEASONS * year + quarter) for quarter in range(1, SEASONS + 1)]
    reached = [dict(line.past.path) for line in lines]
    columns = [[sums.get(end, math.nan) for sums in reached] for end in ends]
    columns = [column for column in columns if not all(map(math.isnan, column))]
    latest = [float(line.row["observed"]) for line in lines]
    if columns and all(math.isnan(end) or end == now for end, now in zip(columns[-1], latest, strict=True)):
        columns.pop()  # the same report: no step lies between
    columns.append(latest)
    return np.array(columns, float).T.reshape(len(lines), len(columns))


def _may_be_called_silent(line: Line) -> bool:
    """Days of reports are told of all units; that one has never reported, of those alone that are shown."""
    return line.is_silent or bool(line.row["observed_through"])


def _bare(line: Line) -> Line:
    """A unit that may be shown, without figures of earlier years and reports, and without the signs that tell of them."""
    reasons = ";".join(code for code in str(line.row["reasons"]).split(";") if code not in SIGNS)
    row = MappingProxyType({**line.row, **dict.fromkeys(_OF_EARLIER, math.nan), "reasons": reasons, "ready": ""})
    return replace(line, row=row, others=(), past=Past(), signals=())


def _withheld(line: Line) -> Line:
    """A unit of which nothing is told but its quota."""
    row = {
        name: value if name in KEPT else "" if isinstance(value, str) else math.nan for name, value in line.row.items()
    }
    return replace(line, row=MappingProxyType(row), others=(), past=Past(), signals=(), points=())


def _may_show(row: Row, total: float) -> bool:
    """Whether neither a part nor what it leaves of the whole is small."""
    observed = float(row["observed"])
    return not _is_small(observed) and not _is_small(total - observed)
