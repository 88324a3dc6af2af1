"""Workbooks with something wrong in them, each with what must be named: code, sheet and cell. It imports nothing of the program."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.intake.pages import Formula, Page, write_csv, write_ods, write_xlsx
from tests.intake.workbooks.made import UNITS

HEADER = ("STT", "Đơn vị", "Quý I", "Quý II", "Quý III")
TITLE = "KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023"
FIGURES = ((14, 22, 31), (20, 18, 27), (9, 16, 12))


@dataclass(frozen=True)
class Broken:
    """A file, the code and the place of what is wrong, and what a person said when importing it."""

    path: Path
    code: str
    sheet: str = ""
    cell: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)


def page(cells: Mapping[str, Any] = {}, *, title: str = TITLE, header: Sequence[Any] = HEADER) -> Page:
    """A good sheet of three units, with some cells put in or put otherwise: `{"C4": "abc"}`."""
    sheet = Page("Số liệu")
    sheet.row(0, [title])
    sheet.row(2, list(header))
    for at, values in enumerate(FIGURES):
        sheet.row(3 + at, [at + 1, UNITS[at], *values])
    for name, value in cells.items():
        sheet.cells[int(name[1:]) - 1, ord(name[0]) - 65] = value
    return sheet


def _cell(
    code: str, cell: str, cells: Mapping[str, Any], *, said: Mapping[str, Any] = {}, **changes: Any
) -> Callable[[Path], Broken]:
    """A workbook in which cells are wrong."""

    def make(folder: Path) -> Broken:
        path = write_xlsx(folder / "book.xlsx", [page(cells, **changes)])
        return Broken(path, code, "Số liệu", cell, said)

    return make


def _no_year(folder: Path) -> Broken:
    return Broken(
        write_xlsx(folder / "book.xlsx", [page(title="KẾT NẠP ĐẢNG VIÊN")]), "intake.year_missing", "Số liệu", "C3"
    )


def _no_table(folder: Path) -> Broken:
    sheet = Page("Công văn")
    sheet.row(0, ["Kính gửi: các đơn vị"])
    sheet.row(1, ["Kết nạp", 12])
    return Broken(write_xlsx(folder / "book.xlsx", [sheet]), "intake.table_missing", "Công văn")


def _no_figures(folder: Path) -> Broken:
    sheet = Page("Danh mục")
    sheet.row(0, ["STT", "Đơn vị", "Địa chỉ"])
    sheet.row(1, [1, UNITS[0], "Mẫu"])
    sheet.row(2, [2, UNITS[1], "Mẫu"])
    return Broken(write_xlsx(folder / "book.xlsx", [sheet]), "intake.figures_missing", "Danh mục")


def _personal_cells(values: Sequence[Any], code: str, heading: str = "Khác") -> Callable[[Path], Broken]:
    """A column whose heading says nothing and whose cells do."""

    def make(folder: Path) -> Broken:
        sheet = page(header=(*HEADER, heading))
        for at, value in enumerate(values):
            sheet.cells[3 + at, 5] = value
        return Broken(write_xlsx(folder / "book.xlsx", [sheet]), code, "Số liệu", "F3")

    return make


def _list_of_persons(folder: Path) -> Broken:
    sheet = Page("Danh sách")
    sheet.row(0, ["DANH SÁCH ĐẢNG VIÊN MỚI"])
    sheet.row(1, ["STT", "Họ và tên", "Ngày sinh"])
    sheet.row(2, [1, "A", "01/01/2000"])
    return Broken(write_xlsx(folder / "book.xlsx", [sheet]), "intake.personal_names", "Danh sách", "B2")


def _two_sheets(folder: Path) -> Broken:
    last = Page("Quý I-2022")
    last.row(0, ["STT", "Đơn vị", "Số kết nạp"])
    now = Page("Quý I-2023")
    now.row(0, ["STT", "Đơn vị", "Số kết nạp", "Cùng kỳ năm trước"])
    for at, unit in enumerate(UNITS[:3]):
        last.row(1 + at, [at + 1, unit, 10 + at])
        now.row(1 + at, [at + 1, unit, 20 + at, 10 + at + (at == 1)])
    return Broken(write_xlsx(folder / "book.xlsx", [last, now]), "intake.same_period_differs", "Quý I-2023", "D3")


def _long(period: Any, code: str) -> Callable[[Path], Broken]:
    def make(folder: Path) -> Broken:
        sheet = Page("Danh sách")
        sheet.row(0, ["Đơn vị", "Kỳ", "Số kết nạp"])
        sheet.row(1, [UNITS[0], "Quý I/2023", 5])
        sheet.row(2, [UNITS[0], period, 7])
        return Broken(write_xlsx(folder / "book.xlsx", [sheet]), code, "Danh sách", "B3")

    return make


def _text(name: str, content: bytes, code: str) -> Callable[[Path], Broken]:
    def make(folder: Path) -> Broken:
        (folder / name).write_bytes(content)
        return Broken(folder / name, code)

    return make


def _part(name: str, content: str, code: str) -> Callable[[Path], Broken]:
    """A good workbook with one more part in its archive."""

    def make(folder: Path) -> Broken:
        path = write_xlsx(folder / "book.xlsx", [page()])
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return Broken(path, code)

    return make


def _far(folder: Path) -> Broken:
    """A cell in the last corner: a reader that believes it takes all memory."""
    path = write_xlsx(folder / "book.xlsx", [page()])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Broken(path, "sheet_large", "Số liệu")


def _far_ods(folder: Path) -> Broken:
    """Cells repeated a thousand million times in an .ods of two kilobytes."""
    path = write_ods(folder / "book.ods", [page()])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cell = b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/></table:table-row>'
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", cell + b"</table:table>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Broken(path, "sheet_large", "Số liệu")


def _csv_number(folder: Path) -> Broken:
    return Broken(write_csv(folder / "book.csv", [page({"D5": "mười hai"})], "excel-vi"), "intake.bad_number", "", "D5")


BROKEN: dict[str, Callable[[Path], Broken]] = {
    # cells
    "a word for a number": _cell("intake.bad_number", "D5", {"D5": "mười hai"}),
    "a word in a csv file": _csv_number,
    "two numbers in a cell": _cell("intake.bad_number", "C4", {"C4": "14; 15"}),
    "a pair with three numbers": _cell("intake.bad_number", "C4", {"C4": "2/3/4"}),
    "a percentage among figures": _cell("intake.bad_number_percent", "E6", {"E6": "23%"}),
    "thousands or decimals": _cell("intake.number_unclear", "C4", {"C4": "2.241", "D4": "3,5", "E4": "2.5"}),
    "thousands typed as decimals": _cell("fraction_thousands", "C4", {"C4": 2.241}),
    "half a person": _cell("fraction", "D4", {"D4": 0.5}),
    "no finite number": _cell("not_finite", "C4", {"C4": "∞"}),
    "below zero": _cell("negative_flow", "C5", {"C5": -4}),
    "an error of a formula": _cell("intake.cell_error", "D6", {"D6": Formula("=1/0", "#DIV/0!")}),
    "a formula without a result": _cell("intake.cell_unfinished", "E5", {"E5": Formula("=C5+D5")}),
    "a formula without a result in a sum": _cell("intake.cell_unfinished", "C5", {"C5": Formula("=C4"), "B7": "Cộng", "C7": 1}),
    "no name beside figures": _cell("intake.unit_missing", "B5", {"B5": ""}),
    "a unit twice with other figures": _cell("value_twice", "C7", {"A7": 4, "B7": UNITS[0], "C7": 99, "D7": 98, "E7": 97}),
    # sums
    "a sum that is not": _cell("intake.total_differs", "D7", {"B7": "Tổng số", "C7": 43, "D7": 57, "E7": 70}),
    "a sum on top that is not": _cell("intake.total_differs", "C7", {"B7": "Toàn Đảng bộ", "C7": 44, "D7": 56, "E7": 70}),
    "a sum beside that is not": _cell("intake.total_differs", "F5", {"F4": 67, "F5": 66, "F6": 37}, header=(*HEADER, "Cộng")),
    "a year that is not its quarters": _cell("parts_exceed", "F4", {"F4": 60, "F5": 90, "F6": 60}, header=(*HEADER, "Cả năm")),
    "a cumulative figure that falls": _cell("falling_cumulative", "D5", {}, header=("STT", "Đơn vị", "6 tháng", "9 tháng", "Quý IV"), title=TITLE + " "),
    "a percentage that does not fit": _cell("percent_differs_never", "C4", {}, header=("STT", "Đơn vị", "Thực hiện quý I", "Tỷ lệ đạt (%)", "Chỉ tiêu năm")),
    "a pair whose percentage does not fit": _cell("percent_differs", "C4", {"C4": "2.241/9.810 (32%)", "C5": "1/9", "C6": "2/9"}, header=("STT", "Đơn vị", "Thực hiện/Chỉ tiêu quý I")),
    "last year's figure told otherwise": _two_sheets,
    "a range the wrong way round": _cell("range_reversed", "C4", {"C4": "30 - 20"}),
    "two targets for a year": _cell("quota_twice", "D4", {}, header=("STT", "Đơn vị", "Chỉ tiêu 2023", "Kế hoạch 2023", "Quý III")),
    # time
    "no year anywhere": _no_year,
    "a fifth quarter": _cell("intake.bad_period", "D3", {}, header=("STT", "Đơn vị", "Quý I", "Quý V", "Quý III")),
    "the thirteenth month": _cell("intake.bad_period", "C3", {}, header=("STT", "Đơn vị", "Tháng 13", "Quý II", "Quý III")),
    "a day that there is not": _cell("intake.bad_period", "A2", {"A2": "(Số liệu tính đến ngày 31-9-2023)"}),
    "a period in words": _long("quý tới", "intake.bad_period"),
    "a month made a date": _long(date(2023, 1, 1), "intake.period_is_date"),
    # headings
    "a heading that says nothing": _cell("intake.column_unknown", "E3", {}, header=("STT", "Đơn vị", "Quý I", "Quý II", "Mục K")),
    "a heading that the profile does not know": _cell("intake.column_not_in_profile", "D3", {}, said={"columns": ("STT", "Đơn vị", "{period}")}, header=("STT", "Đơn vị", "Quý I", "Ghi nhận", "Quý III")),
    "an old font": _cell("intake.legacy_font", "C3", {}, header=("STT", "Đơn vị", "Kết n¹p", "Quý II", "Quý III")),
    "no table": _no_table,
    "no column of figures": _no_figures,
    # persons
    "names of persons": _cell("intake.personal_names", "C3", {"C4": "A", "C5": "B"}, header=("STT", "Đơn vị", "Họ và tên", "Quý II", "Quý III")),
    "dates of birth": _cell("intake.personal_births", "C3", {}, header=("STT", "Đơn vị", "Ngày sinh", "Quý II", "Quý III")),
    "identity papers": _cell("intake.personal_identity", "C3", {}, header=("STT", "Đơn vị", "Số CCCD", "Quý II", "Quý III")),
    "a list of persons": _list_of_persons,
    "telephones": _cell("intake.personal_phones", "C3", {}, header=("STT", "Đơn vị", "Điện thoại", "Quý II", "Quý III")),
    "identity papers without a heading": _personal_cells(("001099012345", "001099012346", "001099012347"), "intake.personal_identity"),
    "telephones without a heading": _personal_cells(("0912345678", "0912 345 679", "0912345670"), "intake.personal_phones", "Ghi chú"),
    # files
    "text in another encoding": _text("book.csv", "STT;Đơn vị;Quý I\n".encode("utf-16-le"), "not_utf8"),
    "an empty file": _text("book.csv", b"\n", "file_empty"),
    "no workbook": _text("book.xlsx", b"PK", "workbook_broken"),
    "a file of another kind": _text("book.docx", b"PK", "file_ending"),
    "a file with a password": _text("book.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "workbook_encrypted"),
    "an old file with a password": _text("book.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "workbook_encrypted"),
    "a damaged old file": _text("book.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "workbook_broken"),
    "an archive that swells": _part("xl/media/x.xml", "0" * 60_000_000, "workbook_bomb"),
    "entities": _part("xl/sharedStrings2.xml", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><a>&a;</a>', "workbook_entities"),
    "a cell in the last corner": _far,
    "repeated cells": _far_ods,
    "macros": _part("xl/vbaProject.bin", "x", "intake.macros_unread"),
    "links to other files": _part("xl/externalLinks/externalLink1.xml", "<x/>", "intake.links_unread"),
}  # fmt: skip
