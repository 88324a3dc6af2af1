"""The projection as a file for other programs: CSV, JSON, Parquet or XLSX, the same bytes for the same answer.

Tables for people are drawn by `forecast.report`; where a file may go is judged by `forecast.io.output_place`.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from forecast.core.findings import Finding
from forecast.core.results import Projection
from forecast.errors import UsageError
from forecast.io.output_place import check_output, write_whole

SCHEMA_VERSION = 1
FORMATS = ("csv", "json", "parquet", "xlsx")
CSV_STYLES = ("machine", "excel-vi")
_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_table(
    projection: Projection,
    path: str | Path,
    *,
    format: str = "csv",
    settings: Mapping[str, Any] | None = None,
    inputs: Iterable[str | Path] = (),
) -> None:
    """Write the projection's table to a file, whole or not at all.

    Parameters
    ----------
    format : `csv`, `json`, `parquet` or `xlsx`.
    settings : what was asked, kept in JSON and in the metadata of Parquet.
    inputs : files that were read; they are never written over.

    Raises
    ------
    UsageError : the place cannot be written or is one of the inputs; the format is unknown.
    """
    check_output(path, inputs)
    write_whole(path, table_bytes(projection, format, settings))


def table_bytes(projection: Projection, format: str, settings: Mapping[str, Any] | None = None) -> bytes:
    """The projection's table in one of the formats; the same answer gives the same bytes.

    Examples
    --------
    >>> answer = Projection(pd.DataFrame({"unit": ["=A1"], "quota_low": [9810.0], "p_met": [float("nan")]}))
    >>> table_bytes(answer, "csv")
    b"unit,quota_low,p_met\\n'=A1,9810,\\n"
    """
    if format == "csv":
        return csv_text(projection.table).encode()
    if format == "json":
        return _json_text(projection, settings or {}).encode()
    if format == "parquet":
        return parquet_bytes(projection.table, stated_words(settings or {}))
    if format == "xlsx":
        from forecast.io.write_workbook import table_sheet, workbook_bytes

        return workbook_bytes([table_sheet("projection", projection.table)])
    raise UsageError("usage.bad_option_value", option="--format", value=format, allowed=", ".join(FORMATS))


def csv_text(table: pd.DataFrame, style: str = "machine") -> str:
    """A table as CSV: nothing for "not given", and no cell that a spreadsheet would run.

    Parameters
    ----------
    style : `machine` (comma, decimal point), or `excel-vi` (byte-order mark, semicolon, decimal comma), which Excel opens
        as a table where Vietnamese is the language of the system.

    Examples
    --------
    >>> print(csv_text(pd.DataFrame({"unit": ["A;B"], "value": [20.5]}), "excel-vi").lstrip("\ufeff"), end="")
    unit;value
    "A;B";20,5
    """
    if style not in CSV_STYLES:
        raise UsageError("usage.bad_option_value", option="--csv-style", value=style, allowed=", ".join(CSV_STYLES))
    mark = "," if style == "excel-vi" else "."
    columns = [[csv_cell(cell, mark) for cell in cells] for cells in _columns(table).values()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", delimiter=";" if style == "excel-vi" else ",")
    writer.writerow(table.columns)
    writer.writerows(zip(*columns, strict=True))
    return ("\ufeff" if style == "excel-vi" else "") + text.getvalue()


def json_text(document: Mapping[str, Any]) -> str:
    """A document as JSON with a line per row, NaN as null and characters as they are.

    Examples
    --------
    >>> print(json_text({"schema_version": 1, "rows": [{"unit": "D-07", "p_met": float("nan")}]}), end="")
    {
    "schema_version": 1,
    "rows": [
    {"unit": "D-07", "p_met": null}
    ]
    }
    """
    parts = []
    for name, value in document.items():
        if isinstance(value, list) and value:
            lines = ",\n".join(map(_json, value))
            parts.append(f"{_json(name)}: [\n{lines}\n]")
        else:
            parts.append(f"{_json(name)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding as plain values, without words."""
    return {
        "severity": finding.severity,
        "code": finding.code,
        "file": finding.file,
        "row": finding.row,
        "column": finding.column,
        **({"sheet": finding.sheet, "cell": finding.cell} if finding.sheet else {}),
        "values": _plain(dict(finding.values)),
    }


def plain_number(value: float) -> int | float | None:
    """A whole number without a decimal point; None for what is not finite.

    Examples
    --------
    >>> plain_number(9810.0), plain_number(0.64), plain_number(float("nan"))
    (9810, 0.64, None)
    """
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):  # values of numpy and pandas, and what is not finite
        return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)


def _columns(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Every column as plain values: whole numbers without a point, None for what is not given or not finite."""
    return {str(name): _cells(table[name]) for name in table.columns}


def _cells(column: pd.Series) -> list[Any]:
    if not pd.api.types.is_numeric_dtype(column):
        return [str(value) for value in column.fillna("")]
    numbers = column.to_numpy(dtype="float64", na_value=np.nan)
    cells = np.full(len(numbers), None, dtype=object)
    finite = np.isfinite(numbers)
    whole = finite & (np.abs(numbers) < 1e15) & (numbers == np.round(numbers))
    cells[finite] = numbers[finite].tolist()
    cells[whole] = numbers[whole].astype("int64").tolist()
    return list(cells)


def csv_cell(cell: Any, mark: str) -> Any:
    """A text that a spreadsheet would run gets an apostrophe in front; numbers stand as they are, with their mark.

    A number with just three decimals gets one zero more (2.2410), so that no reader takes its mark for thousands.
    """
    if isinstance(cell, str):
        return "'" + cell if cell.lstrip("'").startswith(_FORMULA_SIGNS) else cell
    if not isinstance(cell, float):
        return cell
    text = str(cell)
    return (text + "0" if _LIKE_THOUSANDS.fullmatch(text) else text).replace(".", mark)


def table_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values.

    Examples
    --------
    >>> table_records(pd.DataFrame({"unit": ["A"], "p_met": [float("nan")]}))
    [{'unit': 'A', 'p_met': None}]
    """
    columns = _columns(table)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def parquet_bytes(table: pd.DataFrame, stated: Mapping[str, str]) -> bytes:
    """A table as Parquet, with some words in its metadata.

    Examples
    --------
    >>> parquet_bytes(pd.DataFrame({"unit": ["A"]}), {"key": "1"})[:4]
    b'PAR1'
    """
    import pyarrow
    import pyarrow.parquet

    arrow = pyarrow.Table.from_pandas(table, preserve_index=False)
    arrow = arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **stated})
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(arrow, buffer, compression="zstd")
    return buffer.getvalue()


def stated_words(settings: Mapping[str, Any]) -> dict[str, str]:
    """The version of the schema and what was asked, for the metadata of Parquet."""
    return {"schema_version": str(SCHEMA_VERSION), "settings": json.dumps(_plain(dict(settings)), ensure_ascii=False)}


def _json_text(projection: Projection, settings: Mapping[str, Any]) -> str:
    return json_text(
        {
            "schema_version": SCHEMA_VERSION,
            "settings": dict(settings),
            "skipped": list(projection.skipped),
            "findings": [finding_record(finding) for finding in projection.findings],
            "rows": table_records(projection.table),
            **({} if projection.reasons is None else {"reasons": table_records(projection.reasons)}),
        }
    )


def _plain(value: Any) -> Any:
    """Values of numpy and pandas as those that JSON knows."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    if value is None or isinstance(value, str | bool):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain_number(value)
    return value if isinstance(value, bool) else str(value)
