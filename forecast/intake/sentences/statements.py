"""Sentences read one after the other: every figure with its unit, measure, time and percentages, as a statement.

A sentence leaves to the next what it was about; nothing else is remembered. Tables of it: `forecast.intake.sentences.candidates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from forecast.core.periods import Period
from forecast.intake.sentences import words
from forecast.intake.sentences.around import Around
from forecast.intake.sentences.bodies import Body, bodies, masked
from forecast.intake.sentences.calendar import Term, When, when
from forecast.intake.sentences.dating import dated, in_year_of_counts, term_of, when_of, year_of
from forecast.intake.sentences.event import Event
from forecast.intake.sentences.events import event_of
from forecast.intake.sentences.figures import Figure, figures
from forecast.intake.sentences.hosts import unit_of, with_percents
from forecast.intake.sentences.left_out import without_parts_of_parts, without_plans_of_less
from forecast.intake.sentences.lists import of_group
from forecast.intake.sentences.planned import Role
from forecast.intake.sentences.rules import unit_rules
from forecast.intake.sentences.stated import Memory, Parts, Statement
from forecast.intake.sentences.text import Sentence
from forecast.intake.sentences.time_shapes import Time
from forecast.intake.sentences.times import hidden, times
from forecast.intake.sentences.words import pattern

_REMEMBERED = 4  # statements back, in which a list may find what it tells apart
_SIGNS = pattern(
    r"\(\d{1,2}\)(?=\s(?!(?:và|and|là|were|are|kết nạp)\s)\w)|"
    r"(?:số(?=\s\d+\s?[-/])|nghị quyết|chương trình|(?<!\()kế hoạch|chỉ thị|hướng dẫn|kết luận|đề án|"
    r"công văn|khóa|lần thứ|resolution|directive|no\.?)\s(?:số\s)?\d+(?![\d.,]*\s?%)(?:\s?-?\s?[A-ZĐ]{1,5}[\w-]*(?:/\w+)?)?|"
    r"\d+\s?-\s?[A-ZĐ]{2,5}/\w+|\d+[-/][A-ZĐ]{2,5}\w*"
)
_GOES_ON = pattern(
    r"^\W*(?:trong đó|trong số|riêng|cụ thể|among (?:them|these|whom)|of (?:these|which|them)|including)(?!\w)"
)
_ESTIMATE = pattern(r"(?<!\w)(?:ước|dự ước|an estimated|is estimated)(?!\w)")
_OF_YEAR = pattern(r"(?:full[- ]year|annual|yearly|(?:chỉ tiêu|kế hoạch|KH) (?:cả )?năm)[^,;.\d]{0,30}$")
# "812/1.200 quần chúng đã học lớp nhận thức": those who might be admitted are no target.
_OF_CANDIDATES = pattern(
    r"\s?(?:quần chúng|đoàn viên|người|học viên|đối tượng|people|candidates)(?:\s[^,;.]*)?\s"
    r"(?:học lớp|bồi dưỡng|giới thiệu|tham gia|dự lớp|trained|introduced|attend\w*)"
)
_TOPIC = pattern(r"phát triển đảng|kết nạp|tổ chức đảng|party members|admission")
_PRIVATE = pattern(rf"(?<!\w)(?:{words.GROUPS['private']})")


def read_statements(sentences: Iterable[Sentence], published: Period | None = None) -> list[Statement]:
    """Every statement of a text, in order.

    Parameters
    ----------
    published : the day of the text, or the month or year where no more is known: what "đến nay" and "năm nay" mean.

    Examples
    --------
    >>> from forecast.intake.sentences.text import sentences
    >>> [found] = read_statements(sentences(["Quý I/2022, huyện An Sơn kết nạp 41 đảng viên, đạt 20,5% chỉ tiêu."]))
    >>> found.unit, found.measure, found.when.period, found.figure.value, found.percents[0].kind
    ('huyện An Sơn', 'admissions', '2022Q1', 41.0, 'target')
    """
    day = published.last_day if published and published.stop - published.start <= 31 else None
    memory = Memory(day, published_year=published.first_day.year if published else None)
    found: list[Statement] = []
    for sentence in sentences:
        if sentence.frame.strip():
            _, told = _read(replace(sentence, text=sentence.frame, frame=""), memory)
            memory = replace(told, topic=memory.topic)
        stated, memory = _read(sentence, memory)
        found += of_group(stated, found[-_REMEMBERED:])
    return found


def _read(sentence: Sentence, memory: Memory) -> tuple[list[Statement], Memory]:
    plain = sentence.plain
    known = times(plain)
    named = [body for body in bodies(sentence.text, plain) if not any(_within(body, time) for time in known)]
    covered = masked(plain, named)
    rules = [(rule.start, rule.stop) for rule in unit_rules(plain, sentence.text)]
    for start, stop in rules:  # what a rule asks of each unit is no figure of the sentence
        covered = covered[:start] + ";" * (stop - start) + covered[stop:]
    taken = rules + [(time.start, time.stop) for time in known] + [match.span() for match in _SIGNS.finditer(plain)]
    parts = Parts(sentence, memory, known, named, figures(covered, taken), hidden(covered, known))
    year, term = year_of(known, memory), term_of(known, memory)
    parts.clock = replace(memory.clock, year=year or memory.clock.year, term=term)
    stated = _statements(parts)
    return stated, _remember(parts, stated, year, term)


def _within(body: Body, time: Time) -> bool:
    """Months are no places."""
    return time.start <= body.start and body.stop <= time.stop


def _statements(parts: Parts) -> list[Statement]:
    found: list[Statement] = []
    last = parts.memory.event if _GOES_ON.search(parts.plain) else None
    reached = 0
    for at, figure in enumerate(parts.figures):
        if figure.shape == "percent":
            continue
        around = parts.around(at, reached)
        if figure.shape == "pair" and _OF_CANDIDATES.match(around.right):
            figure = replace(figure, shape="count", target=np.nan)
        event = event_of(figure, around, last)
        if event is None:
            if figure.shape == "pair" and words.PERSONS.match(around.right):
                found.append(_unnamed(parts, figure))
            continue
        if event.role == "difference":
            hosts = [statement for statement in found if statement.figure is not None]
            if hosts and hosts[-1] is found[-1] and not _is_as_large(figure, hosts[-1]):
                signed = replace(figure, value=_signed(figure, around))
                found[-1] = replace(found[-1], difference=signed, beyond=_beyond(around))
            continue
        last = event
        if event.role == "value" and event.kept:
            reached = figure.stop
        if event.kept:
            found.append(_stated(parts, figure, event, around))
    found = [one for one in with_percents(parts, without_parts_of_parts(found)) if one.measure or one.percents]
    found = without_plans_of_less([dated(one, parts) for one in found])
    found = in_year_of_counts(found)
    planned = {one.measure for one in found if one.role == "target"}
    return [replace(one, has_target=one.role == "value" and one.measure in planned) for one in found] + _ruled(parts)


def _ruled(parts: Parts) -> list[Statement]:
    """Rules for every unit of a kind; the unit is that kind in the words of the text."""
    found = []
    for rule in unit_rules(parts.sentence.plain, parts.sentence.text):
        place = Figure("count", rule.start, rule.stop)
        time, doubts = when_of(parts, place, stock=False, planned=True)
        stated = Statement(parts.sentence, rule.who, "admissions", "target", time, place, rule.scope, doubts=doubts)
        found.append(replace(stated, rule=rule.rule))
    return found


def _signed(figure: Figure, around: Around) -> float:
    less = pattern(r"(?:giảm|ít hơn|thấp hơn|hụt|thiếu|down|decrease|fewer)[^,;]*$").search(around.left)
    return -figure.value if less else figure.value


def _is_as_large(figure: Figure, host: Statement) -> bool:
    """Whether it is no difference: "kết nạp 185, vượt chỉ tiêu 180" names the target."""
    return host.figure is not None and figure.stated >= host.figure.stated


def _beyond(around: Around) -> bool:
    """Whether a difference is to the target, not to an earlier period."""
    over = pattern(r"(?:vượt|exceed|surpass|hụt|thiếu|above)[^,;]*$").search(around.left) is not None
    return over and not pattern(r"(?:so với|compared)[^,;]*(?:§|cùng kỳ|same period)").search(around.clause)


def _unnamed(parts: Parts, figure: Figure) -> Statement:
    """A pair of counts of something that has no name here: kept for its arithmetic."""
    time, _ = when_of(parts, figure, stock=False)
    return Statement(parts.sentence, unit_of(parts, figure), "", "value", time, figure, doubts=("measure_open",))


def _stated(parts: Parts, figure: Figure, event: Event, around: Around) -> Statement:
    time, doubts = when_of(parts, figure, stock=event.whole == "members", planned=event.role == "target")
    measure = event.measure
    if parts.memory.topic and "_" not in measure and event.whole != "members" and not event.part and _inherits(parts):
        measure, doubts = f"{measure}_{parts.memory.topic}", (*doubts, "topic_before")
    if (
        event.role == "target"
        and (event.each_year or event.doubtful_year)
        and not time.period
        and parts.memory.published_year
        and not parts.clock.term
    ):
        time = When(str(parts.memory.published_year), doubts=("years_open",))
    if event.role == "target" and _OF_YEAR.search(around.left):  # beside a quarter's figure: its plan is the year's
        time = replace(time, period=re.sub(r"^(\d{4})(?:Q\d|H\d|-\d\d)$", r"\1", time.period))
    scope = "each_year" if event.each_year else "term" if time.term else "period"
    if event.role == "target" and event.doubtful_year:
        scope = "doubtful"
    if (
        event.role == "target"
        and not time.period
        and not time.term
        and parts.clock.term
        and scope in ("each_year", "doubtful")
    ):
        time = When(
            f"{parts.clock.term[0] + 1}..{parts.clock.term[1]}", parts.clock.term, (*time.doubts, "term_from_context")
        )
    unit, estimate = unit_of(parts, figure), bool(_ESTIMATE.search(around.left)) and event.role == "value"
    stated = Statement(parts.sentence, unit, measure, event.role, time, figure, scope, doubts=doubts, part=event.part)
    return replace(stated, estimate=estimate)


def _inherits(parts: Parts) -> bool:
    """Whether the sentence before named a group as its subject and this one, in the same paragraph, names none."""
    return parts.memory.paragraph == parts.sentence.paragraph and not _PRIVATE.search(parts.plain)


def _remember(parts: Parts, stated: list[Statement], year: int | None, term: Term | None) -> Memory:
    memory = parts.memory
    named = [body.name for body in parts.bodies if body.name and not body.above]
    spoken = [one.unit for one in stated if one.unit]
    subject = [body.name for body in parts.bodies[:1] if body.name and body.start < 40]
    unit = spoken[0] if spoken else subject[0] if subject else memory.unit
    whens = [
        one.when for one in stated if one.when.period and not one.measure.startswith("members") and one.role == "value"
    ]
    own = [time for time in parts.times if time.role == "own" and time.shape not in ("now", "day")]
    told = [when(time, parts.clock) for time in own[:1]]
    counted = [one for one in stated if one.measure and not one.part]
    counted = [one for one in counted if not one.measure.startswith("members")] or counted
    role: Role = "target" if counted and counted[-1].role == "target" else "value"
    event = Event(counted[-1].measure, role) if counted else None
    topic = "private" if _PRIVATE.search(parts.plain) and _TOPIC.search(parts.plain) and not stated else ""
    return replace(
        memory,
        unit=unit or (named[0] if named else ""),
        main=memory.main or unit or (named[0] if named else ""),
        units=(*memory.units, *named)[-50:],
        when=whens[0] if whens else told[0] if told and told[0].period else memory.when,
        year=year or memory.year,
        term=term,
        event=event or (memory.event if not stated else None),
        topic=topic,
        paragraph=parts.sentence.paragraph,
    )
