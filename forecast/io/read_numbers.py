"""Numbers as offices write them: 2241, 9.810, "9 810", 36,8, 1.234,5. Unclear marks are settled by the column.

"2.241" alone may be two thousand or two and a bit. What settles it: the clear numbers of the same measure in the same
file, and whether the measure counts whole things. Where they contradict each other the cell is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from forecast.io.notes import Notes
from forecast.io.raw_table import RawTable, few_rows

MISSING = ("", "-", "–", "—", "…", "...", "x", "X")
Floats = npt.NDArray[np.float64]


class Form(IntEnum):
    """How a text shows its number; D is the dot, C the comma."""

    MISSING = 0
    WHOLE = 1
    D_FRACTION = 2
    D_ZERO = 3
    C_FRACTION = 4
    D_THOUSANDS = 5
    C_THOUSANDS = 6
    D_UNCLEAR = 7
    C_UNCLEAR = 8
    BAD = 9
    PERCENT = 10
    NOT_FINITE = 11


_MACHINE = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
_UNCLEAR = r"^-?[1-9]\d{0,2}\.\d{3}$"
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
_SHAPES = (
    (re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}"), Form.D_UNCLEAR),
    (re.compile(r"[+-]?[1-9]\d{0,2},\d{3}"), Form.C_UNCLEAR),
    (re.compile(r"[+-]?\d{1,3}( \d{3})+"), Form.WHOLE),
    (re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?"), Form.D_THOUSANDS),
    (re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?"), Form.C_THOUSANDS),
    (re.compile(r"[+-]?\d{1,3}( \d{3})*,\d+|[+-]?\d*,\d+"), Form.C_FRACTION),
    (re.compile(r"[+-]?\d{1,3}( \d{3})+\.\d+|[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"), Form.D_FRACTION),
)
_MARKED_DECIMAL = {Form.C_FRACTION: ",", Form.D_THOUSANDS: ",", Form.C_THOUSANDS: "."}


@dataclass(frozen=True)
class Marked:
    """Distinct texts of one column understood one by one."""

    form: npt.NDArray[np.int8]
    value: Floats


def read_numbers(
    table: RawTable,
    names: Sequence[str],
    measure: tuple[Sequence[str], npt.NDArray[np.int64]],
    whole: Mapping[str, bool],
    notes: Notes,
    *,
    percent: bool = False,
) -> tuple[dict[str, Floats], npt.NDArray[np.bool_]]:
    """Number columns of a table, NaN where nothing is given, and which rows hold a cell that could not be read.

    Parameters
    ----------
    names : the columns to read; those absent from the file are all NaN.
    measure : names of the measures, and for every row the index of its own.
    whole : measures known to count whole things (True) or to be amounts (False).
    percent : "3%" stands for 0.03; elsewhere it is refused.
    """
    measures, code = measure
    columns: dict[str, Floats] = {}
    texts: dict[str, tuple[list[str], npt.NDArray[np.int64], Marked]] = {}
    for name in names:
        column = table.columns.get(name)
        if column is None:
            columns[name] = np.full(len(table.rows), np.nan)
        elif pa.types.is_floating(column.type):
            columns[name] = column.to_numpy(zero_copy_only=False).astype(np.float64)
        else:
            encoded = column.dictionary_encode()
            index = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
            marked = _understand(encoded.dictionary)
            texts[name] = (encoded.dictionary.to_pylist(), index, _as_shares(encoded, marked) if percent else marked)
            columns[name] = texts[name][2].value[index]
    seen = np.zeros((len(measures), len(Form)), dtype=bool)
    for _, index, marked in texts.values():
        flat = np.bincount(code * len(Form) + marked.form[index], minlength=seen.size)
        seen |= flat.reshape(seen.shape) > 0
    bad = np.zeros(len(table.rows), dtype=bool)
    for name, (distinct, index, marked) in texts.items():
        form = marked.form[index]
        bad |= _refuse(table, name, distinct, (index, form), notes)
        for mark, unclear in ((".", Form.D_UNCLEAR), (",", Form.C_UNCLEAR)):
            for m in np.flatnonzero(seen[:, unclear]).tolist():
                rows = np.flatnonzero((form == unclear) & (code == m))
                if len(rows):
                    thousands = columns[name][rows] * 1000
                    verdict = _settle(seen[m], mark, whole.get(measures[m]))
                    if verdict == "thousands":
                        columns[name][rows] = np.round(thousands)
                    bad[rows] |= verdict == "refuse"
                    _tell(verdict, table, name, [distinct[i] for i in index[rows]], rows, notes)
    return columns, bad


def understand(text: str) -> tuple[Form, float]:
    """Form and value of one text; an unclear one has the value of its decimal reading.

    Examples
    --------
    >>> understand("1.234,5"), understand("9 810"), understand("2.241")
    ((<Form.D_THOUSANDS: 5>, 1234.5), (<Form.WHOLE: 1>, 9810.0), (<Form.D_UNCLEAR: 7>, 2.241))
    """
    text = text.translate(_SPACES)
    if text in MISSING:
        return Form.MISSING, np.nan
    if re.fullmatch(r"[+-]?(inf|infinity|nan|∞)", text.lower()):
        return Form.NOT_FINITE, np.nan
    if text.endswith("%"):
        return Form.PERCENT, np.nan
    form = next((form for shape, form in _SHAPES if shape.fullmatch(text)), Form.BAD)
    if form is Form.BAD:
        return form, np.nan
    decimal = _MARKED_DECIMAL.get(form, "," if form is Form.C_UNCLEAR else ".")
    plain = text.replace(" ", "").replace("," if decimal == "." else ".", "").replace(",", ".")
    value = float(plain)
    if form is Form.D_FRACTION and value.is_integer():
        form = Form.D_ZERO if "." in text else Form.WHOLE
    return (form, value) if np.isfinite(value) else (Form.NOT_FINITE, np.nan)


def _understand(distinct: pa.Array) -> Marked:
    """Machine forms all at once, the others one by one."""
    machine = pc.and_not(
        pc.match_substring_regex(distinct, _MACHINE), pc.match_substring_regex(distinct, _UNCLEAR)
    ).to_numpy(zero_copy_only=False)
    value = np.full(len(distinct), np.nan)
    form = np.full(len(distinct), Form.BAD, dtype=np.int8)
    value[machine] = pc.cast(distinct.filter(pa.array(machine)), pa.float64()).to_numpy(zero_copy_only=False)
    dotted = pc.match_substring(distinct, ".").to_numpy(zero_copy_only=False)
    form[machine] = np.where(
        value[machine] != np.floor(value[machine]), Form.D_FRACTION, np.where(dotted[machine], Form.D_ZERO, Form.WHOLE)
    )
    for position in np.flatnonzero(~machine | np.isinf(value)):
        form[position], value[position] = understand(distinct[int(position)].as_py())
    return Marked(form, value)


def _as_shares(encoded: pa.DictionaryArray, marked: Marked) -> Marked:
    """Percentages as hundredths, but for those that can be read in two ways."""
    form, value = marked.form.copy(), marked.value.copy()
    for position in np.flatnonzero(form == Form.PERCENT):
        inner, number = understand(encoded.dictionary[int(position)].as_py().translate(_SPACES).rstrip("%").strip())
        if inner in (Form.WHOLE, Form.D_ZERO, Form.D_FRACTION, Form.C_FRACTION):
            form[position], value[position] = Form.D_FRACTION, number / 100
    return Marked(form, value)


def _settle(seen: npt.NDArray[np.bool_], mark: str, whole: bool | None) -> str:
    """`thousands`, `decimal`, `decimal_told` (no clear number says so) or `refuse`: for unclear texts of a measure."""
    if mark == ".":
        decimal = seen[Form.D_FRACTION] or seen[Form.C_THOUSANDS]
        thousands = seen[Form.D_THOUSANDS] or seen[Form.C_FRACTION]
        float_like = seen[Form.D_ZERO]
    else:
        decimal = seen[Form.C_FRACTION] or seen[Form.D_THOUSANDS]
        thousands = seen[Form.C_THOUSANDS] or seen[Form.D_FRACTION]
        float_like = False
    if decimal and thousands:
        return "refuse"
    if whole is False:
        return "thousands" if thousands else "decimal" if decimal else "decimal_told"
    if decimal:
        return "refuse" if whole else "decimal"
    return "refuse" if float_like and not thousands else "thousands"


def _tell(
    verdict: str, table: RawTable, name: str, texts: list[str], rows: npt.NDArray[np.int64], notes: Notes
) -> None:
    lines = table.rows[rows]
    shown = re.sub(r"[.,]", "", texts[0])
    if verdict == "refuse":
        for line, text in zip(lines.tolist(), texts, strict=True):
            notes.add("number_unclear", table.file, line, name, text=text, suggestion=re.sub(r"[.,]", "", text))
    elif verdict == "thousands":
        notes.add(
            "read_as_thousands",
            table.file,
            lines[0],
            name,
            severity="notice",
            text=texts[0],
            value=shown,
            n=len(lines),
            rows=few_rows(lines),
        )
    elif verdict == "decimal_told":
        notes.add(
            "read_as_decimal",
            table.file,
            lines[0],
            name,
            severity="notice",
            text=texts[0],
            value=float(texts[0].replace(",", ".")),
            n=len(lines),
            rows=few_rows(lines),
            suggestion=shown,
        )


def _refuse(
    table: RawTable,
    name: str,
    distinct: list[str],
    cells: tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]],
    notes: Notes,
) -> npt.NDArray[np.bool_]:
    index, form = cells
    bad: npt.NDArray[np.bool_] = form >= Form.BAD
    codes = {Form.BAD: "bad_number", Form.PERCENT: "bad_number_percent", Form.NOT_FINITE: "not_finite"}
    for row in np.flatnonzero(bad):
        notes.add(codes[Form(form[row])], table.file, table.rows[row], name, text=distinct[index[row]])
    return bad
