"""The term's targets of the top unit, and its years one by one: quotas, totals and this year's forecast."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from forecast.core.tables import Tables
from forecast.report.beside import Row, Term, YearStanding
from forecast.report.model import Line

_BASES = ("assigned", "", "own", "resolution")


def build_terms(rows: Sequence[Row], shown: Tables, lines: Sequence[Line], year: int) -> tuple[Term, ...]:
    """A term for every row of several years.

    Parameters
    ----------
    rows : of one unit and measure.
    lines : of the report's year, that of the unit among them.
    """
    terms = [row for row in rows if ".." in row["year"]]
    if not terms:
        return ()
    line = next(line for line in lines if line.unit == terms[0]["unit"])
    quotas = shown.quotas
    own = quotas[(quotas["unit"] == line.unit) & (quotas["measure"] == terms[0]["measure"])]
    return tuple(Term(row, tuple(_standing(of, own, line, year) for of in _years(row))) for row in terms)


def _years(row: Row) -> range:
    first, _, last = row["year"].partition("..")
    return range(int(first), int(last) + 1)


def _standing(of: int, quotas: pd.DataFrame, line: Line, year: int) -> YearStanding:
    if of == year:
        row = line.row
        now = (line.expected, float(row.get("q0.1", math.nan)), float(row.get("q0.9", math.nan)))
        return YearStanding(of, row["quota_low"], row["quota_high"], math.nan, *now)
    low, high = _stated(quotas, of)
    return YearStanding(of, low, high, line.past.totals.get(of, math.nan) if of < year else math.nan)


def _stated(quotas: pd.DataFrame, year: int) -> tuple[float, float]:
    """The quota of an earlier or later year that is stated as a number, the assigned one before others."""
    stated = quotas[(quotas["year"] == year) & quotas["kind"].isin(["fixed", "range"]) & (quotas["reading"] == "")]
    for basis in _BASES:
        for row in stated[stated["basis"] == basis].to_dict("records"):
            if row["kind"] == "fixed":
                return float(row["value"]), float(row["value"])
            return float(row["low"]), float(row["high"])
    return math.nan, math.nan
