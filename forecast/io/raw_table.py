"""A table as it stands in its file, before any cell is understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RawTable:
    """Columns of text (trimmed, NFC), or of float64 where the file itself holds numbers.

    Attributes
    ----------
    file : the file as the user named it.
    rows : line of the file of every row, the header being line 1 (Parquet: position + 2).
    spellings : composed text -> as the file spells it, where that is with other code points (NFD).
    fractions, days : column -> which of its texts stood in a workbook as a number with decimals, as a date.
    letters : column -> its letters in the sheet of a workbook.
    header : row of the header.
    """

    file: str
    columns: dict[str, pa.Array]
    rows: npt.NDArray[np.int64]
    spellings: dict[str, str] = field(default_factory=dict)
    fractions: dict[str, Flags] = field(default_factory=dict)
    days: dict[str, Flags] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    header: int = 1

    def text(self, name: str) -> pa.Array:
        """A column as text, all empty when the file has no such column."""
        column = self.columns.get(name)
        if column is None:
            return pa.repeat(pa.scalar("", pa.string()), len(self.rows))
        return column

    def distinct(self, name: str) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The distinct texts of a column, and for every row the index of its text."""
        if name not in self.columns:
            return [""][: len(self.rows)], np.zeros(len(self.rows), dtype=np.int64)
        encoded = self.columns[name].dictionary_encode()
        return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)

    def without(self, rows: Flags) -> RawTable:
        """The table without the marked rows."""
        if not rows.any():
            return self
        kept = pa.array(~rows)
        columns = {name: column.filter(kept) for name, column in self.columns.items()}
        fractions = {name: marked[~rows] for name, marked in self.fractions.items()}
        days = {name: marked[~rows] for name, marked in self.days.items()}
        return replace(self, columns=columns, rows=self.rows[~rows], fractions=fractions, days=days)

    def without_blank(self) -> RawTable:
        """The table without its empty rows, which spreadsheets leave at the end."""
        if not self.columns or not len(self.rows):
            return self
        blank = np.ones(len(self.rows), dtype=bool)
        for column in self.columns.values():
            blank &= pc.equal(column, "").to_numpy(zero_copy_only=False)
            if not blank.any():
                return self
        return self.without(blank)

    def renamed(self, names: Mapping[str, str]) -> RawTable:
        """The table with other names for some of its columns."""
        return replace(
            self,
            columns={names.get(name, name): column for name, column in self.columns.items()},
            fractions={names.get(name, name): marked for name, marked in self.fractions.items()},
            days={names.get(name, name): marked for name, marked in self.days.items()},
            letters={names.get(name, name): letters for name, letters in self.letters.items()},
        )


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


def few_rows(rows: Sequence[int] | npt.NDArray[np.int64], most: int = 5) -> str:
    """The first rows of many, as text.

    Examples
    --------
    >>> few_rows([2, 5, 9], most=2)
    '2, 5, …'
    """
    return ", ".join(str(int(row)) for row in rows[:most]) + (", …" if len(rows) > most else "")
