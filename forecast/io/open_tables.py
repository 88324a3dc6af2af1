"""Files into raw tables that have the columns their kind needs: endings, headers, cells that may not be empty."""

from __future__ import annotations

from collections.abc import Callable, Collection
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from forecast.core.findings import SheetPlace
from forecast.io.headings import KNOWN, column_name, in_our_words, sheet_kind
from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable
from forecast.io.read_delimited import read_delimited
from forecast.io.read_parquet import read_parquet
from forecast.io.read_workbook import read_sheets, read_workbook
from forecast.io.workbook_guard import guard_workbook
from forecast.io.workbook_name import READ, is_workbook, split_sheet

READERS: dict[str, Callable[[Path, str, Notes], RawTable | None]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".parquet": read_parquet,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,  # its macros are never run
}
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
INSTEAD = {"value": ("low", "high", "share_low", "share_high", "rule"), "year": ("first_year", "last_year")}


def open_table(kind: str, file: str, notes: Notes) -> RawTable | None:
    """The raw table of a file, or of a sheet `BOOK.xlsx#SHEET`, when it has the columns that its kind needs."""
    path = Path(split_sheet(file)[0])
    reader = READERS.get(path.suffix.lower())
    if not _is_there(path, notes):
        return None
    if is_workbook(file):
        reader = read_workbook
    if reader is None:
        notes.add("file_ending", file, ending=path.suffix or path.name, accepted=", ".join(READERS))
        return None
    try:
        table = reader(path, file, notes)
    except OSError as error:
        notes.add("file_unreadable", file, reason=error.strerror or str(error))
        return None
    return None if table is None else _with_columns(kind, table, notes)


def open_book(file: str, without: Collection[str], notes: Notes) -> dict[str, RawTable | None]:
    """The tables of one workbook, by the names of its sheets; a workbook of one sheet holds the counts.

    Parameters
    ----------
    without : tables that come from elsewhere, whose sheets are not read.

    Returns
    -------
    Every table for which there is a sheet, None where it cannot be read (noted).
    """
    if not _is_there(Path(file), notes):
        return {}
    if not is_workbook(file):
        notes.add("book_ending", file, accepted=", ".join(READ))
        return {}
    try:
        book = guard_workbook(file, notes)
    except OSError as error:
        notes.add("file_unreadable", file, reason=error.strerror or str(error))
        return {}
    if book is None:
        return {}
    sheets: dict[str, str] = {}
    for name in book.sheets:
        kind = sheet_kind(name) or ("counts" if len(book.sheets) == 1 else None)
        if kind in sheets:
            notes.add("sheet_twice", file, first=sheets[kind], second=name)
        elif kind is not None and kind not in without:
            sheets[kind] = name
    if "counts" not in sheets and "counts" not in without:
        notes.add("sheet_of_counts_missing", file, present=", ".join(book.sheets))
        return {}
    found = read_sheets(book, list(sheets.values()), notes)
    kinds = {kind: found.get(name) for kind, name in sheets.items() if kind == "counts" or name in found}
    return {kind: None if table is None else _with_columns(kind, table, notes) for kind, table in kinds.items()}


def _is_there(path: Path, notes: Notes) -> bool:
    if path.is_dir():
        notes.add("file_is_folder", str(path))
    elif not path.exists():
        notes.add("file_missing", str(path))
    return path.exists() and not path.is_dir()


def _with_columns(kind: str, table: RawTable, notes: Notes) -> RawTable | None:
    written: dict[str, str] = {}
    for heading in table.columns:
        name = column_name(kind, heading)
        if name in written.values():
            notes.add("header_twice", table.file, table.header, heading)
        else:
            written[heading] = name
    table = table.renamed(written)
    if place := notes.sheets.get(table.file):
        letters = {**place.letters, **table.letters}
        notes.sheets[table.file] = SheetPlace(place.file, place.sheet, letters)
    columns = table.columns
    if not set(columns) & set(KNOWN[kind]):
        shown = ", ".join(list(columns)[:4])
        notes.add("no_header", table.file, table.header, header=shown, expected=",".join(KNOWN[kind][:4]))
        return None
    missing = [name for name in REQUIRED[kind] if name not in columns and not set(INSTEAD.get(name, ())) & set(columns)]
    strangers = [name for name in columns if name not in KNOWN[kind]]
    for name in missing:
        near = get_close_matches(name, [stranger.lower() for stranger in strangers], n=1, cutoff=0.6)
        if near:
            heading = next(stranger for stranger in strangers if stranger.lower() == near[0])
            notes.add("column_missing_suggest", table.file, table.header, name, suggestion=heading)
        else:
            notes.add("column_missing", table.file, table.header, name, present=", ".join(columns))
    if missing:
        return None
    if kind == "counts" and not len(table.rows):
        notes.add("no_rows", table.file, table.header)
    return _without_empty_cells(kind, in_our_words(kind, table), notes)


def _without_empty_cells(kind: str, table: RawTable, notes: Notes) -> RawTable:
    bad = np.zeros(len(table.rows), dtype=bool)
    for name in NEVER_EMPTY[kind]:
        empty = pc.equal(table.text(name), "").to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(empty):
            notes.add("cell_empty", table.file, table.rows[row], name)
        bad |= empty
    return table.without(bad)
