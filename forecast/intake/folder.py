"""The folder of tables that imports are added to: counts.csv, quotas.csv, units.csv, measures.csv, doubts.csv.

What is added is decided in `forecast.intake.revisions`. Rows that are there keep their order and every cell; the files are
replaced whole or not at all.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from forecast.core.findings import Finding
from forecast.core.tables import Tables
from forecast.errors import UsageError
from forecast.intake.revisions import COPIED, Added, Row, add_counts, add_named, add_quotas
from forecast.intake.sheets.meanings import READY
from forecast.intake.table_bytes import Columns, as_columns, as_rows, dated, table_bytes, text_columns
from forecast.io.output_place import write_whole
from forecast.io.write_table import csv_text
from forecast.language.describe import describe

COUNTS = (
    "unit", "measure", "period", "value", "low", "high", "reported_on", "status", "printed_percent", "printed_growth",
    "note", COPIED, "source", "as_read",
)  # fmt: skip
QUOTAS = (
    "unit", "measure", "year", "kind", "value", "low", "high", "first_year", "last_year", "scope", "set_on", "basis",
    "source", "as_read", "reported_on",
)  # fmt: skip
UNITS = ("unit", "name", "parent", "order", "group")
MEASURES = ("measure", "kind", "whole", "prior", "ready_for", "covers", "label_vi", "label_en")
DOUBTS = ("severity", "code", "file", "sheet", "cell", "message")


@dataclass(frozen=True)
class Folder:
    """What is to be written: the content of every file by its name, and what came to the counts and the targets."""

    path: Path
    contents: Mapping[str, bytes]
    counts: Added
    quotas: Added
    priors: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.counts.findings, *self.quotas.findings, *self.priors)


def add_to_folder(folder: str, tables: Tables, style: str = "machine") -> Folder:
    """The folder's tables with new ones added; nothing is written yet.

    Raises
    ------
    UsageError : the folder cannot be written to.
    """
    path = Path(folder)
    if path.exists() and not path.is_dir():
        raise UsageError("usage.output_folder_missing", path=folder, folder=folder)
    before = {name: _rows_of(path / f"{name}.csv") for name in ("counts", "quotas", "units", "measures")}
    mark = "," if style == "excel-vi" else "."
    told = text_columns(dated(_marked(tables.counts)), COUNTS, mark)
    counts, count_columns = _added(before["counts"], told, add_counts)
    quotas, quota_columns = _added(before["quotas"], text_columns(dated(tables.quotas), QUOTAS, mark), add_quotas)
    units = _new_units(before["units"], text_columns(tables.units, UNITS, mark))
    measures = add_named(before["measures"], _measures(tables, before["measures"]), "measure")
    added = {
        "counts": count_columns,
        "quotas": quota_columns,
        "units": units,
        "measures": as_columns(measures, MEASURES),
    }
    standing = {"counts": counts.before, "quotas": quotas.before}
    contents = {
        f"{name}.csv": table_bytes(standing.get(name, before[name]), columns, style)
        for name, columns in added.items()
        if before[name] or any(map(len, columns.values()))
    }
    priors = [
        Finding("intake.prior_written", "notice", str(path / "measures.csv"), None, None, {"measure": row["measure"]})
        for row in measures
        if row["prior"]
    ]
    return Folder(path, contents, counts, quotas, tuple(priors))


def last_year(tables: Tables) -> int | None:
    """The last year in which something was counted."""
    flows = [name for name, measure in tables.measures.items() if measure.kind == "flow"]
    stops = tables.counts["stop"][tables.counts["measure"].isin(flows)]
    return date.fromordinal(int(stops.max()) - 1).year if len(stops) else None


def _marked(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts, those marked that stand in a column of the same period of last year."""
    copied = counts["last_year"].astype(bool) if "last_year" in counts else pd.Series(dtype=bool)
    return counts.assign(**{COPIED: copied.map({True: "yes", False: ""})}) if copied.any() else counts


def _added(before: list[Row], columns: Columns, add: Callable[[list[Row], list[Row]], Added]) -> tuple[Added, Columns]:
    """What comes to a table; to an empty one everything comes, as it is."""
    n = len(next(iter(columns.values()), []))
    if not before:
        return Added(new=n), columns
    added = add(before, as_rows(columns))
    return added, as_columns(added.rows, list(columns))


def _new_units(before: list[Row], columns: Columns) -> Columns:
    """The units that are not there yet, behind those that are."""
    if not before:
        return columns
    last = max(float(row.get("order") or 0) for row in before)
    new = add_named(before, as_rows(columns), "unit")
    return as_columns([{**row, "order": f"{last + place:g}"} for place, row in enumerate(new, start=1)], UNITS)


def write_folder(folder: Folder, findings: Iterable[Finding], language: str, style: str = "machine") -> None:
    """Write every file, and the list of what was doubtful in this import.

    Raises
    ------
    UsageError : a file cannot be written; the others are as they were before or whole.
    """
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "usage.output_unwritable", path=str(folder.path), reason=error.strerror or str(error)
        ) from error
    for name, content in folder.contents.items():
        write_whole(folder.path / name, content)
    doubts = [
        dict(zip(DOUBTS, (one.severity, one.code, one.file, one.sheet, one.cell, describe(one, language)), strict=True))
        for one in findings
    ]
    table = pd.DataFrame(doubts, columns=list(DOUBTS), dtype=str)
    write_whole(folder.path / "doubts.csv", csv_text(table, style).encode())


def _rows_of(path: Path) -> list[Row]:
    """The rows of a table that was written before, as texts; none where there is no file."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig")
    header = text.partition("\n")[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    return [{name: _bare(cell) for name, cell in row.items()} for row in rows]


def _bare(cell: str) -> str:
    """A cell without the apostrophe that is put before what a spreadsheet would run, so that it is not put there twice."""
    return cell[1:] if re.match(r"''*[=+@\-]", cell or "") else cell


def _measures(tables: Tables, before: Sequence[Row]) -> list[Row]:
    """The measures as rows; a stock whose flow is not in this import stands ready for the only one of the folder."""
    flows = [row["measure"] for row in before if row.get("kind", "") in ("", "flow")]
    only = flows[0] if len(flows) == 1 else ""
    return [
        {
            "measure": name,
            "kind": measure.kind,
            "whole": "yes" if measure.whole else "no",
            "prior": measure.prior if measure.prior != "neutral" else "",
            "ready_for": (measure.ready_for or only) if name in READY else "",
            "covers": "yes" if measure.covers else "",
            "label_vi": measure.label_vi,
            "label_en": measure.label_en,
        }
        for name, measure in tables.measures.items()
    ]
