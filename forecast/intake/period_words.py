"""Periods as people write them in titles and headings, in Vietnamese and English: "Quý I", "6 tháng đầu năm 2023", "đến 10-9".

A heading often says only a part ("Quý I") and a title the year; what they make together is `Words.period`. Where a heading stands,
and which title belongs to it, is left to the callers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from forecast.core.periods import Period, parse_period, year_period
from forecast.io.read_periods import plain_letters

Months = tuple[int, int]
_YEAR = r"(?:19|20|21)\d\d"
_OF = rf"(?:\s*[/.,-]?\s*(?:cua |of |in )?(?:nam )?({_YEAR})(?!\d))?"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_WORDS = {
    "ba": 3,
    "sau": 6,
    "chin": 9,
    "muoi hai": 12,
    "three": 3,
    "six": 6,
    "nine": 9,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
_RUNNING = re.compile(r"\bluy ke\b|\bcong don\b|\bcumulative\b|\bto date\b|\blk\b|\btu dau nam\b|\bdau nam den nay\b")
_TO_DATE = re.compile(r"\btu dau nam\b|\bdau nam den nay\b|\bto date\b")
_CURRENT = re.compile(r"\btrong ky\b|\bky nay\b|\btrong quy\b|\btrong thang\b|\b(?:this|in the) period\b")
_TO = r"(?:tinh )?\b(?:den|toi|as of|up to|until|to)\s+(?:het |cuoi )?"


@dataclass(frozen=True)
class Words:
    """What a text says of time.

    Attributes
    ----------
    months : first and last month of the year, (4, 6) for the second quarter.
    until : month and day to which the figures go.
    years : the years named.
    running : it speaks of sums since January; to_date : without saying until when; current : of "this period".
    whole : it says "the whole year".
    dated : a full date that is no cut-off, such as that of a report.
    bad : what looks like a period and is none.
    pattern : the text with `{period}` where a period stood; rest : the plain text without it.
    """

    months: Months | None = None
    until: tuple[int, int] | None = None
    years: tuple[int, ...] = ()
    running: bool = False
    to_date: bool = False
    current: bool = False
    whole: bool = False
    dated: date | None = None
    bad: str = ""
    pattern: str = ""
    rest: str = ""

    @property
    def year(self) -> int | None:
        return self.years[0] if len(set(self.years)) == 1 else None

    @property
    def has_part(self) -> bool:
        return self.months is not None or self.until is not None or self.whole

    def under(self, upper: Words) -> Words:
        """This and what stands over it: the lower says the part, each the year that the other does not."""
        part = self if self.has_part else upper
        return replace(
            self,
            months=part.months,
            until=part.until,
            whole=part.whole,
            years=self.years or upper.years,
            running=self.running or upper.running,
            to_date=self.to_date or upper.to_date,
            current=self.current or upper.current,
            bad=self.bad or upper.bad,
        )

    def period(self, *, cumulative: bool = False) -> Period | None:
        """The run of days, None without a year or with a day that there is not.

        Examples
        --------
        >>> read_words("Lũy kế đến hết quý II/2023").period().text, read_words("tính đến ngày 10-9-2023").period().text
        ('2023H1', '2023-01-01..2023-09-10')
        """
        if self.year is None:
            return None
        whole = year_period(self.year)
        if self.until is not None:
            try:
                return Period(whole.start, date(self.year, *self.until).toordinal() + 1)
            except ValueError:
                return None
        if self.months is None:
            return whole
        first, last = (1 if cumulative or self.running else self.months[0]), self.months[1]
        return parse_period(f"{self.year}-{first:02d}..{self.year}-{last:02d}")


@lru_cache(maxsize=65536)
def read_words(text: str) -> Words:
    """What a text says of time.

    Examples
    --------
    >>> read_words("Thực hiện 6 tháng đầu năm 2023").months, read_words("Thực hiện 6 tháng đầu năm 2023").pattern
    ((1, 6), 'Thực hiện {period}')
    >>> read_words("Quý V").bad, read_words("Ghi chú").has_part
    ('quy v', False)
    """
    shown = unicodedata.normalize("NFC", " ".join(text.split()))
    if (tidy := _tidy(shown)) is not None:
        return tidy
    scan = _Scan(shown)
    running, to_date, current = (bool(pattern.search(scan.plain)) for pattern in (_RUNNING, _TO_DATE, _CURRENT))
    found = Words(running=running, to_date=to_date, current=current)
    for pattern, take in _RULES:
        for match in scan.matches(pattern):
            found = take(found, match)
    return replace(found, pattern=scan.pattern(), rest=" ".join(scan.left.split()))


def is_period(text: str) -> bool:
    """Whether a text names a period and nothing else.

    Examples
    --------
    >>> is_period("QUÝ I"), is_period("Quý I: Quận A")
    (True, False)
    """
    words = read_words(text)
    return (words.has_part or bool(words.years)) and not re.search(r"[a-z0-9]", words.rest)


def _tidy(text: str) -> Words | None:
    """A period of our own grammar."""
    if not re.fullmatch(rf"{_YEAR}(?:[QH]\d|-\d\d)?(?:-\d\d)?(?:\.\.[-QH\d]+)?", text):
        return None
    try:
        period = parse_period(text)
    except ValueError:
        return None
    first, last = period.first_day, period.last_day
    if first.year != last.year or re.fullmatch(_YEAR, text):
        return Words(years=(first.year,) if first.year == last.year else (first.year, last.year), pattern="{period}")
    if first.day == 1 and date.fromordinal(period.stop).day == 1:
        return Words(months=(first.month, last.month), years=(first.year,), pattern="{period}")
    return (
        Words(until=(last.month, last.day), years=(first.year,), pattern="{period}")
        if (first.month, first.day) == (1, 1)
        else None
    )


class _Scan:
    """A text, and what is left of it when periods are taken out."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.plain = self.left = plain_letters(shown)
        self._spans: list[tuple[int, int]] = []

    def matches(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.left))
        for match in found:
            first, last = match.span()
            self.left = self.left[:first] + " " * (last - first) + self.left[last:]
            self._spans.append((first, last))
        return found

    def pattern(self) -> str:
        """The text as shown with `{period}`; its plain form where letters were lost on the way."""
        text = self.shown if len(self.shown) == len(self.plain) else self.plain
        for first, last in sorted(self._spans, reverse=True):
            text = f"{text[:first]} {{period}} {text[last:]}"
        text = re.sub(r"(\{period\}[\s/,.-]*)+", "{period} ", text)
        return " ".join(text.split())


def _number(text: str) -> int:
    return _ROMAN.get(text) or _WORDS.get(text) or (int(text) if text.isdigit() else 0)


def _with(found: Words, year: str | None, months: Months | None = None, until: tuple[int, int] | None = None) -> Words:
    years = (*found.years, int(year)) if year else found.years
    if found.has_part:
        return replace(found, years=years)
    return replace(found, years=years, months=months, until=until)


def _take_dated(found: Words, match: re.Match[str]) -> Words:
    try:
        return replace(found, dated=date(int(match[3]), int(match[2]), int(match[1])))
    except ValueError:
        return replace(found, bad=match[0].strip())


def _take_until(found: Words, match: re.Match[str]) -> Words:
    day, month, year = int(match[1]), int(match[2]), match[3]
    try:
        date(int(year or 2024), month, day)
    except ValueError:
        return replace(found, bad=match[0].strip())
    return _with(found, year, until=(month, day))


def _take_until_month(found: Words, match: re.Match[str]) -> Words:
    month = int(match[1])
    return _with(found, match[2], (1, month)) if 1 <= month <= 12 else replace(found, bad=match[0].strip())


def _take_until_quarter(found: Words, match: re.Match[str]) -> Words:
    quarter = _number(match[1])
    return _with(found, match[2], (1, 3 * quarter)) if 1 <= quarter <= 4 else replace(found, bad=match[0].strip())


def _take_months(found: Words, match: re.Match[str]) -> Words:
    months = _number(match[1])
    return _with(found, match[2], (1, months)) if 1 <= months <= 12 else replace(found, bad=match[0].strip())


def _take_quarter(found: Words, match: re.Match[str]) -> Words:
    quarter, year = _number(match[1]), match[2] or (f"20{match[3]}" if match[3] else None)
    if not 1 <= quarter <= 4:
        return replace(found, bad=match[0].strip())
    return _with(found, year, (3 * quarter - 2, 3 * quarter))


def _take_month(found: Words, match: re.Match[str]) -> Words:
    month = int(match[1])
    return _with(found, match[2], (month, month)) if 1 <= month <= 12 else replace(found, bad=match[0].strip())


def _half(first: int) -> Callable[[Words, re.Match[str]], Words]:
    return lambda found, match: _with(found, match[1], (first, first + 5))


def _take_whole(found: Words, match: re.Match[str]) -> Words:
    return found if found.has_part else replace(_with(found, match[1]), whole=True)


def _take_years(found: Words, match: re.Match[str]) -> Words:
    return replace(found, years=(*found.years, *(int(year) for year in re.findall(_YEAR, match[0]))))


_TO_YEAR = rf"(?:\s*(?:[/.-]|nam)\s*({_YEAR})(?!\d))?"
_SHORT_YEAR = rf"(?:\s*[/.,-]?\s*(?:nam |of )?({_YEAR})(?!\d)|/(\d\d)(?!\d))?"
# In this order: what is taken by one is not seen by those below it.
_RULES: tuple[tuple[re.Pattern[str], Callable[[Words, re.Match[str]], Words]], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (_TO + r"(?:ngay |moc )?(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})(?!\d)" + _TO_YEAR, _take_until),
        (rf"\bngay (\d{{1,2}})\s*(?:[/.-]|thang)\s*(\d{{1,2}})\s*(?:[/.-]|nam)\s*({_YEAR})(?!\d)", _take_dated),
        (_TO + r"(?:thang )(\d{1,2})(?!\d)" + _OF, _take_until_month),
        (_TO + rf"(\d{{1,2}})/({_YEAR})(?!\d)", _take_until_month),
        (_TO + r"quy (iv|i{1,3}|\d)\b" + _OF, _take_until_quarter),
        (r"\b(?:6|sau) thang cuoi nam" + _OF, _half(7)),
        (
            r"(?<!thang )\b(\d{1,2}|ba|sau|chin|muoi hai|three|six|nine) (?:thang|months)\b(?: dau nam| dau| of| in)?"
            + _OF,
            _take_months,
        ),
        (r"\b(?:first half|half[ -]?1|nua dau nam|1st half)(?: of)?" + _OF, _half(1)),
        (r"\b(?:second half|half[ -]?2|nua cuoi nam|2nd half)(?: of)?" + _OF, _half(7)),
        (r"\b(?:quy|quarter|q)[ .-]*(\d+|iv|v?i{1,3}|v)\b" + _SHORT_YEAR, _take_quarter),
        (r"\b(first|second|third|fourth) quarter\b(?: of)?" + _SHORT_YEAR, _take_quarter),
        (r"\b(?:thang|month|t)[ .-]?(\d{1,2})\b(?! thang)" + _OF, _take_month),
        (r"\b(?:ca nam|full year|whole year)\b" + _OF, _take_whole),
        (rf"\b(?:nam )?{_YEAR}(?:\s*(?:[-,]|va|den|to)\s*(?:nam )?{_YEAR})*(?!\d)", _take_years),
    )
)
