"""VII. How earlier forecasts and warnings did: said only where a report was given a record."""

from __future__ import annotations

from collections.abc import Iterator

from forecast.report.blocks import Block, Heading, Paragraph
from forecast.report.voice import Voice


def track(voice: Voice) -> Iterator[Block]:
    said = " ".join(filter(None, (last_words(voice), track_words(voice))))
    if said:
        yield Heading(voice.say("heading.track"))
        yield Paragraph(said)


def last_words(voice: Voice) -> str:
    """The last forecast of a year that is over, against what came."""
    last = voice.report.last
    if last is None:
        return ""
    figures = {"expected": voice.count(last.expected), "actual": voice.count(last.actual)}
    return voice.say("say.last", year=str(last.year), **figures)


def track_words(voice: Voice) -> str:
    """Precision and recall of the warnings."""
    record = voice.report.track
    if record is None:
        return ""
    said = []
    if record.warned:
        said.append(voice.say("say.precision", n=record.warned, k=record.warned_missed))
    if record.missed:
        said.append(voice.say("say.recall", n=record.missed, k=record.missed_warned))
    return " ".join(said)
