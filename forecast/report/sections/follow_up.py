"""III and IV. Units to follow up and support, in official order; their signals and the questions that go with them."""

from __future__ import annotations

from collections.abc import Iterator

from forecast.report.blocks import Block, Heading, Paragraph
from forecast.report.columns import unit_table
from forecast.report.sections.brief import focus_blocks, silent_words
from forecast.report.voice import Voice


def follow_up(voice: Voice) -> Iterator[Block]:
    report = voice.report
    if not report.lines:
        return
    yield Heading(voice.say("heading.focus"))
    yield from focus_blocks(voice)
    yield Heading(voice.say("heading.signals"))
    lines = [line for line in report.lines if line.signals]
    if lines:
        columns = ("number", "unit", "signals", "questions", "comment")
        yield unit_table("signals", voice.say("heading.questions"), lines, columns, voice, wide=False)
    yield Paragraph(silent_words(voice))
