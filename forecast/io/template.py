"""The workbook that a planner fills in: figures, targets, units and measures, with examples of an invented city, and a guide.

The words stand in the catalogues (`template.toml`, `tables.toml`); the examples are made here and project as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from forecast.core.sheets import Form, Sheet, SheetColumn
from forecast.io.headings import printed
from forecast.io.write_workbook import OFFERED_ROWS
from forecast.language.catalogue import catalogue, say

EXAMPLE_YEAR = 2025
COLUMNS = {
    "counts": ("unit", "period", "value", "reported_on", "status", "note"),
    "quotas": ("unit", "year", "kind", "value", "low", "high", "set_on", "basis", "note"),
    "units": ("order", "unit", "name", "parent", "opened", "closed", "restricted", "note"),
    "measures": ("measure", "kind", "whole", "prior"),
}
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "counts": {"status": ("final", "provisional", "estimate")},
    "quotas": {"kind": ("fixed", "range", "term"), "basis": ("assigned", "resolution", "own")},
    "units": {"restricted": ("yes", "no")},
    "measures": {"kind": ("flow", "stock"), "whole": ("yes", "no"), "prior": ("admissions", "neutral")},
}
OF_UNITS = {("counts", "unit"), ("quotas", "unit"), ("units", "parent")}
FORMS: Mapping[str, Form] = {
    "value": "count", "low": "count", "high": "count", "reported_on": "day", "set_on": "day", "opened": "day",
    "closed": "day", "year": "plain", "order": "plain",
}  # fmt: skip
# Admissions of the invented units by quarter, 2023 to the first quarter of 2025, and their targets.
FIGURES = {
    "ward_1": ((8, 12, 11, 19), (9, 12, 12, 20), (8,)),
    "ward_2": ((5, 7, 8, 11), (5, 8, 7, 12), (3,)),
    "commune_3": ((3, 4, 4, 8), (2, 5, 4, 8), (4,)),
}
TARGETS = {"ward_1": (48, 52, 55), "ward_2": (30, 32, 34), "commune_3": (18, 19, 20)}
ORDER = ("city", "ward_1", "ward_2", "commune_3")


def template_sheets(language: str) -> list[Sheet]:
    """The sheets of the template in a language, the guide last."""
    names = {unit: say(f"template.unit.{unit}", language) for unit in ORDER}
    rows = {
        "counts": _counts(names, say("template.example", language)),
        "quotas": _quotas(names, say("template.example", language)),
        "units": _units(names, say("template.example", language)),
        "measures": [
            {"measure": say("template.measure", language), "kind": "flow", "whole": "yes", "prior": "admissions"}
        ],
    }
    sheets = [_sheet(kind, found, language) for kind, found in rows.items()]
    guide = say("template.guide", language).strip().splitlines()
    return [*sheets, Sheet(printed("sheet.guide", language), lines=guide)]


def _sheet(kind: str, rows: Sequence[Mapping[str, Any]], language: str) -> Sheet:
    columns = []
    for name in COLUMNS[kind]:
        words = {word: printed(f"word.{kind}.{name}.{word}", language) for word in CHOICES[kind].get(name, ())}
        cells = [words.get(row.get(name, ""), row.get(name)) for row in rows]
        note = f"template.note.{kind}.{name}"
        columns.append(
            SheetColumn(
                printed(f"{kind}.{name}", language),
                cells,
                FORMS.get(name, "text"),
                note=say(note, language) if note in catalogue(language) else "",
                choices=_units_range(language) if (kind, name) in OF_UNITS else tuple(words.values()),
                strict=(kind, name) not in OF_UNITS,
            )
        )
    return Sheet(printed(f"sheet.{kind}", language), columns, examples=len(rows) if kind != "measures" else 0)


def _units_range(language: str) -> str:
    """The cells of the sheet of units that name them."""
    letter = "ABCDEFG"[COLUMNS["units"].index("unit")]
    return f"='{printed('sheet.units', language)}'!${letter}$2:${letter}${OFFERED_ROWS}"


def _counts(names: Mapping[str, str], example: str) -> list[dict[str, Any]]:
    city = tuple(tuple(map(sum, zip(*years, strict=True))) for years in zip(*FIGURES.values(), strict=True))
    rows = []
    for unit, years in {"city": city, **FIGURES}.items():
        for year, quarters in enumerate(years, start=EXAMPLE_YEAR - 2):
            for quarter, value in enumerate(quarters, start=1):
                row = {"unit": names[unit], "period": f"{year}Q{quarter}", "value": value, "status": "final"}
                after = date(year + quarter // 4, 3 * quarter % 12 + 1, 7)
                rows.append({**row, "reported_on": after, "note": example})
    return rows


def _quotas(names: Mapping[str, str], example: str) -> list[dict[str, Any]]:
    city = tuple(map(sum, zip(*TARGETS.values(), strict=True)))
    return [
        {"unit": names[unit], "year": year, "kind": "fixed", "value": value, "basis": "assigned", "note": example}
        for unit, targets in {"city": city, **TARGETS}.items()
        for year, value in enumerate(targets, start=EXAMPLE_YEAR - 2)
    ]


def _units(names: Mapping[str, str], example: str) -> list[dict[str, Any]]:
    return [
        {
            "order": place,
            "unit": name,
            "name": name,
            "parent": "" if unit == "city" else names["city"],
            "restricted": "no",
            "note": example,
        }
        for place, (unit, name) in enumerate(names.items(), start=1)
    ]
