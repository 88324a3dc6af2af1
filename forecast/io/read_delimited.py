"""CSV, TSV and TXT files into raw tables: encoding, separator, header, lines. What the cells mean is left to others."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable, clean_text
from forecast.language import Word

SEPARATORS = (";", "\t", ",")
NAMES = {";": "semicolon", "\t": "tab", ",": "comma"}


def read_delimited(path: Path, file: str, notes: Notes) -> RawTable | None:
    """Every cell as text; None when the file cannot be read as a table (noted)."""
    raw = _contents(path, file, notes)
    if raw is None:
        return None
    header_line, _, body = raw.lstrip(b"\n").partition(b"\n")
    lines_before = raw[: len(raw) - len(body)].count(b"\n")
    header = header_line.decode("utf-8")
    separator = max(SEPARATORS, key=header.count)
    if separator != ("\t" if path.suffix.lower() == ".tsv" else ","):
        notes.add("separator_read", file, severity="notice", separator=Word(f"separator.{NAMES[separator]}"))
    names = [unicodedata.normalize("NFC", name.strip()) for name in next(csv.reader([header], delimiter=separator))]
    offset = max(lines_before, 1)
    if (odd := _open_quote(body)) is not None:
        notes.add("quote_open", file, offset + odd)
        return None
    try:
        table = _body_table(body, separator, len(names))
        lines = offset + _lines(body, separator, table.num_rows, len(names), (file, offset, notes))
    except (pa.ArrowInvalid, csv.Error) as error:
        notes.add("file_unreadable", file, reason=str(error).partition("\n")[0])
        return None
    columns: dict[str, pa.Array] = {}
    spellings: dict[str, str] = {}
    for position, name in enumerate(names):
        if name and name in columns:
            notes.add("header_twice", file, offset, name)
        elif name:
            columns[name] = _bare(clean_text(table.column(position).combine_chunks(), spellings))
    return RawTable(file, columns, lines, spellings).without_blank()


def _bare(column: pa.Array) -> pa.Array:
    """Without the apostrophe that `forecast.io.write_table` puts before a text that a spreadsheet would run."""
    if not pc.any(pc.starts_with(column, "'")).as_py():
        return column
    return pc.replace_substring_regex(column, pattern=r"^'('*[=+@\-])", replacement=r"\1")


def _contents(path: Path, file: str, notes: Notes) -> bytes | None:
    """The bytes of the file with plain line ends, once it is known to be UTF-8 text with something in it."""
    raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        notes.add("not_utf8", file, raw.count(b"\n", 0, error.start) + 1)
        return None
    if b"\x00" in raw:
        notes.add("not_utf8", file, raw.count(b"\n", 0, raw.index(b"\x00")) + 1)
        return None
    if not raw or raw.isspace():
        notes.add("file_empty", file)
        return None
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw


def _open_quote(body: bytes) -> int | None:
    """Line of the body with a quotation mark that is never closed."""
    if body.count(b'"') % 2 == 0:
        return None
    return next(line for line, text in enumerate(body.split(b"\n"), start=1) if text.count(b'"') % 2)


def _body_table(body: bytes, separator: str, width: int) -> pa.Table:
    names = [str(position) for position in range(width)]
    if not body.strip():
        return pa.table({name: pa.array([], pa.string()) for name in names})
    return arrow_csv.read_csv(
        pa.BufferReader(body),
        read_options=arrow_csv.ReadOptions(column_names=names),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=b'"' in body, invalid_row_handler=lambda row: "skip"
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _lines(
    body: bytes, separator: str, n_rows: int, width: int, place: tuple[str, int, Notes]
) -> npt.NDArray[np.int64]:
    """Line of every row within the body, the first being 1. Rows of another width are noted here."""
    if body.rstrip(b"\n").count(b"\n") + 1 == n_rows:
        return np.arange(1, n_rows + 1, dtype=np.int64)
    file, offset, notes = place
    lines = []
    for line, cells in _numbered(body, separator):
        if len(cells) == width:
            lines.append(line)
        elif any(cell.strip() for cell in cells):
            notes.add("cells_wrong", file, offset + line, n=len(cells), expected=width)
    if len(lines) != n_rows:
        raise csv.Error(f"{len(lines)} / {n_rows}")
    return np.array(lines, dtype=np.int64)


def _numbered(body: bytes, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(body.decode("utf-8"), newline=""), delimiter=separator)
    line = 1
    for cells in reader:
        if cells:
            yield line, cells
        line = reader.line_num + 1
