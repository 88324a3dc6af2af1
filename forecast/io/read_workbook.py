"""Sheets of a workbook into grids of cells and raw tables: guarded, scanned, and read in a child process with limits.

Which sheet holds which table is left to `forecast.io.open_tables`; sheets laid out for people to `forecast.intake`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from forecast.core.findings import SheetPlace
from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable, clean_text
from forecast.io.workbook_guard import Guarded, guard_workbook, note_harm, scan
from forecast.io.workbook_name import split_sheet
from forecast.io.workbook_scan import Seen, column_letters

PATIENCE = 60  # seconds that the child may take
_CHILD = Path(__file__).with_name("workbook_child.py")
Columns = list[dict[str, Any]]
Area = tuple[int, int, int, int]  # first row and column, last row and column, counted from 0


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet as they stand, before anything is understood.

    Attributes
    ----------
    columns : for every column its texts, and the positions of numbers with decimals and of dates among them.
    merged : areas of merged cells, where the format of the file tells them.
    seen : errors and formulas without a result.
    """

    columns: Columns
    merged: tuple[Area, ...] = ()
    seen: Seen = field(default_factory=Seen)


def read_workbook(path: Path, file: str, notes: Notes) -> RawTable | None:
    """The sheet named behind `#`, or the first sheet; None when it cannot be read as a table (noted)."""
    book_file, wanted = split_sheet(file)
    book = guard_workbook(book_file, notes)
    if book is None:
        return None
    folded = {_fold(name): name for name in book.sheets}
    sheet = folded.get(_fold(wanted)) if wanted else next(iter(book.sheets))
    if sheet is None:
        notes.add("sheet_missing", book_file, name=wanted, present=", ".join(book.sheets))
        return None
    return read_sheets(book, [sheet], notes).get(sheet)


def read_sheets(book: Guarded, names: Sequence[str], notes: Notes) -> dict[str, RawTable]:
    """The named sheets as raw tables, by name; those that cannot be read are noted and left out."""
    file = str(book.path)
    grids = read_grids(book, names, notes)
    tables = {name: _table(file, name, grid, notes) for name, grid in grids.items()}
    return {name: table for name, table in tables.items() if table is not None}


def read_grids(book: Guarded, names: Sequence[str], notes: Notes) -> dict[str, Grid]:
    """The cells of the named sheets, or of all of a book whose sheets are not known; none where one would do harm (noted)."""
    file = str(book.path)
    seen: dict[str, Seen] = {}
    for name in names:
        try:
            seen[name] = scan(book, name)
        except zipfile.BadZipFile as error:
            notes.add("workbook_broken", file, reason=str(error).partition("\n")[0])
            return {}
        if note_harm(book, name, seen[name], notes):
            return {}
    read = _in_child(book.path, names, notes)
    return {
        name: Grid(sheet["columns"], tuple((*start, *end) for start, end in sheet["merged"]), seen.get(name, Seen()))
        for name, sheet in read.items()
    }


def _in_child(path: Path, names: Sequence[str], notes: Notes) -> dict[str, dict[str, Any]]:
    """Columns of text and merged areas of every named sheet, read by a process that may be stopped or die."""
    command = [sys.executable, "-P", str(_CHILD), str(path.resolve()), *names]
    places = os.pathsep.join(place for place in sys.path if place)
    try:
        child = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            env={**os.environ, "PYTHONPATH": places, "PYTHONIOENCODING": "utf-8"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        notes.add("workbook_slow", str(path), seconds=PATIENCE)
        return {}
    if child.returncode:
        lines = child.stderr.decode("utf-8", "replace").strip().splitlines()
        if lines and "password" in lines[-1].lower():
            notes.add("workbook_encrypted", str(path))
        else:
            notes.add("workbook_broken", str(path), reason=lines[-1][:200] if lines else f"exit {child.returncode}")
        return {}
    sheets: dict[str, dict[str, Any]] = json.loads(child.stdout)
    return sheets


def _table(file: str, sheet: str, grid: Grid, notes: Notes) -> RawTable | None:
    """Header and rows of a sheet; the header is the first row that holds anything."""
    label, cells = f"{file}#{sheet}", grid.columns
    notes.sheets[label] = SheetPlace(file, sheet)
    height = len(cells[0]["texts"]) if cells else 0
    header = next((row for row in range(height) if any(column["texts"][row].strip() for column in cells)), None)
    if header is None:
        notes.add("sheet_empty", label)
        return None
    columns: dict[str, pa.Array] = {}
    marks: dict[str, dict[str, npt.NDArray[np.bool_]]] = {"fractions": {}, "days": {}}
    letters: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for position, column in enumerate(cells, start=1):
        name = unicodedata.normalize("NFC", " ".join(column["texts"][header].split()))
        if not name:
            continue
        if name in columns:
            notes.add("header_twice", label, header + 1, name)
            continue
        letters[name] = column_letters(position)
        columns[name] = clean_text(pa.array(column["texts"][header + 1 :], pa.string()), spellings)
        for kind, found in marks.items():
            if column[kind]:
                found[name] = np.zeros(height, dtype=bool)
                found[name][column[kind]] = True
                found[name] = found[name][header + 1 :]
    notes.sheets[label] = SheetPlace(file, sheet, letters)
    _note_cells(label, grid.seen, {letter: name for name, letter in letters.items()}, notes)
    rows = np.arange(header + 2, height + 1, dtype=np.int64)
    return RawTable(label, columns, rows, spellings, letters=letters, header=header + 1, **marks).without_blank()


def _note_cells(label: str, seen: Seen, names: dict[str, str], notes: Notes) -> None:
    """Note errors and unfinished formulas in columns that have a header."""
    found = [("cell_error", cell, text) for cell, text in seen.errors.items()]
    found += [("cell_unfinished", cell, "") for cell in seen.unfinished]
    for code, cell, text in found:
        letters = cell.rstrip("0123456789")
        if letters in names:
            notes.add(code, label, int(cell[len(letters) :]), names[letters], text=text)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
