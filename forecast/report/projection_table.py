"""The projection as a table on a terminal: units in their official order, numbers and words in the reader's language.

Files for other programs are `forecast.io.write_table`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from forecast.core.results import Projection
from forecast.core.tables import Tables
from forecast.language.catalogue import MISSING, catalogue, chance_number, percent, say
from forecast.language.sorting import name_key
from forecast.report.ready import ready_columns, ready_line
from forecast.report.sparkline import draw_trends
from forecast.report.terminal_table import Column, draw_table, fit_columns
from forecast.report.track_words import record_words, since_words, track_lines, visit_lines
from forecast.report.words import (
    basis_words,
    count_words,
    day_words,
    flag_words,
    is_settled,
    is_young,
    last_day,
    quota_words,
    range_words,
    sign_words,
    unit_words,
)

Row = Mapping[str, Any]
_COLOURS = {"met": "32", "on_track": "32", "watch": "33", "at_risk": "35", "out_of_reach": "31"}  # codes of terminals
_LEFT_OUT_FIRST = ("usual", "trend", "needed", "signs", "attainment", "record", "range")
_NAMED = 5  # new units up to this number are named
_LUXURIES = ("usual", "trend")  # left out before text is broken
_TEXT_WIDTHS = {"unit": 12, "flag": 12, "basis": 10, "signs": 14}  # least widths
_SIGNS = 2  # named in a cell


def projection_text(
    projection: Projection,
    tables: Tables,
    language: str,
    *,
    width: int = 100,
    colour: bool = False,
    trends: bool = False,
) -> str:
    """The table that `forecast project` prints.

    Parameters
    ----------
    width : characters of a line; columns that do not fit are left out, the least needed first.
    colour : colour the flags; their words stand in any case.
    trends : draw the last years of each unit beside its forecast, where there is room.

    Returns
    -------
    One table per measure and year, then the date of the figures and what they are not for.
    """
    table = in_order(projection.table, tables, language)
    parts = []
    for (measure, year), rows in table.groupby(["measure", "_year"], sort=False):
        title = _title(tables, str(measure), str(year), language)
        declared = tables.measures.get(str(measure))
        records: list[dict[str, Any]] = [
            {str(name): value for name, value in row.items()} for row in rows.to_dict("records")
        ]
        columns = _columns(records, language, whole=declared is None or declared.whole, colour=colour)
        if trends and not _is_term(str(year)):
            columns = _with_trends(columns, rows, tables, language)
        stocks = ready_columns(records, tables.measures, language)
        first = (*_LUXURIES, *(column.name for column in stocks), *_LEFT_OUT_FIRST)
        fitting = fit_columns([*columns, *stocks], width, first, luxuries=_LUXURIES)
        drawn = [title, *_common_basis(records, language), *draw_table(fitting, width)]
        parts.append("\n".join([*drawn, *_below(projection, records, tables, language, width)]) + "\n")
    parts.append(_foot(table, language, width))
    return "\n".join(parts)


def _below(
    projection: Projection, records: list[dict[str, Any]], tables: Tables, language: str, width: int
) -> list[str]:
    """What is said below a table of its flags."""
    names = {record["unit"]: _printable(record["_name"]) for record in records}
    units = tables.units
    parents = dict(zip(units["unit"], units["parent"], strict=True)) if "parent" in units else {}
    ready = ready_line(records, parents, tables.measures, language)
    said = [
        *filter(None, [ready]),
        *visit_lines(projection, records, names, parents, language),
        *track_lines(records, language),
    ]
    return [line for paragraph in said for line in textwrap.wrap(paragraph, width)]


def in_order(table: pd.DataFrame, tables: Tables, language: str) -> pd.DataFrame:
    """Rows by measure as they come, terms after years, units in their official order, quotas as they stand."""
    appearance = {
        unit: place for place, unit in enumerate(dict.fromkeys([*tables.units["unit"], *tables.counts["unit"]]))
    }
    order = dict(zip(tables.units["unit"], tables.units["order"], strict=True)) if "order" in tables.units else {}
    names = dict(zip(tables.units["unit"], tables.units["name"], strict=True)) if "name" in tables.units else {}
    places = [
        (math.inf if math.isnan(order.get(unit, math.nan)) else order[unit], appearance.get(unit, len(appearance)))
        for unit in table["unit"]
    ]
    measures = {measure: place for place, measure in enumerate(dict.fromkeys(table["measure"]))}
    return (
        table.assign(
            _name=[unit_words(unit, names, language) for unit in table["unit"]],
            _year=table["year"].astype(str),
            _measure=table["measure"].map(measures),
            _place=[place[0] for place in places],
            _appearance=[place[1] for place in places],
        )
        .sort_values("_name", key=lambda column: column.map(name_key), kind="stable")
        .assign(_term=table["year"].astype(str).str.contains("..", regex=False))
        .sort_values(["_measure", "_term", "_year", "_place", "_appearance"], kind="stable")
        .reset_index(drop=True)
    )


def _title(tables: Tables, measure: str, year: str, language: str) -> str:
    """What a table is about: `Kết nạp đảng viên 2023`, `Năm 2023` for a measure without a name, or a term."""
    declared = tables.measures.get(measure)
    label = declared.label(language) if declared else measure
    if _is_term(year):
        term = say("page.term", language, years=year.replace("..", "–"))
        return f"{label}, {term}" if label else term[:1].upper() + term[1:]
    return f"{label} {year}" if label else say("page.year", language, year=year)


def _is_term(year: str) -> bool:
    return ".." in year


def _columns(rows: list[dict[str, Any]], language: str, *, whole: bool, colour: bool) -> list[Column]:
    """All columns that these rows can fill, in their order."""
    judged = any(row["quota_kind"] for row in rows)
    ranged = all(name in rows[0] for name in ("q0.1", "q0.9"))
    recorded = any(record_words(row, language) for row in rows)
    held = any(row["flag_since"] for row in rows)
    makers: dict[str, tuple[bool, Callable[[Row], str]]] = {
        "unit": (True, lambda row: _printable(row["_name"])),
        "basis": (len(_bases(rows, language)) > 1, lambda row: basis_words(row, language)),
        "quota": (judged, lambda row: quota_words(row, language)),
        "observed": (True, lambda row: count_words(_rounded(row["observed"], whole), language)),
        "attainment": (judged, lambda row: percent(row["attainment"], language)),
        "forecast": (True, lambda row: count_words(_middle(row), language)),
        "range": (ranged, lambda row: range_words(row["q0.1"], row["q0.9"], language)),
        "chance": (judged, lambda row: _chance(row, language)),
        "flag": (judged, lambda row: flag_words(row, language)),
        "signs": (judged, lambda row: sign_words(row, language, _SIGNS) or MISSING),
        "record": (recorded, lambda row: record_words(row, language) or MISSING),
        "since": (held, lambda row: since_words(row, language) or MISSING),
        "needed": (judged, lambda row: count_words(_at_least(row["needed_per_quarter"], whole), language)),
        "usual": (judged, lambda row: count_words(_rounded(row["usual_per_quarter"], whole), language)),
    }
    term = _is_term(str(rows[0]["year"]))
    columns = []
    for name, (filled, cell) in makers.items():
        cells = [cell(row) for row in rows] if filled else []
        if filled and (name not in _LEFT_OUT_FIRST or any(text != MISSING for text in cells)):
            paints = [_COLOURS.get(row["flag"], "") for row in rows] if colour and name == "flag" else ()
            columns.append(Column(name, _heading(name, term, language), cells, _TEXT_WIDTHS.get(name, 0), paints))
    return columns


def _with_trends(columns: list[Column], rows: pd.DataFrame, tables: Tables, language: str) -> list[Column]:
    """The columns with the last years of each unit after its forecast."""
    drawn = draw_trends(rows, tables)
    if not drawn:
        return columns
    at = 1 + [column.name for column in columns].index("forecast")
    trend = Column("trend", say("column.trend", language), [drawn.get(unit, "") for unit in rows["unit"]])
    return [*columns[:at], trend, *columns[at:]]


def _heading(name: str, term: bool, language: str) -> str:
    code = f"term_column.{name}"
    return say(code if term and code in catalogue(language) else f"column.{name}", language)


def _printable(name: str) -> str:
    """A name without signs that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in name)


def _bases(rows: list[dict[str, Any]], language: str) -> list[str]:
    """The bases worth showing: where a unit has several quotas, or a text was read in one of several ways."""
    several = len({row["unit"] for row in rows}) < len(rows)
    if not several and not any(row["reading"] for row in rows):
        return []
    return list(dict.fromkeys(basis_words(row, language) for row in rows if row["quota_kind"]))


def _common_basis(rows: list[dict[str, Any]], language: str) -> list[str]:
    """The line that stands for the column of bases where all rows have the same."""
    bases = _bases(rows, language)
    return [say("page.basis", language, basis=bases[0])] if len(bases) == 1 and bases[0] else []


def _middle(row: Row) -> float:
    """What reports print: whole numbers that add up; the mean of the law where they are not there."""
    return float(row["mean"] if math.isnan(row["expected"]) else row["expected"])


def _at_least(value: float, whole: bool) -> float:
    """The least whole number that does."""
    return float(math.ceil(value - 1e-9)) if whole and math.isfinite(value) else value


def _rounded(value: float, whole: bool) -> float:
    return float(round(value)) if whole and math.isfinite(value) else value


def _chance(row: Row, language: str) -> str:
    """The chance in tenths; what is certain has none."""
    certain = is_settled(row) or math.isnan(row["p_met"])
    return MISSING if certain else chance_number(row["p_met"], language)


def _foot(table: pd.DataFrame, language: str, width: int) -> str:
    days: list[date] = [day for day in map(last_day, table["observed_through"]) if day is not None]
    said = (
        say("page.figures_until", language, day=day_words(max(days), language))
        if days
        else say("page.figures_none", language)
    )
    without = int((table["observed"].isna()).sum()) if days else 0
    lines = [said + (" " + say("page.not_reported", language, n=without) if without else "")]
    lines += textwrap.wrap(_new_units(table, language), width)
    return "\n".join([*lines, say("page.guidance", language)]) + "\n"


def _new_units(table: pd.DataFrame, language: str) -> str:
    """How many answers lean on other units, the unit being new; the names where they are few."""
    rows: list[dict[str, Any]] = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    young = {row["unit"]: _printable(row["_name"]) for row in rows if is_young(row)}
    if not young:
        return ""
    if len(young) <= _NAMED:
        return say("page.new_units_named", language, units=", ".join(young.values()))
    return say("page.new_units", language, n=len(young))
