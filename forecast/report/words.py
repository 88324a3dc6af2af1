"""Flags, days, periods and ranges in the reader's language; the sentences themselves stand in the catalogue."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from forecast.core.periods import Period, parse_period, year_period
from forecast.core.results import OTHER_UNITS
from forecast.language.catalogue import MISSING, catalogue, number, say
from forecast.language.catalogue import day as say_day

LIFE = ("closed", "not_opened")  # reasons that speak of the unit and not of its figures
_NO_CHANCE = 0.01  # of a finished year known as a range: below this the whole range misses the quota
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def flag_words(row: Mapping[str, Any], language: str) -> str:
    """The flag of a row: more than the target is "exceeded", too few figures come with their reason.

    Examples
    --------
    >>> flag_words({"flag": "met", "attainment": 1.03}, "en")
    'Target exceeded'
    >>> flag_words({"flag": "no_data", "attainment": 0.7, "reasons": "closed;new_unit"}, "vi")
    'Kết thúc hoạt động'
    """
    flag = row["flag"]
    if not flag:
        return ""
    codes = str(row.get("reasons") or "").split(";")
    borrowed = "flag_of_assigned" in codes  # the unit's flag, beside another quota of the unit
    if flag == "met" and row["attainment"] > 1 and not borrowed:
        return say("flag.exceeded", language)
    code = "missed" if is_missed(row) else str(flag)
    term = code in ("missed", "out_of_reach") and ".." in str(row.get("year", ""))
    words = say(f"flag.{code}_term" if term else f"flag.{code}", language)
    if flag == "no_data":
        said = [f"flag_reason.{code}" for code in codes]
        reasons = [say(code, language) for code in said if code in catalogue(language)]
        if codes[0] in LIFE:  # nothing is lacking
            return reasons[0][:1].upper() + reasons[0][1:]
        return f"{words}: {', '.join(reasons)}" if reasons else words
    return f"{words} ({say('flag_reason.flag_of_assigned', language)})" if borrowed else words


def sign_words(row: Mapping[str, Any], language: str, most: int | None = None) -> str:
    """The signs of a row in a few words each, without their numbers; nothing where there are none.

    Examples
    --------
    >>> sign_words({"reasons": "new_unit;lower_level;never_seen_quarter"}, "en", most=1)
    'all quarters lower'
    """
    codes = [f"sign.{code}" for code in str(row.get("reasons") or "").split(";")]
    return "; ".join([say(code, language) for code in codes if code in catalogue(language)][:most])


def is_missed(row: Mapping[str, Any]) -> bool:
    """Whether the flag speaks of a year or term whose figures are all in: the quota is missed, no longer unlikely.

    Examples
    --------
    >>> is_missed({"flag": "out_of_reach", "p_met": 0.0, "needed_per_quarter": math.nan})
    True
    """
    borrowed = "flag_of_assigned" in str(row.get("reasons") or "").split(";")
    return bool(row["flag"] == "out_of_reach" and _nothing_left(row) and (borrowed or row["p_met"] < _NO_CHANCE))


def is_settled(row: Mapping[str, Any]) -> bool:
    """Whether the quota is reached or missed for certain: then no chance is printed.

    Examples
    --------
    >>> is_settled({"flag": "watch", "p_met": 0.6, "needed_per_quarter": 20.0})
    False
    """
    return bool(row["flag"] == "met" or (_nothing_left(row) and (row["p_met"] < _NO_CHANCE or row["p_met"] == 1)))


def is_young(row: Mapping[str, Any]) -> bool:
    """Whether an answer stands that leans on other units, the unit being new.

    Examples
    --------
    >>> is_young({"flag": "watch", "reasons": "new_unit"}), is_young({"flag": "no_data", "reasons": "closed;new_unit"})
    (True, False)
    """
    return row["flag"] != "no_data" and "new_unit" in str(row.get("reasons") or "").split(";")


def basis_words(row: Mapping[str, Any], language: str) -> str:
    """Who set the quota, and how an ambiguous text was read.

    Examples
    --------
    >>> basis_words({"basis": "resolution", "reading": "yearly"}, "en")
    'resolution, read as: each year'
    """
    basis = _known_word("basis", str(row["basis"]), language)
    reading = _known_word("reading", str(row.get("reading") or ""), language)
    read_as = say("basis.reading", language, reading=reading) if reading else ""
    return ", ".join(part for part in (basis, read_as) if part)


def _known_word(table: str, code: str, language: str) -> str:
    """The word of a code, the text itself where it is none of ours."""
    ours = code in {"basis": ("assigned", "resolution", "own"), "reading": ("yearly", "term")}[table]
    return say(f"{table}.{code}", language) if ours else "".join(sign if sign.isprintable() else " " for sign in code)


def _nothing_left(row: Mapping[str, Any]) -> bool:
    return math.isnan(row.get("needed_per_quarter", 0.0))


def unit_words(unit: str, names: Mapping[str, str], language: str) -> str:
    """The name of a unit, its id where it has none; of a fold of restricted units what the language calls them.

    Examples
    --------
    >>> unit_words("007", {}, "vi"), unit_words("__other__", {}, "en"), unit_words("__other__:C", {"C": "City"}, "en")
    ('007', 'Other units', 'Other units of City')
    """
    if unit == OTHER_UNITS:
        return say("unit.other", language)
    if unit.startswith(f"{OTHER_UNITS}:"):
        parent = unit.removeprefix(f"{OTHER_UNITS}:")
        return (
            say("unit.other_of", language, parent=names.get(parent) or parent)
            if parent
            else say("unit.other", language)
        )
    return names.get(unit) or unit


def day_words(day: date, language: str, *, with_year: bool = True) -> str:
    """A day as officials write it.

    Examples
    --------
    >>> day_words(date(2023, 4, 7), "vi"), day_words(date(2023, 6, 30), "en", with_year=False)
    ('07/4/2023', '30 June')
    """
    if language == "vi":
        said = say_day(day, language)
        return said if with_year else said.rpartition("/")[0]
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")


def last_day(period_text: str) -> date | None:
    """The last day of a period given as text; None for no text."""
    return parse_period(period_text).last_day if period_text else None


def through_words(period_text: str, year: int, language: str) -> str:
    """How far into its year a run of figures reaches: quý I, 6 tháng, 9 tháng, cả năm, or up to a day.

    Examples
    --------
    >>> through_words("2023Q1", 2023, "vi"), through_words("2023-01..2023-09", 2023, "en")
    ('quý I', '9 months')
    """
    day, whole = parse_period(period_text).last_day, year_period(year)
    month_ends = date.fromordinal(day.toordinal() + 1).day == 1
    if day >= whole.last_day:
        return say("period.year", language)
    if month_ends and day.month == 3:
        return say("period.quarter", language, number="1", roman=_ROMAN[1])
    if month_ends:
        return say("period.months", language, n=day.month)
    return say("period.until", language, day=day_words(day, language, with_year=False))


def period_words(period: Period, language: str) -> str:
    """A period as officials write it; what is printed is understood when it is typed.

    Examples
    --------
    >>> period_words(parse_period("2023Q1"), "vi"), period_words(parse_period("2023-01..2023-09"), "en")
    ('Quý I/2023', '9 months of 2023')
    """
    text, first, last = period.text, period.first_day, period.last_day
    year = str(first.year)
    if re.fullmatch(r"\d{4}", text):
        return say("period_name.year", language, year=year)
    if re.fullmatch(r"\d{4}[QH]\d", text):
        part = int(text[-1])
        name = "quarter" if "Q" in text else f"half_{part}"
        values = {"number": _ROMAN[part] if language == "vi" else str(part)} if "Q" in text else {}
        return say(f"period_name.{name}", language, year=year, **values)
    if re.fullmatch(r"(\d{4})-01\.\.\1-\d\d", text):
        return say("period_name.months", language, n=last.month, year=year)
    if re.fullmatch(r"\d{4}\.\.\d{4}", text):
        return text.replace("..", "–")
    return " – ".join(_atom_words(atom, language) for atom in text.split(".."))


def _atom_words(text: str, language: str) -> str:
    """A month or a day."""
    if re.fullmatch(r"\d{4}-\d\d", text):
        return say("period_name.month", language, month=str(int(text[5:])), year=text[:4])
    return day_words(date.fromisoformat(text), language) if language == "vi" else text


def count_words(value: float, language: str) -> str:
    """A count or an amount; amounts are printed with one decimal.

    Examples
    --------
    >>> count_words(9810.0, "vi"), count_words(2856.33, "vi"), count_words(float("nan"), "vi")
    ('9.810', '2.856,3', '–')
    """
    return number(value, language, None if math.isnan(value) or float(value).is_integer() else 1)


def range_words(low: float, high: float, language: str) -> str:
    """A range, or its one known end.

    Examples
    --------
    >>> range_words(9000, 10000, "en"), range_words(12000, float("nan"), "en")
    ('9,000–10,000', 'from 12,000')
    """
    if math.isnan(low) and math.isnan(high):
        return MISSING
    if math.isnan(high) or math.isinf(high):
        return say("page.from", language, value=count_words(low, language))
    if math.isnan(low):
        return say("page.until", language, value=count_words(high, language))
    if low == high:
        return count_words(low, language)
    return f"{count_words(low, language)}–{count_words(high, language)}"


def quota_words(row: Mapping[str, Any], language: str) -> str:
    """The quota of a row: one number, or a range where the kind is one."""
    low, high = float(row["quota_low"]), float(row["quota_high"])
    if row["quota_kind"] in ("range", "share") and low != high:
        return range_words(low, high, language)
    return count_words(low, language)
