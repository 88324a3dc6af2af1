"""The projection as sheets for people: units in their official order under the words of officials, then how it was made.

Writing them is `forecast.io.write_workbook`; the table for other programs stands in a sheet of its own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from forecast.core.periods import parse_period
from forecast.core.results import Projection
from forecast.core.sheets import Form, Sheet, SheetColumn
from forecast.core.tables import Tables
from forecast.language.catalogue import chance_number, say
from forecast.language.describe import describe
from forecast.report.projection_table import in_order
from forecast.report.words import (
    basis_words,
    day_words,
    flag_words,
    is_settled,
    is_young,
    last_day,
    period_words,
    sign_words,
)

Row = Mapping[str, Any]


def projection_sheet(projection: Projection, tables: Tables, language: str) -> Sheet:
    """One row per unit, measure, year and quota, as `forecast project` prints them, with numbers as numbers."""
    table = in_order(projection.table, tables, language)
    rows: list[dict[str, Any]] = [{str(key): cell for key, cell in row.items()} for row in table.to_dict("records")]
    several = {name for name in ("measure", "year") if len(set(table[name])) > 1}
    labels = {name: measure.label(language) for name, measure in tables.measures.items()}
    whole = all(measure.whole for name, measure in tables.measures.items() if name in set(table["measure"]))
    count: Form = "count" if whole else "amount"
    makers: dict[str, tuple[Form, Callable[[Row], Any]]] = {
        "number": ("plain", lambda row: None),
        "unit": ("text", lambda row: str(row["_name"])),
        "measure": ("text", lambda row: labels.get(row["measure"]) or str(row["measure"])),
        "year": ("text", lambda row: str(row["year"])),
        "basis": ("text", lambda row: basis_words(row, language)),
        "quota_low": (count, lambda row: row["quota_low"]),
        "quota_high": (count, lambda row: row["quota_high"]),
        "observed": (count, lambda row: row["observed"]),
        "through": ("text", lambda row: _day(row, language)),
        "attainment": ("percent", lambda row: row["attainment"]),
        "same_period_last_year": (count, lambda row: row["same_period_last_year"]),
        "remaining": (count, lambda row: row["remaining"]),
        "needed": (count, lambda row: _up(row["needed_per_quarter"], whole)),
        "usual": (count, lambda row: row["usual_per_quarter"]),
        "forecast": (count, lambda row: row["mean"] if math.isnan(row["expected"]) else row["expected"]),
        "lowest": (count, lambda row: row.get("q0.1", math.nan)),
        "highest": (count, lambda row: row.get("q0.9", math.nan)),
        "chance": ("text", lambda row: _chance(row, language)),
        "expected_shortfall": (count, lambda row: row["expected_shortfall"]),
        "unit_estimate": (count, lambda row: row["unit_estimate"]),
        "flag": ("text", lambda row: flag_words(row, language)),
        "signs": ("text", lambda row: sign_words(row, language)),
        "note": ("text", lambda row: say("flag_reason.new_unit", language) if is_young(row) else ""),
    }
    columns = []
    for name, (form, cell) in makers.items():
        cells = [cell(row) for row in rows] if name != "number" else list(range(1, len(rows) + 1))
        if name in ("measure", "year") and name not in several:
            continue
        if name == "quota_high" and not any(row["quota_kind"] in ("range", "share") for row in rows):
            continue
        if any(text != "" and text == text for text in cells):
            columns.append(SheetColumn(say(f"workbook.column.{name}", language), cells, form))
    lines = (say("page.guidance", language), say("workbook.standard", language))
    return Sheet(say("workbook.sheet.answer", language), columns, _title(rows, labels, several, language), lines)


def notes_sheet(projection: Projection, settings: Mapping[str, Any], language: str) -> Sheet:
    """What was asked, and everything that was noticed."""
    asked = [(name, setting) for name, setting in settings.items() if setting is not None]
    found = [
        (say(f"severity.{finding.severity}", language), describe(finding, language)) for finding in projection.findings
    ]
    skipped = [(say("workbook.skipped", language), unit) for unit in projection.skipped]
    pairs = [(name, _setting(name, setting, language)) for name, setting in asked]
    rows = [*pairs, *skipped, *found]
    heads = (say("workbook.column.what", language), say("workbook.column.content", language))
    columns = [SheetColumn(head, [row[place] for row in rows], "text") for place, head in enumerate(heads)]
    return Sheet(say("workbook.sheet.notes", language), columns)


def _setting(name: str, setting: Any, language: str) -> str:
    text = setting if isinstance(setting, str) else json.dumps(setting)
    return f"{text} ({period_words(parse_period(text), language)})" if name in ("year", "as_of") else text


def _title(rows: list[dict[str, Any]], labels: Mapping[str, str], several: set[str], language: str) -> str:
    if not rows:
        return ""
    label = "" if "measure" in several else labels.get(rows[0]["measure"]) or str(rows[0]["measure"])
    year = "" if "year" in several else str(rows[0]["year"])
    return say("workbook.title", language, measure=label, year=year).strip()


def _day(row: Row, language: str) -> str:
    day = last_day(row["observed_through"])
    return "" if day is None else day_words(day, language)


def _up(value: float, whole: bool) -> float:
    return float(math.ceil(value - 1e-9)) if whole and math.isfinite(value) else value


def _chance(row: Row, language: str) -> str:
    """The chance in tenths; what is certain has none."""
    certain = is_settled(row) or math.isnan(row["p_met"])
    return "" if certain else chance_number(row["p_met"], language)
