"""The arithmetic of a text, judged before anything is accepted."""

import pytest

from forecast.intake.sentences.audit import audit
from forecast.language import describe
from tests.intake.sentences.told import read

CITY = [
    "Quý I/2023, TP Mẫu kết nạp 2.241/9.810 đảng viên mới, đạt 23% so với chỉ tiêu cả năm.",
    "Trong doanh nghiệp ngoài Nhà nước, kết nạp 167/454 đảng viên (đạt 36,8%), thành lập 29/69 tổ chức đảng (đạt 42%).",
    "Năm 2021, TP Mẫu kết nạp 10.027 so với chỉ tiêu kế hoạch (9.744 đảng viên), đạt 102,9%, tăng 12,9% so với năm 2020.",
]
ROLL_OUT = "TP Mẫu có 425.588/472.869 đảng viên đủ điều kiện cài đặt sổ tay (đạt 102,26% so với số đủ điều kiện và đạt 92,04% tổng số đảng viên)."


def test_figures_that_fit_are_left_alone() -> None:
    """2,241/9,810 is 23 %, 167/454 is 36.8 %, 29/69 is 42 %, 10,027/9,744 is 102.9 %, and all of that is silent."""
    assert audit(read(*CITY), "a.txt") == ()


def test_the_roll_out() -> None:
    """425,588 of 472,869 is 90 %, not 102.26 %; and 92.04 % of all members makes fewer members than are eligible."""
    rows = read(*CITY, ROLL_OUT)
    found = audit(rows, "a.txt")
    assert [(finding.code, rows[(finding.row or 0) - 1].value) for finding in found] == [
        ("base_differs", 425588),
        ("base_exceeds_stock", 425588),
    ]
    said = describe(found[0], "en")
    assert "425,588 of 472,869 is 90.00%, printed 102.26%" in said
    assert "483,533–483,579 of 472,869, or 425,588 of 416,162–416,202" in said
    assert "462,370–462,419" in describe(found[1], "en")


def test_a_figure_of_no_known_time() -> None:
    """A count is held against the target printed with it, also where the text does not say of when it is."""
    rows = read(ROLL_OUT, published=None)
    found = audit(rows, "a.txt")
    assert not rows[0].period and [finding.code for finding in found] == ["base_differs", "base_exceeds_stock"]
    assert "TP Mẫu, ?: số liệu chưa khớp" in describe(found[0], "vi") and "102,26%" in describe(found[0], "vi")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (["Năm 2021, huyện A Sơn kết nạp 90 đảng viên.", "Năm 2022, huyện A Sơn kết nạp 99 đảng viên, tăng 12% so với năm 2021."], "growth_differs_one"),
        (["Năm 2022, huyện A Sơn kết nạp 90 đảng viên, trong đó có 95 nữ."], "part_exceeds"),
        (["Năm 2022, huyện A Sơn kết nạp 90 đảng viên, trong đó có 45 nữ, chiếm 55%."], "part_differs"),
        (["Quý I/2022, huyện A Sơn kết nạp 50 đảng viên.", "6 tháng đầu năm 2022, huyện A Sơn kết nạp 45 đảng viên."], "falling_cumulative"),
        (["Năm 2022, huyện A Sơn kết nạp 80 đảng viên.", "Năm 2023, huyện A Sơn phấn đấu kết nạp 90 đảng viên, trong đó có 95 nữ."], "part_quota_exceeds"),
        (["Đến 31/12/2021, huyện A Sơn có 3.000 đảng viên.", "Năm 2022, huyện A Sơn kết nạp 90 đảng viên, bằng 4% tổng số đảng viên cuối năm 2021."], "share_differs"),
    ],
)  # fmt: skip
def test_what_does_not_fit(text: list[str], code: str) -> None:
    """Growth on both years, parts, cumulative figures, sub-targets and shares of the stock are looked at."""
    assert [finding.code for finding in audit(read(*text), "a.txt")] == [code]


def test_the_same_figure_told_differently() -> None:
    """Two documents of two days with two figures for one year are named with both; "over" beside the exact one is not."""
    from forecast.core.periods import parse_period

    first = read("Năm 2022, huyện A Sơn kết nạp 90 đảng viên.", source="a.txt", published=parse_period("2023-01-05"))
    second = read("Năm 2022, huyện A Sơn kết nạp 92 đảng viên.", source="b.txt", published=parse_period("2023-02-05"))
    vague = read(
        "Năm 2022, huyện A Sơn kết nạp hơn 80 đảng viên.", source="c.txt", published=parse_period("2023-03-05")
    )
    (found,) = audit([*first, *second, *vague], "a.txt, b.txt")
    assert found.code == "told_differently" and "92 (b.txt), but 90 in row 2 (a.txt)" in describe(found, "en")
