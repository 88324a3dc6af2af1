"""Cumulative figures, estimates, cut-off days and figures of the same period."""

from __future__ import annotations

from tests.intake.workbooks.made import QUARTERS, UNITS, Made, figures, running
from tests.intake.workbooks.quarters import _quarters


def cumulative_named() -> Made:
    """3, 6, 9 months and the year: every figure from January on."""
    made = Made()
    page = made.page("Lũy kế")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", "3 tháng", "6 tháng", "9 tháng", "Cả năm"])
    rows = [running(values) for values in figures("cumulative")]
    _quarters(made, page, 2, rows, ["2023Q1", "2023H1", "2023-01..2023-09", "2023"])
    return made


def cumulative_title() -> Made:
    """A line above says that the quarters are cumulative."""
    made = Made()
    page = made.page("Sheet1")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(1, ["(Số lũy kế từ đầu năm)"])
    page.row(2, ["STT", "Đơn vị", *QUARTERS])
    rows = [running(values) for values in figures("cumulative_title")]
    _quarters(made, page, 3, rows, ["2023Q1", "2023H1", "2023-01..2023-09", "2023"])
    return made


def cumulative_heading() -> Made:
    """Headings that say "to the end of the quarter"."""
    made = Made()
    page = made.page("Sheet1")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN"])
    page.row(1, ["STT", "Đơn vị", "Quý II/2023", "Luỹ kế đến hết quý II/2023", "Lũy kế 9 tháng năm 2023"])
    rows = [[b, a + b, a + b + c] for a, b, c, *_ in figures("cumulative_heading")]
    _quarters(made, page, 2, rows, ["2023Q2", "2023H1", "2023-01..2023-09"])
    return made


def cumulative_proved() -> Made:
    """Nothing says that the quarters are cumulative, but the last equals the year in every row."""
    made = Made()
    page = made.page("Sheet1")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", *QUARTERS, "Cả năm"])
    rows = [[*running(values), sum(values)] for values in figures("proved")]
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row(2 + at, [at + 1, unit, *values])
        for code, value in zip(["2023Q1", "2023H1", "2023-01..2023-09", "2023"], values, strict=False):
            made.count(unit, code, value)
    return made


def estimates() -> Made:
    """Columns with "ước" are the unit's own guess."""
    made = Made()
    page = made.page("Ước")
    page.row(0, ["TÌNH HÌNH KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", "Chỉ tiêu năm 2023", "Thực hiện quý I", "Ước 6 tháng", "Ước thực hiện cả năm"])
    for at, (unit, (first, second, rest, more)) in enumerate(zip(UNITS, figures("estimates"), strict=True)):
        total = first + second + rest + more
        page.row(2 + at, [at + 1, unit, total + 3, first, first + second, total])
        made.quota(unit, "2023", total + 3)
        made.count(unit, "2023Q1", first)
        made.count(unit, "2023H1", first + second, status="estimate")
        made.count(unit, "2023", total, status="estimate")
    return made


def cut_off() -> Made:
    """Figures to a day named in the title."""
    made = Made()
    page = made.page("Đến 10-9")
    page.row(0, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(1, ["(Số liệu tính đến ngày 10-9-2023)"])
    page.row(2, ["STT", "Đơn vị", "Chỉ tiêu", "Thực hiện", "Tỷ lệ (%)", "Còn phải thực hiện"])
    for at, (unit, (done, left, *_)) in enumerate(zip(UNITS, figures("cut_off"), strict=True)):
        page.row(3 + at, [at + 1, unit, done + left, done, f"{100 * done / (done + left):.1f}".replace(".", ","), left])
        made.quota(unit, "2023", done + left)
        made.count(unit, "2023-01-01..2023-09-10", done)
    return made


def cut_off_heading() -> Made:
    """Figures to a day named in the heading, the year in the title."""
    made = Made()
    page = made.page("Sheet1")
    page.row(0, ["Kết nạp đảng viên năm 2023"])
    page.row(1, ["STT", "Đơn vị", "Tính đến ngày 30/6", "Tính đến 12/9/2023"])
    rows = [running(values[:2]) for values in figures("cut_off_heading")]
    _quarters(made, page, 2, rows, ["2023H1", "2023-01-01..2023-09-12"])
    return made


def same_period() -> Made:
    """Last year's figures of the same period, with the growth."""
    made = Made()
    page = made.page("So sánh")
    page.row(0, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN 6 THÁNG ĐẦU NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", "Cùng kỳ năm 2022", "6 tháng đầu năm 2023", "So với cùng kỳ năm trước (%)"])
    for at, (unit, (before, now, *_)) in enumerate(zip(UNITS, figures("same_period", least=20), strict=True)):
        page.row(2 + at, [at + 1, unit, before, now, round(100 * (now - before) / before, 1)])
        made.count(unit, "2022H1", before)
        made.count(unit, "2023H1", now)
    return made


def same_period_known() -> Made:
    """Last year's figures stand on a sheet of their own, and the column agrees with them."""
    made = Made()
    rows = figures("known", columns=2)
    for year, name in ((2022, "Quý I-2022"), (2023, "Quý I-2023")):
        page = made.page(name)
        page.row(0, [f"KẾT NẠP ĐẢNG VIÊN QUÝ I NĂM {year}"])
        page.row(1, ["STT", "Đơn vị", "Thực hiện", *(["Cùng kỳ năm trước"] * (year == 2023))])
        for at, (unit, (before, now)) in enumerate(zip(UNITS, rows, strict=True)):
            page.row(2 + at, [at + 1, unit, *((before,) if year == 2022 else (now, before))])
            made.count(unit, f"{year}Q1", before if year == 2022 else now)
    return made
