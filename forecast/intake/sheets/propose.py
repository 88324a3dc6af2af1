"""The profile that an import would use, as a file for a person to look through, correct and keep for the next import.

Reading it again is `forecast.intake.sheets.profile`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from forecast.core.periods import Period
from forecast.intake.sheets.columns import FIGURES, Column
from forecast.intake.sheets.profile import OPEN, pattern_of
from forecast.intake.sheets.read_table import Reading
from forecast.language.catalogue import say

_SHOWN = 3  # figures of a column
_PLACES = 3  # places of a heading


def profile_text(readings: Sequence[Reading], language: str, measure: str = "") -> str:
    """The profile as it stands in its file, with what each column gave as comments.

    Parameters
    ----------
    measure : what is counted where no heading says it.
    """
    lines = [f"# {line}".rstrip() for line in say("import.profile.head", language).strip().splitlines()]
    named = sorted({str(one.measures[0]) for reading in readings for one in reading.series if len(one)})
    lines += [
        "",
        f"# {say('import.profile.measure', language)}",
        f"measure = {_text(measure or (named[0] if len(named) == 1 else ''))}",
    ]
    lines += [f"# {say('import.profile.year', language)}", "# year = 2025"]
    lines += [f"# {say('import.profile.cumulative', language)}", 'cumulative = "auto"']
    for name in ("skip", "totals", "keep"):
        lines += [f"# {say(f'import.profile.{name}', language)}", f"{name} = []"]
    columns: dict[str, list[tuple[Reading, Column]]] = {}
    for reading in readings:
        for place, column in reading.columns.items():
            columns.setdefault(pattern_of(reading.table.paths[place]), []).append((reading, column))
    for heading, found in columns.items():
        lines += ["", *(f"# {line}" for line in _preview(found, language)), "[[column]]", f"heading = {_text(heading)}"]
        lines += _meaning(found[0][1])
    return "\n".join(lines) + "\n"


def _meaning(column: Column) -> list[str]:
    meaning = column.meaning
    said: dict[str, Any] = {"means": meaning.means or OPEN, "measure": meaning.measure, "basis": meaning.basis}
    lines = [f"{name} = {_text(text)}" for name, text in said.items() if text]
    return lines + [f"{name} = true" for name in ("term", "average") if getattr(meaning, name)]


def _preview(found: Sequence[tuple[Reading, Column]], language: str) -> list[str]:
    """Where a heading stands and what was read under it."""
    lines = []
    for reading, column in found[:_PLACES]:
        page, (row, place) = reading.table.page, reading.table.heading_cell(column.place)
        where = page.finding("", "notice", (row, place))
        line = f"{where.file} {where.sheet} {where.cell} “{reading.table.heading(column.place)}”"
        series = [one for one in reading.series if one.place == column.place]
        if column.means in FIGURES and series:
            period = Period(int(series[0].starts[0]), int(series[0].stops[0])).text
            line += f" → {period}: " + ", ".join(str(text) for text in series[0].texts[:_SHOWN]) + ", …"
        elif reading.units:
            shown = [page.text(unit.at, column.place) for unit in reading.units[:_SHOWN]]
            line += ": " + ", ".join(text for text in shown if text)
        lines.append(line)
    if len(found) > _PLACES:
        lines.append(say("import.profile.more", language, n=len(found) - _PLACES))
    return lines


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
