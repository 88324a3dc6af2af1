"""The first two pages: conclusion, what it takes, units to follow up, questions, units not reporting, next checkpoint."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from forecast.core.periods import SEASONS
from forecast.core.results import FLAGS
from forecast.engine.checkpoint import MOST_UNITS
from forecast.engine.flag import BANDS
from forecast.language.catalogue import say
from forecast.report.blocks import Block, Heading, Paragraph
from forecast.report.columns import unit_table
from forecast.report.focus import MOST
from forecast.report.model import Line, Report
from forecast.report.sections.changes import change_words
from forecast.report.sections.standing import against_last_year, is_withheld, outlook, reached, what_it_takes
from forecast.report.sections.track import last_words, track_words
from forecast.report.voice import Voice, next_checkpoint, quarters_behind, usual_share

COLUMNS = ("number", "unit", "pair", "forecast", "expected_shortfall", "flag", "signals", "comment")
_NAMED = 12  # units not reporting that are named


def brief(voice: Voice) -> Iterator[Block]:
    """The blocks of the first pages."""
    report = voice.report
    main = report.top or _only_one(report)
    if main:
        said = (reached(main, voice), against_last_year(main, voice), outlook(main, voice))
        yield Paragraph(" ".join(filter(None, said)), lead="1. " + voice.say("heading.conclusion") + ".")
        takes = what_it_takes(main, voice)
    else:
        yield Paragraph(flag_counts(voice), lead="1. " + voice.say("heading.conclusion") + ".")
        takes = ""
    following = iter(range(2, 10))
    if takes:
        yield Paragraph(takes, lead=f"{next(following)}. " + voice.say("heading.needed") + ".")
    if report.lines:
        yield Heading(f"{next(following)}. " + voice.say("heading.focus_short", n=MOST), 2)
        yield from focus_blocks(voice)
        questions = _questions(voice)
        if questions:
            yield Paragraph(questions, lead=f"{next(following)}. " + voice.say("heading.questions") + ".")
        yield Paragraph(silent_words(voice), lead=f"{next(following)}. " + voice.say("heading.unreported") + ".")
    for heading, words in (
        ("checkpoint", checkpoint_words(voice)),
        ("changes", change_words(voice)),
        ("last", last_words(voice)),
        ("track_short", track_words(voice)),
    ):
        if words:
            yield Paragraph(words, lead=f"{next(following)}. " + voice.say(f"heading.{heading}") + ".")
    yield Paragraph(voice.say("blank"), look="blank")


def _only_one(report: Report) -> Line | None:
    """The only unit that is judged; None where several are."""
    judged = [line for line in report.lines if line.flag]
    return judged[0] if len(judged) == 1 else None


def focus_blocks(voice: Voice) -> Iterator[Block]:
    """The table of units to follow up and what they make up of the whole."""
    focus = voice.report.focus
    if not focus.units:
        withheld = any(is_withheld(line, voice) for line in voice.report.lines)
        yield Paragraph(voice.say("say.focus_none_shown" if withheld else "say.focus_none"))
        return
    lines = [voice.report.line(unit) for unit in focus.units]
    yield unit_table("focus", voice.say("heading.focus_short", n=MOST), lines, COLUMNS, voice, wide=False)
    code = "say.focus_sum_one" if len(lines) == 1 else "say.focus_sum"
    values = {} if len(lines) == 1 else {"n": len(lines), "shortfall": voice.count(focus.shortfall)}
    yield Paragraph(voice.say(code, share=voice.percent(focus.share, 0), **values))


def _questions(voice: Voice) -> str:
    """Each question once, with the units it is for."""
    asked: dict[str, list[str]] = {}
    for unit in voice.report.focus.units:
        for question in dict.fromkeys(map(voice.question, voice.report.line(unit).signals)):
            asked.setdefault(question, []).append(voice.name(unit))
    return " ".join(f"{question} ({', '.join(units)})" for question, units in asked.items())


def silent_words(voice: Voice) -> str:
    """How many units have not reported, and which."""
    silent = [voice.name(unit) for unit in voice.report.silent]
    if not silent:
        told = any(line.row["observed_through"] for line in voice.report.all_lines)
        return voice.say("say.silent_none" if told else "say.silent_all")
    code = "silent" if len(silent) <= _NAMED else "silent_many"
    return voice.say(f"say.{code}", n=len(silent), units=", ".join(silent[:_NAMED]))


def checkpoint_words(voice: Voice) -> str:
    """When to look again, and what is usual by then."""
    line = _furthest(voice.report)
    day = next_checkpoint(line, voice.report.year) if line else None
    if line is None or day is None:
        return ""
    share, quota = usual_share(line, voice.report.year, day), line.row["quota_low"]
    said = voice.day(day)
    if math.isnan(share * quota) or share >= 1 or line.flag == "met":
        words = voice.say("say.checkpoint", day=said)
    else:
        shown = voice.percent(share, 0), voice.count(share * quota)
        words = voice.say("say.checkpoint_usual", day=said, share=shown[0], value=shown[1])
    return " ".join(filter(None, (words, _keeps_words(voice))))


def _furthest(report: Report) -> Line | None:
    """The top unit; while its figures wait for some unit's, one that stands where most do."""
    if report.top and (report.top.row["observed_through"] or not report.lines):
        return report.top
    days = Counter(line.row["observed_through"] for line in report.lines if line.row["observed_through"])
    reached = max(
        days, key=lambda day: (days[day], day), default=""
    )  # those without figures owe more than the next ones
    return next((line for line in report.lines if line.row["observed_through"] == reached), None)


def _keeps_words(voice: Voice) -> str:
    """What the top unit and those to follow up should have reached by then, lest their flags worsen; or why that is not told."""
    report = voice.report
    said = [_keeps_of_top(report.top, voice)] if report.top and not report.manner.public else []
    units = [unit for unit in report.focus.units if _asks_more(report.line(unit), report)]
    if units:
        named = "; ".join(f"{voice.name(unit)} {voice.count(report.keeps[unit])}" for unit in units)
        whole = report.top is not None and _asks_more(report.top, report)
        said.append(voice.say("keeps.units" if whole else "keeps.units_alone", units=named))
    return " ".join(filter(None, said))


def _keeps_of_top(top: Line, voice: Voice) -> str:
    report, unit = voice.report, voice.name(top.unit)
    if _asks_more(top, report):
        return voice.say("keeps.top", unit=unit, value=voice.count(report.keeps[top.unit]))
    if top.unit in report.keeps:
        mostly = top.row["evidence_plan"] > 0.5
        return voice.say("keeps.never_by_plan" if mostly else "keeps.never", unit=unit)
    if top.flag == "out_of_reach":
        return voice.say("keeps.lowest", unit=unit)
    if top.flag not in BANDS:
        return ""
    if quarters_behind(top.row, report.year) == SEASONS - 1:
        return voice.say("keeps.year_end", unit=unit, value=voice.count(top.row["quota_low"]))
    return voice.say("keeps.many", n=MOST_UNITS) if len(report.all_lines) > MOST_UNITS else ""


def _asks_more(line: Line, report: Report) -> bool:
    """Whether something must still come by then for the flag to stay."""
    least = report.keeps.get(line.unit, math.nan)
    return least > (0.0 if math.isnan(line.row["observed"]) else line.row["observed"])


def flag_counts(voice: Voice) -> str:
    """How many units carry each flag."""
    alone = _only_one(voice.report)
    if alone:
        return voice.say("say.flag_alone", unit=voice.name(alone.unit), flag=voice.flag(alone.row))
    counts = Counter(line.flag for line in voice.report.lines if line.flag)
    said = [
        voice.say("say.flag_count", flag=say(f"flag.{flag}", voice.language), n=counts[flag])
        for flag in FLAGS
        if counts[flag]
    ]
    return voice.say("say.flags", n=sum(counts[flag] for flag in FLAGS), counts="; ".join(said)) if said else ""
