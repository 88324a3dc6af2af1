"""The time of each figure of a sentence: said beside it, taken over from the sentence before, or told by the date of the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forecast.core.periods import parse_period
from forecast.intake.sentences.calendar import Clock, Term, When, when
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.stated import Memory, Parts, Statement
from forecast.intake.sentences.time_shapes import Time
from forecast.intake.sentences.words import pattern

_UNTIL_NOW = pattern(r"nay|now|date|thời điểm|hiện tại|present|so far")
_APART = pattern(r"[,;.:](?=\s|$)|[()]|(?<!\w)(?:và|and|et)\s*$")
_REACHED = 90.0  # percent of a plan, from which a count without a time is taken for the whole of its year
_IN_ORDER = pattern(r"(?<!\w)(?:lần lượt|tương ứng|respectively)(?!\w)")
_ELSEWHERE = pattern(
    r"(?<!\w)(?:phấn đấu|sẽ|mục tiêu|dự kiến|từ nay|nhiệm kỳ|thành lập|will|aims?|strives?|plans? to|"
    r"theo nghị quyết|trao|tặng|bồi dưỡng|"
    r"hoàn thành tốt|xếp loại|đánh giá)(?!\w)"
)
_AT_BEGINNING = pattern(r"(?:vào )?đầu|early")
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
    respective = _respective(parts, figure, own)
    if respective is not None:
        return _resolved(parts, respective, [], stock), ()
    if after:
        return _resolved(parts, after[0], before, stock), ()
    if before:
        return _resolved(parts, before[-1], before[:-1], stock), ()
    closing = _closing(parts, figure, own)
    if closing is not None:
        return _resolved(parts, closing, [], stock), ()
    if stock and parts.memory.published:
        return When(parts.memory.published.isoformat(), doubts=("cutoff_published",)), ()
    based = [time.year for time in parts.times if time.role == "reference" and time.shape == "year" and time.year]
    if parts.memory.when is not None and based and parts.memory.when.year == based[0]:
        return _without(parts, stock), ()
    if parts.memory.when is not None and not (planned and not parts.memory.when.year and not parts.memory.when.term):
        time = parts.memory.when
        return (time.at_end() if stock else time), ("time_before",)
    return _without(parts, stock), ()


def _respective(parts: Parts, figure: Figure, own: list[Time]) -> Time | None:
    """The year of a figure in a list told in the order of its years: "các năm 2020, 2021, 2022 kết nạp lần lượt 175, 180, 188"."""
    said = _IN_ORDER.search(parts.plain)
    years = [time for time in own if time.shape == "year"]
    listed = [one for one in parts.figures if one.shape == "count"]
    if said is None or len(years) < 2 or len(years) != len(listed) or figure not in listed:
        return None
    return years[listed.index(figure)]


def _closing(parts: Parts, figure: Figure, own: list[Time]) -> Time | None:
    """The one time of a sentence where it closes it: "kết nạp 1.204 đảng viên, đạt 100,3% chỉ tiêu trong năm 2022"."""
    if len(own) != 1 or own[0].shape not in ("year", "part", "term", "run") or own[0].start < figure.stop:
        return None
    if parts.plain[own[0].stop :].strip(' .!)”"') or _ELSEWHERE.search(parts.plain[figure.stop : own[0].start]):
        return None
    return own[0]


def in_year_of_counts(found: list[Statement]) -> list[Statement]:
    """Targets of which no year is said, in the year of the count beside them: "được giao 150, đến nay mới kết nạp được 66"."""
    years = {
        one.measure: one.when.year for one in found if one.role == "value" and one.when.year and one.scope == "period"
    }

    def undated(one: Statement) -> bool:
        return (
            one.role == "target" and one.scope == "period" and not (one.when.period or one.when.term or one.plan_year)
        )

    return [replace(one, plan_year=years.get(one.measure)) if undated(one) else one for one in found]


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
    if stock and time.shape == "year" and time.year and _AT_BEGINNING.match(time.text):
        return When(f"{time.year - 1}-12-31", doubts=("cutoff_about",))
    resolved = when(time, parts.clock)
    if stock and time.shape == "now" and parts.memory.published:
        return When(parts.memory.published.isoformat(), doubts=("cutoff_published",))
    day = parts.memory.published
    if (
        stock and day and resolved.period and parse_period(resolved.period).last_day > day
    ):  # nobody counts a stock to come
        return When(day.isoformat(), doubts=("cutoff_published",))
    return resolved.at_end() if stock else resolved


def _until_part(time: Time, before: list[Time]) -> Time:
    """A sum since January beside the figure of a quarter or a month ends with it: "trong tháng 9 ..., từ đầu năm lên 477"."""
    ends = {"Q": 3, "H": 6, "M": 1}
    named = [one for one in before if one.shape == "part" and one.part[:1] in ends]
    if not named:
        return time
    last = named[-1]
    return replace(time, shape="to_date", part="", month=ends[last.part[0]] * int(last.part[1:]), year=last.year)


def _is_of_past_plan(statement: Statement, day: date | None, year: int) -> bool:
    """Whether a count of which only the plan's year is said is of a plan that had ended: "đạt 112,5% kế hoạch năm 2022"."""
    if statement.role != "value" or statement.figure is None or "time_open" not in statement.when.doubts:
        return False
    reached = [one.value for one in statement.percents if one.kind == "target"]
    return day is not None and day.year > year and any(value >= _REACHED for value in reached)


def dated(statement: Statement, parts: Parts) -> Statement:
    """A share of the plan without a time is of the year so far, as of the text's date; in January and February of last year."""
    day = parts.memory.published
    of_plan = any(one.kind == "target" and _YEARLY.search(one.base) and not one.of_term for one in statement.percents)
    planned = [time.year for time in parts.times if time.role == "plan" and time.year]
    if planned and not statement.when.period:
        statement = replace(statement, plan_year=planned[0])
        if _is_of_past_plan(statement, day, planned[0]):
            return replace(statement, when=When(str(planned[0]), doubts=("year_from_context",)))
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
