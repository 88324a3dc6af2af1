"""The columns of tables of units: for each its form and the raw cell of a line. One list serves Word, web page and workbook."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from forecast.core.periods import SEASONS
from forecast.report.blocks import Column, Form, Table
from forecast.report.model import Line
from forecast.report.ready import stock_words
from forecast.report.voice import Voice, quarters_behind, through_day
from forecast.report.words import basis_words

Maker = Callable[[Line, Voice], Any]

_WEIGHTS = {
    "unit": 2.0, "signals": 2.9, "questions": 2.9, "comment": 1.2, "flag": 1.4, "range": 1.35, "basis": 1.2, "pair": 1.35,
    "through": 1.45, "forecast": 1.1, "expected_shortfall": 1.2,
}  # fmt: skip


def quarter_value(line: Line, voice: Voice, quarter: int) -> float:
    """What a quarter of the report's year brought."""
    return line.past.quarters.get(voice.report.year, (math.nan,) * SEASONS)[quarter]


def _this_period(line: Line, voice: Voice) -> float:
    behind = quarters_behind(line.row, voice.report.year)
    return quarter_value(line, voice, behind - 1) if behind else math.nan


def _against_last_year(line: Line, voice: Voice) -> float:
    last = line.row["same_period_last_year"]
    return line.row["observed"] / last if last > 0 else math.nan


def _of(name: str) -> Maker:
    return lambda line, voice: float(line.row.get(name, math.nan))


def _count_up(name: str) -> Maker:
    return lambda line, voice: voice.at_least(float(line.row[name]))


_COUNT: Form = "count"
MAKERS: dict[str, tuple[Form, Maker]] = {
    "number": ("count", lambda line, voice: None),
    "unit": ("text", lambda line, voice: voice.name(line.unit)),
    "basis": ("text", lambda line, voice: basis_words(line.row, voice.language)),
    "quota": (_COUNT, _of("quota_low")),
    "quota_high": (_COUNT, _of("quota_high")),
    "this_period": (_COUNT, _this_period),
    "observed": (_COUNT, _of("observed")),
    "through": ("day", lambda line, voice: through_day(line.row)),
    "attainment": ("percent", _of("attainment")),
    "same_period_last_year": (_COUNT, _of("same_period_last_year")),
    "against_last_year": ("percent", _against_last_year),
    "remaining": (_COUNT, _of("remaining")),
    "needed": (_COUNT, _count_up("needed_per_quarter")),
    "usual": (_COUNT, _of("usual_per_quarter")),
    "forecast": (_COUNT, lambda line, voice: line.expected),
    "lowest": (_COUNT, _of("q0.1")),
    "highest": (_COUNT, _of("q0.9")),
    "range": ("text", lambda line, voice: voice.range(line.row)),
    "chance": ("text", lambda line, voice: voice.chance(line.row)),
    "probability": ("chance", _of("p_met")),
    "expected_shortfall": (_COUNT, _of("expected_shortfall")),
    "shortfall": (_COUNT, _of("shortfall")),
    "unit_estimate": (_COUNT, _of("unit_estimate")),
    "flag": ("text", lambda line, voice: voice.flag(line.row)),
    "pair": ("text", lambda line, voice: f"{voice.count(line.row['observed'])}/{voice.quota(line.row)}"),
    "signals": ("text", lambda line, voice: "; ".join(map(voice.signal, line.signals))),
    "questions": ("text", lambda line, voice: " ".join(dict.fromkeys(map(voice.question, line.signals)))),
    "ready": ("text", lambda line, voice: stock_words(line.row, voice.report.part_measures, voice.language)),
    "comment": ("text", lambda line, voice: ""),
    **{f"evidence_{name}": ("percent", _of(f"evidence_{name}")) for name in ("own", "panel", "plan", "prior")},
}
ALWAYS = ("number", "unit", "comment")


def unit_table(
    name: str, caption: str, lines: Sequence[Line], columns: Sequence[str], voice: Voice, *, wide: bool = True
) -> Table:
    """A table with a row per unit; columns that no unit can fill are left out, and the top unit has no number."""
    made: list[tuple[Column, list[Any]]] = []
    top = voice.report.top.unit if voice.report.top and len(lines) > 1 else ""
    for column in columns:
        form, maker = MAKERS[column]
        form = "amount" if form == "count" and not voice.whole and column != "number" else form
        cells = [maker(line, voice) for line in lines] if column != "number" else _numbers(lines, top)
        if column in ALWAYS or any(not _empty(cell) for cell in cells):
            made.append((Column(column, voice.heading(column), form, _WEIGHTS.get(column, 1.0)), cells))
    return Table(
        name,
        caption,
        tuple(column for column, _ in made),
        tuple(zip(*(cells for _, cells in made), strict=True)),
        units=tuple(line.unit for line in lines),
        flags=tuple(line.flag for line in lines),
        wide=wide,
    )


def _numbers(lines: Sequence[Line], top: str) -> list[Any]:
    """1, 2, 3 … down the list, the top unit without one."""
    following = count(1)
    return [None if line.unit == top else next(following) for line in lines]


def _empty(cell: Any) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))
