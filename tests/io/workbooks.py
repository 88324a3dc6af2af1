"""Makes workbooks for tests: good ones from rows of cells, and odd ones from their XML."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of sheets of rows: texts stay texts, numbers numbers, dates dates, `=…` becomes a formula."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, date):
                        page.write_datetime(row, place, cell, days)
                    elif isinstance(cell, bool):
                        page.write_boolean(row, place, cell)
                    elif isinstance(cell, str) and not cell.startswith("="):
                        page.write_string(row, place, cell)
                    elif cell is not None:
                        page.write(row, place, cell)
    return path


def write_parts(path: Path, sheet_xml: str, name: str = "counts", **parts: str) -> Path:
    """A workbook of one sheet with the given XML, and other parts: `workbook`, `strings`."""
    contents = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    places = {"workbook": "xl/workbook.xml", "strings": "xl/sharedStrings.xml"}
    contents |= {places[part]: text for part, text in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, text in contents.items():
            archive.writestr(place, text)
    return path


def sheet_of(*cells: str, before: str = "") -> str:
    """XML of a sheet with the cells given as XML; the header unit, period, value stands in its first row."""
    header = "".join(
        inline(f"{letter}1", name) for letter, name in zip("ABC", ("unit", "period", "value"), strict=True)
    )
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData><row r="1">{header}</row>{"".join(cells)}</sheetData></worksheet>'


def inline(cell: str, text: str) -> str:
    """XML of a cell with a text."""
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'
