"""The time of each figure of a sentence: said beside it, taken over from the sentence before, or told by the date of the text."""

from __future__ import annotations

from dataclasses import replace

from forecast.intake.sentences.calendar import Clock, Term, When, when
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.stated import Memory, Parts, Statement
from forecast.intake.sentences.time_words import Time
from forecast.intake.sentences.words import pattern

_UNTIL_NOW = pattern(r"nay|now|date|thời điểm|hiện tại|present|so far")
_APART = pattern(r"[,;.:](?=\s|$)|[()]|(?<!\w)(?:và|and|et)\s*$")
_YEARLY = pattern(r"^[^,;.]*(?:kế hoạch|năm|plan|year)")


def year_of(known: list[Time], memory: Memory) -> int | None:
    """The year that a sentence speaks of: its own, its plan's, or the one after that of "the same period of"."""
    for role in ("own", "plan"):
        years = [time.year for time in known if time.role == role and time.year]
        if years:
            return years[0]
    same = [time.year for time in known if time.role == "reference" and time.year]
    dated = [time for time in known if time.shape in ("part", "to_date") and not time.year]
    return same[0] + 1 if same and dated and not memory.year and not memory.published else memory.year


def term_of(known: list[Time], memory: Memory) -> Term | None:
    for time in known:
        if time.shape == "term" and time.first and time.last and time.role != "reference":
            return time.first, time.last
    return memory.term


def when_of(parts: Parts, figure: Figure, *, stock: bool, planned: bool = False) -> tuple[When, tuple[str, ...]]:
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


def _without(parts: Parts, stock: bool) -> When:
    """The time of a figure of which the text says none: what it is compared with, or its date, may tell."""
    based = [time.year for time in parts.times if time.role == "reference" and time.shape == "year" and time.year]
    same = pattern("cùng kỳ|cùng thời điểm|same period").search(parts.sentence.plain)
    if stock and parts.memory.published_year:
        return When(str(parts.memory.published_year), doubts=("cutoff_open",))
    if based and not same and not stock:
        return When(str(based[0] + 1), doubts=("year_after_base",))
    return When(doubts=("time_open",))


def _resolved(parts: Parts, time: Time, before: list[Time], stock: bool) -> When:
    earlier = [one for one in before if one.shape == "term"]
    if time.shape in ("to_date", "now") and earlier and time.part != "year" and not stock:
        time = replace(earlier[-1], part="to_date", month=time.month, day=time.day, year=time.year)
    if time.shape == "year" and time.part == "end" and earlier and not stock:  # "nhiệm kỳ ..., đến hết năm 2023"
        time = replace(earlier[-1], part="to_date", month=12, day=31, year=time.year)
    dated = [one for one in before if one.shape == "to_date"]
    if time.shape == "now" and dated:  # "tính đến ngày 10-9 ... từ đầu năm đến nay"
        time = dated[-1]
    if time.shape == "now" and time.part == "year" and not _UNTIL_NOW.search(time.text):
        time = _until_part(time, before)
    if time.shape == "to_date" and time.year is None and before and before[-1].shape == "year":
        time = replace(time, year=before[-1].year)  # "năm 2023 (tính đến 30/9)"
    resolved = when(time, parts.clock)
    if stock and time.shape == "now" and parts.memory.published:
        return When(parts.memory.published.isoformat(), doubts=("cutoff_published",))
    return resolved.at_end() if stock else resolved


def _until_part(time: Time, before: list[Time]) -> Time:
    """A sum since January beside the figure of a quarter or a month ends with it: "trong tháng 9 ..., từ đầu năm lên 477"."""
    ends = {"Q": 3, "H": 6, "M": 1}
    named = [one for one in before if one.shape == "part" and one.part[:1] in ends]
    if not named:
        return time
    last = named[-1]
    return replace(time, shape="to_date", part="", month=ends[last.part[0]] * int(last.part[1:]), year=last.year)


def dated(statement: Statement, parts: Parts) -> Statement:
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
