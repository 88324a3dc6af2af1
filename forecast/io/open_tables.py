"""Files into raw tables that have the columns their kind needs: endings, headers, cells that may not be empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from forecast.core.tables import COUNTS, LINEAGE, MEASURES, QUOTAS, UNITS
from forecast.io.raw_table import Notes, RawTable
from forecast.io.read_delimited import read_delimited
from forecast.io.read_parquet import read_parquet

READERS: dict[str, Callable[[Path, str, Notes], RawTable | None]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".parquet": read_parquet,
}
KNOWN = {"counts": COUNTS, "quotas": QUOTAS, "units": UNITS, "lineage": LINEAGE, "measures": MEASURES}
REQUIRED = {
    "counts": ("unit", "period", "value"),
    "quotas": ("unit", "kind", "year", "value"),
    "units": ("unit",),
    "lineage": ("from_unit", "to_unit", "on"),
    "measures": ("measure",),
}
NEVER_EMPTY = {
    "counts": ("unit",),
    "quotas": ("unit",),
    "units": ("unit",),
    "lineage": ("from_unit", "to_unit", "on"),
    "measures": ("measure",),
}
INSTEAD = {"value": ("low", "high"), "year": ("first_year", "last_year")}


def open_table(kind: str, file: str, notes: Notes) -> RawTable | None:
    """The raw table of a file when it can be opened and has the columns that its kind needs."""
    path = Path(file)
    reader = READERS.get(path.suffix.lower())
    if not path.exists():
        notes.add("file_missing", file)
    elif path.is_dir():
        notes.add("file_is_folder", file)
    elif reader is None:
        notes.add("file_ending", file, ending=path.suffix or path.name, accepted=", ".join(READERS))
    else:
        try:
            table = reader(path, file, notes)
        except OSError as error:
            notes.add("file_unreadable", file, reason=error.strerror or str(error))
            return None
        return None if table is None else _with_columns(kind, table, notes)
    return None


def _with_columns(kind: str, table: RawTable, notes: Notes) -> RawTable | None:
    columns = {name.lower() if name.lower() in KNOWN[kind] else name: column for name, column in table.columns.items()}
    if not set(columns) & set(KNOWN[kind]):
        shown = ", ".join(list(columns)[:4])
        notes.add("no_header", table.file, 1, header=shown, expected=",".join(KNOWN[kind][:4]))
        return None
    missing = [name for name in REQUIRED[kind] if name not in columns and not set(INSTEAD.get(name, ())) & set(columns)]
    strangers = [name for name in columns if name not in KNOWN[kind]]
    for name in missing:
        near = get_close_matches(name, [stranger.lower() for stranger in strangers], n=1, cutoff=0.6)
        if near:
            written = next(stranger for stranger in strangers if stranger.lower() == near[0])
            notes.add("column_missing_suggest", table.file, 1, name, suggestion=written)
        else:
            notes.add("column_missing", table.file, 1, name, present=", ".join(columns))
    if missing:
        return None
    if kind == "counts" and not len(table.rows):
        notes.add("no_rows", table.file, 1)
    return _without_empty_cells(kind, replace(table, columns=columns), notes)


def _without_empty_cells(kind: str, table: RawTable, notes: Notes) -> RawTable:
    bad = np.zeros(len(table.rows), dtype=bool)
    for name in NEVER_EMPTY[kind]:
        empty = pc.equal(table.text(name), "").to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(empty):
            notes.add("cell_empty", table.file, table.rows[row], name)
        bad |= empty
    return table.without(bad)
