"""What a text says of time, and the wordings that say it, each with what it makes of the year, the months and the day.

A text is read by `forecast.intake.period_words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from forecast.core.periods import Period, parse_period, year_period

Months = tuple[int, int]
YEAR = r"(?:19|20|21)\d\d"
_OF = rf"(?:\s*[/.,-]?\s*(?:cua |of |in )?(?:nam )?({YEAR})(?!\d))?"
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
        >>> from forecast.intake.period_words import read_words
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
    return replace(found, years=(*found.years, *(int(year) for year in re.findall(YEAR, match[0]))))


_TO_YEAR = rf"(?:\s*(?:[/.-]|nam)\s*({YEAR})(?!\d))?"
_SHORT_YEAR = rf"(?:\s*[/.,-]?\s*(?:nam |of )?({YEAR})(?!\d)|/(\d\d)(?!\d))?"
# In this order: what is taken by one is not seen by those below it.
RULES: tuple[tuple[re.Pattern[str], Callable[[Words, re.Match[str]], Words]], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (_TO + r"(?:ngay |moc )?(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})(?!\d)" + _TO_YEAR, _take_until),
        (rf"\bngay (\d{{1,2}})\s*(?:[/.-]|thang)\s*(\d{{1,2}})\s*(?:[/.-]|nam)\s*({YEAR})(?!\d)", _take_dated),
        (_TO + r"(?:thang )(\d{1,2})(?!\d)" + _OF, _take_until_month),
        (_TO + rf"(\d{{1,2}})/({YEAR})(?!\d)", _take_until_month),
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
        (rf"\b(?:nam )?{YEAR}(?:\s*(?:[-,]|va|den|to)\s*(?:nam )?{YEAR})*(?!\d)", _take_years),
    )
)
