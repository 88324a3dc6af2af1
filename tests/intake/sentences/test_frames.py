"""Words before a sentence that only say who reports it, or how it came."""

import pytest

from forecast.intake.sentences.frames import frame_length
from tests.intake.sentences.test_cases import cases
from tests.intake.sentences.told import read, told


@pytest.mark.parametrize(
    ("language", "frame"),
    [
        ("vietnamese", "Theo Ban Tổ chức cấp ủy, "),
        ("vietnamese", "(BMN)- Đồng chí Phó Bí thư Thường trực cho biết: "),
        ("vietnamese", "Nhờ làm tốt công tác tạo nguồn, "),
        ("english", "Thanks to these efforts, "),
    ],
)
def test_a_frame_changes_no_figure(language: str, frame: str) -> None:
    """Every third sentence of the tables states behind a frame what it states without; only the unit may be named otherwise."""
    for sentence, expected in cases(f"{language}.txt")[::3]:
        framed = frame + (sentence[0].lower() + sentence[1:] if language == "vietnamese" else sentence)
        without_units = [row.partition(": ")[2] for row in map(told, read(framed))]
        assert without_units == [row.partition(": ")[2] for row in expected], framed


def test_the_unit_of_a_frame_is_remembered() -> None:
    """A unit named in the frame is whose figures they are."""
    rows = read("Theo báo cáo của Huyện ủy An Sơn, năm 2022 kết nạp 188 đảng viên.")
    assert [told(row) for row in rows] == ["huyện An Sơn: admissions 2022 = 188"]


def test_the_place_counts_the_frame() -> None:
    """The place of a figure is that in the sentence as it is written, and the whole sentence stands beside it."""
    [row] = read("Theo Ban Tổ chức, năm 2022 kết nạp 188 đảng viên.")
    assert row.text == "Theo Ban Tổ chức, năm 2022 kết nạp 188 đảng viên."
    assert row.place == f"1:1:{row.text.index('188') + 1}"


def test_a_plan_is_no_frame() -> None:
    """What stands "theo kế hoạch" is what is planned, not who reports it."""
    assert frame_length("Theo kế hoạch, năm 2023 huyện kết nạp 320 đảng viên.") == 0
