"""The units of a report as compact values for the page's script: what a table row cannot hold."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

from forecast.language.catalogue import catalogue
from forecast.report.model import Line, Report
from forecast.report.voice import Voice

LANGUAGES = ("vi", "en")
MOST_REPORTS = 20_000  # figures of the year that a page still carries
WORDS = (
    "column.quota", "column.observed", "column.attainment", "column.forecast", "column.range", "column.chance",
    "column.expected_shortfall", "column.needed", "column.usual", "column.unit_estimate", "column.flag", "column.own_quota",
    "column.period", "column.value", "column.reported", "column.status", "column.source", "web.past_years", "web.reports",
    "web.reasons", "web.evidence", "web.what_if", "web.what_if_help", "web.shown", "web.close", "chart.quota", "chart.range80",
    "chart.forecast", "column.evidence_own", "column.evidence_panel", "column.evidence_plan", "column.evidence_prior",
    "say.unknown_source",
)  # fmt: skip
CHANCES = ("certain", "very_likely", "likely", "open", "hard", "very_hard", "none", "above", "below", "tenths")


def page_data(report: Report) -> str:
    """JSON that can stand in a page: no sign in it ends a script or begins a tag."""
    document = {
        "year": report.year,
        "whole": report.measure.whole,
        "levels": list(report.levels),
        "words": {language: _words(language) for language in LANGUAGES},
        "units": [_unit(line, report) for line in report.all_lines],
        "reports": _reports(report),
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return text


def _words(language: str) -> dict[str, str]:
    texts = catalogue(language)
    own = {code.partition(".")[2]: texts[f"report.{code}"] for code in WORDS if code.startswith("web.")}
    columns = {code: texts[f"report.{code}"] for code in WORDS if not code.startswith("web.")}
    statuses = {f"status.{name}": texts[f"report.status.{name}"] for name in ("final", "provisional", "estimate")}
    return {**own, **columns, **statuses, **{f"chance.{name}": texts[f"chance.{name}"] for name in CHANCES}}


def _unit(line: Line, report: Report) -> dict[str, Any]:
    row = line.row
    past = {str(year): _plain(total) for year, total in sorted(line.past.totals.items()) if year >= report.year - 10}
    evidence = [_plain(row[f"evidence_{name}"]) for name in ("own", "panel", "plan", "prior")]
    return {
        "id": line.unit,
        "name": {language: Voice(report, language).name(line.unit) for language in LANGUAGES},
        "parent": line.parent,
        "flag": line.flag,
        "words": {language: Voice(report, language).flag(row) for language in LANGUAGES},
        "observed": _plain(row["observed"]),
        "quota": _plain(row["quota_low"]),
        "expected": _plain(line.expected),
        "low": _plain(row.get("q0.1", math.nan)),
        "high": _plain(row.get("q0.9", math.nan)),
        "short": _plain(row["expected_shortfall"]),
        "needed": _plain(Voice(report, "vi").at_least(row["needed_per_quarter"])),
        "usual": _plain(row["usual_per_quarter"]),
        "estimate": _plain(row["unit_estimate"]),
        "chance": _plain(row["p_met"]) if not Voice(report, "vi").is_certain(row) else None,
        "points": _steps(line.points),
        "past": past,
        "evidence": evidence if None not in evidence else None,
        "signals": {language: _signals(line, report, language) for language in LANGUAGES} if line.signals else None,
    }


def _signals(line: Line, report: Report, language: str) -> list[list[str]]:
    voice = Voice(report, language)
    return [[voice.signal(signal), voice.question(signal)] for signal in line.signals]


def _steps(points: tuple[float, ...]) -> list[float | int] | None:
    """Quantiles as the first and the steps from each to the next, which are short."""
    if not points or math.isnan(points[0]):
        return None
    steps = [points[0], *(after - before for before, after in pairwise(points))]
    return [_plain(round(step, 6)) or 0 for step in steps]


def _reports(report: Report) -> dict[str, list[list[Any]]]:
    """Figures of the year by unit, as long as a page can carry them."""
    year = str(report.year)
    figures = [figure for figure in report.figures if figure.period.startswith(year)]
    found: dict[str, list[list[Any]]] = {}
    for figure in figures if len(figures) <= MOST_REPORTS else ():
        day = figure.reported.isoformat() if figure.reported else ""
        ends = [_plain(figure.low), _plain(figure.high)] if math.isnan(figure.value) else []
        entry = [figure.period, _plain(figure.value), day, figure.status, figure.source, *ends]
        found.setdefault(figure.unit, []).append(entry)
    return found


def _plain(value: float) -> float | int | None:
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else round(number, 6)
