"""Periods in titles and headings are understood as their writers mean them."""

import pytest

from forecast.intake.period_words import is_period, read_words
from forecast.intake.sheets.meanings import meaning_of
from forecast.intake.sheets.rows import _PART, _TOTAL
from forecast.io.read_periods import plain_letters


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Quý I/2023", "2023Q1"), ("QUÝ 4 NĂM 2023", "2023Q4"), ("Q3/23", "2023Q3"), ("Tháng 5/2023", "2023-05"),
        ("6 tháng đầu năm 2023", "2023H1"), ("6 tháng cuối năm 2023", "2023H2"), ("9 tháng 2023", "2023-01..2023-09"),
        ("Lũy kế đến hết quý III/2023", "2023-01..2023-09"), ("tính đến ngày 10-9-2023", "2023-01-01..2023-09-10"),
        ("đến ngày 30 tháng 6 năm 2023", "2023H1"), ("Cả năm 2023", "2023"), ("Số liệu năm 2023", "2023"),
        ("second quarter of 2023", "2023Q2"), ("first half 2023", "2023H1"), ("9 months 2023", "2023-01..2023-09"),
    ],
)  # fmt: skip
def test_a_period_is_found_in_its_words(text, period):
    """Quarters, halves, months, runs since January and days, in both languages."""
    found = read_words(text).period()
    assert found is not None and found.text == period


@pytest.mark.parametrize("text", ["Quý V", "Tháng 13", "đến ngày 31-9-2023", "Quý 5/2023"])
def test_what_is_no_period_is_said(text):
    """A period that no calendar has is not taken for another."""
    assert read_words(text).bad and read_words(text).months is None


@pytest.mark.parametrize("text", ["Phường 1", "Xã Tháng Tám", "Công ty 2-9", "Quận 3", "Đảng bộ phường Quý Lộc"])
def test_names_of_units_are_no_periods(text):
    """A name that looks a little like a period stands over no rows."""
    assert not is_period(text)


@pytest.mark.parametrize(
    "text", ["Nam Từ Liêm", "Xã Cộng Hòa", "Cộng Hòa", "Toàn Thắng", "Tổng công ty Mẫu", "Tổng cục Mẫu"]
)
def test_names_of_units_are_no_sums_and_no_parts(text):
    """Names that begin like "sum", "all" or "men" are units."""
    assert not _TOTAL.fullmatch(plain_letters(text)) and not _PART.fullmatch(plain_letters(text))


@pytest.mark.parametrize(
    "text", ["Tổng số", "TỔNG CỘNG", "Cộng", "Toàn Đảng bộ Thành phố", "Cộng I", "Total", "Tổng số toàn tỉnh"]
)
def test_sums_are_known(text):
    """The usual names of sums."""
    assert _TOTAL.fullmatch(plain_letters(text))


def test_headings_of_stocks_and_targets():
    """What stands ready is a stock by its own name; who set a target is kept."""
    assert meaning_of(("Số QCUT đã qua lớp bồi dưỡng nhận thức về Đảng",)).measure == "pool"
    assert meaning_of(("Hồ sơ đang chờ xét",)).measure == "files"
    assert meaning_of(("Chỉ tiêu 2023", "Thành ủy giao")).basis == "assigned"
