"""Sheets with targets, stocks, pairs and rounded figures."""

from __future__ import annotations

from tests.intake.pages import Formula
from tests.intake.workbooks.made import ADMISSIONS, CODES, UNITS, Made, figures


def pairs() -> Made:
    """Done and target in one cell, with the percentage or without."""
    made = Made()
    page = made.page("Cặp số")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN QUÝ I NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", "Thực hiện/Chỉ tiêu năm"])
    cells = (("2.241/9.810 (23%)", 2241, 9810), ("167/454", 167, 454), ("29 / 69 (42,0%)", 29, 69), ("0/12", 0, 12))
    for at, (unit, (shown, done, target)) in enumerate(zip(UNITS, cells, strict=False)):
        page.row(2 + at, [at + 1, unit, shown])
        made.count(unit, "2023Q1", done)
        made.quota(unit, "2023", target)
    return made


def percents_as_shares() -> Made:
    """Percentages by formula, so that the cells hold shares."""
    made = Made()
    page = made.page("Sheet1")
    page.row(0, ["KẾT NẠP ĐẢNG VIÊN QUÝ I NĂM 2023"])
    page.row(1, ["STT", "Đơn vị", "Chỉ tiêu năm 2023", "Kết quả quý I", "% so với chỉ tiêu"])
    for at, (unit, (done, left, *_)) in enumerate(zip(UNITS, figures("shares"), strict=True)):
        page.row(2 + at, [at + 1, unit, done + left, done, Formula(f"=D{at + 3}/C{at + 3}", done / (done + left))])
        made.quota(unit, "2023", done + left)
        made.count(unit, "2023Q1", done)
    return made


def several_targets() -> Made:
    """Targets from above and of the unit's own, under one heading."""
    made = Made()
    page = made.page("Chỉ tiêu")
    page.row(0, ["CHỈ TIÊU KẾT NẠP ĐẢNG VIÊN NĂM 2023"])
    page.merge((1, 0, 2, 0), "STT")
    page.merge((1, 1, 2, 1), "Đơn vị")
    page.merge((1, 2, 1, 4), "Chỉ tiêu")
    page.row(2, ["Cấp trên giao", "Nghị quyết đại hội", "Đơn vị tự đăng ký"], first=2)
    for at, (unit, values) in enumerate(zip(UNITS, figures("targets", columns=3), strict=True)):
        page.row(3 + at, [at + 1, unit, *values])
        for basis, value in zip(("assigned", "resolution", "own"), values, strict=True):
            made.quota(unit, "2023", value, basis=basis)
    return made


def ranges_and_terms() -> Made:
    """A range for each year and a target for the term."""
    made = Made()
    page = made.page("Nhiệm kỳ")
    page.row(0, ["CHỈ TIÊU KẾT NẠP ĐẢNG VIÊN"])
    page.row(1, ["STT", "Đơn vị", "Chỉ tiêu năm 2023", "Chỉ tiêu nhiệm kỳ 2020-2025"])
    for at, (unit, low, high, term) in enumerate(((UNITS[0], 9000, 10000, 47500), (UNITS[1], 100, 120, 550))):
        page.row(2 + at, [at + 1, unit, f"{low:,} - {high:,}".replace(",", "."), term])
        made.quota(unit, "2023", low, high=high, kind="range")
        made.quota(unit, "2021..2025", term, kind="term")
    return made


def stocks() -> Made:
    """People waiting: those who passed the class, files in hand, members."""
    made = Made()
    page = made.page("Nguồn")
    page.row(0, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN QUÝ II NĂM 2023"])
    page.row(
        1,
        [
            "STT",
            "Đơn vị",
            "Tổng số đảng viên",
            "Số người đã qua lớp bồi dưỡng nhận thức về Đảng",
            "Hồ sơ chờ xét",
            "Kết nạp trong quý",
        ],
    )
    for at, (unit, (members, pool, files, done)) in enumerate(zip(UNITS, figures("stocks"), strict=True)):
        page.row(2 + at, [at + 1, unit, members, pool, files, done])
        for measure, value in (("members", members), ("pool", pool), ("files", files), (ADMISSIONS, done)):
            made.count(unit, "2023Q2", value, measure)
    return made


def two_measures() -> Made:
    """Two things counted side by side, each over two quarters."""
    made = Made()
    page = made.page("Hai nội dung")
    page.row(0, ["TÌNH HÌNH NĂM 2023"])
    page.merge((1, 0, 2, 0), "STT")
    page.merge((1, 1, 2, 1), "Đơn vị")
    page.merge((1, 2, 1, 3), "Kết nạp đảng viên")
    page.merge((1, 4, 1, 5), "Thành lập tổ chức đảng")
    page.row(2, ["Quý I", "Quý II", "Quý I", "Quý II"], first=2)
    for at, (unit, values) in enumerate(zip(UNITS, figures("measures"), strict=True)):
        page.row(3 + at, [at + 1, unit, *values])
        for place, value in enumerate(values):
            measure = ADMISSIONS if place < 2 else "Thành lập tổ chức đảng"
            made.count(unit, CODES[place % 2], value, measure)
    return made


def approximate() -> Made:
    """Figures in words: more than, nearly, thousands."""
    made = Made()
    page = made.page("Sheet1")
    page.row(0, ["Kết nạp đảng viên"])
    page.row(1, ["STT", "Đơn vị", "Năm 2021", "Năm 2022"])
    page.row(2, [1, UNITS[0], "hơn 10.000", 9120])
    page.row(3, [2, UNITS[1], "gần 12 nghìn", "1,2 vạn"])
    made.ranges = {(UNITS[0], ADMISSIONS, "2021", 10000, None), (UNITS[1], ADMISSIONS, "2021", None, 12000)}
    made.count(UNITS[0], "2022", 9120)
    made.count(UNITS[1], "2022", 12000)
    return made
