"""A table as it stands in its file, before any cell is understood, and the notes taken while reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from forecast.core.findings import Finding, Severity

MOST_PER_CODE = 1_000


@dataclass(frozen=True)
class RawTable:
    """Columns of text (trimmed, NFC), or of float64 where the file itself holds numbers.

    Attributes
    ----------
    file : the file as the user named it.
    rows : line of the file of every row, the header being line 1 (Parquet: position + 2).
    spellings : composed text -> as the file spells it, where that is with other code points (NFD).
    """

    file: str
    columns: dict[str, pa.Array]
    rows: npt.NDArray[np.int64]
    spellings: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> pa.Array:
        """A column as text, all empty when the file has no such column."""
        column = self.columns.get(name)
        if column is None:
            return pa.repeat(pa.scalar("", pa.string()), len(self.rows))
        return column

    def distinct(self, name: str) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The distinct texts of a column, and for every row the index of its text."""
        encoded = self.text(name).dictionary_encode()
        return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)

    def without(self, rows: npt.NDArray[np.bool_]) -> RawTable:
        """The table without the marked rows."""
        if not rows.any():
            return self
        kept = pa.array(~rows)
        columns = {name: column.filter(kept) for name, column in self.columns.items()}
        return replace(self, columns=columns, rows=self.rows[~rows])


def clean_text(column: pa.Array, spellings: dict[str, str]) -> pa.Array:
    """Without spaces around and with composed letters (NFC); what is spelt otherwise is noted in `spellings`."""
    if pc.all(pc.string_is_ascii(column)).as_py() is not False:
        return pc.ascii_trim_whitespace(column)
    trimmed = pc.utf8_trim_whitespace(column)
    composed = pc.utf8_normalize(trimmed, form="NFC")
    other = pc.not_equal(trimmed, composed)
    if pc.any(other).as_py():
        pairs = zip(composed.filter(other).to_pylist(), trimmed.filter(other).to_pylist(), strict=True)
        spellings.update({text: spelt for text, spelt in pairs if text not in spellings})
    return composed


@dataclass
class Notes:
    """Findings gathered while reading; of one code in one file no more than a thousand are kept."""

    findings: list[Finding] = field(default_factory=list)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self,
        code: str,
        file: str,
        row: int | None = None,
        column: str | None = None,
        *,
        severity: Severity = "error",
        **values: Any,
    ) -> None:
        """Note one thing at one place."""
        self._seen[code, file] += 1
        if self._seen[code, file] <= MOST_PER_CODE:
            self.findings.append(Finding(code, severity, file, None if row is None else int(row), column, values))


def few_rows(rows: Sequence[int] | npt.NDArray[np.int64], most: int = 5) -> str:
    """The first rows of many, as text.

    Examples
    --------
    >>> few_rows([2, 5, 9], most=2)
    '2, 5, …'
    """
    return ", ".join(str(int(row)) for row in rows[:most]) + (", …" if len(rows) > most else "")
