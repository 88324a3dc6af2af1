"""Every kind of wrong workbook: found, placed by sheet and cell, and explained with its remedy in both languages."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from forecast.checks import check
from forecast.io.read_tables import read
from forecast.language import describe
from tests.io.workbooks import inline, sheet_of, write_book, write_parts
from tests.io.wrong_files import WRONG_FILES, Wrong

TABLES = ("counts", "quotas", "units", "measures", "lineage")
OF_CSV_ALONE = {
    "empty file", "blank lines only", "text of another encoding", "Western encoding", "too few cells", "two columns of one name",
    "decimal comma between commas", "quotation mark left open",
}  # fmt: skip
AS_SHEETS = [case for case in WRONG_FILES if case.name not in OF_CSV_ALONE]


def rows_of(text: str) -> list[list[Any]]:
    """The cells of a CSV text, digits as numbers."""
    separator = ";" if ";" in text else ","
    lines = csv.reader(io.StringIO(text), delimiter=separator)
    return [[int(cell) if cell.isdigit() and cell != "007" else cell for cell in line] for line in lines]


@pytest.mark.parametrize("case", AS_SHEETS, ids=lambda case: case.name)
def test_wrong_sheet_is_explained(case: Wrong, tmp_path: Path) -> None:
    """What is wrong in a CSV file is wrong in a sheet too, and is told with sheet, cell and remedy."""
    sheets = {table: rows_of(getattr(case, table)) for table in TABLES if getattr(case, table) is not None}
    book = write_book(tmp_path / "book.xlsx", sheets)
    errors = [found for found in check(read(book=book)) if found.severity == "error" and found.code == case.code]
    header = [str(heading).lower() for heading in sheets[case.table][0]]
    cell = f"{'ABCDEFGH'[header.index(case.column)]}{case.row}" if case.row and case.column in header else ""
    assert [(found.file, found.sheet, found.cell, found.row) for found in errors] == [
        (str(book), case.table, cell, case.row)
    ]
    vietnamese, english = describe(errors[0], "vi"), describe(errors[0], "en")
    assert (
        vietnamese.startswith(f"{book} trang '{case.table}'" + (f" ô {cell}: " if cell else ""))
        and case.vi in vietnamese
    )
    assert (
        english.startswith(f"{book} sheet '{case.table}'" + (f" cell {cell}: " if cell else "")) and case.en in english
    )


def test_there_are_enough_kinds() -> None:
    """More than forty kinds of wrong sheets are covered, most of them with a cell."""
    assert len({case.code for case in AS_SHEETS}) + len(OWN) > 50
    assert sum(bool(case.row and case.column) for case in AS_SHEETS) > 40


class Own(NamedTuple):
    """A fault that only workbooks have, in the sheet `Số liệu`; a cell is None where the whole sheet or file is meant."""

    code: str
    cell: str
    vi: str
    en: str
    rows: list[list[Any]]
    severity: str = "error"


HEADER = ["Đơn vị", "Kỳ", "Giá trị"]
OWN = (
    Own("cell_unclear", "C3", "xin ghi 2241", "write 2241", [HEADER, ["A", "2023Q1", 331], ["A", "2023Q2", 2.241]]),
    Own("period_is_date", "B2", "ghi 2023-03", "write 2023-03", [HEADER, ["A", date(2023, 3, 1), 5]]),
    Own("cell_error", "C2", "#DIV/0!", "Mend the formula", [HEADER, ["A", "2023Q1", 5]]),
    Own("cell_error", "A2", "#REF!", "#REF!", [HEADER, ["A", "2023Q1", 5]]),
    Own("sheet_empty", "", "dòng tiêu đề", "header row", [[]]),
    Own("header_twice", "D1", "bỏ một cột", "Rename or remove", [[*HEADER, "value"], ["A", "2023Q1", 5, 6]]),
    Own("header_twice", "A1", "bỏ một cột", "Rename or remove", [["Đơn vị", "Đơn vị", "Kỳ", "Giá trị"], ["A", "B", "2023Q1", 6]]),
    Own("bad_number", "C4", "chữ số", "digits", [[], HEADER, [], ["A", "2023Q1", "năm"]]),
    Own("unknown_word", "D2", "final, provisional", "final, provisional", [[*HEADER, "Trạng thái"], ["A", "2023Q1", 5, "zzz"]]),
    Own("bad_date", "D2", "30/6/2023", "2023-06-30", [[*HEADER, "Ngày báo cáo"], ["A", "2023Q1", 5, 45000]]),
    Own("bad_period_suggest", "B2", "ghi 2023Q1", "Write 2023Q1", [HEADER, ["A", "Quý I/2023", 5]]),
    Own("cell_empty", "A3", "điền vào", "Fill it in", [HEADER, ["A", "2023Q1", 5], [None, "2023Q2", 6]]),
)  # fmt: skip


@pytest.mark.parametrize("own", OWN, ids=lambda own: f"{own.code} {own.cell}")
def test_fault_of_workbooks_is_explained(own: Own, tmp_path: Path) -> None:
    """Faults that only sheets have are placed and explained like the others."""
    path = write_book(tmp_path / "book.xlsx", {"Số liệu": own.rows})
    path = _with_errors(path, own)
    found = next(finding for finding in check(read(book=path)) if finding.code == own.code)
    assert (found.file, found.sheet, found.cell, found.severity) == (str(path), "Số liệu", own.cell, own.severity)
    assert own.vi in describe(found, "vi") and own.en in describe(found, "en")


def _with_errors(path: Path, own: Own) -> Path:
    """Error cells as a spreadsheet saves them, which the writer of the tests does not compute."""
    if own.code != "cell_error":
        return path
    text = "#REF!" if own.cell == "A2" else "#DIV/0!"
    cells = [inline("A2", "A"), inline("B2", "2023Q1"), '<c r="C2"><v>5</v></c>']
    cells["ABC".index(own.cell[0])] = f'<c r="{own.cell}" t="e"><f>1/0</f><v>{text}</v></c>'
    return write_parts(path, sheet_of(f'<row r="2">{"".join(cells)}</row>'), name="Số liệu")


def test_formula_without_result(tmp_path: Path) -> None:
    """A formula that no spreadsheet has computed is refused, not read as nothing."""
    cells = inline("A2", "A") + inline("B2", "2023Q1") + '<c r="C2"><f>SUM(C3:C9)</f><v></v></c>'
    path = write_parts(tmp_path / "book.xlsx", sheet_of(f'<row r="2">{cells}</row>'))
    (found,) = [finding for finding in check(read(book=path)) if finding.severity == "error"]
    assert (found.code, found.cell) == ("cell_unfinished", "C2")
    assert "tính lại" in describe(found, "vi") and "recalculate" in describe(found, "en")


def test_a_formula_may_result_in_nothing(tmp_path: Path) -> None:
    """An empty text that a formula gave, as =IF(D2="","",D2) does, is not reported and no fault."""
    cells = inline("A2", "A") + inline("B2", "2023Q1") + '<c r="C2" t="str"><f>IF(D2="","",D2)</f><v></v></c>'
    tables = read(book=write_parts(tmp_path / "book.xlsx", sheet_of(f'<row r="2">{cells}</row>')))
    assert tables.findings == () and tables.counts["value"].isna().tolist() == [True]


def test_declared_whole_measure_with_a_number_cell_of_decimals(tmp_path: Path) -> None:
    """2.241 as a number in a measure declared whole is an error at its cell that suggests 2241."""
    sheets = {"Số liệu": [HEADER, ["A", "2023Q1", 2.241]], "Chỉ số": [["Chỉ số", "Số nguyên"], ["kết nạp", "có"]]}
    (found,) = check(read(book=write_book(tmp_path / "book.xlsx", sheets)))
    assert (found.code, found.sheet, found.cell) == ("fraction_thousands", "Số liệu", "C2")
    assert "ghi 2241" in describe(found, "vi").replace(".", "") and "write 2241" in describe(found, "en").replace(
        ",", ""
    )


def test_quota_with_decimals_of_a_whole_measure(tmp_path: Path) -> None:
    """A target of 9.81 beside whole counts is a warning that suggests 9810."""
    quotas = [["Đơn vị", "Năm", "Loại", "Giá trị"], ["A", 2023, "cố định", 9.81]]
    book = write_book(tmp_path / "book.xlsx", {"Số liệu": [HEADER, ["A", "2023Q1", 2241]], "Chỉ tiêu": quotas})
    found = next(finding for finding in check(read(book=book)) if finding.code == "quota_unclear")
    assert (found.severity, found.sheet, found.cell) == ("warning", "Chỉ tiêu", "D2")
    assert "9810" in describe(found, "vi").replace(".", "")


def test_wrong_sheets_of_a_book(tmp_path: Path) -> None:
    """A book without figures, with one table twice, and a sheet that is not there are named with what there is."""
    rows = [HEADER, ["A", "2023Q1", 5]]
    none = write_book(tmp_path / "none.xlsx", {"Trang 1": rows, "Trang 2": rows})
    twice = write_book(tmp_path / "twice.xlsx", {"Số liệu": rows, "counts": rows})
    for found, code, vi in (
        (read(book=none).findings[0], "sheet_of_counts_missing", "Trang 1, Trang 2"),
        (read(book=twice).findings[0], "sheet_twice", "giữ lại một trang"),
        (read(counts=f"{none}#Trang 3").findings[0], "sheet_missing", "Trang 1, Trang 2"),
        (read(book=tmp_path / "none.csv").findings[0], "file_missing", "không có tệp"),
    ):
        assert found.code == code and vi in describe(found, "vi") and describe(found, "en")
