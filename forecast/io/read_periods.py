"""Columns of periods, days and years: each distinct text is understood once; a bad one gets the nearest good form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt

from forecast.core.periods import FIRST_YEAR, LAST_YEAR, Period, parse_period
from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")


def read_periods(table: RawTable, notes: Notes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Flags]:
    """First day and day after the last of every row's period, and which rows have none that can be read."""
    distinct, index = table.distinct("period")
    bounds = np.zeros((len(distinct), 2), dtype=np.int64)
    bad = np.zeros(len(distinct), dtype=bool)
    for position, text in enumerate(distinct):
        try:
            period = parse_period(text)
        except ValueError:
            bad[position] = True
        else:
            bounds[position] = period.start, period.stop
    for row in np.flatnonzero(bad[index]):
        text = distinct[index[row]]
        nearest = nearest_period(text)
        place = (table.file, int(table.rows[row]), "period")
        if not text:
            notes.add("cell_empty", *place)
        elif nearest:
            notes.add("bad_period_suggest", *place, text=text, suggestion=nearest)
        else:
            notes.add("bad_period", *place, text=text)
    return bounds[index, 0], bounds[index, 1], bad[index] | _dates_for_months(table, notes)


def _dates_for_months(table: RawTable, notes: Notes) -> Flags:
    """Date cells on the first of a month: a spreadsheet makes them of a month that is typed as 1/2023 or 2023-01."""
    marked = table.days.get("period")
    found = np.zeros(len(table.rows), dtype=bool) if marked is None else marked.copy()
    texts = table.text("period")
    for row in np.flatnonzero(found):
        text = texts[int(row)].as_py()
        found[row] = text.endswith("-01")
        if found[row]:
            notes.add("period_is_date", table.file, table.rows[row], "period", text=text, suggestion=text[:7])
    return found


def read_days(table: RawTable, name: str, notes: Notes) -> tuple[Floats, Flags]:
    """Day ordinals of a column of dates, NaN where empty."""
    return _read(table, name, "bad_date", parse_day, notes)


def read_years(table: RawTable, name: str, notes: Notes) -> tuple[Floats, Flags]:
    """Whole years of a column, NaN where empty."""
    return _read(table, name, "bad_year", parse_year, notes)


def _read(table: RawTable, name: str, code: str, parse: Callable[[str], int], notes: Notes) -> tuple[Floats, Flags]:
    if name not in table.columns:
        return np.full(len(table.rows), np.nan), np.zeros(len(table.rows), dtype=bool)
    distinct, index = table.distinct(name)
    values = np.full(len(distinct), np.nan)
    bad = np.zeros(len(distinct), dtype=bool)
    for position, text in enumerate(distinct):
        try:
            values[position] = parse(text) if text else np.nan
        except ValueError:
            bad[position] = True
    for row in np.flatnonzero(bad[index]):
        notes.add(code, table.file, table.rows[row], name, text=distinct[index[row]])
    return values[index], bad[index]


def parse_year(text: str) -> int:
    """A year written 2023 (or 2023.0, as spreadsheets export it).

    Raises
    ------
    ValueError : the text is no year between 1900 and 2199.
    """
    match = re.fullmatch(r"(\d{4})(?:[.,]0+)?", text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(text)
    return int(match[1])


def parse_day(text: str) -> int:
    """Ordinal of a day written 2023-06-30, 30/6/2023 or 30-06-2023 (the day stands first, as in Vietnam).

    Raises
    ------
    ValueError : the text names no calendar day.

    Examples
    --------
    >>> parse_day("30/6/2023") == parse_day("2023-06-30")
    True
    """
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    else:
        raise ValueError(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return date(year, month, day).toordinal()


def nearest_period(text: str) -> str | None:
    """The form of the grammar that a text most likely means, or None.

    Examples
    --------
    >>> nearest_period("Quý I/2023"), nearest_period("2023-13"), nearest_period("9 tháng 2023")
    ('2023Q1', '2023-12', '2023-01..2023-09')
    """
    plain = plain_letters(text)
    for separator in ("...", "..", "…", " to ", " den ", " - ", "~", "->"):
        first, found, last = plain.partition(separator)
        if found and first.strip() and last.strip():
            return _nearest_run(first.strip(), last.strip())
    if match := re.fullmatch(r"(\d{4})-(\d{4})", plain):
        return _nearest_run(match[1], match[2])
    return _nearest_atom(plain)


def _nearest_run(first: str, last: str) -> str | None:
    start = _nearest_atom(first)
    if start and re.fullmatch(r"\d{1,2}", last) and re.fullmatch(r"\d{4}-\d{2}", start):
        last = f"{start[:4]}-{last}"
    stop = _nearest_atom(last)
    if not start or not stop:
        return None
    periods = sorted((parse_period(start), parse_period(stop)))
    return Period(periods[0].start, max(period.stop for period in periods)).text


def _nearest_atom(plain: str) -> str | None:
    year = re.search(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", plain)
    try:
        day = date.fromordinal(parse_day(plain))
    except ValueError:
        pass
    else:
        return day.isoformat()
    if match := re.fullmatch(r"((?:19|20|21)\d\d)(?:[.,]0+|(\d\d))", plain):
        return _named_part(match[1], match[2] or "")
    if year is None:
        return nearest_period("20" + plain) if re.fullmatch(r"\d\d[qh]\d", plain) else None
    rest = (plain[: year.start()] + " " + plain[year.end() :]).strip(" /-._")
    rest = re.sub(r"\b(nam|year|ca nam|dau nam|dau|first)\b", "", rest).strip(" /-._")
    return _named_part(year[0], rest)


def _named_part(year: str, rest: str) -> str | None:
    if rest in ("", "ca"):
        return year
    if match := re.fullmatch(r"(?:quy|quarter|q)[ ./-]*(\d+|i{1,3}|iv)", rest):
        quarter = _ROMAN.get(match[1]) or int(match[1])
        return f"{year}Q{min(max(quarter, 1), 4)}"
    if match := re.fullmatch(r"(?:half|h)[ ./-]*(\d+|ii?)", rest):
        half = _ROMAN.get(match[1]) or int(match[1])
        return f"{year}H{min(max(half, 1), 2)}"
    if re.fullmatch(r"6 ?thang cuoi", rest):
        return f"{year}H2"
    if match := re.fullmatch(r"(\d{1,2}) ?(?:thang|months?|m)(?: of)?", rest):
        months = min(max(int(match[1]), 1), 12)
        return f"{year}-01" if months == 1 else f"{year}-01..{year}-{months:02d}"
    if match := re.fullmatch(r"(?:thang|month|m|t)?[ ./-]*(\d{1,2})", rest):
        return f"{year}-{min(max(int(match[1]), 1), 12):02d}"
    return None


def plain_letters(text: str) -> str:
    """Lower case, without accents, with plain dashes and single spaces.

    Examples
    --------
    >>> plain_letters("Quý  II – Đến 30/6")
    'quy ii - den 30/6'
    """
    letters = text.casefold().translate(_PLAIN)
    if not letters.isascii():  # letters composed of several code points
        parts = unicodedata.normalize("NFD", letters)
        letters = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(letters.split())


def _plain_letter(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


_PLAIN = {place: _plain_letter(chr(place)) for place in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))}
_PLAIN |= {ord("đ"): "d"} | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
