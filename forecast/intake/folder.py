"""The folder of tables that imports are added to: counts.csv, quotas.csv, units.csv, measures.csv, doubts.csv.

What is added is decided in `forecast.intake.revisions`. Rows that are there keep their order and every cell; the files are
replaced whole or not at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from forecast.core.findings import Finding
from forecast.core.tables import NUMBERS, Tables
from forecast.errors import UsageError
from forecast.intake.revisions import Added, Row, add_counts, add_named, add_quotas
from forecast.intake.sheets.meanings import READY
from forecast.io.output_place import write_whole
from forecast.io.write_table import csv_cell, csv_text
from forecast.language.describe import describe

COUNTS = (
    "unit", "measure", "period", "value", "low", "high", "reported_on", "status", "printed_percent", "printed_growth",
    "note", "source", "as_read",
)  # fmt: skip
QUOTAS = (
    "unit", "measure", "year", "kind", "value", "low", "high", "first_year", "last_year", "scope", "set_on", "basis",
    "source", "as_read", "reported_on",
)  # fmt: skip
UNITS = ("unit", "name", "parent", "order", "group")
MEASURES = ("measure", "kind", "whole", "prior", "ready_for", "covers", "label_vi", "label_en")
DOUBTS = ("severity", "code", "file", "sheet", "cell", "message")
Columns = dict[str, pa.Array]  # texts; a dictionary array where they repeat
_DAYS = ("reported_on", "set_on")
_ALWAYS = ("unit", "measure", "period", "value", "year", "kind", "name", "parent", "order", "whole")


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
    counts, count_columns = _added(before["counts"], _columns(_dated(tables.counts), COUNTS, mark), add_counts)
    quotas, quota_columns = _added(before["quotas"], _columns(_dated(tables.quotas), QUOTAS, mark), add_quotas)
    units = _new_units(before["units"], _columns(tables.units, UNITS, mark))
    measures = add_named(before["measures"], _measures(tables, before["measures"]), "measure")
    added = {
        "counts": count_columns,
        "quotas": quota_columns,
        "units": units,
        "measures": _as_columns(measures, MEASURES),
    }
    contents = {
        f"{name}.csv": _content(before[name], columns, style)
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


def _added(before: list[Row], columns: Columns, add: Callable[[list[Row], list[Row]], Added]) -> tuple[Added, Columns]:
    """What comes to a table; to an empty one everything comes, as it is."""
    n = len(next(iter(columns.values()), []))
    if not before:
        return Added(new=n), columns
    added = add(before, _as_rows(columns))
    return added, _as_columns(added.rows, list(columns))


def _new_units(before: list[Row], columns: Columns) -> Columns:
    """The units that are not there yet, behind those that are."""
    if not before:
        return columns
    last = max(float(row.get("order") or 0) for row in before)
    new = add_named(before, _as_rows(columns), "unit")
    return _as_columns([{**row, "order": f"{last + place:g}"} for place, row in enumerate(new, start=1)], UNITS)


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
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its days as texts."""
    texts = {}
    for name in _DAYS:
        if name in table and table[name].notna().any():
            index, days = pd.factorize(table[name].to_numpy(dtype=float), use_na_sentinel=False)
            said = [date.fromordinal(int(day)).isoformat() if np.isfinite(day) else "" for day in days]
            texts[name] = np.array(said, dtype=object)[index]
    return table.drop(columns=[name for name in _DAYS if name in table and name not in texts]).assign(**texts)


def _columns(table: pd.DataFrame, names: Sequence[str], mark: str) -> Columns:
    """The columns of a table as texts, numbers without needless marks."""
    columns: Columns = {}
    for name in names:
        if name not in table:
            columns[name] = _repeating([""], np.zeros(len(table), dtype=np.int64))
        elif pd.api.types.is_numeric_dtype(table[name]):
            index, values = pd.factorize(table[name].to_numpy(dtype=float), use_na_sentinel=False)
            columns[name] = _repeating([_number(value, mark) for value in values.tolist()], index)
        else:
            texts = pc.fill_null(_texts(table[name]), "")
            columns[name] = texts if name == "source" else texts.dictionary_encode()
    return columns


def _repeating(texts: Sequence[str], index: np.ndarray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(index), _texts(texts))


def _distinct(column: pa.Array) -> pa.Array:
    return column.dictionary if isinstance(column, pa.DictionaryArray) else column


def _plain(column: pa.Array) -> pa.Array:
    """A text for each row."""
    return column.dictionary.take(column.indices) if isinstance(column, pa.DictionaryArray) else column


def _texts(texts: Sequence[str] | pd.Series) -> pa.Array:
    array = pa.array(texts)
    return (array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array).cast(pa.large_string())


def _number(value: float, mark: str) -> str:
    if not np.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() else str(csv_cell(value, mark))


def _text(text: str) -> pa.Scalar:
    return pa.scalar(text, pa.large_string())


def _as_rows(columns: Columns) -> list[Row]:
    texts = [column.to_pylist() for column in columns.values()]
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*texts, strict=True)]


def _as_columns(rows: Sequence[Row], names: Sequence[str]) -> Columns:
    return {name: _texts([row.get(name, "") for row in rows]) for name in names}


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


def _content(before: Sequence[Row], added: Columns, style: str) -> bytes:
    """Old rows, then new ones; columns that no row fills are left out, those of the old file kept."""
    old = list(before[0]) if before else []
    filled = {name for name, column in added.items() if pc.any(pc.not_equal(_distinct(column), "")).as_py()}
    names = [name for name in dict.fromkeys([*old, *added]) if name in old or name in _ALWAYS or name in filled]
    n = len(next(iter(added.values()), []))
    separator = ";" if style == "excel-vi" else ","
    cells = []
    for name in names:
        column = added[name] if name in added else _texts([""] * n)
        if before:
            column = pa.concat_arrays([_texts([row.get(name, "") for row in before]), _plain(column)])
        cells.append(_escaped(column, separator, number=name in NUMBERS))
    cells[-1] = _ended(cells[-1])
    lines = pc.binary_join_element_wise(*map(_plain, cells), _text(separator))
    mark = "\ufeff" if style == "excel-vi" else ""
    return f"{mark}{separator.join(names)}\n".encode() + _run_together(lines)


def _ended(column: pa.Array) -> pa.Array:
    """The last column, with the ends of the lines."""
    ended = pc.binary_join_element_wise(_distinct(column), _text(""), _text("\n"))
    return pa.DictionaryArray.from_arrays(column.indices, ended) if isinstance(column, pa.DictionaryArray) else ended


def _run_together(lines: pa.Array) -> bytes:
    """All lines: the bytes lie behind each other already, so no line becomes an object of its own."""
    length = pc.sum(pc.binary_length(lines)).as_py() or 0
    return bytes(lines.buffers()[2].slice(0, length)) if length else b""


def _escaped(texts: pa.Array, separator: str, *, number: bool) -> pa.Array:
    """Cells that no program takes for a formula, nor for two cells."""
    odd = rf'[{separator}"\r\n]' if number else rf"""[{separator}"\r\n]|^['=+\-@\t]"""
    if not pc.any(pc.match_substring_regex(_distinct(texts), odd)).as_py():
        return texts
    encoded = texts if isinstance(texts, pa.DictionaryArray) else texts.dictionary_encode()
    escaped = [_escaped_cell(text, separator, number=number) for text in encoded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(encoded.indices, _texts(escaped))


def _escaped_cell(text: str, separator: str, *, number: bool) -> str:
    text = text if number else str(csv_cell(text, "."))
    return '"' + text.replace('"', '""') + '"' if set(text) & {separator, '"', "\n", "\r"} else text
