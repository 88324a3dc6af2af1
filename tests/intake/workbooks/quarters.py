"""Sheets with one row of quarters, months or years a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.intake.pages import Formula, Page
from tests.intake.workbooks.made import CODES, QUARTERS, UNITS, Made, figures, sums


def simple() -> Made:
    """A title with the year, one header row, numbers of rows, a sum at the end."""
    made = Made()
    page, rows = made.page("Kết nạp"), figures("simple")
    page.row(0, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(2, ["STT", "Đơn vị", *QUARTERS])
    _quarters(made, page, 3, rows)
    page.row(3 + len(rows), [None, "Tổng số", *sums(rows)])
    return made


def _quarters(made: Made, page: Page, top: int, rows: Sequence[Sequence[Any]], codes: Sequence[str] = CODES) -> None:
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=False)):
        page.row(top + at, [at + 1, unit, *values])
        for code, value in zip(codes, values, strict=True):
            made.count(unit, code, value)


def total_first() -> Made:
    """The sum stands in the first row, in capitals, with a formula and its kept result."""
    made = Made()
    page, rows = made.page("KN 2023"), figures("total_first")
    page.merge((0, 0, 0, 5), "BIỂU TỔNG HỢP KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023")
    page.row(1, ["(Kèm theo Báo cáo số 12-BC/BTC ngày 07/4/2024)"])
    page.row(3, ["TT", "Tên đơn vị", "Quý I/2023", "Quý II/2023", "Quý III/2023", "Quý IV/2023"])
    page.row(4, [None, "TỔNG CỘNG", *(Formula("=SUM(C6:C10)", value) for value in sums(rows))])
    _quarters(made, page, 5, rows)
    made.reported_on = "2024-04-07"
    return made


def two_row_header() -> Made:
    """Years over quarters, both merged; number and unit merged over both rows."""
    made = Made()
    page = made.page("Tổng hợp")
    page.merge((0, 0, 0, 9), "KẾT NẠP ĐẢNG VIÊN GIAI ĐOẠN 2022 - 2023")
    page.merge((2, 0, 3, 0), "STT")
    page.merge((2, 1, 3, 1), "Đơn vị")
    page.merge((2, 2, 2, 5), "Năm 2022")
    page.merge((2, 6, 2, 9), "Năm 2023")
    page.row(3, [*QUARTERS, *QUARTERS], first=2)
    _quarters(
        made, page, 4, figures("two_row", columns=8), [f"{year}Q{q}" for year in (2022, 2023) for q in range(1, 5)]
    )
    return made


def three_row_header() -> Made:
    """Three rows of headings: what is counted, the year, the quarter; the unit's heading stands in the last."""
    made = Made()
    page = made.page("Sheet1")
    page.merge((0, 0, 0, 7), "BÁO CÁO CÔNG TÁC ĐẢNG VIÊN")
    page.merge((2, 2, 2, 7), "Số đảng viên mới kết nạp")
    page.merge((3, 2, 3, 3), "2022")
    page.merge((3, 4, 3, 7), "2023")
    page.row(4, ["TT", "Đảng bộ", "6 tháng đầu năm", "Cả năm", *QUARTERS])
    rows = [[half, half + rest, *quarters] for half, rest, *quarters in figures("three_row", columns=6)]
    _quarters(made, page, 5, rows, ["2022H1", "2022", *CODES])
    return made


def without_merging() -> Made:
    """The same in a file that keeps no merged cells: the year stands over its first quarter only."""
    made = Made()
    page = made.page("Sheet1")
    page.row(0, ["Kết nạp đảng viên"])
    page.row(1, [None, None, "Năm 2022", None, None, None, "Năm 2023"])
    page.row(2, ["STT", "Đơn vị", *QUARTERS, "Quý I", "Quý II"])
    codes = [f"2022Q{q}" for q in range(1, 5)] + ["2023Q1", "2023Q2"]
    _quarters(made, page, 3, figures("without_merging", columns=6), codes)
    return made


def numbered_columns() -> Made:
    """Below the header the columns are numbered: A, B, 1, 2, 3=1+2."""
    made = Made()
    page = made.page("Biểu 01")
    page.row(0, ["Biểu số 01"])
    page.row(1, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 6 THÁNG ĐẦU NĂM 2023"])
    page.row(2, [None, None, None, None, "ĐVT: đảng viên"])
    page.row(3, ["STT", "Đơn vị", "Quý I", "Quý II", "6 tháng"])
    page.row(4, ["A", "B", "1", "2", "3=1+2"])
    rows = [[first, second, first + second] for first, second, *_ in figures("numbered")]
    _quarters(made, page, 5, rows, ["2023Q1", "2023Q2", "2023H1"])
    return made


def offset() -> Made:
    """The table begins in the fourth row and column, with an empty row and an empty column within."""
    made = Made()
    page, rows = made.page("Bảng"), figures("offset")
    page.row(3, ["Kết nạp đảng viên, năm 2023"], first=3)
    page.row(5, ["STT", "Tên đảng bộ", None, *QUARTERS], first=3)
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row(6 + at + (at > 2), [at + 1, unit, None, *values], first=3)
        for code, value in zip(CODES, values, strict=True):
            made.count(unit, code, value)
    return made


def repeated_header() -> Made:
    """A printed page ends, and the header stands again in the middle of the rows."""
    made = Made()
    page, rows = made.page("In"), figures("repeated")
    header = ["STT", "Đơn vị", *QUARTERS]
    page.row(0, ["Kết quả kết nạp đảng viên năm 2023"])
    page.row(1, header)
    page.row(5, header)
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row(2 + at + (at > 2), [at + 1, unit, *values])
        for code, value in zip(CODES, values, strict=True):
            made.count(unit, code, value)
    return made


def months() -> Made:
    """Twelve months side by side."""
    made = Made()
    page = made.page("Tháng")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN THEO THÁNG, NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", *(f"Tháng {month}" for month in range(1, 13)), "Cộng"])
    codes = [f"2023-{month:02d}" for month in range(1, 13)]
    for at, (unit, values) in enumerate(zip(UNITS, figures("months", columns=12), strict=True)):
        page.row(2 + at, [at + 1, unit, *values, sum(values)])
        for code, value in zip(codes, values, strict=True):
            made.count(unit, code, value)
    return made


def years() -> Made:
    """Older years as yearly totals, then quarters."""
    made = Made()
    page = made.page("Nhiều năm")
    page.row(0, ["SỐ ĐẢNG VIÊN KẾT NẠP QUA CÁC NĂM"])
    page.row(1, ["STT", "Đơn vị", "Năm 2020", "Năm 2021", "Năm 2022", "Quý I/2023", "Q2/2023", "QIII-2023"])
    codes = ["2020", "2021", "2022", "2023Q1", "2023Q2", "2023Q3"]
    _quarters(made, page, 2, figures("years", columns=6, least=20, most=400), codes)
    return made


def text_numbers() -> Made:
    """Numbers typed as text: points, spaces, no-break spaces for thousands; dashes for nothing; 0 for zero."""
    made = Made()
    page = made.page("Văn bản")
    page.row(0, ["Kết nạp đảng viên năm 2023"])
    page.row(1, ["STT", "Đơn vị", *QUARTERS])
    cells = [
        (UNITS[0], ["2.241", "2.310", "2 405", "2.854"], [2241, 2310, 2405, 2854]),
        (UNITS[1], ["0", "-", "…", "12"], [0, None, None, 12]),
        (UNITS[2], ["1\u00a0204", " 98 ", "x", "1.001"], [1204, 98, None, 1001]),
        (UNITS[3], ["–", "7", "", "9"], [None, 7, None, 9]),
    ]
    for at, (unit, shown, values) in enumerate(cells):
        page.row(2 + at, [str(at + 1), unit, *shown])
        for code, value in zip(CODES, values, strict=True):
            if value is not None:
                made.count(unit, code, value)
    return made


def english() -> Made:
    """English headings, thousands with commas."""
    made = Made()
    page = made.page("Admissions")
    page.row(0, ["New members admitted in 2023"])
    page.row(1, ["No.", "Unit", "Target 2023", "Q1", "Q2", "First half"])
    for at, (unit, (first, second, *_)) in enumerate(
        zip(UNITS, figures("english", least=1000, most=4000), strict=True)
    ):
        page.row(2 + at, [at + 1, unit, f"{4 * first:,}", f"{first:,}", f"{second:,}", f"{first + second:,}"])
        made.quota(unit, "2023", 4 * first)
        for code, value in zip(("2023Q1", "2023Q2", "2023H1"), (first, second, first + second), strict=True):
            made.count(unit, code, value)
    page.row(2 + len(UNITS), [None, "Total"])
    return made
