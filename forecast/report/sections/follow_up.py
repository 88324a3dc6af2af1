"""III and IV. Units to follow up and support, in official order; their signals and the questions that go with them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from forecast.core.results import Projection
from forecast.engine.record.visits import YES
from forecast.report.blocks import Block, Heading, Paragraph
from forecast.report.columns import unit_table
from forecast.report.sections.brief import focus_blocks, silent_words
from forecast.report.track_words import visit_lines
from forecast.report.voice import Voice


def follow_up(voice: Voice) -> Iterator[Block]:
    report = voice.report
    if not report.lines:
        return
    yield Heading(voice.say("heading.focus"))
    yield from focus_blocks(voice)
    visits = visit_words(voice)
    if visits:
        yield Paragraph(visits)
    yield Heading(voice.say("heading.signals"))
    lines = [line for line in report.lines if line.signals]
    if lines:
        columns = ("number", "unit", "signals", "ready", "questions", "comment")
        yield unit_table("signals", voice.say("heading.questions"), lines, columns, voice, wide=False)
    yield Paragraph(silent_words(voice))


def visit_words(voice: Voice) -> str:
    """The units to visit first, where a capacity was given; a public issue says nothing of who carries the shortfall."""
    report, rows = voice.report, [line.row for line in voice.report.all_lines]
    if report.manner.public or not any(row["to_visit"] == YES for row in rows):
        return ""
    table = pd.DataFrame([dict(row) for row in rows])
    names = {line.unit: voice.name(line.unit) for line in report.all_lines}
    parents = {line.unit: line.parent for line in report.all_lines}
    return " ".join(visit_lines(Projection(table), rows, names, parents, voice.language))
