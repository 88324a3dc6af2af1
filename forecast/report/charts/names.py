"""Which charts a report has figures for. Drawing them is left to the modules beside this one."""

from __future__ import annotations

import math

from forecast.report.beside import Term
from forecast.report.model import Line, Report

MOST_ROWS = 160  # units that a heat map can still show


def chart_names(report: Report) -> tuple[str, ...]:
    """Names of the charts that can be drawn."""
    found = [name for name, possible in _CHARTS.items() if possible(report)]
    terms = [f"term-{term.row['year'].replace('..', '-')}" for term in report.terms if has_term(term)]
    return (*found, *dict.fromkeys(terms))


def has_landing(report: Report) -> bool:
    """The top unit has a forecast, and an earlier year or a quota to see it against."""
    top = report.top
    return top is not None and not math.isnan(top.expected) and bool(top.past.drawn.totals or top.row["quota_kind"])


def has_path(report: Report) -> bool:
    return report.top is not None and bool(report.top.past.drawn.path)


def has_waterfall(report: Report) -> bool:
    top = report.top
    return top is not None and len(waterfall_lines(report)) > 1 and not math.isnan(top.expected - top.row["quota_low"])


def has_heat(report: Report) -> bool:
    return 1 < len(heat_lines(report)) <= MOST_ROWS


def has_reliability(report: Report) -> bool:
    return report.curve is not None and len(report.curve.stated) > 1


def has_term(term: Term) -> bool:
    return len(term.years) > 1


def waterfall_lines(report: Report) -> list[Line]:
    """Units right below the top whose forecast and quota are both known."""
    level = min((line.depth for line in report.lines), default=0)
    return [
        line
        for line in report.lines
        if line.depth == level
        and line.flag not in ("", "no_data")
        and not math.isnan(line.expected - line.row["quota_low"])
    ]


def heat_lines(report: Report) -> list[Line]:
    """Units with quarters of this year and of an earlier one, and at work to the year's end, so that shares compare."""
    return [
        line
        for line in report.all_lines
        if report.year in line.past.quarters
        and usual_shares(line, report.year)
        and line.row["quota_low"] > 0
        and "closed" not in str(line.row["reasons"]).split(";")
    ]


def usual_shares(line: Line, year: int) -> tuple[float, ...]:
    """Mean share of each quarter in the totals of earlier years known by quarters; empty without such a year."""
    years = [
        [value / line.past.totals[of] for value in quarters]
        for of, quarters in line.past.quarters.items()
        if of < year and line.past.totals.get(of, 0.0) > 0 and not any(map(math.isnan, quarters))
    ]
    return tuple(math.fsum(column) / len(years) for column in zip(*years, strict=True)) if years else ()


_CHARTS = {
    "landing": has_landing,
    "path": has_path,
    "waterfall": has_waterfall,
    "heat": has_heat,
    "reliability": has_reliability,
}
