"""Sheets as a workbook for Excel and LibreOffice: the same bytes for the same sheets, and no cell that would be run.

What stands in the sheets is left to the reports and to `forecast.io.template`.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from forecast.core.sheets import Formula, Sheet, SheetChart, SheetColumn

CREATED = datetime(2000, 1, 1)  # always the same, so that files are
A4 = 9  # number of the paper
FITTING = 16  # columns that can still be read on one page
LONG_LINE = 90  # characters from which a line is broken under its columns
LONGEST_TEXT = 32_767  # characters of a cell
OFFERED_ROWS = 5_000  # below the header, with drop-downs
_WIDTHS = (7, 42)
_FORMS = {"text": "@", "plain": "General", "count": "#,##0", "amount": "#,##0.0", "percent": "0.0%", "chance": "0.00"}
_DAYS = {"vi": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
_COLOURS = ("#56B4E9", "#0072B2", "#000000", "#D55E00", "#E69F00", "#009E73", "#999999")  # Okabe and Ito
_HEADING = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#DDE6EE"}
_ASKED = {"bg_color": "#FFF8DC", "border": 1, "border_color": "#B8A66A"}
_EXAMPLE = {"italic": True, "font_color": "#5F6B76", "bg_color": "#F5F1E3"}


def workbook_bytes(sheets: Sequence[Sheet], language: str = "en") -> bytes:
    """The workbook as it stands in its file."""
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": CREATED})
        formats = _Formats(book, language)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _write(page, sheet, formats)
            for chart in sheet.charts:
                _draw(book, page, sheet, chart)
    return content.getvalue()


def table_sheet(name: str, table: pd.DataFrame) -> Sheet:
    """A table as it is, under the names of its columns."""
    columns = []
    for column in table.columns:
        numeric = pd.api.types.is_numeric_dtype(table[column])
        cells = table[column].to_numpy(dtype="float64", na_value=math.nan) if numeric else table[column].fillna("")
        columns.append(SheetColumn(str(column), list(cells), "plain" if numeric else "text"))
    return Sheet(name, columns)


class _Formats:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any, language: str) -> None:
        self._book, self._forms = book, {**_FORMS, "day": _DAYS[language]}
        self._made: dict[tuple[str, str], Any] = {}

    def background(self, colour: str) -> Any:
        """The look of cells with a certain text."""
        if ("", colour) not in self._made:
            self._made["", colour] = self._book.add_format({"bg_color": colour})
        return self._made["", colour]

    def of(self, form: str, look: str = "") -> Any:
        if (form, look) not in self._made:
            looks: Mapping[str, Mapping[str, Any]] = {
                "heading": _HEADING,
                "example": _EXAMPLE,
                "asked": _ASKED,
                "title": {"bold": True, "font_size": 13},
                "line": {"italic": True},
                "long": {"text_wrap": True, "valign": "top"},
            }
            dressed = {"num_format": self._forms[form], **looks.get(look, {})}
            self._made[form, look] = self._book.add_format(dressed)
        return self._made[form, look]


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    top = 0
    page.set_paper(A4)
    page.set_landscape()
    if len(sheet.columns) <= FITTING:
        page.fit_to_pages(1, 0)  # wide
    if sheet.title:
        page.write_string(0, 0, sheet.title, formats.of("text", "title"))
        top = 1
    height = max((len(column.cells) for column in sheet.columns), default=0)
    widths = [_width(column) for column in sheet.columns]
    if sheet.columns:
        page.set_row(top, 15 * max(map(_heading_lines, sheet.columns, widths)))
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(place, place, width, formats.of(column.form), {"hidden": column.hidden})
        page.write_string(top, place, column.heading, formats.of("text", "heading"))
        if column.note:
            page.write_comment(top, place, column.note, {"x_scale": 2, "y_scale": 1.3, "author": ""})
        plain = formats.of(column.form, "asked" if column.asked else "")
        for row, cell in enumerate(column.cells, start=top + 1):
            example = row - top <= sheet.examples
            if example or column.asked or not _is_empty(cell):  # an empty cell has the look of its column
                _write_cell(page, row, place, cell, formats.of(column.form, "example") if example else plain)
        for text, colour in column.colours.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": formats.background(colour)}
            page.conditional_format(top + 1, place, top + max(height, 1), place, rule)
        if column.choices:
            _offer(page, place, column, top)
    if sheet.columns:
        page.freeze_panes(top + 1, sheet.held)
        page.repeat_rows(top)
        if len(sheet.columns) > FITTING:
            page.repeat_columns(0, sheet.held - 1)
        if sheet.filtered and height:
            page.autofilter(top, 0, top + height, len(sheet.columns) - 1)
    for row, line in enumerate(sheet.lines, start=top + height + (2 if sheet.columns else 0)):
        if len(line) > LONG_LINE and len(sheet.columns) > 1:
            page.merge_range(row, 0, row, len(sheet.columns) - 1, line, formats.of("text", "long"))
            page.set_row(row, 16 * math.ceil(len(line) / LONG_LINE))
        else:
            page.write_string(row, 0, line, formats.of("text", "line" if sheet.columns else ""))
    if not sheet.columns:
        page.set_column(0, 0, 110)


def _write_cell(page: Any, row: int, place: int, cell: Any, look: Any) -> None:
    if _is_empty(cell):
        page.write_blank(row, place, None, look)
    elif isinstance(cell, Formula):
        page.write_formula(row, place, cell.text, look, cell.value)
    elif isinstance(cell, str):
        page.write_string(row, place, cell[:LONGEST_TEXT], look)
    elif hasattr(cell, "isoformat"):
        page.write_datetime(row, place, cell, look)
    else:
        page.write_number(row, place, float(cell), look)


def _is_empty(cell: Any) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and not math.isfinite(cell))


def _draw(book: Any, page: Any, sheet: Sheet, chart: SheetChart) -> None:
    """A chart of the spreadsheet's own, over cells of the sheet."""
    top = 2 if sheet.title else 1
    first, last = (top + row for row in chart.rows)

    def series(kind: str, columns: Sequence[int]) -> Any:
        drawn = book.add_chart({"type": kind})
        for column in columns:
            colour = _COLOURS[chart.series.index(column) % len(_COLOURS)]
            drawn.add_series(
                {
                    "name": [sheet.name, top - 1, column],
                    "categories": [sheet.name, first, chart.categories, last, chart.categories],
                    "values": [sheet.name, first, column, last, column],
                    **_look(kind, colour),
                }
            )
        return drawn

    drawn = series("column", chart.series[: chart.bars])
    if len(chart.series) > chart.bars:
        drawn.combine(series("line", chart.series[chart.bars :]))
    drawn.set_title({"name": chart.title, "name_font": {"size": 11}, "overlay": False})
    drawn.set_y_axis(
        {"num_format": _FORMS["count"], "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 640, "height": 320})
    page.insert_chart(*chart.place, drawn, {"description": chart.alt})


def _look(kind: str, colour: str) -> dict[str, Any]:
    """Of a series."""
    filled = {"fill": {"color": colour}}
    if kind != "line":
        return filled
    line = {"color": colour, "width": 1.75}
    return {"line": line, "marker": {"type": "diamond", "size": 7, "border": {"color": colour}, **filled}}


def _offer(page: Any, place: int, column: SheetColumn, top: int) -> None:
    source = column.choices if isinstance(column.choices, str) else list(column.choices)
    rule = {
        "validate": "list",
        "source": source,
        "ignore_blank": True,
        "show_error": True,
        "error_type": "stop" if column.strict else "information",
    }
    if column.note:
        rule |= {"input_title": column.heading[:32], "input_message": textwrap.shorten(column.note, 250)}
    page.data_validation(top + 1, place, top + OFFERED_ROWS, place, rule)


def _width(column: SheetColumn) -> float:
    texts = (cell.value if isinstance(cell, Formula) else cell for cell in column.cells)
    longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
    words = max((len(word) for word in column.heading.split()), default=0)
    return min(max(longest, words, len(column.heading) / 2, _WIDTHS[0]) + 2, _WIDTHS[1])


def _heading_lines(column: SheetColumn, width: float) -> int:
    """Lines that a heading takes in its column; spreadsheets do not all make room for it by themselves."""
    return len(textwrap.wrap(column.heading, max(int(width) - 2, 1), break_long_words=False)) or 1
