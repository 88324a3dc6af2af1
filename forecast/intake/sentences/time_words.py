"""The words for times in a sentence: quarters, months so far, cut-off days, years, terms, each with what it becomes.

They are found in a sentence, and told from what a comparison refers to, in `forecast.intake.sentences.times`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from forecast.intake.sentences.words import MONTHS, SMALL_NUMBERS, pattern

Shape = Literal["part", "year", "run", "to_date", "now", "since", "term", "last_years", "day"]
Role = Literal["own", "reference", "plan", "aside"]

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_Y1, _Y2 = r"(?P<first>(?:19|20)\d\d)", r"(?P<last>(?:19|20)\d\d)"
_DASH = r"\s?[-–—]\s?"
_OF = r"(?:\s?[-/.]\s?|,?\s(?:của\s)?năm\s|\s|\sof\s|,\s)"
_DAY = (
    r"(?:(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>1[0-2]|0?\d)(?![\d%])(?:\s?[-/.]\s?(?P<year>(?:19|20)\d\d))?"
    r"|(?P<day>\d{1,2})\stháng\s(?P<month>1[0-2]|0?[1-9])(?!\d)(?:[-/.,\s]+(?:năm\s)?(?P<year>(?:19|20)\d\d))?)"
)
_MONTH = (
    r"tháng\s(?P<month>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s?[-/.]\s?(?P<year>(?:19|20)\d\d)|,?\s(?:của\s)?năm\s(?P<year>(?:19|20)\d\d))?"
)
_NAMES = "|".join(MONTHS)
_ENGLISH_DAY = (
    rf"(?:(?P<name>{_NAMES})\s(?P<day>\d{{1,2}})(?!\d)(?:,?\s(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?)(?!\w)"
)
_SMALL = "|".join(SMALL_NUMBERS)
_NOW = r"(?:nay|thời điểm này|thời điểm hiện tại|hiện tại|now|date|present)"


@dataclass(frozen=True)
class Time:
    """One expression of time.

    Attributes
    ----------
    role : the time of a figure; what a comparison or a share refers to; the year of a plan; or a day of something else.
    part : of a year: Q1, H2, 9 for its first nine months, M5 for its fifth.
    first, last : years of a run or a term.
    month, day : the end, where it is a month or a day.
    years : how many, of "the last five years".
    """

    shape: Shape
    start: int
    stop: int
    role: Role = "own"
    year: int | None = None
    part: str = ""
    first: int | None = None
    last: int | None = None
    month: int | None = None
    day: int | None = None
    years: int | None = None
    text: str = ""


def _numbered(expression: str) -> str:
    """The expression with every group under a name of its own: year, year_1, year_2."""
    seen: Counter[str] = Counter()

    def rename(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        return f"(?P<{match[1]}>" if seen[match[1]] == 1 else f"(?P<{match[1]}_{seen[match[1]]}>"

    return re.sub(r"\(\?P<(\w+)>", rename, expression)


def _said(match: re.Match[str], name: str) -> str:
    """What one of the groups of a name has found."""
    return next((text for key, text in match.groupdict().items() if text and re.fullmatch(rf"{name}(?:_\d)?", key)), "")


def _int(match: re.Match[str], name: str) -> int | None:
    text = _said(match, name).lower()
    return SMALL_NUMBERS.get(text) or MONTHS.get(text) or int(text) if text else None


def _made(shape: Shape, match: re.Match[str], **more: Any) -> Time:
    return replace(Time(shape, *match.span(), year=_int(match, "year"), text=match[0]), **more)


def _quarter(match: re.Match[str]) -> Time:
    word = _said(match, "quarter").lower()
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
    return _made("part", match, part=f"Q{roman.get(word) or int(word[0])}")


def _months(match: re.Match[str]) -> Time:
    n = _int(match, "n")
    late = "cuối" in match[0].lower() or "last" in match[0].lower()
    part = "H2" if late and n == 6 else str(n)
    return _made("part", match, part={"6": "H1", "3": "Q1", "12": ""}.get(part, part))


def _quarters(match: re.Match[str]) -> Time:
    """The first two or three quarters, as months."""
    return _made("part", match, part={2: "H1", 3: "9"}[_int(match, "n") or 2])


def _half(match: re.Match[str]) -> Time:
    return _made("part", match, part="H1" if re.search("đầu|first", match[0], re.I) else "H2")


def _to_date(match: re.Match[str]) -> Time:
    month = _int(match, "name") or _int(match, "month")
    shape: Shape = "to_date" if month else "now"
    return _made(shape, match, month=month, day=_int(match, "day"))


def _within_month(match: re.Match[str]) -> Time:
    """Up to the beginning or the middle of a month: the day is a guess, and said to be one."""
    day = 15 if "giữa" in match[0].lower() else 1
    return _made("to_date", match, month=_int(match, "month"), day=day, part="about")


def _run(match: re.Match[str]) -> Time:
    first, last = _int(match, "first") or 0, _int(match, "last") or 0
    if last <= first or last - first > 60:
        return _made("year", match, year=first, role="aside")
    shape: Shape = "term" if last - first == 5 and first % 5 == 0 else "run"
    return _made(shape, match, first=first, last=last)


def _run_to(match: re.Match[str]) -> Time:
    """From the beginning of a year to a month or a day of a later one."""
    return _made("run", match, first=_int(match, "first"), month=_int(match, "month"), day=_int(match, "day"))


def _term(match: re.Match[str]) -> Time:
    years = {"first": _int(match, "first"), "last": _int(match, "last")}
    to_date = "to_date" if re.match(r"(?:từ\s)?đầu|since|depuis", match[0], re.I) else ""
    return _made(
        "term", match, **years, month=_int(match, "month") or _int(match, "name"), day=_int(match, "day"), part=to_date
    )


def _since_or_year(match: re.Match[str]) -> Time:
    """From a year on, or from the beginning of that year until the day of the text."""
    return _made("now" if "đầu" in match[0].lower() else "since", match)


def _to_quarter(match: re.Match[str]) -> Time:
    quarter = _quarter(match)
    return replace(quarter, part={"Q1": "Q1", "Q2": "H1", "Q3": "9", "Q4": ""}[quarter.part])


def _last_years(match: re.Match[str]) -> Time:
    return _made("last_years", match, years=_int(match, "n"))


def _day(match: re.Match[str]) -> Time:
    return _made("day", match, month=_int(match, "month"), day=_int(match, "day"), role="aside")


def _month(match: re.Match[str]) -> Time:
    """A month by itself, not up to its end."""
    return _made("part", match, part=f"M{_int(match, 'name') or _int(match, 'month')}")


def _year(match: re.Match[str]) -> Time:
    return _made("year", match)


_TO = r"(?:(?:và|lũy kế|luỹ kế|tính|kể|cho)\s)?(?:đến|tới)\s(?:cuối\s|hết\s|trước\s)?"
_AS_OF = r"(?:as of|by|until|till|up to|to|through)\s(?:the end of\s|end of\s|early\s|late\s)?"
# Longer expressions stand before those that they contain.
_EXPRESSIONS: tuple[tuple[str, Callable[[re.Match[str]], Time]], ...] = (
    (rf"(?:từ\s)?đầu nhiệm kỳ(?:\s\(?{_Y1}{_DASH}{_Y2}\)?)?,?\s{_TO}(?:ngày\s)?(?:{_DAY}|{_MONTH}|{_NOW})", _term),
    (rf"since the (?:beginning|start) of the(?:\s{_Y1}{_DASH}{_Y2})? term", _term),
    (rf"(?:từ|tính từ|kể từ)\s(?:đầu\s)?năm\s{_YEAR}\s{_TO}{_NOW}", _since_or_year),
    (rf"(?:từ|tính từ|kể từ)\s(?:năm\s)?{_YEAR}\s\([^()]{{0,80}}\)\s{_TO}{_NOW}", lambda m: _made("since", m)),
    (rf"(?:từ|tính từ|kể từ)\s{_YEAR}\s{_TO}{_NOW}", lambda m: _made("since", m)),
    (rf"(?:từ|tính từ|kể từ|ngay từ)?\s?đầu năm(?:\s{_YEAR})?,?\s{_TO}{_NOW}", lambda m: _made("now", m, part="year")),
    (rf"(?:từ|tính từ|kể từ)?\s?đầu năm,?\s{_TO}(?:ngày\s)?{_DAY}", _to_date),
    (rf"(?:từ|tính từ|kể từ)?\s?đầu năm,?\s{_TO}{_MONTH}", _to_date),
    (rf"(?:từ|tính từ|kể từ)\sđầu năm(?!\s\d)|since the (?:beginning|start) of (?:the year|this year|{_YEAR})|so far this year|"
     r"year to date", lambda m: _made("now", m, part="year")),
    (rf"(?:từ|kể từ|tính từ)\s(?:năm\s)?{_Y1}\s{_TO}(?:ngày\s)?(?:{_DAY}|{_MONTH})", _run_to),
    (rf"(?:từ|from|between)\s(?:năm\s)?{_Y1}\s(?:đến|tới|to|and|until)\s(?:hết\s|cuối\s|(?:the )?end of\s)?(?:năm\s)?{_Y2}", _run),
    (rf"{_TO}(?:ngày\s)?{_DAY}", _to_date),
    (rf"(?:{_TO}|thời điểm\s)(?:đầu|giữa)\s{_MONTH}", _within_month),
    (rf"(?:{_TO}|hết\s){_MONTH}", _to_date),
    (rf"(?:between|from) january (?:and|to|until) (?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?(?!\w|\s\d)", _to_date),
    (rf"{_TO}năm\s{_YEAR}|(?:by|until|till)\s(?:the )?(?:end of|late)\s{_YEAR}", lambda m: _made("year", m, part="end")),
    (rf"(?:{_TO}|hết\s)qu(?:ý|í)\s(?P<quarter>IV|I{{1,3}}|[1-4])(?:{_OF}{_YEAR})?(?!\w)", _to_quarter),
    (rf"{_TO}{_NOW}|up to (?:now|date|this point)|until now|so far|to date", lambda m: _made("now", m)),
    (rf"{_AS_OF}{_ENGLISH_DAY}", _to_date),
    (rf"depuis le début du mandat(?: {_Y1}{_DASH}{_Y2})?(?: jusqu['’]au {_ENGLISH_DAY})?", _term),
    (rf"mandat {_Y1}{_DASH}{_Y2}", _term),
    (rf"(?P<n>\d{{1,2}}) premiers mois(?: de)?(?: {_YEAR})?", _months),
    (rf"(?:en|au)\s(?P<name>{_NAMES})\s{_YEAR}", _to_date),
    (rf"en\s{_YEAR}(?!\s?[-–])", _year),
    (rf"(?:quý|quí|Q)\s?(?P<quarter>IV|I{{1,3}}|[1-4])(?![\w])(?:{_OF}{_YEAR}|(?:\scủa)?\snăm nay)?", _quarter),
    (rf"{_AS_OF}(?:the )?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th) quarter(?: of)?(?: {_YEAR}| the year| this year)?",
     _to_quarter),
    (rf"(?P<quarter>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?: of)?(?: {_YEAR}| the year| this year)?", _quarter),
    (rf"(?:the )?first (?P<n>two|three) quarters(?: of)?(?: {_YEAR}| the year| this year)?|"
     rf"(?P<n>hai|ba|2|3) quý đầu(?: của)? năm(?:\s{_YEAR})?", _quarters),
    (rf"(?P<n>\d{{1,2}}|{_SMALL}) tháng (?:đầu|cuối)(?: của)? năm(?:\s{_YEAR})?", _months),
    (rf"(?P<n>\d{{1,2}}|{_SMALL}) tháng(?:{_OF}{_YEAR}| qua(?! đi))", _months),
    (rf"(?:the )?(?:first|last) (?P<n>\d{{1,2}}|{_SMALL}) months(?: of| in)?(?: {_YEAR}| the year| this year)?", _months),
    (r"(?:trong|qua|sau|ước|dự ước|lũy kế|luỹ kế|hết)\s(?P<n>[3-9]|1[01]) tháng(?=[:;,.)]|$|"
     r"\s(?:toàn|đã|các|kết nạp|là|đạt|thực hiện))", _months),
    (rf"(?:nửa (?:đầu|cuối) năm)(?:\s{_YEAR})?|"
     rf"(?:first|second) half(?:(?: of| in)?(?: {_YEAR}| the year| this year)|(?=,))", _half),
    (rf"so với\s(?:cùng kỳ\s)?{_YEAR}(?!\s?[-–\w]|\s(?:đảng viên|đồng chí))", lambda m: _made("year", m, role="reference")),
    (rf"(?:over|than|from|versus|vs\.?|compared (?:to|with))\s(?:the year\s|in\s)?{_YEAR}(?!\s?[-–\w]|\s(?:to|new|"
     rf"party|members|people))",
     lambda m: _made("year", m, role="reference")),
    (rf"(?:(?:nửa|giữa)\s)?nhiệm kỳ\s?(?:\(\s?)?{_Y1}{_DASH}{_Y2}\)?|{_Y1}{_DASH}{_Y2} (?:term|tenure|mandate)|"
     rf"term (?:of )?{_Y1}{_DASH}{_Y2}", _term),
    (rf"(?:năm học|niên khóa)\s{_Y1}{_DASH}{_Y2}|{_Y1}{_DASH}{_Y2} (?:school|academic) year", _last_years),
    (rf"(?:giai đoạn|thời kỳ|period|các năm|năm|years)\s?\(?{_Y1}{_DASH}{_Y2}\)?", _run),
    (rf"{_Y1}{_DASH}{_Y2}(?=\s?\))", _run),
    (rf"(?:(?<=the )|(?<=its )){_YEAR}(?=\s(?:target|plan|quota|goal)(?!\w))", lambda m: _made("year", m, role="plan")),
    (rf"(?:\d|{_SMALL})\snăm\s\(?{_Y1}(?:,\s(?:19|20)\d\d)*\s?(?:,|và|and)\s{_Y2}\)?", _run),
    (r"năm ngoái|năm trước|last year", _year),
    (r"(?:trong|cả|toàn|giữa|nửa|đầu|cuối|hết)\s(?:nửa\s)?nhiệm kỳ(?:\s\(\d{4}\))?(?!\s\(?\d)(?: qua| này| vừa qua)?|"
     r"(?:the )?(?:whole |entire |current )?term(?! of)(?!s)(?!\w)", _term),
    (r"nhiệm kỳ (?:vừa )?qua|(?:past|last) term", _term),
    (rf"(?P<n>\d{{1,2}}|{_SMALL}|mười) năm (?:qua|gần đây|trở lại đây|vừa qua)|(?:past|last) (?P<n>\d{{1,2}}|"
     rf"{_SMALL}) years", _last_years),
    (rf"(?:kể từ|từ|since)\s(?:năm\s)?{_YEAR}(?!\s?[-–]\s?\d)", lambda m: _made("since", m)),
    (rf"(?:ngày|sáng|chiều|tối|hôm)\s(?:ngày\s)?{_DAY}", _day),
    (rf"(?<![\d.,/]){_DAY}(?<=\d{{4}})", _day),
    (rf"(?:trong|riêng)\s{_MONTH}(?=\W|$)|in (?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?(?!\w|\s\d)", _month),
    (rf"(?:^|(?<=;\s)){_MONTH}(?=,|\s(?:toàn|các|đã|kết nạp|phát triển|¤))", _month),
    (rf"(?<!đầu ){_MONTH}(?=\W|$)", _day),
    (rf"(?:trong |cả |hết |riêng |cuối |đầu |vào |in |the year |of |during |throughout |early |late )*(?:năm\s|"
     rf"(?<=in )|(?<=year )|(?<=of )|(?<=during )|(?<=for )|(?<=early )|"
     rf"(?<=late )){_YEAR}(?!\s?[-–]\s?\d)(?![\d])(?: alone)?", _year),
    (r"(?:trong|cả|hết|riêng) năm(?: nay| qua)?(?!\s\d)(?!\w)|năm nay|this year", lambda m: _made("year", m)),
    (r"(?<=\s)now(?=\s(?:has|have|with|numbers|totals|counts|manages))|hiện nay|hiện tại|"
     r"(?<=\s)hiện(?= (?:có|nay|đang|toàn|là))|^hiện\b|currently|at present|nowadays", lambda m: _made("now", m)),
    (rf"(?:(?<=\d{{4}},\s)|(?<=\d{{4}}\svà\s)|(?<=\d{{4}}\sand\s))"
     rf"{_YEAR}(?![\d.]|\s?[-–/])(?!\s(?:đảng viên|đồng chí|party|new|members))", _year),
    (rf"(?<![\w.,/-]){_YEAR}(?=[,:]|\s?$|\s(?:is|was|are|were)\b)", _year),
)  # fmt: skip
EXPRESSIONS = tuple((pattern(rf"(?<!\w)(?:{_numbered(text)})"), build) for text, build in _EXPRESSIONS)
