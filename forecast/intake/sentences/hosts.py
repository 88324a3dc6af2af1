"""What the figures of a sentence belong to: the unit of each, and the figure of each percentage.

The figures themselves are read in `forecast.intake.sentences.statements`.
"""

from __future__ import annotations

from dataclasses import replace

from forecast.intake.sentences.bodies import BACK, Body
from forecast.intake.sentences.calendar import When
from forecast.intake.sentences.dating import when_of
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.percents import Percent, percents
from forecast.intake.sentences.stated import Parts, Statement
from forecast.intake.sentences.words import pattern

# Nothing but who and when stands before a percentage of the target that leads: "Năm 2022 vượt kế hoạch 5,2%, kết nạp 1.262".
_LEADS = pattern(
    r"[\s§¤,]*(?:the (?:city|province|district|committee) )?(?:vượt|đạt|hoàn thành|exceed\w*|surpass\w*|beat|reach\w*|fulfill?\w*)"
    r"[^,;.]{0,30}"
)


def unit_of(parts: Parts, figure: Figure) -> str:
    """The unit of a figure: the last named before it, else one named after it in its clause, else that of the text."""
    named = [body for body in parts.bodies if not body.above]
    before = [body for body in named if body.start < figure.start]
    if before:
        return before[-1].name or _back(before[-1], parts)
    following = min((other.start for other in parts.figures if other.start > figure.start), default=len(parts.plain))
    after = [body.name for body in named if figure.start < body.start < following and body.name]
    return after[0] if after else parts.memory.unit


def _back(body: Body, parts: Parts) -> str:
    """The unit that "toàn huyện" points back to: the last one of that level, else that of the text."""
    said = parts.plain[body.start : body.stop].lower()
    beside = [one.name for one in parts.bodies if one.name and one.start < body.start]
    for level, names in BACK.items():
        if any(said.endswith(name) for name in names):
            for unit in (*reversed(beside), parts.memory.unit, *reversed(parts.memory.units)):
                if unit.startswith(level):
                    return unit
            return beside[0] if beside else parts.memory.main
    return beside[0] if beside else parts.memory.unit


def with_percents(parts: Parts, found: list[Statement]) -> list[Statement]:
    """The statements with the percentages that belong to them, and those that stand alone."""
    for percent in percents(parts.plain, parts.figures, parts.sentence.text):
        place = percent.figure.start
        hosts = [
            at for at, one in enumerate(found) if one.figure and one.figure.start < place and _can_host(one, percent)
        ]
        if not hosts and percent.kind == "target" and _LEADS.fullmatch(parts.plain[:place]):
            hosts = [at for at, one in enumerate(found) if one.figure and _can_host(one, percent)][:1]
        kinds = [one.kind for one in found[hosts[-1]].percents] if hosts else []
        if hosts and percent.kind not in kinds:
            host = found[hosts[-1]]
            found[hosts[-1]] = replace(host, percents=(*host.percents, percent))
        elif percent.admits and percent.kind in ("target", "stock"):
            found.append(_only_percent(parts, percent, found[hosts[-1]] if hosts else None))
        elif hosts and percent.kind == "target":
            found.append(_only_percent(parts, percent, found[hosts[-1]]))
    return found


def _can_host(statement: Statement, percent: Percent) -> bool:
    if percent.planned and statement.role != "target":
        return False
    if percent.kind in ("growth", "part") and statement.role == "target":
        return False
    if percent.kind == "stock" and percent.each_year and statement.scope != "each_year":
        return False
    if percent.kind == "target":
        return not statement.measure.startswith("members") and statement.role == "value" and not statement.part
    return percent.kind != "stock" or not statement.measure.startswith("members")


def _only_percent(parts: Parts, percent: Percent, host: Statement | None) -> Statement:
    time, doubts = when_of(parts, percent.figure, stock=False)
    if percent.of_term and time.term is None and parts.clock.term:
        time = When(f"{parts.clock.term[0] + 1}..{parts.clock.term[1]}", parts.clock.term, ("term_from_context",))
    scope = "term" if percent.of_term or time.term else "period"
    if percent.each_year:
        scope = "each_year"
    return Statement(
        parts.sentence,
        host.unit if host else unit_of(parts, percent.figure),
        host.measure if host else percent.measure,
        "target" if percent.planned else "value",
        time,
        None,
        scope,
        (percent,),
        doubts=doubts,
    )
