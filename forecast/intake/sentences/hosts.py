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
from forecast.intake.sentences.same_figure import LEVELS
from forecast.intake.sentences.stated import Parts, Statement
from forecast.intake.sentences.words import pattern

# Nothing but who and when stands before a percentage of the target that leads: "Năm 2022 vượt kế hoạch 5,2%, kết nạp 1.262".
_LEADS = pattern(
    r"[\s§¤,]*(?:the (?:city|province|district|committee) )?(?:vượt|đạt|hoàn thành|exceed\w*|surpass\w*|"
    r"beat|reach\w*|fulfill?\w*|met|attain\w*|achiev\w*|complet\w*)"
    r"[^,;.]{0,30}"
)

_IN_BRACKETS = pattern(r"[^,;.:()\d]{0,40}\(\s?(?:đạt\s)?")
_BRACKET = pattern(r"\s?(?:[^\W\d]+\s){0,3}\(\s?(?:(?:đạt|chiếm|bằng|tỷ lệ)\s)*")
_TO = pattern(r"\s(?:to|lên|còn|xuống)\s(?:còn\s)?")
_OF_THE_NEXT = pattern(r"\s?\(?")  # "..., Tân Hòa 12" names the unit of the next figure
_HEAD = pattern(
    r"(?:[;,]\s(?:riêng\s|và\s|and\s)?|(?:nhất|cao|thấp|đầu|theo|đến)\s(?:là|ở|thuộc về)\s|\sby\s)"
    r"(?:đảng bộ\s|đảng ủy\s)?$"
)


def unit_of(parts: Parts, figure: Figure) -> str:
    """The unit of a figure: the one whose turn it is, the last before it, one after it in its clause, that of the text."""
    if figure.start in parts.in_order:
        return parts.in_order[figure.start]
    named = [body for body in parts.bodies if not body.above]
    before = [body for body in named if body.start < figure.start]
    if before:
        return before[-1].name or _back(before[-1], parts)
    following = min((other.start for other in parts.figures if other.start > figure.start), default=len(parts.plain))
    after = [
        body.name
        for body in named
        if figure.start < body.start < following
        and body.name
        and ";" not in parts.plain[figure.stop : body.start]
        and not _OF_THE_NEXT.fullmatch(parts.plain[body.stop : following])
    ]
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
            main = beside[0] if beside else parts.memory.main
            return "" if main.startswith(LEVELS) else main  # "toàn huyện" is not the province of the text
    return beside[0] if beside else parts.memory.unit


def with_percents(parts: Parts, found: list[Statement]) -> list[Statement]:
    """The statements with the percentages that belong to them, and those that stand alone."""
    for stated in percents(parts.plain, parts.figures, parts.sentence.text):
        percent = _of_pair(parts, found, stated)
        place = percent.figure.start
        if _of_no_count(parts, found, percent):
            continue
        hosts = [
            at for at, one in enumerate(found) if one.figure and one.figure.start < place and _can_host(one, percent)
        ]
        if not hosts and percent.kind == "target" and _LEADS.fullmatch(parts.plain[:place]):
            hosts = [at for at, one in enumerate(found) if one.figure and _can_host(one, percent)][:1]
        if not hosts:
            hosts = _behind(parts, found, percent)
        elif _other_unit(parts, found[hosts[-1]], place):
            hosts = []
        kinds = [one.kind for one in found[hosts[-1]].percents] if hosts else []
        if hosts and percent.kind not in kinds:
            host = found[hosts[-1]]
            found[hosts[-1]] = replace(host, percents=(*host.percents, percent))
        elif percent.admits and percent.kind in ("target", "stock") and not _of_another_pair(parts, found, place):
            found.append(_only_percent(parts, percent, found[hosts[-1]] if hosts else None))
        elif hosts and percent.kind == "target":
            found.append(_only_percent(parts, percent, found[hosts[-1]]))
    return found


def _of_pair(parts: Parts, found: list[Statement], percent: Percent) -> Percent:
    """An open percentage as one of the target, where the count and its target stand right behind it: "đạt 95,5% (191/200)"."""
    if percent.kind != "open":
        return percent
    of_target = replace(percent, kind="target")
    return of_target if _behind(parts, found, of_target) else percent


def _of_no_count(parts: Parts, found: list[Statement], percent: Percent) -> bool:
    """Whether a percentage stands in brackets right behind a figure that is not counted here, or is a part without a target."""
    place = percent.figure.start
    before = [figure for figure in parts.figures if figure.stop <= place]
    if (
        not before
        or before[-1].shape not in ("count", "pair")
        or not _BRACKET.fullmatch(parts.plain[before[-1].stop : place])
    ):
        return False
    owners = [one for one in found if one.figure is before[-1]]
    if owners:
        return owners[0].part and percent.kind == "target" and before[-1].shape == "count"
    return not any(_is_of_difference(one, before[-1]) for one in found)


def _is_of_difference(one: Statement, figure: Figure) -> bool:
    return one.difference is not None and one.difference.start == figure.start


def _of_another_pair(parts: Parts, found: list[Statement], place: int) -> bool:
    """Whether a percentage is of a pair that is not counted here: "18/20 chi bộ kết nạp được đảng viên, đạt 90%"."""
    before = [figure for figure in parts.figures if figure.stop <= place]
    return bool(before) and before[-1].shape == "pair" and all(one.figure is not before[-1] for one in found)


def _behind(parts: Parts, found: list[Statement], percent: Percent) -> list[int]:
    """The figure right behind a percentage that it is of: "đạt 102,5% chỉ tiêu (205/200)", "rose 8.2% to 1,320"."""
    for at, one in enumerate(found):
        if one.figure is None or one.figure.start < percent.figure.stop or not _can_host(one, percent):
            continue
        between = parts.plain[percent.figure.stop : one.figure.start]
        pair = percent.kind == "target" and one.figure.shape == "pair" and _IN_BRACKETS.fullmatch(between)
        return [at] if pair or (percent.kind == "growth" and _TO.fullmatch(between)) else []
    return []


def _other_unit(parts: Parts, host: Statement, place: int) -> bool:
    """Whether another unit is named between a figure and a percentage, at the head of a new item."""
    start = host.figure.stop if host.figure else 0
    named = [body for body in parts.bodies if body.name and not body.above and start < body.start < place]
    return any(_HEAD.search(parts.plain[start : body.start]) for body in named)


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
