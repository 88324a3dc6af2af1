"""Files into pages: workbooks through the guarded child process, CSV files here. What stands on the pages is left to others."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from forecast.core.findings import Finding
from forecast.intake.sheets.page import Page
from forecast.io.notes import Notes
from forecast.io.read_delimited import SEPARATORS
from forecast.io.read_workbook import Grid, read_grids
from forecast.io.workbook_guard import guard_workbook
from forecast.io.workbook_name import split_sheet

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
DELIMITED = (".csv", ".tsv", ".txt")
_ERROR = re.compile(r"#(?:REF|DIV/0|N/A|NAME|VALUE|NUM|NULL)[!?]?|Err:\d{3}")
_SNIFFED = 300  # lines


@dataclass(frozen=True)
class Opened:
    """Files with their pages, in the order given, and what was noted of them."""

    pages: Mapping[str, list[Page]]
    notes: Notes


def open_files(files: Sequence[str]) -> Opened:
    """The pages of some files. It waits for the child processes, so it may run beside other work."""
    notes = Notes()
    return Opened({file: open_pages(file, notes) for file in files}, notes)


def open_pages(file: str, notes: Notes) -> list[Page]:
    """The pages of a file, of one sheet where it is named behind `#`; none where it cannot be read (noted)."""
    path, wanted = split_sheet(file)
    ending = Path(path).suffix.lower()
    if not Path(path).exists():
        notes.add("file_missing", path)
    elif Path(path).is_dir():
        notes.add("file_is_folder", path)
    elif ending in DELIMITED:
        return _delimited(path, notes)
    elif ending in WORKBOOKS:
        return _workbook(path, wanted, notes)
    else:
        notes.add("file_ending", path, ending=ending or path, accepted=", ".join((*WORKBOOKS, *DELIMITED)))
    return []


def _workbook(path: str, wanted: str, notes: Notes) -> list[Page]:
    try:
        book = guard_workbook(path, notes, kinds=WORKBOOKS)
    except OSError as error:
        notes.add("file_unreadable", path, reason=error.strerror or str(error))
        return []
    if book is None:
        return []
    grids = read_grids(book, list(book.sheets), notes)
    for what in book.unread:
        notes.findings.append(Finding(f"intake.{what}_unread", "notice", path))
    if wanted and grids and wanted not in grids:
        notes.add("sheet_missing", path, name=wanted, present=", ".join(grids))
    return [_page(path, name, grid) for name, grid in grids.items() if wanted in ("", name)]


def _page(path: str, name: str, grid: Grid) -> Page:
    columns = [column["texts"] for column in grid.columns]
    errors = dict(grid.seen.errors)
    if not grid.seen.height:  # kinds of workbooks whose XML was not looked through
        from forecast.intake.sheets.page import cell_name

        errors = {
            cell_name(row, place): text
            for place, texts in enumerate(columns)
            if any(text.startswith(("#", "Err:")) for text in set(texts))
            for row, text in enumerate(texts)
            if _ERROR.fullmatch(text)
        }
    fractions, days = (
        {place: frozenset(column[kind]) for place, column in enumerate(grid.columns) if column[kind]}
        for kind in ("fractions", "days")
    )
    return Page(path, name, columns, fractions, days, grid.merged, errors, frozenset(grid.seen.unfinished))


def _delimited(path: str, notes: Notes) -> list[Page]:
    raw = Path(path).read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        notes.add("not_utf8", path, raw.count(b"\n", 0, error.start) + 1)
        return []
    if "\x00" in text:
        notes.add("not_utf8", path, text.count("\n", 0, text.index("\x00")) + 1)
        return []
    if not text.strip():
        notes.add("file_empty", path)
        return []
    separator = sniff(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        notes.add("file_unreadable", path, reason=str(error))
        return []
    width = max(map(len, rows))
    filled = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    return [Page(path, "", [[_bare(cell) for cell in column] for column in zip(*filled, strict=True)])]


def _bare(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(("=", "+", "-", "@")) else cell


def sniff(text: str) -> str:
    """The separator that parts most lines alike.

    Examples
    --------
    >>> sniff("Title;;\\nA;1,5;2\\nB;1,7;3\\n"), sniff("a,b\\n1,2\\n")
    (';', ',')
    """
    lines: Sequence[str] = text[:200_000].splitlines()[:_SNIFFED]

    def alike(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
        width, lines_alike = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
        return (lines_alike if width > 1 else 0), -SEPARATORS.index(separator)

    return max(SEPARATORS, key=alike)
