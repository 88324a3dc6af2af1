"""Which parts a report of each kind has, in their order, and what stands about them: title, days, guidance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from forecast.language.catalogue import MISSING, say
from forecast.report.blocks import Block, Heading, Page
from forecast.report.build import published_on
from forecast.report.disclosure import LEAST
from forecast.report.model import Kind, Report
from forecast.report.sections.brief import brief
from forecast.report.sections.follow_up import follow_up
from forecast.report.sections.notes import notes
from forecast.report.sections.options import options
from forecast.report.sections.outlook import outlook_part
from forecast.report.sections.results import results
from forecast.report.sections.term import term_part, years_words
from forecast.report.sections.track import track
from forecast.report.voice import Voice, through_day

Part = Callable[[Voice], Iterator[Block]]

ROMAN_NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
PARTS: dict[Kind, tuple[Part, ...]] = {
    "brief": (brief,),
    "long": (brief, results, outlook_part, follow_up, term_part, options, track, notes),
    "midterm": (term_part, brief, results, outlook_part, follow_up, options, track, notes),
}


def tell(report: Report, language: str) -> Page:
    """The report in one language."""
    voice = Voice(report, language)
    blocks = _numbered(block for part in PARTS[report.manner.kind] for block in part(voice))
    return Page(
        language=language,
        title=title(voice),
        above=(voice.say("appendix"), voice.say("attached_to")),
        below=tuple(filter(None, (_figures_to(voice), _replaces(voice), _public(voice)))),
        foot=(say("page.guidance", language), voice.say("standard")),
        blocks=blocks,
        marking=report.manner.marking,
    )


def _numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, headings of the first level with I, II, III … in their order."""
    following, numbered = iter(ROMAN_NUMBERS), []
    for block in blocks:
        first = isinstance(block, Heading) and block.level == 1
        numbered.append(replace(block, number=next(following)) if isinstance(block, Heading) and first else block)
    return tuple(numbered)


def title(voice: Voice) -> str:
    label = voice.label
    label = label[:1].lower() + label[1:] if voice.language == "vi" else label
    if voice.report.manner.kind == "midterm" and voice.report.terms:
        return voice.say("title_midterm", measure=label, years=years_words(voice.report.terms[0]))
    said = voice.say("title", measure=label, year=str(voice.report.year))
    return said.replace("  ", " ").strip()  # a measure may be without a name; a year stays beside its word


def _figures_to(voice: Voice) -> str:
    days = [day for line in voice.report.all_lines if (day := through_day(line.row)) is not None]
    if not days:
        return say("page.figures_none", voice.language)
    until, published = voice.day(max(days)), published_on(voice.report.figures)
    if published is None:
        return say("page.figures_until", voice.language, day=until)
    return voice.say("figures_published", day=until, published=voice.day(published))


def _replaces(voice: Voice) -> str:
    day = voice.report.manner.replaces
    return voice.say("replaces", day=voice.day(day)) if day else ""


def _public(voice: Voice) -> str:
    return voice.say("public", k=LEAST, sign=MISSING) if voice.report.manner.public else ""
