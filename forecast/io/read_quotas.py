"""Quotas as written: kinds, years and terms. What a quota asks for and whether it is reached is `forecast.quotas`."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast.core.periods import FIRST_YEAR, LAST_YEAR
from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable
from forecast.io.read_periods import Floats, parse_year, read_years

KINDS = ("fixed", "range", "term", "share", "growth", "stepwise")
BASES = ("assigned", "resolution", "own")
SCOPES = ("each", "average")
CONGRESS_TERM = 5

Flags = npt.NDArray[np.bool_]


def read_quota_years(table: RawTable, kinds: npt.NDArray[np.object_], notes: Notes) -> tuple[dict[str, Floats], Flags]:
    """Columns year, first_year, last_year: a fixed quota or range has its year, a term its first and last."""
    first, bad_first = read_years(table, "first_year", notes)
    last, bad_last = read_years(table, "last_year", notes)
    bad = bad_first | bad_last
    distinct, index = table.distinct("year")
    year = np.array([_year_or_nan(text) for text in distinct] or [np.nan], dtype=np.float64)[index]
    term = kinds == "term"
    for row in np.flatnonzero(term & ~bad):
        text, place = distinct[index[row]], (table.file, int(table.rows[row]), "year")
        if np.isnan(first[row]) and np.isnan(last[row]) and text:
            first[row], last[row] = _term(text, place, notes)
            bad[row] = np.isnan(first[row])
        elif np.isnan(first[row]) or np.isnan(last[row]):
            bad[row] = True
            notes.add("term_years_missing", *place)
    lacking = ~term & np.isnan(year) & np.isin(kinds.astype(str), KINDS)
    for row in np.flatnonzero(lacking):
        _note_year(distinct[index[row]], str(kinds[row]), (table.file, int(table.rows[row]), "year"), notes)
    year[term] = np.nan
    return {"year": year, "first_year": first, "last_year": last}, bad | lacking


def _year_or_nan(text: str) -> float:
    try:
        return parse_year(text)
    except ValueError:
        return np.nan


def _note_year(text: str, kind: str, place: tuple[str, int, str], notes: Notes) -> None:
    if _run(text):
        notes.add("year_is_run", *place, text=text, kind=kind)
    elif text:
        notes.add("bad_year", *place, text=text)
    else:
        notes.add("cell_empty", *place)


def _term(text: str, place: tuple[str, int, str], notes: Notes) -> tuple[float, float]:
    """First and last year that a term's `year` counts; the reading of a named term is noted.

    A congress term named 2020-2025 begins late in 2020 and counts 2021 to 2025; "2021-2025" counts its five years.
    """
    run = _run(text)
    if run is None:
        notes.add("bad_term", *place, text=text)
        return np.nan, np.nan
    first, dots, last = run
    if not dots:
        if last - first == CONGRESS_TERM:
            first += 1
        notes.add(
            "term_reading", *place, severity="notice", text=text, first=str(first), last=str(last), n=last - first + 1
        )
    return first, last


def _run(text: str) -> tuple[int, bool, int] | None:
    match = re.fullmatch(r"(\d{4})\s*(\.\.|[-–—])\s*(\d{4})", text)
    if not match:
        return None
    first, last = int(match[1]), int(match[3])
    return (first, match[2] == "..", last) if FIRST_YEAR <= first < last <= LAST_YEAR else None


def note_missing_values(table: RawTable, quotas: pd.DataFrame, notes: Notes) -> None:
    """Note the quotas that lack what their kind states, and terms asked of each year, which are rows of years."""
    stated = {name: quotas[name].notna().to_numpy() for name in ("value", "low", "high", "share_low", "share_high")}
    written = {name: (quotas[name] != "").to_numpy() for name in ("of", "rule")}
    bound, share = stated["low"] | stated["high"], stated["share_low"] | stated["share_high"]
    kind = quotas["kind"].to_numpy()
    for code, column, lacking in (
        ("quota_value_missing", "value", (kind == "fixed") & ~stated["value"]),
        ("quota_range_missing", "low", (kind == "range") & ~bound),
        ("quota_term_missing", "value", (kind == "term") & ~stated["value"] & ~bound),
        ("term_of_each", "scope", (kind == "term") & (quotas["scope"] == "each").to_numpy()),
        ("quota_growth_missing", "value", (kind == "growth") & ~stated["value"]),
        ("quota_share_missing", "share_low", (kind == "share") & ~share),
        ("quota_of_missing", "of", (kind == "share") & ~written["of"]),
        ("quota_rule_missing", "rule", (kind == "stepwise") & ~written["rule"]),
    ):
        for row in np.flatnonzero(lacking):
            notes.add(code, table.file, quotas["row"].iloc[row], column, unit=str(quotas["unit"].iloc[row]))
