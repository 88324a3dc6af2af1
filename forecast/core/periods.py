"""Periods: runs of whole days on the calendar. Quarters are whole numbers (4 * year + quarter - 1), never timestamps.

Which figures belong to a period is left to `forecast.core.panel`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1900, 2199
SEASONS = 4  # quarters in a year
MOST_YEARS = 20  # that are asked about at once

_YEAR = re.compile(r"(\d{4})")
_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")
_HALF = re.compile(r"(\d{4})H([12])")
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of days: `start` is the first day, `stop` the day after the last (proleptic ordinals).

    Examples
    --------
    >>> parse_period("2023Q1").text, parse_period("2023-01..2023-09").quarters
    ('2023Q1', (8092, 8093, 8094))
    """

    start: int
    stop: int

    @property
    def text(self) -> str:
        """The shortest form of the grammar that names this run."""
        return _format(self.start, self.stop)

    @property
    def first_day(self) -> date:
        return date.fromordinal(self.start)

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.stop - 1)

    @property
    def quarters(self) -> tuple[int, ...]:
        """Indices of every quarter that the run touches."""
        return tuple(range(quarter_of_day(self.start), quarter_of_day(self.stop - 1) + 1))

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and other.stop <= self.stop

    def common(self, other: Period) -> Period | None:
        """The days of both, if there are any."""
        start, stop = max(self.start, other.start), min(self.stop, other.stop)
        return Period(start, stop) if start < stop else None

    def overlaps(self, other: Period) -> bool:
        return self.start < other.stop and other.start < self.stop


def parse_period(text: str) -> Period:
    """The period that a text of the grammar names.

    Parameters
    ----------
    text : `2023`, `2023H1`, `2023Q1`, `2023-01`, `2023-06-30`, or a run `first..last` of two of them.

    Raises
    ------
    ValueError : the text is not of the grammar, names no calendar day, or runs backwards.

    Examples
    --------
    >>> parse_period("2020-10..2023-06").first_day
    datetime.date(2020, 10, 1)
    >>> parse_period("2023Q5")
    Traceback (most recent call last):
    ValueError: 2023Q5
    """
    first, dots, last = text.strip().partition("..")
    start, stop = _atom(first)
    if dots:
        stop = _atom(last)[1]
    if stop <= start:
        raise ValueError(text)
    return Period(start, stop)


@lru_cache(maxsize=4096)
def parse_years(text: str, *, most: int = MOST_YEARS) -> range:
    """The years of `2023` or of a run `2023..2025`, at most so many.

    Raises
    ------
    ValueError : not of that form, or too many.

    Examples
    --------
    >>> list(parse_years("2023..2025"))
    [2023, 2024, 2025]
    """
    match = _YEARS.fullmatch(text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not FIRST_YEAR < first <= last < min(first + most, LAST_YEAR + 1):
        raise ValueError(text)
    return range(first, last + 1)


def _atom(text: str) -> tuple[int, int]:
    if match := _YEAR.fullmatch(text):
        year = _year(match[1], text)
        return quarter_start(4 * year), quarter_start(4 * year + 4)
    if match := _HALF.fullmatch(text):
        first = 4 * _year(match[1], text) + 2 * (int(match[2]) - 1)
        return quarter_start(first), quarter_start(first + 2)
    if match := _QUARTER.fullmatch(text):
        first = 4 * _year(match[1], text) + int(match[2]) - 1
        return quarter_start(first), quarter_start(first + 1)
    if match := _MONTH.fullmatch(text):
        year, month = _year(match[1], text), int(match[2])
        if not 1 <= month <= 12:
            raise ValueError(text)
        return _month_start(year, month), _month_start(year, month + 1)
    if match := _DAY.fullmatch(text):
        day = date(_year(match[1], text), int(match[2]), int(match[3])).toordinal()
        return day, day + 1
    raise ValueError(text)


def _year(digits: str, text: str) -> int:
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def _month_start(year: int, month: int) -> int:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal()


@lru_cache(maxsize=4096)
def quarter_start(quarter: int) -> int:
    """Ordinal of the first day of a quarter index."""
    return date(quarter // 4, 3 * (quarter % 4) + 1, 1).toordinal()


def quarter_of_day(ordinal: int) -> int:
    """Index of the quarter that a day lies in."""
    day = date.fromordinal(ordinal)
    return 4 * day.year + (day.month - 1) // 3


def same_day(ordinal: int, years: int) -> int:
    """The same day so many years away; 29 February becomes 1 March.

    Examples
    --------
    >>> date.fromordinal(same_day(date(2024, 2, 29).toordinal(), -1)).isoformat()
    '2023-03-01'
    """
    day = date.fromordinal(int(ordinal))
    try:
        return day.replace(year=day.year + years).toordinal()
    except ValueError:
        return date(day.year + years, 3, 1).toordinal()


def year_period(year: int) -> Period:
    return Period(quarter_start(4 * year), quarter_start(4 * year + 4))


def quarter_period(quarter: int) -> Period:
    return Period(quarter_start(quarter), quarter_start(quarter + 1))


def _format(start: int, stop: int) -> str:
    first, last, after = date.fromordinal(start), date.fromordinal(stop - 1), date.fromordinal(stop)
    if first.day != 1 or after.day != 1:
        return first.isoformat() if stop == start + 1 else f"{first.isoformat()}..{last.isoformat()}"
    months = 12 * (after.year - first.year) + after.month - first.month
    if months == 1:
        return f"{first.year}-{first.month:02d}"
    for size, letter in ((3, "Q"), (6, "H")):
        if months == size and (first.month - 1) % size == 0:
            return f"{first.year}{letter}{(first.month - 1) // size + 1}"
    if first.month == 1 and after.month == 1:
        return f"{first.year}" if months == 12 else f"{first.year}..{last.year}"
    return f"{first.year}-{first.month:02d}..{last.year}-{last.month:02d}"
