"""Builds the report's model from the tables and a projection with the report's levels. No words, no files.

The rows are taken as they are; what stands beside them (past years, sources) is read off the same vintage of the tables, with
restricted units folded as in the projection.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from forecast.core.lives import Tree, plant
from forecast.core.measures import Measure
from forecast.core.panel import build_panel
from forecast.core.results import Projection, quantile_column
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.fold import fold_restricted
from forecast.engine.together import parts_of
from forecast.errors import UsageError
from forecast.report.beside import Figure, Row
from forecast.report.disclosure import public_report
from forecast.report.focus import choose_focus
from forecast.report.history import read_past
from forecast.report.model import Line, Manner, Past, Report
from forecast.report.projection_table import in_order
from forecast.report.signals import Reasons, find_signals, is_late, read_reasons
from forecast.report.sources import list_figures, list_sources
from forecast.report.sums import add_sums
from forecast.report.terms import build_terms
from forecast.report.track_words import find_track
from forecast.report.what_if import LEVELS

BASES = ("assigned", "", "own", "resolution")  # which quota of a unit-year its line is about


@dataclass(frozen=True)
class Shown:
    """The tables of one vintage as a reader may see them, and the tree of their units."""

    tables: Tables
    tree: Tree


def build_report(
    projection: Projection,
    tables: Tables,
    *,
    manner: Manner | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Report:
    """The report on the first year and the main measure of a projection.

    Parameters
    ----------
    projection : with the quantiles `LEVELS` (others beside them are kept).
    tables : what the projection was made from.
    settings : what was asked: `as_of` and `show_restricted` decide which figures may be shown.

    Raises
    ------
    UsageError : the projection has no row of a single year.
    """
    asked = dict(settings or {})
    rows = [_row(record) for record in in_order(projection.table, tables, "en").to_dict("records")]
    years = sorted({row["year"] for row in rows if ".." not in row["year"]})
    if not years:
        raise UsageError("usage.report_no_row")
    measure, year = _main_measure(rows, tables), int(years[0])
    shown = _shown(tables, measure, asked)
    of_measure = [row for row in rows if row["measure"] == measure.name]
    of_year = [row for row in of_measure if row["year"] == years[0]]
    lines = _lines(of_year, shown, (measure, year), read_reasons(projection.reasons))
    top, others = _split_top(lines)
    names = dict(zip(tables.units["unit"], tables.units["name"], strict=True)) if "name" in tables.units else {}
    figures = list_figures(shown.tables, measure.name)
    top_unit = top.unit if top else ""
    built = Report(
        measure=measure,
        year=year,
        as_of=str(asked.get("as_of") or ""),
        names=MappingProxyType(names),
        top=top,
        lines=others,
        levels=LEVELS,
        manner=manner or Manner(),
        focus=choose_focus(others),
        silent=_silent(others, _common_day(of_year)),
        parts=tuple(_parts(rows, measure, tables, (years[0], top_unit))),
        part_measures=tables.measures,
        terms=build_terms([row for row in of_measure if row["unit"] == top_unit], shown.tables, lines, year),
        findings=projection.findings,
        skipped=projection.skipped,
        sources=list_sources(figures),
        figures=figures,
        settings=MappingProxyType(asked),
        track=find_track(of_year),
    )
    return public_report(built) if built.manner.public else built


def _row(record: Mapping[Any, Any]) -> Row:
    kept = {str(name): value for name, value in record.items() if not str(name).startswith("_")}
    return MappingProxyType({**kept, "year": str(kept["year"])})


def _main_measure(rows: Sequence[Row], tables: Tables) -> Measure:
    """The first measure that is no part of another one."""
    names = list(dict.fromkeys(row["measure"] for row in rows))
    measures = [tables.measures.get(name) or Measure(name) for name in names]
    return next((measure for measure in measures if measure.part_of not in names), measures[0])


def _shown(tables: Tables, measure: Measure, asked: Mapping[str, Any]) -> Shown:
    known = known_at(tables, parse_vintage(asked.get("as_of")))
    folded = known if asked.get("show_restricted") else fold_restricted(known, measure.name)[0]
    return Shown(folded, plant(folded.units))


def _lines(rows: Sequence[Row], shown: Shown, of: tuple[Measure, int], reasons: Reasons) -> tuple[Line, ...]:
    measure, year = of
    units = list(dict.fromkeys(row["unit"] for row in rows))
    counts = shown.tables.counts
    counts = counts[(counts["measure"] == measure.name) & (counts["status"] != "estimate")]
    through = _common_day(rows)
    of_unit: dict[str, list[Row]] = {unit: [] for unit in units}
    for row in rows:
        of_unit[row["unit"]].append(row)
    parents = {unit: _parent(unit, shown.tree, of_unit) for unit in units}
    own_past = read_past(build_panel(counts, measure.name, units, shown.tree), year)
    past = add_sums(own_past, parents, shown.tree, year)
    lines = []
    for unit, own in of_unit.items():
        first, *rest = sorted(own, key=_rank)
        known = past.get(unit, Past())
        lines.append(
            Line(
                unit=unit,
                parent=parents[unit],
                depth=_depth(unit, shown.tree, of_unit),
                row=first,
                others=tuple(rest),
                past=known,
                signals=find_signals(first, reasons, through),
                points=tuple(float(first.get(quantile_column(level), math.nan)) for level in LEVELS),
            )
        )
    return tuple(lines)


def _rank(row: Row) -> tuple[bool, int]:
    """The assigned quota first; readings of an ambiguous text last."""
    return row["reading"] != "", BASES.index(row["basis"]) if row["basis"] in BASES else len(BASES)


def _common_day(rows: Sequence[Row]) -> str:
    """The day up to which most units have reported."""
    days = Counter(row["observed_through"] for row in rows if row["observed_through"])
    return str(max(days, key=lambda day: (days[day], day))) if days else ""


def _silent(lines: Sequence[Line], through: str) -> tuple[str, ...]:
    """Units that have not reported while others have, or less than most; not those that wait for units below them."""
    above = {line.parent for line in lines}
    return tuple(
        line.unit
        for line in lines
        if through and (line.is_silent or (line.unit not in above and is_late(line.row, through)))
    )


def _parent(unit: str, tree: Tree, units: Mapping[str, Any]) -> str:
    """The nearest unit above that is in the report."""
    seen, above = {unit}, tree.parents.get(unit, "")
    while above and above not in units and above not in seen:
        seen.add(above)
        above = tree.parents.get(above, "")
    return above if above in units else ""


def _depth(unit: str, tree: Tree, units: Mapping[str, Any]) -> int:
    depth, seen, above = 0, {unit}, _parent(unit, tree, units)
    while above and above not in seen:
        seen.add(above)
        depth, above = depth + 1, _parent(above, tree, units)
    return depth


def _split_top(lines: Sequence[Line]) -> tuple[Line | None, tuple[Line, ...]]:
    """The one unit that the others belong to, and the others."""
    heads = [line for line in lines if not line.parent]
    parents = {line.parent for line in lines}
    above = [line for line in heads if line.unit in parents]
    if len(lines) == 1:
        return lines[0], ()
    if len(heads) != 1 or not above:
        return None, tuple(lines)
    return above[0], tuple(line for line in lines if line is not above[0])


def _parts(rows: Sequence[Row], measure: Measure, tables: Tables, place: tuple[str, str]) -> list[Row]:
    """Rows of other measures of the top unit with a quota of their own: parts of the measure first."""
    below = list(parts_of(measure.name, tables.measures))
    year, unit = place
    found = [
        row
        for row in rows
        if (row["measure"] != measure.name and row["unit"] == unit and row["year"] == year and row["quota_kind"])
    ]
    return sorted(found, key=lambda row: row["measure"] not in below)


def published_on(figures: Sequence[Figure]) -> date | None:
    """The latest day on which a figure was reported."""
    return max((figure.reported for figure in figures if figure.reported), default=None)
