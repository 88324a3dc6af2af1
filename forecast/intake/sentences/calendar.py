"""Expressions of time on the calendar: which days a figure is about, given what the text and its date leave open.

Nothing is invented: what the text does not say gives an empty period and the code of the doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from forecast.core.periods import Period, parse_period
from forecast.intake.sentences.time_shapes import Time

Term = tuple[int, int]


@dataclass(frozen=True)
class Clock:
    """What is known of time where a sentence stands: the year spoken of, the term, and the day of publication."""

    year: int | None = None
    term: Term | None = None
    published: date | None = None
    published_year: int | None = None


@dataclass(frozen=True)
class When:
    """The time of a figure.

    Attributes
    ----------
    period : of the grammar, or "" where the text leaves it open.
    term : first and last year of a term as it is named (2020, 2025), which counts 2021 to 2025.
    doubts : codes of what was taken from elsewhere or could not be known.
    """

    period: str = ""
    term: Term | None = None
    doubts: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The calendar year that the period lies in, where it is one."""
        if not self.period:
            return None
        period = parse_period(self.period)
        return period.first_day.year if period.first_day.year == period.last_day.year else None

    def at_end(self) -> When:
        """The last day of the period: the time of a stock."""
        if not self.period:
            return self
        return replace(self, period=parse_period(self.period).last_day.isoformat(), term=None)


def when(time: Time, clock: Clock) -> When:
    """The calendar time of an expression.

    Examples
    --------
    >>> from forecast.intake.sentences.times import times
    >>> when(times("9 tháng đầu năm")[0], Clock(2022)).period
    '2022-01..2022-09'
    >>> when(times("tính đến ngày 10-9")[0], Clock(2018)).period
    '2018-01-01..2018-09-10'
    >>> when(times("Từ đầu năm đến nay")[0], Clock(2018)).doubts
    ('cutoff_open',)
    """
    said = time.text.lower()
    year = time.year or clock.year
    if said in ("this year", "năm nay") or "of this year" in said:
        year = clock.published_year
    elif said in ("last year", "năm ngoái", "năm trước") and clock.published_year:
        year = clock.published_year - 1
    doubts: tuple[str, ...] = () if time.year or time.first else ("year_from_context",)
    if time.shape == "term":
        return _term(time, clock)
    if time.shape == "run" and time.first and time.last:
        return When(f"{time.first}..{time.last}")
    if time.shape == "run" and year:
        return _ending(f"{time.first}-01-01", year, time, doubts)
    if time.shape == "last_years":
        return When(doubts=("years_open",))
    if time.shape in ("now", "since"):
        return _to_now(time, clock)
    if year is None:
        return When(doubts=("year_open",))
    if time.shape == "part":
        return When(_part(year, time.part), doubts=doubts)
    if time.shape == "to_date" and time.month:
        doubts = (*doubts, "cutoff_about") if time.part == "about" else doubts
        return _ending(_first_day(time, year), year, time, doubts)
    if time.part == "end":
        doubts = (*doubts, "until_year")
    return When(str(year), doubts=doubts)


def _part(year: int, part: str) -> str:
    if part.startswith("M"):
        return f"{year}-{int(part[1:]):02d}"
    if not part.isdigit():
        return f"{year}{part}"
    return parse_period(f"{year}-01..{year}-{min(int(part), 12):02d}").text


def _first_day(time: Time, year: int) -> str:
    """January, or the day said; "từ 15/12 đến 14/3/2022" began the year before."""
    if not time.begun:
        return f"{year}-01-01"
    before = year - 1 if time.begun > (time.month, time.day) else year
    return f"{time.first or before}-{time.begun[0]:02d}-{time.begun[1]:02d}"


def _ending(start: str, year: int, time: Time, doubts: tuple[str, ...]) -> When:
    end = f"{year}-{time.month:02d}" + (f"-{time.day:02d}" if time.day else "")
    try:
        return When(parse_period(f"{start}..{end}").text, doubts=doubts)
    except ValueError:
        return When(doubts=("day_unknown",))


def _term(time: Time, clock: Clock) -> When:
    term = (time.first, time.last) if time.first and time.last else clock.term
    doubts: tuple[str, ...] = () if time.first else ("term_from_context",)
    if term is None and clock.published is not None:
        # Party congresses are held in years that end in 0 and 5, those of provinces in the autumn.
        begun = clock.published.year - (1 if clock.published.month < 10 else 0)
        term, doubts = (begun - begun % 5, begun - begun % 5 + 5), ("term_from_date",)
    if term is None:
        return When(doubts=("term_open",))
    counted = f"{term[0] + 1}..{term[1]}"
    if "nửa" in time.text.lower() or "giữa" in time.text.lower():
        # The mid-term review is held after the first half of the third year.
        return When(f"{term[0] + 1}-01..{term[0] + 3}-06", term, (*doubts, "half_term"))
    if time.part == "to_date":
        if time.month:
            ended = _ending(f"{term[0] + 1}-01-01", time.year or clock.year or term[0], time, doubts)
            return replace(ended, term=term)
        if clock.published and term[0] < clock.published.year <= term[1]:
            return replace(_through(f"{term[0] + 1}-01-01", clock.published, doubts), term=term)
        return When("", term, (*doubts, "cutoff_open"))
    return When(counted, term, doubts)


def _to_now(time: Time, clock: Clock) -> When:
    """Up to the day of publication, from the beginning of a year or of the year spoken of."""
    year = time.year or time.first or clock.year or (clock.published.year if clock.published else None)
    if year is None:
        return When(doubts=("year_open",))
    if clock.published is None:
        return When(doubts=("cutoff_open",))
    if time.shape == "now" and clock.published.year != year:
        # A report of January speaks of the year that has just ended.
        ended = clock.published.year == year + 1 and clock.published.month <= 2
        return When(str(year)) if ended else When(doubts=("cutoff_open",))
    open_start = () if time.part == "year" or time.shape == "since" or time.year else ("start_open",)
    return _through(f"{year}-01-01", clock.published, open_start)


def _through(start: str, published: date, doubts: tuple[str, ...]) -> When:
    days = Period(parse_period(start).start, published.toordinal() + 1)
    return When(days.text if days.stop > days.start else "", doubts=(*doubts, "cutoff_published"))
