"""II. Where the year ends: sentences, the landing, the table of units, the way from the target to the forecast."""

from __future__ import annotations

import math
from collections.abc import Iterator

from forecast.report.blocks import Block, Heading, Paragraph, Picture
from forecast.report.charts.names import has_landing, has_waterfall
from forecast.report.columns import unit_table
from forecast.report.sections.changes import changes_part
from forecast.report.sections.standing import lacking_words, outlook, pace, what_it_takes
from forecast.report.voice import Voice

COLUMNS = (
    "number", "unit", "quota", "forecast", "range", "chance", "expected_shortfall", "needed", "usual", "unit_estimate", "flag",
)  # fmt: skip


def outlook_part(voice: Voice) -> Iterator[Block]:
    report = voice.report
    yield Heading(voice.say("heading.forecast"))
    if report.top:
        for words in (outlook(report.top, voice), what_it_takes(report.top, voice), pace(report.top, voice)):
            if words:
                yield Paragraph(words)
        evidence = evidence_words(voice)
        if evidence:
            yield Paragraph(evidence)
        if has_landing(report):
            figures = {"expected": voice.count(report.top.expected), "range": voice.range(report.top.row)}
            alt = voice.say("chart.landing_alt", year=str(report.year), **figures)
            yield Picture("landing", voice.say("chart.landing"), alt)
            lacking = lacking_words(report.top, voice)
            if lacking:
                yield Paragraph(lacking, look="note")
    if report.lines:
        yield Heading(voice.say("heading.forecast_table"), 2)
        yield unit_table("forecast", voice.say("heading.forecast_table"), report.all_lines, COLUMNS, voice)
    yield from changes_part(voice)
    if has_waterfall(report) and report.top:
        figures = {"expected": voice.count(report.top.expected), "quota": voice.quota(report.top.row)}
        yield Picture("waterfall", voice.say("chart.waterfall"), voice.say("chart.waterfall_alt", **figures))


def evidence_words(voice: Voice) -> str:
    """What the top unit's forecast rests on."""
    assert voice.report.top is not None
    row = voice.report.top.row
    shares = {name: float(row[f"evidence_{name}"]) for name in ("own", "panel", "plan", "prior")}
    if any(map(math.isnan, shares.values())):
        return ""
    return voice.say("method.evidence", **{name: voice.percent(share, 0) for name, share in shares.items()})
