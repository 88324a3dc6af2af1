"""Sheets with groups, trees and footnotes."""

from __future__ import annotations

import unicodedata

from tests.intake.workbooks.made import CODES, QUARTERS, UNITS, Made, figures, sums


def roman_groups() -> Made:
    """Groups under Roman numerals with their sums, the whole above them."""
    made = Made()
    page, rows = made.page("Nhóm"), figures("roman")
    page.row(0, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(2, ["STT", "Đơn vị", *QUARTERS])
    page.row(3, [None, "Toàn Đảng bộ", *sums(rows)])
    page.row(4, ["I", "Các quận, huyện, thị ủy", *sums(rows[:3])])
    page.row(8, ["II", "Các đảng ủy trực thuộc", *sums(rows[3:])])
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row((5 if at < 3 else 6) + at, [at + 1 if at < 3 else at - 2, unit, *values])
        made.groups[unit] = "Các quận, huyện, thị ủy" if at < 3 else "Các đảng ủy trực thuộc"
        for code, value in zip(CODES, values, strict=True):
            made.count(unit, code, value)
    return made


def bare_groups() -> Made:
    """Groups that are headings alone, merged over the row."""
    made = Made()
    page, rows = made.page("Nhóm"), figures("bare")
    page.row(0, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.row(2, ["STT", "Đơn vị", *QUARTERS])
    page.merge((3, 0, 3, 5), "I. Khối quận, huyện")
    page.merge((7, 0, 7, 5), "II. Khối trực thuộc")
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row((4 if at < 3 else 5) + at, [at + 1, unit, *values])
        made.groups[unit] = "Khối quận, huyện" if at < 3 else "Khối trực thuộc"
        for code, value in zip(CODES, values, strict=True):
            made.count(unit, code, value)
    page.row(9 + 1, [None, "Cộng", *sums(rows)])
    return made


def indented() -> Made:
    """Units below others by the spaces before their names; the upper ones hold the sum of the lower."""
    made = Made()
    page = made.page("Cây")
    page.row(0, ["Kết nạp đảng viên năm 2023"])
    page.row(1, ["STT", "Đơn vị", *QUARTERS])
    tree = {
        "Đảng bộ huyện Mẫu Hai": ("Xã Mẫu A", "Xã Mẫu B"),
        "Đảng bộ quận Mẫu Một": ("Phường Mẫu C", "Phường Mẫu D", "Phường Mẫu E"),
    }
    at, chance = 2, figures("indented", rows=5)
    for upper, lower in tree.items():
        rows = [chance.pop() for _ in lower]
        page.row(at, [None, upper, *sums(rows)])
        for unit, values in zip((upper, *lower), (sums(rows), *rows), strict=True):
            for code, value in zip(CODES, values, strict=True):
                made.count(unit, code, value)
        for unit, values in zip(lower, rows, strict=True):
            at += 1
            page.row(at, [None, f"    {unit}", *values])
            made.parents[unit] = upper
        at += 1
    return made


def footnotes() -> Made:
    """Notes, the place and day, signatures below the table; a unit with a note mark."""
    made = Made()
    page, rows = made.page("Có ghi chú"), figures("footnotes")
    page.row(0, ["THÀNH ỦY THÀNH PHỐ MẪU", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"])
    page.row(1, ["BAN TỔ CHỨC", None, None, "Thành phố Mẫu, ngày 07 tháng 4 năm 2023"])
    page.row(3, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN NĂM 2022"])
    page.row(4, ["STT", "Đơn vị", *QUARTERS, "Ghi chú"])
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row(5 + at, [at + 1, unit + ("(*)" if at == 1 else ""), *values, "tách đơn vị" if at == 1 else None])
        for quarter, value in enumerate(values, start=1):
            made.count(unit, f"2022Q{quarter}", value)
    page.row(11, ["Ghi chú: (*) số liệu của cả hai đơn vị trước khi tách."])
    page.row(12, ["Nguồn: báo cáo của các đơn vị."])
    page.row(14, [None, "NGƯỜI LẬP BIỂU", None, None, "TRƯỞNG BAN"])
    made.reported_on = "2023-04-07"
    return made


def of_which() -> Made:
    """Lines "of which" below a unit are parts of it and no units."""
    made = Made()
    page, rows = made.page("Trong đó"), figures("of_which")
    page.row(0, ["Kết nạp đảng viên năm 2023"])
    page.row(1, ["STT", "Đơn vị", *QUARTERS])
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row(2 + 2 * at, [at + 1, unit, *values])
        page.row(3 + 2 * at, [None, "Trong đó: nữ", *(value // 2 for value in values)])
        for code, value in zip(CODES, values, strict=True):
            made.count(unit, code, value)
    return made


def coded() -> Made:
    """Units have numbers of their own, with zeros in front."""
    made = Made()
    page, rows = made.page("Mã"), figures("coded")
    page.row(0, ["Kết nạp đảng viên năm 2023"])
    page.row(1, ["STT", "Mã đơn vị", "Tên đơn vị", *QUARTERS])
    for at, (unit, values) in enumerate(zip(UNITS, rows, strict=True)):
        page.row(2 + at, [at + 1, f"00{at + 7}", unit, *values])
        made.codes[f"00{at + 7}"] = unit
        for code, value in zip(CODES, values, strict=True):
            made.count(f"00{at + 7}", code, value)
    return made


def spelt_otherwise() -> Made:
    """A unit is spelt with other code points, and another place of the tone, on the second sheet."""
    made = Made()
    for quarter in (1, 2):
        page = made.page(f"Quý {'I' * quarter}")
        page.row(0, ["Kết nạp đảng viên năm 2023"])
        page.row(1, ["STT", "Đơn vị", "Số kết nạp"])
        for at, (unit, value) in enumerate((("Huyện ủy Hòa Mẫu", 3 + quarter), ("Thị ủy Thủy Mẫu", 7 + quarter))):
            other = unicodedata.normalize("NFD", unit.replace("ủy", "uỷ").replace("Hòa", "Hoà").replace("Thủy", "Thuỷ"))
            page.row(2 + at, [at + 1, unit if quarter == 1 else other, value])
            made.count(unit, f"2023Q{quarter}", value)
    return made
