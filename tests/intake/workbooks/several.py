"""Several tables or sheets in one workbook."""

from __future__ import annotations

from tests.intake.workbooks.made import CODES, QUARTERS, UNITS, Made, figures, sums
from tests.intake.workbooks.quarters import _quarters


def stacked() -> Made:
    """Two years below each other on one sheet, each with its title."""
    made = Made()
    page = made.page("Hai năm")
    for year, top in ((2022, 0), (2023, 11)):
        rows = figures(f"stacked{year}")
        page.row(top, [f"KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM {year}"])
        page.row(top + 1, ["STT", "Đơn vị", *QUARTERS])
        _quarters(made, page, top + 2, rows, [f"{year}Q{quarter}" for quarter in range(1, 5)])
        page.row(top + 7, [None, "Cộng", *sums(rows)])
    return made


def side_by_side() -> Made:
    """Two years beside each other, each a table of its own."""
    made = Made()
    page = made.page("Cạnh nhau")
    page.row(0, ["Kết nạp đảng viên"])
    for year, left in ((2022, 0), (2023, 7)):
        page.row(1, [f"Năm {year}"], first=left)
        page.row(2, ["STT", "Đơn vị", *QUARTERS], first=left)
        for at, (unit, values) in enumerate(zip(UNITS, figures(f"beside{year}"), strict=True)):
            page.row(3 + at, [at + 1, unit, *values], first=left)
            for quarter, value in enumerate(values, start=1):
                made.count(unit, f"{year}Q{quarter}", value)
    return made


def sheet_per_quarter() -> Made:
    """A sheet for each quarter with target, quarter, year to date and percentage."""
    made = Made()
    rows = figures("per_quarter")
    for quarter, name in enumerate(("Quý I", "Quý II", "Quý III"), start=1):
        page = made.page(name)
        page.row(0, [f"TÌNH HÌNH THỰC HIỆN CHỈ TIÊU KẾT NẠP ĐẢNG VIÊN {name.upper()} NĂM 2023"])
        page.row(2, ["STT", "Đơn vị", "Chỉ tiêu năm", "Thực hiện trong kỳ", "Lũy kế từ đầu năm", "Tỷ lệ đạt (%)"])
        for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
            target, to_date = sum(values) + 5, sum(values[:quarter])
            page.row(3 + at, [at + 1, unit, target, values[quarter - 1], to_date, round(100 * to_date / target, 1)])
            made.quota(unit, "2023", target)
            made.count(unit, f"2023Q{quarter}", values[quarter - 1])
            made.count(unit, ("2023Q1", "2023H1", "2023-01..2023-09")[quarter - 1], to_date)
    return made


def sheet_per_year() -> Made:
    """A sheet for each year, named by it; a guide and an empty sheet beside them."""
    made = Made()
    made.page("Hướng dẫn").row(0, ["Các đơn vị điền số liệu vào các trang sau."])
    for year in (2021, 2022, 2023):
        page = made.page(str(year))
        page.row(0, ["STT", "Đơn vị", *QUARTERS])
        page.row(1 + len(UNITS), [None, "Tổng số", *sums(figures(f"year{year}"))])
        _quarters(made, page, 1, figures(f"year{year}"), [f"{year}Q{quarter}" for quarter in range(1, 5)])
        page.row(1 + len(UNITS), [None, "Tổng số", *sums(figures(f"year{year}"))])
    made.page("Sheet4")
    return made


def quarter_blocks() -> Made:
    """The quarter stands in a row of its own above its units."""
    made = Made()
    page = made.page("Theo quý")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", "Số đảng viên kết nạp"])
    rows, at = figures("blocks"), 2
    for quarter, name in enumerate(QUARTERS):
        page.row(at, [None, name.upper()])
        for place, unit in enumerate(UNITS, start=1):
            page.row(at + place, [place, unit, rows[place - 1][quarter]])
            made.count(unit, CODES[quarter], rows[place - 1][quarter])
        at += len(UNITS) + 1
    return made
