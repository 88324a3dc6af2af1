"""Tables of a report in Word: heads repeated on every page, rows never broken; widths are `forecast.report.word.widths`.

Written as XML in one piece: cell by cell, thousands of units would take minutes.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from forecast.report.blocks import Table, cell_words
from forecast.report.word.widths import column_widths

HEAD = "DDE6EE"
# Light shades of the flags' colours, told apart in grey too; the words stand in any case. No red, and none for no_data.
FLAG_SHADES = {"met": "CFEBDD", "on_track": "DDEFF9", "watch": "FBEBC8", "at_risk": "F6D5BF", "out_of_reach": "E3C9D8"}
_MARGINS = '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
_TWENTIETHS = 1440 / 25.4  # of a point, in a millimetre
_NOT_XML = dict.fromkeys([*(code for code in range(32) if chr(code) not in "\t\n"), 0xFFFE, 0xFFFF])


def add_table(document: Any, table: Table, language: str, *, width: float, letters: tuple[float, float]) -> None:
    """Put a table at the end of a document.

    Parameters
    ----------
    width : of the text of the page. [mm]
    letters : their size [points], and how much wider they are than those of Times New Roman.
    """
    size, stretch = letters
    widths = [round(room * _TWENTIETHS) for room in column_widths(table, language, width=width, size=size * stretch)]
    look = f'<w:sz w:val="{round(2 * size)}"/><w:szCs w:val="{round(2 * size)}"/>'
    lines = [_head(table, widths, look)]
    for row, flag in zip(table.rows, table.flags or ("",) * len(table.rows), strict=True):
        cells = []
        for column, value, room in zip(table.columns, row, widths, strict=True):
            shade = FLAG_SHADES.get(flag, "") if column.name == "flag" else ""
            side = "left" if column.form in ("text", "day") else "right"
            cells.append(_cell(cell_words(value, column.form, language), room, look, (side, shade)))
        lines.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{room}"/>' for room in widths)
    style = next(style.style_id for style in document.styles if style.name == "Table Grid")
    made = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )
    document.element.body._insert_tbl(made)


def _head(table: Table, widths: list[int], letters: str) -> str:
    cells = [
        _cell(column.heading, room, f"<w:b/>{letters}", ("center", HEAD))
        for column, room in zip(table.columns, widths, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, letters: str, look: tuple[str, str]) -> str:
    side, shade = look
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
        f'<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>{letters}</w:rPr>'
        f'<w:t xml:space="preserve">{_safe(text)}</w:t></w:r></w:p></w:tc>'
    )


def _safe(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return escape(text.translate(_NOT_XML))
