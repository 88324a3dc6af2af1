"""Sheets as a script lays them out, written as .xlsx, .ods or .csv. It knows nothing of the program that reads them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, counted from 0


@dataclass(frozen=True)
class Formula:
    """A formula and the result that was kept with it; None when it was never computed."""

    text: str
    result: Any = None


@dataclass
class Page:
    """One sheet: cells by row and column, and what is merged."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)

    def row(self, at: int, values: Sequence[Any], first: int = 0) -> None:
        """Put values side by side; None leaves a cell empty."""
        for place, value in enumerate(values, start=first):
            if value is not None:
                self.cells[at, place] = value

    def merge(self, area: Area, value: Any) -> None:
        """Put a value into an area of merged cells."""
        self.cells[area[0], area[1]] = value
        if area[:2] != area[2:]:
            self.merged.append(area)

    @property
    def height(self) -> int:
        return max((row for row, _ in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        return max((place for _, place in self.cells), default=-1) + 1


def cell_name(row: int, place: int) -> str:
    """`C41` of a row and column counted from 0.

    Examples
    --------
    >>> cell_name(0, 0), cell_name(40, 27)
    ('A1', 'AB41')
    """
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def write_xlsx(path: Path, pages: Sequence[Page]) -> Path:
    """As Excel would save it."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})
        looks = {kind: book.add_format(look) for kind, look in _LOOKS.items()}
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for area in page.merged:
                sheet.merge_range(*area, "", looks["text"])
            for (row, place), value in page.cells.items():
                if isinstance(value, Formula):
                    sheet.write_formula(row, place, value.text, None, "" if value.result is None else value.result)
                elif isinstance(value, date):
                    sheet.write_datetime(row, place, value, looks["day"])
                elif isinstance(value, str):
                    sheet.write_string(row, place, value)
                else:
                    sheet.write_number(row, place, value)
    return path


_LOOKS: dict[str, dict[str, Any]] = {"text": {"valign": "top"}, "day": {"num_format": "dd/mm/yyyy"}}


def write_csv(path: Path, pages: Sequence[Page], style: str) -> Path:
    """The first sheet as `machine` (commas, points) or `excel-vi` (byte-order mark, semicolons, decimal commas)."""
    (page, *_) = pages
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if style == "excel-vi" else ",", lineterminator="\r\n")
    for row in range(page.height):
        writer.writerow([_shown(page.cells.get((row, place)), style) for place in range(page.width)])
    path.write_bytes(("\ufeff" if style == "excel-vi" else "").encode() + text.getvalue().encode())
    return path


def _shown(value: Any, style: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Formula):
        return _shown(value.result, style)
    if isinstance(value, float):
        return str(value).replace(".", "," if style == "excel-vi" else ".")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def write_ods(path: Path, pages: Sequence[Page]) -> Path:
    """As LibreOffice would save it, with the empty rows that it repeats to the end of the sheet."""
    body = "".join(_table(page) for page in pages)
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def _table(page: Page) -> str:
    covered = {
        (row, place)
        for first, left, last, right in page.merged
        for row in range(first, last + 1)
        for place in range(left, right + 1)
        if (row, place) != (first, left)
    }
    spans = {area[:2]: (area[2] - area[0] + 1, area[3] - area[1] + 1) for area in page.merged}
    rows = []
    for row in range(page.height):
        cells = []
        for place in range(page.width):
            if (row, place) in covered:
                cells.append("<table:covered-table-cell/>")
            else:
                high, wide = spans.get((row, place), (1, 1))
                span = (
                    f' table:number-rows-spanned="{high}" table:number-columns-spanned="{wide}"'
                    if high * wide > 1
                    else ""
                )
                cells.append(_ods_cell(page.cells.get((row, place)), span))
        cells.append(f'<table:table-cell table:number-columns-repeated="{1024 - page.width}"/>')
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    rest = f'<table:table-row table:number-rows-repeated="{1_048_576 - page.height}"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    return f"<table:table table:name={quoteattr(page.name)}>{''.join(rows)}{rest}</table:table>"


def _ods_cell(value: Any, span: str) -> str:
    if isinstance(value, Formula):
        formula = f' table:formula="of:{escape(value.text)}"'
        return _ods_cell(value.result, span + formula)
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"{span}><text:p>{value:%d/%m/%Y}</text:p></table:table-cell>'
    if isinstance(value, str):
        spaces = len(value) - len(value.lstrip(" "))
        shown = f'<text:s text:c="{spaces}"/>' * bool(spaces) + escape(value.lstrip(" "))
        return f'<table:table-cell office:value-type="string"{span}><text:p>{shown}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"{span}><text:p>{value}</text:p></table:table-cell>'
