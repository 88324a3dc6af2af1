"""Candidates that a person has accepted, as tidy tables: counts, quotas, and the measures that they need.

Candidates come from `forecast.intake.sentences.candidates`, by way of the file in which they were marked (`read_marked`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecast.core.periods import parse_period
from forecast.core.tables import COUNTS, MEASURES, QUOTAS
from forecast.intake.known_measures import ADMISSIONS, label_of
from forecast.intake.sentences.candidate import Candidate
from forecast.intake.sentences.words import SENSITIVE
from forecast.io.write_table import plain_number

Row = dict[str, str]
PRINTED = ("printed_percent", "printed_base", "printed_growth", "printed_share", "printed_part")
NUMBERS = ("value", "low", "high", "share_low", "share_high", "printed_base")

ALWAYS = ("unit", "measure", "period", "year", "kind", "value", "source", "note")


@dataclass(frozen=True)
class TidyTables:
    """Rows of the tables, and of which candidate each row of counts and quotas was made (positions)."""

    counts: list[Row]
    quotas: list[Row]
    measures: list[Row]
    of_counts: list[int]
    of_quotas: list[int]


def tidy_tables(candidates: Sequence[Candidate], *, spare: str = "") -> TidyTables:
    """The candidates as tables: a target of every year gets a row for each, a target known as a range is a range.

    Parameters
    ----------
    spare : the name of the measure for counts that have none, kept for their arithmetic; without it they are left out.

    Examples
    --------
    >>> row = Candidate(table="quotas", unit="A", measure="admissions", period="2021..2022", kind="range", low=9.0)
    >>> [(quota["year"], quota["low"]) for quota in tidy_tables([row]).quotas]
    [('2021', '9'), ('2022', '9')]
    """
    tables = TidyTables([], [], [], [], [])
    for place, row in enumerate(candidates):
        if row.table == "quotas":
            made = _quotas(row)
            tables.quotas.extend(made)
            tables.of_quotas.extend([place] * len(made))
        elif row.table == "counts" or (spare and row.scope != "each_year" and np.isfinite(row.value)):
            tables.counts.append(_count(row, spare))
            tables.of_counts.append(place)
    names = dict.fromkeys(row["measure"] for row in (*tables.counts, *tables.quotas))
    if any(row["of"] for row in tables.quotas):
        names |= dict.fromkeys(row["of"] for row in tables.quotas if row["of"])
    tables.measures.extend(_measure(name, tuple(names)) for name in names)
    return tables


def _text(number: float) -> str:
    plain = plain_number(number)
    return "" if plain is None else str(plain)


def _note(row: Candidate) -> str:
    """Where the figure comes from, in signs rather than words: the arithmetic, what the text says, its place."""
    parts = [
        f"derived: {row.derived}" if row.derived else f'"{row.stated}"',
        f"[{row.place}]",
        row.doubts.replace(";", ", "),
    ]
    return " ".join(part for part in parts if part)


def _count(row: Candidate, spare: str) -> Row:
    known = {name: getattr(row, name) for name in ("unit", "measure", "period", "reported_on", "status", "source")}
    known |= {name: _text(getattr(row, name)) for name in ("value", "low", "high", "printed_base")}
    printed = {name: getattr(row, name) for name in PRINTED if name != "printed_base"}
    made = {**known, **printed, "measure": row.measure or spare, "note": _note(row)}
    return {name: made[name] for name in (*COUNTS, *PRINTED)}


def _quotas(row: Candidate) -> list[Row]:
    known = dict.fromkeys(QUOTAS, "")
    known |= {name: getattr(row, name) for name in ("unit", "measure", "kind", "of", "rule", "reading", "source")}
    known |= {name: _text(getattr(row, name)) for name in ("value", "low", "high", "share_low", "share_high")}
    known |= {"note": _note(row), "scope": row.scope if row.scope in ("each", "average") else ""}
    if row.kind == "fixed" and not known["value"]:  # a target that is only known within bounds
        known["kind"] = "range"
    years = parse_period(row.period)
    first, last = years.first_day.year, years.last_day.year
    if row.kind == "term":
        return [{**known, "first_year": str(first), "last_year": str(last)}]
    return [{**known, "year": str(year)} for year in range(first, last + 1)]


def _measure(name: str, names: Sequence[str]) -> Row:
    whole, _, group = name.partition("_")
    return {
        **dict.fromkeys(MEASURES, ""),
        "measure": name,
        "kind": "stock" if whole == "members" else "flow",
        "whole": "yes",
        "part_of": whole if group and whole in names else "",
        "prior": "admissions" if whole == ADMISSIONS else "neutral",
        "sensitive": "yes" if group in SENSITIVE else "no",
        "label_vi": label_of(name, "vi"),
        "label_en": label_of(name, "en"),
    }


def tables_csv(tables: TidyTables, style: str = "machine") -> dict[str, str]:
    """The files of the tables by name, those without rows left out; only columns in which something stands."""
    import pandas as pd

    from forecast.io.write_table import csv_text

    contents = {}
    for name, rows in (("counts", tables.counts), ("quotas", tables.quotas), ("measures", tables.measures)):
        if rows:
            kept = [column for column in rows[0] if column in ALWAYS or any(row[column] for row in rows)]
            contents[f"{name}.csv"] = csv_text(pd.DataFrame(rows)[kept], style)
    return contents
