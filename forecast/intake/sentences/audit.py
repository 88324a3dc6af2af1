"""The arithmetic of a text before anything is accepted: its candidates checked as if they were the data.

The checks are those of `forecast check`; only what concerns the figures themselves is kept.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from forecast.checks import ARITHMETIC, check
from forecast.core.findings import Finding
from forecast.intake.sentences.accept import Row, tidy_tables
from forecast.intake.sentences.candidate import Candidate
from forecast.io.read_tables import read

VAGUE = "exact_elsewhere"
UNNAMED = "?"  # the measure, or unit, of figures that have none


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
        place for place, row in enumerate(candidates) if row.period and not row.derived and VAGUE not in row.doubts
    ]
    told = [replace(candidates[place], unit=candidates[place].unit or UNNAMED) for place in places]
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
            kept.append(replace(finding, file=file, row=places[rows[name][finding.row - 2]] + 1))
    return tuple(kept)


def _write(path: Path, rows: list[Row]) -> None:
    if rows:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
