"""One expression of time, and what each kind of words for times becomes.

The words themselves are `forecast.intake.sentences.time_words`; calendar periods, `forecast.intake.sentences.calendar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from forecast.intake.sentences.words import MONTHS, SMALL_NUMBERS

Shape = Literal["part", "year", "run", "to_date", "now", "since", "term", "last_years", "day"]
Role = Literal["own", "reference", "plan", "aside"]


@dataclass(frozen=True)
class Time:
    """One expression of time.

    Attributes
    ----------
    role : the time of a figure; what a comparison or a share refers to; the year of a plan; or a day of something else.
    part : of a year: Q1, H2, 9 for its first nine months, M5 for its fifth.
    first, last : years of a run or a term.
    month, day : the end, where it is a month or a day.
    begun : month and day of the beginning, where it is a day.
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
    begun: tuple[int, ...] = ()
    years: int | None = None
    text: str = ""


def said(match: re.Match[str], name: str) -> str:
    """What one of the groups of a name has found."""
    return next((text for key, text in match.groupdict().items() if text and re.fullmatch(rf"{name}(?:_\d)?", key)), "")


def number(match: re.Match[str], name: str) -> int | None:
    text = said(match, name).lower()
    return SMALL_NUMBERS.get(text) or MONTHS.get(text) or int(text) if text else None


def made(shape: Shape, match: re.Match[str], **more: Any) -> Time:
    return replace(Time(shape, *match.span(), year=number(match, "year"), text=match[0]), **more)


def quarter(match: re.Match[str]) -> Time:
    word = said(match, "quarter").lower()
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
    return made("part", match, part=f"Q{roman.get(word) or int(word[0])}")


def months(match: re.Match[str]) -> Time:
    n = number(match, "n")
    late = "cuối" in match[0].lower() or "last" in match[0].lower()
    part = "H2" if late and n == 6 else str(n)
    return made("part", match, part={"6": "H1", "3": "Q1", "12": ""}.get(part, part))


def quarters(match: re.Match[str]) -> Time:
    """The first two or three quarters, as months."""
    return made("part", match, part={2: "H1", 3: "9"}[number(match, "n") or 2])


def half(match: re.Match[str]) -> Time:
    return made("part", match, part="H1" if re.search("đầu|first", match[0], re.I) else "H2")


def to_date(match: re.Match[str]) -> Time:
    month = number(match, "name") or number(match, "month")
    shape: Shape = "to_date" if month else "now"
    return made(shape, match, month=month, day=number(match, "day"))


def within_month(match: re.Match[str]) -> Time:
    """Up to the beginning or the middle of a month: the day is a guess, and said to be one."""
    day = 15 if re.search("giữa|mid", match[0], re.I) else 1
    return made("to_date", match, month=number(match, "name") or number(match, "month"), day=day, part="about")


def half_over(match: re.Match[str]) -> Time:
    """Up to the middle of a year; no day is meant."""
    return made("to_date", match, month=6, day=30, part="about")


def run_of_days(match: re.Match[str]) -> Time:
    """From one day to another: the year that a Party committee reports on may begin in the middle of December."""
    begun, ended = (list(map(int, re.findall(r"\d+", text))) for text in re.split("đến|tới", match[0], maxsplit=1))
    years = {"first": next(iter(begun[2:]), None), "year": next(iter(ended[2:]), None)}
    return made("to_date", match, **years, month=ended[1], day=ended[0], begun=(begun[1], begun[0]))


def run_of_english_days(match: re.Match[str]) -> Time:
    """From one day to another, each with its month in letters and a year or none."""
    begun, ended = re.split(r"\s(?:to|and|until|till|through)\s", match[0], maxsplit=1)
    (first, *start), (last, *end) = (_english_day(text) for text in (begun, ended))
    return made("to_date", match, year=last, first=first, month=end[0], day=end[1], begun=tuple(start))


def _english_day(text: str) -> tuple[int | None, int, int]:
    """Year, month and day."""
    name = next(MONTHS[word] for word in re.findall(r"[^\W\d]+", text.lower()) if word in MONTHS)
    numbers = re.findall(r"\d+", text)
    return (int(numbers[1]) if numbers[1:] else None), name, int(numbers[0])


def run(match: re.Match[str]) -> Time:
    first, last = number(match, "first") or 0, number(match, "last") or 0
    if last <= first or last - first > 60:
        return made("year", match, year=first, role="aside")
    shape: Shape = "term" if last - first == 5 and first % 5 == 0 else "run"
    return made(shape, match, first=first, last=last)


def run_to(match: re.Match[str]) -> Time:
    """From the beginning of a year to a month or a day of a later one."""
    return made("run", match, first=number(match, "first"), month=number(match, "month"), day=number(match, "day"))


def term(match: re.Match[str]) -> Time:
    years = {"first": number(match, "first"), "last": number(match, "last")}
    until = "to_date" if re.match(r"(?:từ\s)?đầu|since|depuis", match[0], re.I) else ""
    return made(
        "term",
        match,
        **years,
        month=number(match, "month") or number(match, "name"),
        day=number(match, "day"),
        part=until,
    )


def since_or_year(match: re.Match[str]) -> Time:
    """From a year on, or from the beginning of that year until the day of the text."""
    return made("now" if "đầu" in match[0].lower() else "since", match)


def to_quarter(match: re.Match[str]) -> Time:
    named = quarter(match)
    return replace(named, part={"Q1": "Q1", "Q2": "H1", "Q3": "9", "Q4": ""}[named.part])


def last_years(match: re.Match[str]) -> Time:
    return made("last_years", match, years=number(match, "n"))


def day(match: re.Match[str]) -> Time:
    return made("day", match, month=number(match, "month"), day=number(match, "day"), role="aside")


def month(match: re.Match[str]) -> Time:
    """A month by itself, not up to its end."""
    return made("part", match, part=f"M{number(match, 'name') or number(match, 'month')}")


def year(match: re.Match[str]) -> Time:
    return made("year", match)
