"""Long tables: one figure a row."""

from __future__ import annotations

from datetime import date

from tests.intake.workbooks.made import ADMISSIONS, CODES, UNITS, Made, figures


def long_periods() -> Made:
    """A row for each unit and period, periods as people write them."""
    made = Made()
    page = made.page("Danh sách")
    page.row(0, ["Số liệu kết nạp đảng viên"])
    page.row(1, ["STT", "Đơn vị", "Kỳ báo cáo", "Số kết nạp"])
    shown = ("Quý I/2023", "Quý 2/2023", "Q3/2023", "QIV-2023")
    rows = [
        (unit, place, value)
        for unit, values in zip(UNITS, figures("long"), strict=True)
        for place, value in enumerate(values)
    ]
    for at, (unit, place, value) in enumerate(rows):
        page.row(2 + at, [at + 1, unit, shown[place], value])
        made.count(unit, CODES[place], value)
    return made


def long_year_quarter() -> Made:
    """Year and quarter in columns of their own; the unit's cell is merged over its quarters."""
    made = Made()
    page = made.page("Danh sách")
    page.row(0, ["Đơn vị", "Năm", "Quý", "Số đảng viên kết nạp", "Ngày báo cáo"])
    for at, (unit, values) in enumerate(zip(UNITS, figures("long_year"), strict=True)):
        page.merge((1 + 4 * at, 0, 4 + 4 * at, 0), unit)
        for place, value in enumerate(values):
            page.row(
                1 + 4 * at + place,
                [
                    2023,
                    ("I", "II", "III", "IV")[place],
                    value,
                    date(2023, 3 * place + 4, 7) if place < 3 else date(2024, 1, 7),
                ],
                first=1,
            )
            made.count(unit, CODES[place], value)
    return made


def long_measures() -> Made:
    """What is counted stands in a column."""
    made = Made()
    page = made.page("Danh sách")
    page.row(0, ["Đơn vị", "Nội dung", "Kỳ", "Kết quả"])
    at = 1
    for unit, values in zip(UNITS, figures("long_measures", columns=2), strict=True):
        for measure, shown, value in zip(
            (ADMISSIONS, "pool"), ("Kết nạp đảng viên", "Nguồn phát triển Đảng"), values, strict=True
        ):
            page.row(at, [unit, shown, "9 tháng năm 2023", value])
            made.count(unit, "2023-01..2023-09", value, measure)
            at += 1
    return made


def tidy() -> Made:
    """The program's own format."""
    made = Made()
    page = made.page("counts")
    page.row(0, ["unit", "measure", "period", "value", "reported_on", "status"])
    at = 1
    for unit, values in zip(UNITS, figures("tidy"), strict=True):
        for code, value in zip(CODES, values, strict=True):
            page.row(at, [unit, ADMISSIONS, code, value, "2024-01-05", "final" if at % 2 else "estimate"])
            made.count(unit, code, value, status="final" if at % 2 else "estimate")
            at += 1
    return made
