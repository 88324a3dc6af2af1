"""One sheet as its cells stand, from a workbook or a CSV file; where its tables are is `forecast.intake.sheets.find_tables`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from forecast.core.findings import Finding, Severity
from forecast.io.read_workbook import Area
from forecast.io.workbook_scan import column_letters

_NUMBER = r"^\s*-?(?:\d{1,3}|\d{5,}|[03-9]\d{3}|1[0-8]\d\d|2[2-9]\d\d|\d[\d.,]*[.,]\d+)\s*$"
_UNTIDY = re.compile(r"[^\S ]|  |(?:^|\0) | (?:\0|$)")
Flags = npt.NDArray[np.bool_]
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})


@lru_cache(maxsize=1 << 18)
def clean(text: str) -> str:
    """A text in composed letters, on one line, with single spaces.

    Examples
    --------
    >>> clean(" Tên\\n đơn  vị ")
    'Tên đơn vị'
    """
    if text.isascii() and " " not in text and "\n" not in text:
        return text
    return unicodedata.normalize("NFC", " ".join(text.translate(_SPACES).split()))


@dataclass(frozen=True)
class Page:
    """One sheet.

    Attributes
    ----------
    columns : texts of every column from the first row on, all of one length.
    fractions, days : for every column the rows in which a number with decimals, or a date, stands as such.
    merged : areas of merged cells.
    errors : cell -> its error; unfinished : cells whose formula has no result.
    """

    file: str
    sheet: str
    columns: Sequence[Sequence[str]]
    fractions: Mapping[int, frozenset[int]] = field(default_factory=dict)
    days: Mapping[int, frozenset[int]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    unfinished: frozenset[str] = frozenset()

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def label(self) -> str:
        """`BOOK.xlsx#Sheet`, or the file where it has no sheets."""
        return f"{self.file}#{self.sheet}" if self.sheet else self.file

    @cached_property
    def coded(self) -> tuple[pa.DictionaryArray, ...]:
        """Every column by its distinct texts: what is asked of a cell is asked of each of them once."""
        return tuple(pa.array(texts, pa.string()).dictionary_encode() for texts in self.columns)

    def which(self, place: int, fits: Callable[[str], bool]) -> Flags:
        """(height,) which cells of a column have a text that fits."""
        return spread(self.coded[place], [fits(text) for text in self.coded[place].dictionary.to_pylist()])

    @cached_property
    def filled(self) -> Flags:
        """(height, width) which cells hold something."""
        columns = [
            spread(column, pc.not_equal(pc.utf8_trim_whitespace(column.dictionary), "")) for column in self.coded
        ]
        return np.column_stack(columns)

    def column(self, place: int) -> Sequence[str]:
        """The texts of a column without the spaces around them."""
        if place not in self._cleaned:
            distinct = self.coded[place].dictionary.to_pylist()
            texts = self.columns[place]
            if not _is_clean("\0".join(distinct)):
                cleaned = {text: clean(text) for text in distinct}
                texts = [cleaned[text] for text in texts]
            self._cleaned[place] = texts
        return self._cleaned[place]

    @cached_property
    def _cleaned(self) -> dict[int, Sequence[str]]:
        return {}

    def text(self, row: int, place: int) -> str:
        """A cell without the spaces around it."""
        return self.column(place)[row]

    def row(self, row: int, first: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
        """The cells of a row that hold something, with their columns."""
        for place in range(first, self.width if stop is None else stop):
            if self.columns[place][row].strip():
                yield place, self.text(row, place)

    @cached_property
    def figures(self) -> Flags:
        """(height,) whether a plain number, and no year, stands in the row."""
        found = np.zeros(self.height, dtype=bool)
        for column in self.coded:
            found |= spread(column, pc.match_substring_regex(column.dictionary, _NUMBER))
        return found

    @cached_property
    def covered(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Cells in merged areas -> the cell that shows their text."""
        return {
            (row, place): (top, left)
            for top, left, last, right in self.merged
            if (last - top + 1) * (right - left + 1) <= 100_000
            for row in range(top, last + 1)
            for place in range(left, right + 1)
        }

    def shown(self, row: int, place: int) -> str:
        """The text that a cell shows, that of its merged area where it lies in one."""
        return self.text(*self.covered.get((row, place), (row, place)))

    def finding(self, code: str, severity: Severity, at: tuple[int, int] | None = None, **values: Any) -> Finding:
        """A finding about a cell of the sheet, or about the sheet."""
        cell = cell_name(*at) if at is not None else ""
        return Finding(f"intake.{code}", severity, self.file, None, None, values, self.sheet, cell)


def _is_clean(texts: str) -> bool:
    """Whether texts, put together, need no cleaning: many at once, for most need none."""
    return _UNTIDY.search(texts) is None and unicodedata.is_normalized("NFC", texts)


def at_once(change: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """A change of letters made to many texts in one call, which costs a tenth of a call for each.

    Parameters
    ----------
    change : treats every letter without regard to texts before and behind.

    Examples
    --------
    >>> at_once(str.upper, ["xã An Sơn", ""])
    ['XÃ AN SƠN', '']
    """
    return change("\0".join(texts)).split("\0") if texts else []


def spread(column: pa.DictionaryArray, flags: Sequence[bool] | pa.Array) -> Flags:
    """(n,) for every entry what holds of its distinct text."""
    return np.array(flags, dtype=bool)[column.indices.to_numpy(zero_copy_only=False)]


def cell_name(row: int, place: int) -> str:
    """Name of a cell by its row and column, counted from 0.

    Examples
    --------
    >>> cell_name(40, 2)
    'C41'
    """
    return f"{column_letters(place + 1)}{row + 1}"
