"""What the sentences of a text owe to each other: unit, time, topic, parts, and figures told twice."""

import pytest

from forecast.intake.sentences.text import sentences
from tests.intake.sentences.told import read, told


def test_unit_and_year_are_carried_on() -> None:
    """A sentence that names neither speaks of the unit and the year before, and says so."""
    first, _, second = read("Năm 2021, huyện An Sơn kết nạp 90/100 đảng viên.", "Toàn huyện thành lập 2 tổ chức đảng.")
    assert told(second) == "huyện An Sơn: organisations 2021 = 2"
    assert (first.doubts, second.doubts) == ("", "time_before")


def test_the_unit_that_is_pointed_back_to() -> None:
    """ "Toàn tỉnh" is the province of the text, though a district was named last."""
    text = ["Tỉnh Bắc Lâm họp.", "Năm 2021, huyện An Sơn kết nạp 90 đảng viên.", "Toàn tỉnh kết nạp 2.090 đảng viên."]
    assert [row.unit for row in read(*text)] == ["huyện An Sơn", "tỉnh Bắc Lâm"]


def test_a_name_with_and_without_its_level() -> None:
    """Hòa Bình and TP Hòa Bình of one text are one unit."""
    rows = read("Quý I/2022, Hòa Bình kết nạp 40 đảng viên.", "Quý II/2022, Thành ủy Hòa Bình kết nạp 50 đảng viên.")
    assert {row.unit for row in rows} == {"TP Hòa Bình"}


def test_the_topic_of_the_sentence_before() -> None:
    """Figures below a sentence on private firms are of private firms, which a person has to confirm."""
    text = "Huyện An Sơn đẩy mạnh phát triển Đảng trong các doanh nghiệp ngoài Nhà nước. Quý I/2022, đã kết nạp 7/20 đảng viên."
    count, _ = read(text)
    assert told(count) == "huyện An Sơn: admissions_private 2022Q1 = 7" and count.doubts == "topic_before"


def test_parts_in_the_next_sentence() -> None:
    """ "Trong đó" goes on with what the sentence before counted; parts of no known group are left out."""
    rows = read("Năm 2022, huyện An Sơn kết nạp 188 đảng viên. Trong đó, có 85 nữ; khối xã, thị trấn 120 đồng chí.")
    assert [told(row) for row in rows] == [
        "huyện An Sơn: admissions 2022 = 188",
        "huyện An Sơn: admissions_women 2022 = 85",
    ]


def test_sensitive_parts_only_when_asked() -> None:
    """Figures by ethnic origin and religion appear only when named."""
    text = "Năm 2022, huyện An Sơn kết nạp 188 đảng viên, trong đó có 20 đồng chí là người dân tộc thiểu số."
    assert len(read(text)) == 1
    assert read(text, sensitive=True)[1].measure == "admissions_ethnic"


def test_a_figure_told_twice_is_one_row() -> None:
    """Headline and body give one row with both places and the percentage."""
    (count, quota) = read(
        "Kết nạp 41/200 đảng viên trong quý I/2022", "Quý I/2022 kết nạp 41/200 đảng viên, đạt 20,5% kế hoạch."
    )
    assert (count.place, count.printed_percent) == ("1:1:9 2:1:20", "20.5")
    assert told(quota) == "-: admissions 2022 -> 200"


def test_a_rounded_figure_beside_the_exact_one() -> None:
    """ "Hơn 2.000" in the headline is kept, and marked as said exactly elsewhere."""
    headline, exact = read(
        "Năm 2021, huyện An Sơn kết nạp hơn 2.000 đảng viên", "Năm 2021, huyện An Sơn kết nạp 2.027 đảng viên."
    )
    assert (headline.doubts, exact.doubts) == ("exact_elsewhere", "")


def test_an_ambiguous_term() -> None:
    """A target that may be of every year or of the term is offered in both readings, whatever the headline says."""
    text = [
        "Huyện An Sơn phấn đấu kết nạp hơn 1 nghìn đảng viên trong nhiệm kỳ 2015-2020",
        "Các chỉ tiêu: hằng năm có hơn 50% chi bộ tiên tiến; kết nạp hơn 1 nghìn đảng viên mới.",
    ]
    assert [told(row) for row in read(*text)] == [
        "huyện An Sơn: admissions 2016..2020 each year reading yearly -> 1000..",
        "huyện An Sơn: admissions 2016..2020 term reading term -> 1000..",
    ]


def test_every_year_set_off_by_a_comma() -> None:
    """ "Hằng năm," before a comma governs the whole list."""
    rows = read(
        "Nhiệm kỳ 2020-2025, hằng năm, Đảng bộ huyện An Sơn có 80% chi bộ tiên tiến; kết nạp từ 90 đến 100 đảng viên."
    )
    assert [told(row) for row in rows] == ["huyện An Sơn: admissions 2021..2025 each year -> 90..100"]


def test_a_rule_for_every_unit_of_a_kind() -> None:
    """Steps on the number of workers become a rule, and none of their numbers a count."""
    rows = read(
        "Đến năm 2030: (1) Mỗi chi bộ thôn bình quân kết nạp ít nhất một đảng viên; (2) Mỗi chi bộ doanh nghiệp kết nạp ít "
        "nhất 01 đảng viên; có từ 40 lao động trở lên kết nạp ít nhất 02 đảng viên, có thêm 25 lao động kết nạp thêm 01 đảng viên."
    )
    assert [told(row) for row in rows] == [
        "Mỗi chi bộ thôn: admissions 2030 average -> cells: 0=1",
        "Mỗi chi bộ doanh nghiệp: admissions 2030 each -> workers: 0=1, 40=2, +25=1",
    ]


@pytest.mark.parametrize(
    ("published", "period", "doubt"),
    [
        ("2022-10-05", "2022-01-01..2022-10-05", "cutoff_published"),
        ("2022", "", "cutoff_open"),
        (None, "", "year_open"),
    ],
)
def test_up_to_now(published: str | None, period: str, doubt: str) -> None:
    """ "Từ đầu năm đến nay" ends on the day of the text; without one the period is left open."""
    from forecast.core.periods import parse_period

    (row,) = read(
        "Từ đầu năm đến nay, huyện An Sơn kết nạp 99 đảng viên.", published=published and parse_period(published)
    )
    assert (row.period, row.doubts) == (period, doubt)


def test_both_ways_of_placing_a_tone() -> None:
    """Lũy and luỹ, ủy and uỷ, composed or not, are read alike; the unit keeps its spelling."""
    import unicodedata

    for text in (
        "Luỹ kế đến ngày 20/9/2022, Huyện uỷ Hoà An kết nạp 9 đảng viên.",
        "Lũy kế đến ngày 20/9/2022, Huyện ủy Hoà An kết nạp 9 đảng viên.",
    ):
        for form in ("NFC", "NFD"):
            assert (
                told(read(unicodedata.normalize(form, text))[0])
                == "huyện Hoà An: admissions 2022-01-01..2022-09-20 = 9"
            )


def test_where_a_sentence_ends() -> None:
    """Abbreviations, ellipses and thousands do not end a sentence; its place in the paragraph is kept."""
    found = list(sentences(["TP. Mẫu kết nạp 2.241 đảng viên... Quý I đạt 23%. Hết."]))
    assert [(sentence.number, sentence.start, sentence.text[:6]) for sentence in found] == [
        (1, 0, "TP. Mẫ"),
        (2, 50, "Hết."),
    ]
