"""VIII. The method on one page, what was noticed in the figures, and the sources."""

from __future__ import annotations

from collections.abc import Iterator

from forecast.core.periods import parse_period
from forecast.language.catalogue import say
from forecast.language.describe import describe
from forecast.report.blocks import Block, Column, Heading, Paragraph, Table
from forecast.report.sections.brief import silent_words
from forecast.report.track_words import has_other_cuts
from forecast.report.voice import Voice
from forecast.report.words import is_young, period_words

METHOD = ("process", "panel", "plan", "prior", "interval", "flags")
MOST_FINDINGS = 30


def notes(voice: Voice) -> Iterator[Block]:
    report = voice.report
    yield Heading(voice.say("heading.notes"))
    yield Heading(voice.say("heading.method"), 2)
    usual = not has_other_cuts([line.row for line in report.all_lines])
    for code in METHOD if usual else METHOD[:-1]:  # the track record tells of other cut points
        yield Paragraph(voice.say(f"method.{code}"))
    yield Heading(voice.say("heading.findings"), 2)
    told = [describe(finding, voice.language) for finding in report.findings]
    nothing = [] if report.unread else [voice.say("say.no_findings")]
    for words in told[:MOST_FINDINGS] or nothing:
        yield Paragraph(words, look="note")
    if len(told) > MOST_FINDINGS:
        yield Paragraph(voice.say("say.more_findings", n=len(told) - MOST_FINDINGS), look="note")
    for lost in report.unread:
        yield Paragraph(say(f"report_run.{lost.code}", voice.language, **lost.values), look="note")
    if report.skipped:
        yield Paragraph(
            say("message.skipped", voice.language, n=len(report.skipped), units=", ".join(report.skipped)), look="note"
        )
    if report.lines:
        yield Paragraph(silent_words(voice), look="note")
    young = sum(is_young(line.row) for line in report.all_lines)
    if young:
        yield Paragraph(voice.say("say.young", n=young), look="note")
    if any(figure.value != figure.value for figure in report.figures):
        yield Paragraph(voice.say("say.ranged_figures"), look="note")
    if report.sources or not report.unread:
        yield Heading(voice.say("heading.sources"), 2)
        yield sources_table(voice)


def sources_table(voice: Voice) -> Table:
    """A row per source: how many figures, of which periods, last reported when."""
    names = ("source", "figures", "periods", "reported")
    forms = ("text", "count", "text", "day")
    rows = tuple(
        (
            source.source or voice.say("say.unknown_source"),
            source.figures,
            _span(source.first, source.last, voice.language),
            source.reported,
        )
        for source in voice.report.sources
    )
    columns = tuple(
        Column(name, voice.heading(name), form, 2.0 if name == "source" else 1.0)  # type: ignore[arg-type]
        for name, form in zip(names, forms, strict=True)
    )
    return Table("sources", voice.say("heading.sources"), columns, rows)


def _span(first: str, last: str, language: str) -> str:
    told = [period_words(parse_period(period), language) for period in dict.fromkeys((first, last))]
    return " – ".join(told)
