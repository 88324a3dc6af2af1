"""Sentences read one after the other: every figure with its unit, measure, time and percentages, as a statement.

A sentence leaves to the next what it was about; nothing else is remembered. Tables of it: `forecast.intake.sentences.candidates`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from forecast.core.periods import Period
from forecast.intake.sentences import words
from forecast.intake.sentences.bodies import BACK, Body, bodies, masked
from forecast.intake.sentences.calendar import Clock, Term, When, when
from forecast.intake.sentences.events import Around, Event, Role, event_of
from forecast.intake.sentences.figures import Figure, figures
from forecast.intake.sentences.percents import Percent, percents
from forecast.intake.sentences.rules import unit_rules
from forecast.intake.sentences.text import Sentence
from forecast.intake.sentences.times import Time, hidden, times
from forecast.intake.sentences.words import pattern

_SIGNS = pattern(
    r"\(\d{1,2}\)(?=\s\w)|(?:số(?=\s\d+\s?[-/])|nghị quyết|chương trình|kế hoạch|chỉ thị|hướng dẫn|kết luận|đề án|"
    r"công văn|khóa|lần thứ|resolution|directive|no\.?)\s(?:số\s)?\d+(?:\s?-?\s?[A-ZĐ]{1,5}[\w-]*(?:/\w+)?)?|"
    r"\d+\s?-\s?[A-ZĐ]{2,5}/\w+|\d+[-/][A-ZĐ]{2,5}\w*"
)
_CLAUSE_END = pattern(r"[,;.:](?=\s|$)|\)")
_APART = pattern(r"[,;.:](?=\s|$)|[()]|(?<!\w)(?:và|and|et)\s*$")
_GOES_ON = pattern(
    r"^\W*(?:trong đó|trong số|riêng|cụ thể|among (?:them|these|whom)|of (?:these|which|them)|including)(?!\w)"
)
_YEARLY = pattern(r"^[^,;.]*(?:kế hoạch|năm|plan|year)")
_ESTIMATE = pattern(r"(?<!\w)(?:ước|dự ước|an estimated|is estimated)(?!\w)")
_TOPIC = pattern(r"phát triển đảng|kết nạp|tổ chức đảng|party members|admission")
_PRIVATE = pattern(rf"(?<!\w)(?:{words.GROUPS['private']})")


@dataclass(frozen=True)
class Statement:
    """One figure of a text with all that the text says of it.

    Attributes
    ----------
    measure : empty where the text counts something that is known by no name here.
    figure : None where only a percentage is stated.
    difference : by how much it is more than last year's, or than its target where `beyond`.
    scope : `period`, `term`, `each_year`, or `doubtful`: of every year or of the term; of rules `each` or `average`.
    plan_year : of the plan that a percentage is of, where the figure has no time itself.
    has_target : whether the sentence also states the target that it is measured by.
    """

    sentence: Sentence
    unit: str
    measure: str
    role: str
    when: When
    figure: Figure | None
    scope: str = "period"
    percents: tuple[Percent, ...] = ()
    difference: Figure | None = None
    beyond: bool = False
    doubts: tuple[str, ...] = ()
    part: bool = False
    rule: str = ""
    has_target: bool = False
    estimate: bool = False
    plan_year: int | None = None

    @property
    def start(self) -> int:
        """Its place in the sentence."""
        if self.figure is not None:
            return self.figure.start
        return self.percents[0].figure.start if self.percents else 0


@dataclass(frozen=True)
class Memory:
    """What the sentences before leave to the next."""

    published: date | None = None
    published_year: int | None = None
    unit: str = ""
    main: str = ""
    units: tuple[str, ...] = ()
    when: When | None = None
    year: int | None = None
    term: Term | None = None
    event: Event | None = None
    topic: str = ""
    paragraph: int = 0

    @property
    def clock(self) -> Clock:
        return Clock(self.year or self.published_year, self.term, self.published, self.published_year)


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
        stated, memory = _read(sentence, memory)
        found += stated
    return found


@dataclass
class _Parts:
    """A sentence taken apart."""

    sentence: Sentence
    memory: Memory
    times: list[Time]
    bodies: list[Body]
    figures: list[Figure]
    plain: str
    clock: Clock = field(default_factory=Clock)

    def around(self, at: int, reached: int) -> Around:
        """The words around a figure; `reached` is the end of the last figure that was not a target."""
        figure = self.figures[at]
        start = max((other.stop for other in self.figures[:at]), default=0)
        rule = self.plain.rfind(";;", 0, figure.start)
        start = max(start, rule + 2 if rule >= 0 else 0)
        following = min((other.start for other in self.figures[at + 1 :]), default=len(self.plain))
        right = self.plain[figure.stop : following]
        end = _CLAUSE_END.search(right)
        return Around(
            self.plain[start : figure.start],
            right[: end.start()] if end else right,
            self.plain[reached : figure.start],
            _CLAUSE_END.split(self.plain[figure.stop :])[0],
            self.plain,
        )


def _read(sentence: Sentence, memory: Memory) -> tuple[list[Statement], Memory]:
    plain = sentence.plain
    named = bodies(sentence.text, plain)
    known = times(plain)
    covered = masked(plain, named)
    rules = [(rule.start, rule.stop) for rule in unit_rules(plain, sentence.text)]
    for start, stop in rules:  # what a rule asks of each unit is no figure of the sentence
        covered = covered[:start] + ";" * (stop - start) + covered[stop:]
    taken = rules + [(time.start, time.stop) for time in known] + [match.span() for match in _SIGNS.finditer(plain)]
    parts = _Parts(sentence, memory, known, named, figures(covered, taken), hidden(covered, known))
    year, term = _year_of(known, memory), _term_of(known, memory)
    parts.clock = replace(memory.clock, year=year or memory.clock.year, term=term)
    stated = _statements(parts)
    return stated, _remember(parts, stated, year, term)


def _year_of(known: list[Time], memory: Memory) -> int | None:
    """The year that a sentence speaks of: its own, its plan's, or the one after that of "the same period of"."""
    for role in ("own", "plan"):
        years = [time.year for time in known if time.role == role and time.year]
        if years:
            return years[0]
    same = [time.year for time in known if time.role == "reference" and time.year]
    dated = [time for time in known if time.shape in ("part", "to_date") and not time.year]
    return same[0] + 1 if same and dated and not memory.year and not memory.published else memory.year


def _term_of(known: list[Time], memory: Memory) -> Term | None:
    for time in known:
        if time.shape == "term" and time.first and time.last and time.role != "reference":
            return time.first, time.last
    return memory.term


def _statements(parts: _Parts) -> list[Statement]:
    found: list[Statement] = []
    last = parts.memory.event if _GOES_ON.search(parts.plain) else None
    reached = 0
    for at, figure in enumerate(parts.figures):
        if figure.shape == "percent":
            continue
        around = parts.around(at, reached)
        event = event_of(figure, around, last)
        if event is None:
            if figure.shape == "pair" and words.PERSONS.match(around.right):
                found.append(_unnamed(parts, figure))
            continue
        if event.role == "difference":
            hosts = [statement for statement in found if statement.figure is not None]
            if hosts and hosts[-1] is found[-1]:
                signed = replace(figure, value=_signed(figure, around))
                found[-1] = replace(found[-1], difference=signed, beyond=_beyond(around))
            continue
        last = event
        if event.role == "value" and event.kept:
            reached = figure.stop
        if event.kept:
            found.append(_stated(parts, figure, event, around))
    found = [one for one in _with_percents(parts, found) if one.measure or one.percents]
    found = [_dated(one, parts) for one in found]
    planned = {one.measure for one in found if one.role == "target"}
    return [replace(one, has_target=one.role == "value" and one.measure in planned) for one in found] + _ruled(parts)


def _dated(statement: Statement, parts: _Parts) -> Statement:
    """A share of the plan without a time is of the year so far, as of the text's date; in January and February of last year."""
    day = parts.memory.published
    of_plan = any(one.kind == "target" and _YEARLY.search(one.base) and not one.of_term for one in statement.percents)
    planned = [time.year for time in parts.times if time.role == "plan" and time.year]
    if planned and not statement.when.period:
        statement = replace(statement, plan_year=planned[0])
    if (
        day is None
        or not of_plan
        or (planned and planned[0] != day.year)
        or statement.when.period
        or "time_open" not in statement.when.doubts
    ):
        return statement
    time = when(Time("now", 0, 0), Clock(day.year - 1 if day.month <= 2 else day.year, None, day))
    return replace(statement, when=replace(time, doubts=("time_from_date",)))


def _ruled(parts: _Parts) -> list[Statement]:
    """Rules for every unit of a kind; the unit is that kind in the words of the text."""
    found = []
    for rule in unit_rules(parts.sentence.plain, parts.sentence.text):
        place = Figure("count", rule.start, rule.stop)
        time, doubts = _when(parts, place, stock=False, planned=True)
        stated = Statement(parts.sentence, rule.who, "admissions", "target", time, place, rule.scope, doubts=doubts)
        found.append(replace(stated, rule=rule.rule))
    return found


def _signed(figure: Figure, around: Around) -> float:
    less = pattern(r"(?:giảm|ít hơn|thấp hơn|hụt|thiếu|down|decrease|fewer)[^,;]*$").search(around.left)
    return -figure.value if less else figure.value


def _beyond(around: Around) -> bool:
    """Whether a difference is to the target, not to an earlier period."""
    over = pattern(r"(?:vượt|exceed|surpass|hụt|thiếu|above)[^,;]*$").search(around.left) is not None
    return over and not pattern(r"(?:so với|compared)[^,;]*(?:§|cùng kỳ|same period)").search(around.clause)


def _unnamed(parts: _Parts, figure: Figure) -> Statement:
    """A pair of counts of something that has no name here: kept for its arithmetic."""
    time, _ = _when(parts, figure, stock=False)
    return Statement(parts.sentence, _unit(parts, figure), "", "value", time, figure, doubts=("measure_open",))


def _stated(parts: _Parts, figure: Figure, event: Event, around: Around) -> Statement:
    time, doubts = _when(parts, figure, stock=event.whole == "members", planned=event.role == "target")
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
    unit, estimate = _unit(parts, figure), bool(_ESTIMATE.search(around.left)) and event.role == "value"
    stated = Statement(parts.sentence, unit, measure, event.role, time, figure, scope, doubts=doubts, part=event.part)
    return replace(stated, estimate=estimate)


def _inherits(parts: _Parts) -> bool:
    """Whether the sentence before named a group as its subject and this one, in the same paragraph, names none."""
    return parts.memory.paragraph == parts.sentence.paragraph and not _PRIVATE.search(parts.plain)


def _when(parts: _Parts, figure: Figure, *, stock: bool, planned: bool = False) -> tuple[When, tuple[str, ...]]:
    """The time of a figure: right after it, else the last before it, else that of the sentence before."""
    own = [time for time in parts.times if time.role == "own" or (planned and time.role == "plan")]
    following = min((other.start for other in parts.figures if other.start > figure.start), default=len(parts.plain))
    after = [
        time
        for time in own
        if figure.stop <= time.start < following and not _APART.search(parts.plain[figure.stop : time.start])
    ]
    before = [time for time in own if time.stop <= figure.start]
    if after:
        return _resolved(parts, after[0], before, stock), ()
    if before:
        return _resolved(parts, before[-1], before[:-1], stock), ()
    if stock and parts.memory.published:
        return When(parts.memory.published.isoformat(), doubts=("cutoff_published",)), ()
    based = [time.year for time in parts.times if time.role == "reference" and time.shape == "year" and time.year]
    if parts.memory.when is not None and based and parts.memory.when.year == based[0]:
        return _without(parts, stock), ()
    if parts.memory.when is not None and not (planned and not parts.memory.when.year and not parts.memory.when.term):
        time = parts.memory.when
        return (time.at_end() if stock else time), ("time_before",)
    return _without(parts, stock), ()


def _without(parts: _Parts, stock: bool) -> When:
    """The time of a figure of which the text says none: what it is compared with, or its date, may tell."""
    based = [time.year for time in parts.times if time.role == "reference" and time.shape == "year" and time.year]
    same = pattern("cùng kỳ|cùng thời điểm|same period").search(parts.sentence.plain)
    if stock and parts.memory.published_year:
        return When(str(parts.memory.published_year), doubts=("cutoff_open",))
    if based and not same and not stock:
        return When(str(based[0] + 1), doubts=("year_after_base",))
    return When(doubts=("time_open",))


def _resolved(parts: _Parts, time: Time, before: list[Time], stock: bool) -> When:
    earlier = [one for one in before if one.shape == "term"]
    if time.shape in ("to_date", "now") and earlier and time.part != "year" and not stock:
        time = replace(earlier[-1], part="to_date", month=time.month, day=time.day, year=time.year)
    dated = [one for one in before if one.shape == "to_date"]
    if time.shape == "now" and dated:  # "tính đến ngày 10-9 ... từ đầu năm đến nay"
        time = dated[-1]
    resolved = when(time, parts.clock)
    if stock and time.shape == "now" and parts.memory.published:
        return When(parts.memory.published.isoformat(), doubts=("cutoff_published",))
    return resolved.at_end() if stock else resolved


def _unit(parts: _Parts, figure: Figure) -> str:
    """The unit of a figure: the last named before it, else one named after it in its clause, else that of the text."""
    named = [body for body in parts.bodies if not body.above]
    before = [body for body in named if body.start < figure.start]
    if before:
        return before[-1].name or _back(before[-1], parts)
    following = min((other.start for other in parts.figures if other.start > figure.start), default=len(parts.plain))
    after = [body.name for body in named if figure.start < body.start < following and body.name]
    return after[0] if after else parts.memory.unit


def _back(body: Body, parts: _Parts) -> str:
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


def _with_percents(parts: _Parts, found: list[Statement]) -> list[Statement]:
    """The statements with the percentages that belong to them, and those that stand alone."""
    for percent in percents(parts.plain, parts.figures, parts.sentence.text):
        place = percent.figure.start
        hosts = [
            at for at, one in enumerate(found) if one.figure and one.figure.start < place and _can_host(one, percent)
        ]
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


def _only_percent(parts: _Parts, percent: Percent, host: Statement | None) -> Statement:
    time, doubts = _when(parts, percent.figure, stock=False)
    if percent.of_term and time.term is None and parts.clock.term:
        time = When(f"{parts.clock.term[0] + 1}..{parts.clock.term[1]}", parts.clock.term, ("term_from_context",))
    scope = "term" if percent.of_term or time.term else "period"
    if percent.each_year:
        scope = "each_year"
    return Statement(
        parts.sentence,
        host.unit if host else _unit(parts, percent.figure),
        host.measure if host else percent.measure,
        "target" if percent.planned else "value",
        time,
        None,
        scope,
        (percent,),
        doubts=doubts,
    )


def _remember(parts: _Parts, stated: list[Statement], year: int | None, term: Term | None) -> Memory:
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
