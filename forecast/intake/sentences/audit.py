"""The arithmetic of a text before anything is accepted: its candidates checked as if they were the data.

The checks are those of `forecast check`; only what concerns the figures themselves is kept.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from forecast.checks import ARITHMETIC, check
from forecast.core.findings import Finding
from forecast.intake.sentences.accept import Row, tidy_tables
from forecast.intake.sentences.candidate import Candidate
from forecast.io.read_tables import read

VAGUE = "exact_elsewhere"
UNNAMED = "?"  # the measure, unit or period of figures that have none
_SOME_YEAR = "2000"


def audit(candidates: Sequence[Candidate], file: str) -> tuple[Finding, ...]:
    """What does not fit among the figures of a text; `row` is the number of the candidate, as it is listed.

    Examples
    --------
    >>> told = Candidate(table="counts", unit="A", measure="admissions", period="2022", value=10.0)
    >>> text = [replace(told, printed_base=40.0, printed_percent="26")]
    >>> [(finding.code, finding.row) for finding in audit(text, "a.txt")]
    [('base_differs', 1)]
    """
    places = [
        place for place, row in enumerate(candidates) if _is_told(row) and (row.period or np.isfinite(row.printed_base))
    ]
    told = [_named(candidates[place], place) for place in places]
    tables = tidy_tables(told, spare=UNNAMED)
    if not tables.counts:
        return ()
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.csv" for name in ("counts", "quotas", "measures")}
        for name, path in paths.items():
            _write(path, getattr(tables, name))
        known = {name: path for name, path in paths.items() if path.exists()}
        found = check(read(**known))
    rows = {"counts": tables.of_counts, "quotas": tables.of_quotas}
    kept = []
    for finding in found:
        name = Path(finding.file).stem
        if finding.code in ARITHMETIC and finding.row and name in rows:
            place = places[rows[name][finding.row - 2]]
            kept.append(_as_told(replace(finding, file=file, row=place + 1), candidates[place], place))
    return tuple(kept)


def _is_told(row: Candidate) -> bool:
    return not row.derived and VAGUE not in row.doubts


def _named(row: Candidate, place: int) -> Candidate:
    """A row for the checks: one of no time is only held against its own base, under a name of its own."""
    if row.period:
        return replace(row, unit=row.unit or UNNAMED)
    return replace(row, unit=_alone(row, place), period=_SOME_YEAR)


def _alone(row: Candidate, place: int) -> str:
    return f"{row.unit or UNNAMED} {place}"


def _as_told(finding: Finding, row: Candidate, place: int) -> Finding:
    """A finding with the unit and the time that the text gives."""
    if row.period:
        return finding

    def told(value: object) -> object:
        return value.replace(_alone(row, place), row.unit or UNNAMED) if isinstance(value, str) else value

    values = {name: told(value) for name, value in finding.values.items()}
    return replace(finding, values={**values, "period": UNNAMED})


def _write(path: Path, rows: list[Row]) -> None:
    if rows:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
