"""The units of a report as compact values for the page's script: what a table row cannot hold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from forecast.core.periods import parse_period
from forecast.language.catalogue import catalogue
from forecast.report.model import MADE_OF, Line, Report, Signal
from forecast.report.voice import Voice
from forecast.report.words import period_words

LANGUAGES = ("vi", "en")
YEARS = 10  # before this one, of which totals are shown
MOST_REPORTS = 20_000  # figures of the year that a page still carries
WORDS = (
    *(f"column.{name}" for name in (
        "quota", "observed", "attainment", "forecast", "range", "chance", "expected_shortfall", "needed", "usual",
        "unit_estimate", "flag", "own_quota", "period", "value", "reported", "status", "source", "evidence_own",
        "evidence_panel", "evidence_plan", "evidence_prior",
    )),
    *(f"web.{name}" for name in (
        "past_years", "reports", "reasons", "evidence", "what_if", "what_if_help", "shown", "close", "more_rows",
    )),
    *(f"made_of.{name}" for name in ("heading", *MADE_OF)), "chart.quota", "chart.range80", "chart.forecast", "say.unknown_source",
)  # fmt: skip
CHANCES = ("certain", "very_likely", "likely", "open", "hard", "very_hard", "none", "above", "below", "tenths")


def page_data(report: Report) -> str:
    """JSON that can stand in a page: no sign in it ends a script or begins a tag."""
    voices = {language: Voice(report, language) for language in LANGUAGES}
    reports = _reports(report)
    periods = sorted({entry[0] for entries in reports.values() for entry in entries})
    document = {
        "year": report.year,
        "whole": report.measure.whole,
        "levels": list(report.levels),
        "words": {language: _words(language) for language in LANGUAGES},
        "units": [_unit(line, voices) for line in report.all_lines],
        "reports": reports,
        "periods": {period: _period(period) for period in periods},
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
    said = {code.removeprefix("web."): texts[f"report.{code}"] for code in WORDS}
    for kind in ("status", "signal", "question"):
        start = f"report.{kind}."
        said |= {code.removeprefix("report."): text for code, text in texts.items() if code.startswith(start)}
    return {**said, **{f"chance.{name}": texts[f"chance.{name}"] for name in CHANCES}}


def _both(words: Mapping[str, str]) -> str | list[str]:
    """Words of both languages, once where they are the same."""
    vi, en = (words[language] for language in LANGUAGES)
    return vi if vi == en else [vi, en]


def _unit(line: Line, voices: Mapping[str, Voice]) -> dict[str, Any]:
    row, voice = line.row, voices[LANGUAGES[0]]
    year = voice.report.year
    evidence = [_plain(round(float(row[f"evidence_{name}"]), 3)) for name in ("own", "panel", "plan", "prior")]
    values = {
        "id": line.unit,
        "name": _both({language: of.name(line.unit) for language, of in voices.items()}),
        "parent": line.parent,
        "flag": _both({language: of.flag(row) for language, of in voices.items()}),
        "observed": _plain(row["observed"]),
        "quota": _plain(row["quota_low"]),
        "expected": _plain(line.expected),
        "low": _plain(row.get("q0.1", math.nan)),
        "high": _plain(row.get("q0.9", math.nan)),
        "short": _plain(row["expected_shortfall"]),
        "needed": _plain(voice.at_least(row["needed_per_quarter"])),
        "usual": _plain(row["usual_per_quarter"]),
        "estimate": _plain(row["unit_estimate"]),
        "chance": None if voice.is_certain(row) else _plain(row["p_met"]),
        "points": _steps(line.points),
        "past": {str(of): _plain(total) for of, total in sorted(line.past.totals.items()) if of >= year - YEARS},
        "evidence": None if None in evidence else evidence,
        "made": list(map(_plain, voice.report.made_of.get(line.unit, ()))),
        "signals": [_signal(signal, voice) for signal in line.signals],
    }
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _signal(signal: Signal, voice: Voice) -> list[Any]:
    """Code and figures of a signal, counts as they are printed."""
    values = {name: value for name, value in signal.values.items()}
    if isinstance(values.get("value"), float):
        values["value"] = _plain(voice.at_least(values["value"]))
    return [signal.code, {name: _plain(value) if isinstance(value, float) else value for name, value in values.items()}]


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


def _period(text: str) -> str | list[str]:
    """A period as officials write it."""
    return _both({language: period_words(parse_period(text), language) for language in LANGUAGES})


def _plain(value: float) -> float | int | None:
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else round(number, 6)
