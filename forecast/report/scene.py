"""What the first screen is about: one unit, one measure, one year, its quota and its counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from forecast.core.measures import Measure
from forecast.core.periods import quarter_of_day
from forecast.core.results import Projection
from forecast.core.tables import Tables
from forecast.errors import UsageError
from forecast.language.catalogue import MISSING, percent, say
from forecast.report.figures import known_counts
from forecast.report.words import count_words, last_day, unit_words


@dataclass(frozen=True)
class Scene:
    """What all lines are about."""

    row: Mapping[str, Any]
    others: list[dict[str, Any]]
    tables: Tables
    counts: pd.DataFrame
    language: str

    @property
    def measure(self) -> Measure:
        return self.tables.measures.get(self.row["measure"]) or Measure(str(self.row["measure"]))

    @property
    def year(self) -> int:
        return int(str(self.row["year"])[:4])

    @property
    def unit(self) -> str:
        units = self.tables.units
        names = units.loc[units["unit"] == self.row["unit"], "name"] if "name" in units else []
        known = {str(self.row["unit"]): str(name) for name in names if name}
        return unit_words(str(self.row["unit"]), known, self.language)

    @property
    def through(self) -> date | None:
        return last_day(self.row["observed_through"])

    @property
    def quarters(self) -> int:
        """Whole quarters of the year behind the unbroken run of figures."""
        if self.through is None:
            return 0
        return quarter_of_day(self.through.toordinal() + 1) - 4 * self.year

    def say(self, code: str, **values: Any) -> str:
        return say(f"screen.{code}", self.language, **values)

    def count(self, value: float) -> str:
        return count_words(value, self.language)

    def percent(self, share: float, digits: int = 1) -> str:
        return percent(share, self.language, digits)


def set_scene(projection: Projection, tables: Tables, language: str) -> Scene:
    """The row of the first unit and of its first measure that is no part of another, against the assigned quota."""
    records: list[dict[str, Any]] = [dict(row) for _, row in projection.table.iterrows()]
    rows = [row for row in records if row["quota_kind"] and ".." not in str(row["year"])]
    if not rows:
        year = str(projection.table["year"].iloc[0])[:4] if len(projection.table) else MISSING
        raise UsageError("usage.demo_no_row", year=year)
    order = dict(zip(tables.units["unit"], tables.units["order"], strict=True))
    measures = {name: place for place, name in enumerate(tables.measures)}

    def rank(row: Mapping[str, Any]) -> tuple[Any, ...]:
        place = order.get(row["unit"], math.nan)
        measure = tables.measures.get(row["measure"], Measure(""))
        other = row["basis"] not in ("assigned", "")
        return math.inf if math.isnan(place) else place, bool(measure.part_of), other, measures.get(row["measure"], 0)

    rows.sort(key=rank)
    first = rows[0]
    others: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["unit"] == first["unit"] and row["year"] == first["year"] and row["measure"] != first["measure"]:
            others.setdefault(row["measure"], row)
    counts = known_counts(tables, first["unit"], first["measure"], int(str(first["year"])[:4]))
    own = sorted(others.values(), key=lambda row: measures.get(row["measure"], 0))
    return Scene(first, own, tables, counts, language)
