"""Parquet files into raw tables: whole numbers and dates become text where text is meant, numbers stay numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from forecast.core.tables import NUMBERS
from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable, clean_text


def read_parquet(path: Path, file: str, notes: Notes) -> RawTable | None:
    """Columns of the file as text or float64; None when it is no Parquet file (noted)."""
    try:
        table = parquet.ParquetFile(path).read()
    except (pa.ArrowException, OSError) as error:
        notes.add("file_unreadable", file, reason=str(error).partition("\n")[0])
        return None
    columns: dict[str, pa.Array] = {}
    spellings: dict[str, str] = {}
    for position, name in enumerate(table.column_names):
        if name.startswith("__index_level_"):
            continue
        if name in columns:
            notes.add("header_twice", file, 1, name)
            continue
        columns[name.strip()] = _column(table.column(position).combine_chunks(), name.strip(), spellings)
    return RawTable(file, columns, np.arange(2, table.num_rows + 2, dtype=np.int64), spellings)


def _column(column: pa.Array, name: str, spellings: dict[str, str]) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if numeric and name in NUMBERS:
        return column.cast(pa.float64(), safe=False)
    if pa.types.is_floating(kind):
        whole = pc.equal(column, pc.floor(column))
        if pc.all(pc.fill_null(whole, True)).as_py():
            column = column.cast(pa.int64())
    if pa.types.is_boolean(kind):
        column = pc.if_else(column, "yes", "no")
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.date32(), safe=False)
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        column = pa.array([str(value) for value in column.to_pylist()], pa.string())
    return clean_text(pc.fill_null(column.cast(pa.string()), ""), spellings)
