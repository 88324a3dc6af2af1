"""Tables of an import as columns of texts, and as the bytes of a CSV file: whole columns, not a row after the other.

Which rows come to which file is `forecast.intake.folder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from forecast.core.tables import NUMBERS
from forecast.intake.revisions import Row
from forecast.io.write_table import csv_cell

Columns = dict[str, pa.Array]  # texts; a dictionary array where they repeat
_DAYS = ("reported_on", "set_on")
_ALWAYS = ("unit", "measure", "period", "value", "year", "kind", "name", "parent", "order", "whole")


def dated(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its days as texts."""
    texts = {}
    for name in _DAYS:
        if name in table and table[name].notna().any():
            index, days = pd.factorize(table[name].to_numpy(dtype=float), use_na_sentinel=False)
            said = [date.fromordinal(int(day)).isoformat() if np.isfinite(day) else "" for day in days]
            texts[name] = np.array(said, dtype=object)[index]
    return table.drop(columns=[name for name in _DAYS if name in table and name not in texts]).assign(**texts)


def text_columns(table: pd.DataFrame, names: Sequence[str], mark: str) -> Columns:
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


def as_rows(columns: Columns) -> list[Row]:
    """Columns as rows of texts."""
    texts = [column.to_pylist() for column in columns.values()]
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*texts, strict=True)]


def as_columns(rows: Sequence[Row], names: Sequence[str]) -> Columns:
    """Rows of texts as columns."""
    return {name: _texts([row.get(name, "") for row in rows]) for name in names}


def table_bytes(before: Sequence[Row], added: Columns, style: str) -> bytes:
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
