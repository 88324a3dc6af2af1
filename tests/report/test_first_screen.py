"""The first screen, line by line."""

import pytest

from forecast.errors import UsageError
from forecast.report.first_screen import first_screen

PARTS = (
    {"measure": "admissions_private", "quota_low": 454.0, "observed": 167.0, "flag": "on_track"},
    {"measure": "organisations", "quota_low": 69.0, "observed": 29.0, "flag": "met", "attainment": 1.2},
)


def test_the_screen_in_vietnamese(tables, answered):
    """Every line holds the figures of the tables and the answer, in the style of the country."""
    lines = first_screen(answered({}, *PARTS), tables, "vi").splitlines()
    assert lines[:5] == [
        "KẾT NẠP ĐẢNG VIÊN 2023 – TOÀN ĐẢNG BỘ TP HÀ NỘI     số liệu quý I, công bố 07/4/2023",
        "Chỉ tiêu 9.810   Đã kết nạp 2.241 (22,8%; báo cáo gốc: 23%)   Còn 7.569",
        "Dự báo cả năm 9.900   khoảng 80%: 8.900–10.700   Khả năng đạt: 6 phần 10   [CẦN THEO DÕI]",
        "Cần mỗi quý còn lại 2.523 (hơn quý I 12,6%); bình quân quý năm 2021: 2.507",
        'Suy theo bình quân (2.241 x 4): 8.964 → "không đạt"; hay báo nhầm vì kết nạp dồn về cuối năm',
    ]
    assert lines[-3] == "Căn cứ: TP Hà Nội 15% (2 năm, 1 quý), chỉ tiêu 45%, tham chiếu công khai 40% → khoảng còn rộng"
    assert "không phải số liệu chính thức. Tham khảo cho chỉ đạo" in lines[-2]
    assert "forecast project --config hanoi-2023.toml" in lines[-1]


def test_the_screen_in_english_has_the_same_lines(tables, answered):
    """Both languages have line for line the same content."""
    english = first_screen(answered({}, *PARTS), tables, "en").splitlines()
    assert english[1] == "Target 9,810   Admitted so far 2,241 (22.8%; as printed: 23%)   Remaining 7,569"
    assert english[3] == "Needed per remaining quarter 2,523 (12.6% above Q1); mean quarter of 2021: 2,507"
    assert len(english) == len(first_screen(answered({}, *PARTS), tables, "vi").splitlines())


def test_parts_are_listed_with_their_flags(tables, answered):
    """Other measures of the unit stand below in the order of the measures table; above the target is "exceeded"."""
    lines = first_screen(answered(PARTS[1], {}, PARTS[0]), tables, "en").splitlines()
    at = lines.index("Sub-targets:")
    assert lines[at + 1] == "  Admissions in private enterprises 167/454 (36.8%) [Likely to be met]"
    assert lines[at + 2].endswith("29/69 (120.0%) [Target exceeded]")


def test_the_assigned_quota_is_the_one_shown(tables, answered):
    """Where the unit has a resolution's range too, the first screen follows the assigned target."""
    resolution = {"basis": "resolution", "quota_kind": "range", "quota_low": 9000.0, "quota_high": 10000.0}
    assert "Target 9,810" in first_screen(answered(resolution, {}), tables, "en")


def test_only_checkpoints_ahead_are_shown(tables, answered):
    """After six months the mark of 30 June is gone, the comparison is with the mean quarter, the pace doubles."""
    later = {"observed": 4400.0, "observed_through": "2023-06-30", "needed_per_quarter": 2705.0}
    text = first_screen(answered(later), tables, "en")
    assert "30 June" not in text and "30 September" in text
    assert "2,705 (23.0% above the mean quarter so far)" in text and "(4,400 x 2): 8,800" in text


def test_a_pace_that_would_do_is_no_false_alarm(tables, answered):
    """Where the straight line reaches the target, nothing is said of false alarms."""
    text = first_screen(answered({"observed": 2500.0}), tables, "en")
    assert '10,000 → "met"\n' in text


def test_a_target_that_is_reached_needs_nothing_more(tables, answered):
    """A met target has neither a need nor a chance, and says so."""
    row = {"observed": 9900.0, "observed_through": "2023-12-31", "flag": "met", "needed_per_quarter": 0.0}
    text = first_screen(answered(row), tables, "vi")
    assert "Đã đủ chỉ tiêu   [ĐÃ VƯỢT CHỈ TIÊU]" in text
    assert "Cần mỗi quý" not in text and "Suy theo bình quân" not in text and "Mốc tham khảo" not in text


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "[HẾT NĂM CHƯA ĐẠT CHỈ TIÊU]"), ("en", "[YEAR ENDED, TARGET NOT MET]")]
)
def test_a_year_that_ended_below_its_target_is_no_forecast(tables, answered, language, words):
    """Once the whole year is known, a missed target is said to be missed: no range, no chance, no need."""
    nothing = float("nan")
    row = {"observed": 9500.0, "observed_through": "2023-12-31", "flag": "out_of_reach", "needed_per_quarter": nothing}
    row |= {"expected": 9500.0, "q0.1": 9500.0, "q0.5": 9500.0, "q0.9": 9500.0, "p_met": 0.0}
    line = first_screen(answered(row), tables, language).splitlines()[2]
    assert line.endswith(words) and "80%" not in line and "100" not in line


def test_no_figures_yet(tables, answered):
    """Before the first report of the year the screen still stands, with dashes."""
    nothing = float("nan")
    row = {"observed": nothing, "attainment": nothing, "remaining": 9810.0, "observed_through": ""}
    text = first_screen(answered(row), tables, "en")
    assert "No figures of the year yet." in text and "Admitted so far –" in text and "Remaining 9,810" in text


def test_without_a_target_there_is_nothing_to_show(tables, answered):
    """An answer without a quota is refused in words."""
    with pytest.raises(UsageError):
        first_screen(answered({"quota_kind": ""}), tables, "en")
