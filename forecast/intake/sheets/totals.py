"""Rows that are sums, against the rows that they are sums of. They never become units; where they do not fit it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

from forecast.core.findings import Finding
from forecast.intake.sheets.read_table import Reading
from forecast.intake.sheets.rows import Row
from forecast.io.read_numbers import Form, understand

_SUMMED = ("count", "estimate", "quota", "last_year")
_MOST = 200  # sums looked at in one table


def check_totals(reading: Reading, values: Mapping[tuple[int, int], float]) -> list[Finding]:
    """Sums that differ from what they are the sum of.

    Parameters
    ----------
    values : (row, column) -> figure, of the units of this table.
    """
    findings: list[Finding] = []
    sums = [at for at, row in enumerate(reading.rows) if row.kind in ("total", "group")][:_MOST]
    places = [place for place, column in reading.columns.items() if column.means in _SUMMED]
    for at in sums:
        row = reading.rows[at]
        for place in places:
            stated = _stated(reading, row, place)
            choices = _choices(reading, at, place, values) if stated is not None else []
            if choices and not any(
                abs(stated - choice) < 1e-6 * max(1.0, abs(choice)) for choice in choices if stated is not None
            ):
                cell = (row.at, place)
                findings.append(
                    reading.table.page.finding(
                        "total_differs", "warning", cell, name=row.name, value=stated, sum=choices[0]
                    )
                )
    return findings


def check_row_sums(reading: Reading, values: Mapping[tuple[int, int], float]) -> list[Finding]:
    """Columns that are the sum of the columns to their left, row by row."""
    findings = []
    for place, column in reading.columns.items():
        if column.means != "total":
            continue
        parts = [other for other, found in reading.columns.items() if found.means == "count" and other < place]
        for row in reading.units:
            stated = _stated(reading, row, place)
            known = [values[row.at, part] for part in parts if (row.at, part) in values]
            if stated is not None and known and abs(stated - sum(known)) > 1e-6 * max(1.0, abs(stated)):
                cell = (row.at, place)
                findings.append(
                    reading.table.page.finding(
                        "total_differs", "warning", cell, name=row.name, value=stated, sum=sum(known)
                    )
                )
    return findings


def _stated(reading: Reading, row: Row, place: int) -> float | None:
    text = reading.table.page.text(row.at, place)
    form, value = understand(text)
    if form in (Form.MISSING, Form.BAD, Form.PERCENT, Form.NOT_FINITE):
        return None
    fraction = row.at in reading.table.page.fractions.get(place, ())
    return 1000 * value if form in (Form.D_UNCLEAR, Form.C_UNCLEAR) and not fraction else value


def _choices(reading: Reading, at: int, place: int, values: Mapping[tuple[int, int], float]) -> list[float]:
    """The sums that a row may state: of the rows of its group; or of all, of those before, since the last sum, or after it."""
    rows = reading.rows
    least = min((row.level for row in rows if row.kind == "unit"), default=0)
    if rows[at].kind == "group":
        orders = [_until_sum(rows[at + 1 :])]
    else:
        orders = [rows, rows[:at], _until_sum(rows[:at][::-1]), _until_sum(rows[at + 1 :])]
    totals = []
    for chosen in orders:
        units = (row for row in chosen if row.kind == "unit" and row.level == least)
        known = [values[row.at, place] for row in units if (row.at, place) in values]
        totals += [float(sum(known))] if known else []
    return totals


def _until_sum(rows: list[Row]) -> list[Row]:
    return list(takewhile(lambda row: row.kind not in ("group", "total", "period"), rows))
