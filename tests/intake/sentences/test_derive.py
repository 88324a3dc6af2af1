"""What follows from printed percentages respects how they are rounded."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.intake.sentences.derive import fitting
from tests.intake.sentences.told import read, told


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.integers(0, 2))
def test_the_true_target_is_among_those_that_fit(count: int, target: int, digits: int) -> None:
    """Whatever the target was, rounding its percentage and deriving it again leaves it among the possible ones."""
    printed = round(Fraction(100 * count, target), digits)
    found = fitting(count, float(printed), digits)
    if printed > Fraction(1, 10**digits):
        assert found is not None and found[0] <= target <= found[1]


def test_a_percentage_that_was_cut_off() -> None:
    """70/85 is 82.352 %; printed 82.36 it fits nothing rounded, printed 82.35 it gives 85."""
    assert fitting(70, 82.35, 2) == (85.0, 85.0, "70 / 82.35%")
    assert fitting(80, 94.11, 2) == (85.0, 85.0, "80 / 94.11% (cut off)")
    assert fitting(3, 99.0, 0) is None


@pytest.mark.parametrize(
    ("growth", "expected"),
    [
        ("tăng 12,9% so với năm 2020", "derived A: admissions 2020 = 8878..8885"),
        ("giảm 20% so với cùng kỳ", "derived A: admissions 2020 = 12456..12612"),
        ("bằng 80% so với năm 2020", "derived A: admissions 2020 = 12456..12612"),
        ("tăng 27 đảng viên so với năm 2020", "derived A: admissions 2020 = 10000"),
    ],
)
def test_last_year_from_growth(growth: str, expected: str) -> None:
    """Growth gives every whole count of the year before that prints so."""
    rows = read(f"Năm 2021 kết nạp 10.027 đảng viên, {growth}.", unit="A")
    assert told(rows[-1]) == expected and rows[-1].derived


def test_growth_on_another_year_is_not_last_year() -> None:
    """Growth on 2015 says nothing of 2020."""
    assert len(read("Năm 2021 kết nạp 10.027 đảng viên, tăng 12,9% so với năm 2015.")) == 1


def test_a_stated_target_is_not_derived() -> None:
    """Where the target stands in the sentence, the percentage is only kept to be checked."""
    rows = read("Năm 2021, huyện An Sơn kết nạp 10.027 so với chỉ tiêu kế hoạch (9.744 đảng viên), đạt 102,9%.")
    assert [told(row) for row in rows] == [
        "huyện An Sơn: admissions 2021 = 10027 102.9%",
        "huyện An Sơn: admissions 2021 -> 9744",
    ]
