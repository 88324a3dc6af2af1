"""The file of candidates as it comes back from the person who marked it: accepted rows, or what keeps them from being used."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from forecast.core.periods import parse_period
from forecast.intake.sentences.accept import NUMBERS
from forecast.intake.sentences.candidate import COLUMNS, Candidate
from forecast.io.notes import Notes
from forecast.io.open_tables import READERS
from forecast.io.raw_table import RawTable
from forecast.io.read_numbers import read_numbers
from forecast.io.workbook_name import split_sheet

YES = ("yes", "y", "x", "1", "true", "có", "co", "đồng ý")
NO = ("", "no", "n", "0", "false", "không", "khong", "-", "–")
NEEDED = ("accept", "table", "unit", "measure", "period", "value")


def read_marked(file: str, notes: Notes) -> list[Candidate]:
    """The accepted candidates of a file; what is wrong with the file or with one of them is noted."""
    path = Path(split_sheet(file)[0])
    reader = READERS.get(path.suffix.lower())
    if not path.is_file():
        notes.add("file_missing" if not path.exists() else "file_is_folder", file)
        return []
    if reader is None:
        notes.add("file_ending", file, ending=path.suffix or path.name, accepted=", ".join(READERS))
        return []
    table = reader(path, file, notes)
    if table is None:
        return []
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        notes.add("candidates_column", table.file, table.header, missing[0], names=", ".join(missing))
        return []
    return _accepted(table, notes)


def _accepted(table: RawTable, notes: Notes) -> list[Candidate]:
    texts = {field.name: _texts(table, field.name) for field in fields(Candidate)}
    chosen = np.zeros(len(table.rows), dtype=bool)
    for row, mark in enumerate(texts["accept"]):
        chosen[row] = mark.casefold() in YES
        if mark.casefold() not in (*YES, *NO):
            notes.add("unknown_word", table.file, int(table.rows[row]), "accept", text=mark, accepted="yes, no")
    kept = table.without(~chosen)
    names, code = kept.distinct("measure")
    whole = dict.fromkeys(names, True)
    numbers, _ = read_numbers(
        kept, [name for name in NUMBERS if not name.startswith("share")], (names, code), whole, notes
    )
    shares, _ = read_numbers(
        kept, ["share_low", "share_high"], (names, code), dict.fromkeys(names, False), notes, percent=True
    )
    numbers |= shares
    found = []
    for position, line in enumerate(np.flatnonzero(chosen).tolist()):
        words: dict[str, Any] = {name: texts[name][line] for name in COLUMNS if name not in NUMBERS}
        known: dict[str, Any] = {name: float(numbers[name][position]) for name in NUMBERS}
        candidate = Candidate(**words, **known)
        _judge(candidate, table, int(table.rows[line]), notes)
        found.append(candidate)
    return found


def _texts(table: RawTable, name: str) -> list[str]:
    column = table.text(name)
    return [str(cell) if cell is not None else "" for cell in column.to_pylist()]


def _judge(row: Candidate, table: RawTable, line: int, notes: Notes) -> None:
    """Note what an accepted row still lacks."""
    if row.table not in ("counts", "quotas"):
        notes.add("candidate_without_table", table.file, line, "table")
        return
    for name in ("unit", "measure", "period"):
        if not getattr(row, name):
            notes.add("candidate_incomplete", table.file, line, name, name=name)
    try:
        parse_period(row.period or "2000")
    except ValueError:
        notes.add("bad_period", table.file, line, "period", text=row.period)
    figures = (row.value, row.low, row.high, row.share_low, row.share_high)
    if not np.isfinite(figures).any() and not row.rule:
        notes.add("candidate_incomplete", table.file, line, "value", name="value")
