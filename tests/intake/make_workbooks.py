"""Makes workbooks as offices lay them out, each with the tables that it must give. It imports nothing of the program.

A layout is one function that fills pages and says what they hold; `BOOKS` pairs layouts with the kinds of files they are kept in.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.intake.pages import Formula, Page, write_csv, write_ods, write_xlsx

UNITS = ("Quận ủy Mẫu Một", "Huyện ủy Mẫu Hai", "Thị ủy Mẫu Ba", "Đảng ủy Khối Mẫu Bốn", "Đảng ủy Công ty Đường Năm")
QUARTERS = ("Quý I", "Quý II", "Quý III", "Quý IV")
CODES = ("2023Q1", "2023Q2", "2023Q3", "2023Q4")
ADMISSIONS = "admissions"


@dataclass
class Made:
    """Pages, and what must be read from them.

    Attributes
    ----------
    counts : (unit, measure, period, value, status); quotas : (unit, measure, years, kind, numbers, basis).
    parents, groups, codes : unit -> what stands over it, the heading it stands under, its number in the list.
    reported_on : the day of the report where one is printed.
    """

    pages: list[Page] = field(default_factory=list)
    counts: set[tuple[str, str, str, float, str]] = field(default_factory=set)
    ranges: set[tuple[str, str, str, float | None, float | None]] = field(default_factory=set)
    quotas: set[tuple[str, str, str, str, tuple[float, ...], str]] = field(default_factory=set)
    parents: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    reported_on: str = ""
    options: tuple[str, ...] = ()

    def page(self, name: str = "Sheet1") -> Page:
        self.pages.append(Page(name))
        return self.pages[-1]

    def count(self, unit: str, period: str, value: float, measure: str = ADMISSIONS, status: str = "") -> float:
        self.counts.add((unit, measure, period, float(value), status))
        return value

    def quota(
        self, unit: str, years: str, value: float, *, kind: str = "fixed", high: float | None = None, basis: str = ""
    ) -> float:
        numbers = (float(value),) if high is None else (float(value), float(high))
        self.quotas.add((unit, ADMISSIONS, years, kind, numbers, basis))
        return value


def figures(name: str, rows: int = len(UNITS), columns: int = 4, least: int = 3, most: int = 90) -> list[list[int]]:
    """Made figures, the same for the same name."""
    chance = random.Random(name)
    return [[chance.randint(least, most) for _ in range(columns)] for _ in range(rows)]


def sums(rows: Iterable[Sequence[float]]) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)]


def running(values: Sequence[int]) -> list[int]:
    return [sum(values[: place + 1]) for place in range(len(values))]


# --- one row of quarters a unit ---------------------------------------------------------------------


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


# --- groups, trees, footnotes -------------------------------------------------------------------------


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


# --- several tables and sheets ----------------------------------------------------------------------


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


# --- cumulative, estimates, same period -------------------------------------------------------------


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


# --- targets, stocks, pairs ---------------------------------------------------------------------------


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


# --- long tables --------------------------------------------------------------------------------------


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


LAYOUTS: tuple[Callable[[], Made], ...] = (
    simple, total_first, two_row_header, three_row_header, without_merging, numbered_columns, offset, repeated_header, months,
    years, text_numbers, english, roman_groups, bare_groups, indented, footnotes, of_which, coded, spelt_otherwise, stacked,
    side_by_side, sheet_per_quarter, sheet_per_year, quarter_blocks, cumulative_named, cumulative_title, cumulative_heading,
    cumulative_proved, estimates, cut_off, cut_off_heading, same_period, same_period_known, pairs, percents_as_shares,
    several_targets, ranges_and_terms, stocks, two_measures, approximate, long_periods, long_year_quarter, long_measures, tidy,
)  # fmt: skip
FLAT = (
    simple, total_first, without_merging, numbered_columns, offset, text_numbers, english, roman_groups, indented, footnotes,
    stacked, cumulative_title, estimates, cut_off, same_period, pairs, ranges_and_terms, long_periods, tidy,
)  # fmt: skip
ODS = (
    simple,
    two_row_header,
    three_row_header,
    sheet_per_quarter,
    sheet_per_year,
    text_numbers,
    long_year_quarter,
    indented,
)

BOOKS: dict[str, tuple[Callable[[], Made], str]] = {
    **{f"{layout.__name__}.xlsx": (layout, "xlsx") for layout in LAYOUTS},
    **{f"{layout.__name__}.ods": (layout, "ods") for layout in ODS},
    **{f"{layout.__name__}.csv": (layout, ("machine", "excel-vi")[at % 2]) for at, layout in enumerate(FLAT)},
}


def make(name: str, folder: Path) -> tuple[Path, Made]:
    """One workbook of the corpus in a folder, and what it must give."""
    layout, form = BOOKS[name]
    made, path = layout(), folder / name
    if form == "xlsx":
        write_xlsx(path, made.pages)
    elif form == "ods":
        write_ods(path, made.pages)
    else:
        write_csv(path, made.pages, form)
    return path, made
