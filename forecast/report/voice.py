"""A report and the language it is told in: names, numbers, periods and sentences as the sections need them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from forecast.core.periods import SEASONS, parse_period, quarter_of_day, year_period
from forecast.language.catalogue import chance_number, chance_words, number, percent, say
from forecast.report.beside import Row
from forecast.report.model import Line, Report, Signal
from forecast.report.words import day_words, flag_words, is_settled, quota_words, range_words, through_words, unit_words

ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Voice:
    """Says the report's values in one language."""

    report: Report
    language: str

    @property
    def whole(self) -> bool:
        return self.report.measure.whole

    @property
    def label(self) -> str:
        return self.report.measure.label(self.language)

    def say(self, code: str, **values: Any) -> str:
        return say(f"report.{code}", self.language, **values)

    def heading(self, column: str, **values: Any) -> str:
        return say(f"report.column.{column}", self.language, **values)

    def name(self, unit: str) -> str:
        """The unit's name without signs that a page or a terminal would obey."""
        name = unit_words(unit, self.report.names, self.language)
        return "".join(sign if sign.isprintable() else " " for sign in name)

    def count(self, value: float) -> str:
        """A number of the measure; whole where it is counted."""
        if math.isnan(value):
            return number(value, self.language)
        return number(value, self.language, 0 if self.whole or float(value).is_integer() else 1)

    def at_least(self, value: float) -> float:
        """The least whole number that does."""
        return float(math.ceil(value - 1e-9)) if self.whole and math.isfinite(value) else value

    def percent(self, share: float, digits: int = 1) -> str:
        return percent(share, self.language, digits)

    def day(self, day: date, *, with_year: bool = True) -> str:
        return day_words(day, self.language, with_year=with_year)

    def range(self, row: Row) -> str:
        return range_words(float(row.get("q0.1", math.nan)), float(row.get("q0.9", math.nan)), self.language)

    def quota(self, row: Row) -> str:
        return quota_words(row, self.language)

    def flag(self, row: Row) -> str:
        return flag_words(row, self.language)

    def chance(self, row: Row) -> str:
        """The chance in tenths; nothing where the matter is settled or not known."""
        return "" if self.is_certain(row) else chance_number(row["p_met"], self.language)

    def chance_words(self, chance: float) -> str:
        return chance_words(chance, self.language)

    def is_certain(self, row: Row) -> bool:
        return is_settled(row) or math.isnan(row["p_met"]) or row["flag"] in ("", "no_data")

    def through(self, row: Row) -> str:
        """How far the year's figures reach, as a sentence begins."""
        words = through_words(row["observed_through"], self.report.year, self.language)
        return words[:1].upper() + words[1:]

    def signal(self, signal: Signal) -> str:
        values = {name: self._value(name, value) for name, value in signal.values.items()}
        return self.say(f"signal.{signal.code}", **values)

    def question(self, signal: Signal) -> str:
        return self.say(f"question.{signal.code}")

    def _value(self, name: str, value: Any) -> str:
        if name in ("share", "base_share"):
            return self.percent(value)
        if name == "quarter":
            return ROMAN[round(value) - 1]
        if name == "since":
            return str(round(value))
        if name == "through":
            return self.day(date.fromisoformat(value))
        return self.count(self.at_least(value) if name == "value" else value)


def through_day(row: Row) -> date | None:
    """The last day of the unbroken run of figures."""
    return date.fromisoformat(row["observed_through"]) if row["observed_through"] else None


def quarters_behind(row: Row, year: int) -> int:
    """Whole quarters of the year behind the unbroken run of figures."""
    day = through_day(row)
    return 0 if day is None else quarter_of_day(day.toordinal() + 1) - SEASONS * year


def next_checkpoint(line: Line, year: int) -> date | None:
    """The end of the next quarter without figures; None when the year is told to its end."""
    behind = quarters_behind(line.row, year)
    return parse_period(f"{year}Q{behind + 1}").last_day if behind < SEASONS else None


def usual_share(line: Line, year: int, day: date) -> float:
    """Mean share of a year's total reached by a quarter's end, over the line's earlier years known by quarters."""
    upto = quarter_of_day(day.toordinal()) - SEASONS * year + 1
    shares = [
        math.fsum(quarters[:upto]) / line.past.totals[of]
        for of, quarters in line.past.quarters.items()
        if of < year and line.past.totals.get(of, 0.0) > 0 and not any(map(math.isnan, quarters[:upto]))
    ]
    return math.fsum(shares) / len(shares) if shares else math.nan


def straight_line(row: Row, year: int) -> float:
    """The year's total if every day brought what the days so far did; NaN before the first and after the last figure."""
    day, whole = through_day(row), year_period(year)
    if day is None or math.isnan(row["observed"]) or day >= whole.last_day:
        return math.nan
    behind = quarters_behind(row, year)
    if behind and parse_period(f"{year}Q{behind}").last_day == day:
        return float(row["observed"] * SEASONS / behind)
    return float(row["observed"] * (whole.stop - whole.start) / (day.toordinal() + 1 - whole.start))
