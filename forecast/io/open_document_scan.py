"""How far the sheets of an .ods reach, before any other program builds them: repeated cells may make a small file huge.

What is found is judged by `forecast.io.workbook_guard`, which has refused entities before.
"""

from __future__ import annotations

import contextlib
from typing import IO
from xml.parsers import expat

from forecast.io.workbook_scan import column_letters

Extent = tuple[int, str]


def scan_open_document(stream: IO[bytes], most_cells: int) -> dict[str, Extent]:
    """Number of cells and outermost cell of every sheet; the scan ends with the first sheet that is too large.

    Raises
    ------
    xml.parsers.expat.ExpatError : the XML is damaged.
    """
    scan = _Scan(most_cells)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    with contextlib.suppress(_TooLargeError):
        parser.ParseFile(stream)
    return scan.extents


class _TooLargeError(Exception):
    """A sheet is larger than it may be."""


class _Scan:
    """Keeps the row and column while the elements pass by."""

    def __init__(self, most_cells: int) -> None:
        self.extents: dict[str, Extent] = {}
        self._most, self._sheet = most_cells, ""
        self._row = self._column = self._height = self._width = self._repeated = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table-cell" or name == "table:covered-table-cell":
            self._column += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes:
                self._height = max(self._height, self._row + self._repeated)
                self._width = max(self._width, self._column)
        elif name == "table:table-row":
            self._column, self._repeated = 0, int(attributes.get("table:number-rows-repeated", 1))
        elif name == "table:table":
            self._sheet = attributes.get("table:name", "")
            self._row = self._height = self._width = 0

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._repeated
            cells = self._height * self._width
            if cells > self._most or self._row == self._height:
                self.extents[self._sheet] = (cells, f"{column_letters(self._width)}{self._height}")
            if cells > self._most:
                raise _TooLargeError
