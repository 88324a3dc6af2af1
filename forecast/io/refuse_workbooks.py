"""Workbooks that would do harm, refused before the libraries are loaded that the work needs.

Whatever else is wrong with a file is said by its reader.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping, Sequence

from forecast.core.findings import placed
from forecast.errors import InputError
from forecast.io.headings import folded, sheet_kind
from forecast.io.notes import Notes
from forecast.io.workbook_guard import Guarded, guard_workbook, note_harm, scan
from forecast.io.workbook_name import OTHER, READ, is_workbook, split_sheet

HARMS = ("workbook_bomb", "workbook_entries", "workbook_entities", "sheet_large")
QUICK = 2**20  # bytes of a file that is looked into here; larger ones wait for their reader


def refuse_harmful(files: Mapping[str, str]) -> None:
    """Look at the workbooks among some files, by the name of their table, or `book`.

    Raises
    ------
    InputError : one of them would do harm.
    """
    notes = Notes()
    for kind, file in files.items():
        if is_workbook(file):
            _look(kind, file, files, notes)
    _raise(notes)


def refuse_harmful_sheets(files: Sequence[str]) -> None:
    """Look at every sheet of the workbooks among some files that are to be imported.

    Raises
    ------
    InputError : one of them would do harm.
    """
    notes = Notes()
    for file in files:
        if is_workbook(file):
            _look("", file, {}, notes, kinds=(*READ, *OTHER))
    _raise(notes)


def _raise(notes: Notes) -> None:
    harms = [finding for finding in notes.findings if finding.code in HARMS]
    if harms:
        raise InputError(placed(harms, notes.sheets))


def _look(kind: str, file: str, files: Mapping[str, str], notes: Notes, *, kinds: Collection[str] = READ) -> None:
    path, wanted = split_sheet(file)
    try:
        book = guard_workbook(path, notes, kinds=kinds)
        if book is None or book.path.stat().st_size > QUICK:
            return
        for name in _read_from(book, kind, wanted, files):
            note_harm(book, name, scan(book, name), notes)
    except (OSError, zipfile.BadZipFile):
        return


def _read_from(book: Guarded, kind: str, wanted: str, files: Mapping[str, str]) -> list[str]:
    """The sheets that a reader would open; every sheet for an import, which is of no kind."""
    if not kind:
        return list(book.sheets)
    if kind != "book":
        return [name for name in book.sheets if folded(name) == folded(wanted)] if wanted else list(book.sheets)[:1]
    kinds = {name: sheet_kind(name) or ("counts" if len(book.sheets) == 1 else None) for name in book.sheets}
    return [name for name, meant in kinds.items() if meant is not None and meant not in files]
