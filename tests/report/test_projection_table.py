"""The table of `forecast project`."""

from dataclasses import replace

import pandas as pd
import pytest

from forecast.report.projection_sheet import projection_sheet
from forecast.report.projection_table import projection_text


def with_units(tables, rows):
    """The tables with other units: (unit, name, order)."""
    units = pd.DataFrame(rows, columns=["unit", "name", "order"])
    return replace(tables, units=units.assign(parent="", restricted=""))


def test_the_table_in_vietnamese(tables, answered):
    """Numbers, chance and flag are in the reader's style, with the date and the guidance below."""
    text = projection_text(answered(), tables, "vi")
    for words in ("9.810", "2.241", "22,8%", "9.900", "8.900–10.700", "6 phần 10", "Cần theo dõi", "2.523"):
        assert words in text
    assert text.endswith("Số liệu đến ngày 31/3/2023.\nTham khảo cho chỉ đạo, không thay cho đánh giá, xếp loại.\n")


def test_units_stand_in_their_official_order(tables, answered):
    """The order of the units table rules, not risk and not the alphabet; units without order come last."""
    several = with_units(tables, [("a", "Alpha", 3.0), ("b", "Beta", 1.0), ("c", "Gamma", float("nan"))])
    text = projection_text(answered({"unit": "c"}, {"unit": "a"}, {"unit": "b"}), several, "en")
    assert text.index("Beta") < text.index("Alpha") < text.index("Gamma")


def test_no_line_is_wider_than_the_terminal(tables, answered):
    """Long names and several quotas still fit 100 columns; columns are left out before lines break."""
    several = with_units(tables, [("hanoi", "Đảng bộ Khối các cơ quan và doanh nghiệp thành phố", 1.0)])
    rows = ({}, {"basis": "resolution", "quota_kind": "range", "quota_low": 9000.0, "quota_high": 10000.0})
    for width in (80, 100):
        assert max(map(len, projection_text(answered(*rows), several, "vi", width=width).splitlines())) <= width


def test_markup_in_names_is_only_text(tables, answered):
    """A unit named like a markup tag is printed as it is named."""
    text = projection_text(answered(), with_units(tables, [("hanoi", "[/x] [red]A", 1.0)]), "en")
    assert "[/x] [red]A" in text


def test_several_quotas_show_their_basis_and_reading(tables, answered):
    """Rows that differ only in their quota say whose it is and how the text was read."""
    rows = ({}, {"basis": "resolution", "quota_kind": "range", "quota_high": float("nan"), "reading": "yearly"})
    text = projection_text(answered(*rows), tables, "en")
    assert (
        "assigned" in text and "resolution" in text and "each year" in " ".join(text.split()) and "from 9,810" in text
    )


def test_one_basis_for_all_is_said_once(tables, answered):
    """Where all rows have the same basis there is no column of it but one line under the title."""
    text = projection_text(answered({}, {"quota_low": 9900.0}), tables, "vi")
    assert text.splitlines()[1] == "Căn cứ giao: cấp trên giao." and text.count("cấp trên giao") == 1


@pytest.mark.parametrize(
    ("reading", "language", "words"),
    [
        ("yearly", "vi", "cách hiểu: chỉ tiêu từng năm"),
        ("term", "en", "read as: whole term"),
        ("by half", "en", "read as: by half"),
    ],
)
def test_the_reading_of_an_ambiguous_text_is_shown(tables, answered, reading, language, words):
    """A reading is told in the table and on the sheet, also where a unit has one quota only."""
    answer = answered({"reading": reading, "basis": "resolution"})
    assert words in projection_text(answer, tables, language)
    assert any(
        words in str(cell) for column in projection_sheet(answer, tables, language).columns for cell in column.cells
    )


@pytest.mark.parametrize(("language", "many"), [("vi", "cùng cấp: 6 đơn vị."), ("en", "siblings: 6.")])
def test_new_units_are_told(tables, answered, language, many):
    """Answers for new units are named below the table, counted where they are many, and marked on the sheet."""
    rows = [{"unit": f"u{n}", "reasons": "new_unit"} for n in range(6)]
    silent = {"unit": "x", "flag": "no_data", "reasons": "no_history;new_unit"}
    assert many in " ".join(projection_text(answered(*rows, silent), tables, language).split())
    assert ": u0, u1." in " ".join(projection_text(answered(*rows[:2], silent), tables, language).split())
    marked = projection_sheet(answered(*rows, silent), tables, language).columns[-1].cells
    assert len(set(marked[:6])) == 1 and marked[0] and not marked[6]


def test_years_and_terms_have_tables_of_their_own(tables, answered):
    """Each year, and each term after the years, is headed by its name, and a term is not called a year."""
    text = projection_text(
        answered({"year": "2021..2025", "quota_kind": "term", "flag": "out_of_reach"}, {}), tables, "en"
    )
    year, term = text.split("Admissions of party members, term 2021–2025\n")
    assert year.startswith("Admissions of party members 2023\n")
    assert "this term" in " ".join(term.split()) and "Year forecast" not in " ".join(term.split())


def test_a_figure_known_as_a_range_is_shown_whole(tables, answered):
    """The middle of 8,878 and 8,885 is no half person on the screen."""
    assert "8,882" in projection_text(answered({"observed": 8881.6}), tables, "en")


def test_without_quotas_there_is_the_landing_alone(tables, answered):
    """No quota, no column of quotas, chances or flags."""
    none = {"quota_kind": "", "basis": "", "quota_low": float("nan"), "p_met": float("nan"), "flag": ""}
    text = projection_text(answered(none), tables, "en")
    assert "9,900" in text and "target" not in text and "Chance" not in text


def test_the_range_needs_its_quantiles(tables, answered):
    """Without the quantiles 0.1 and 0.9 there is no 80% range to show."""
    answer = answered()
    without = replace(answer, table=answer.table.drop(columns=["q0.1"]))
    assert "80%" not in projection_text(without, tables, "en")


def test_too_few_figures_come_with_their_reason(tables, answered):
    """`no_data` says why; a unit that did not report is counted below."""
    row = {"unit": "x", "flag": "no_data", "reasons": "not_reported", "observed": float("nan"), "observed_through": ""}
    text = " ".join(projection_text(answered({}, row), tables, "en").split())
    assert "Not enough" in text and "not reported" in text and "Rows without figures of the year: 1." in text


@pytest.mark.parametrize("p_met", [0.0, 0.0005])  # a year known as a range is never certain
@pytest.mark.parametrize(
    ("year", "language", "words"),
    [
        ("2023", "vi", "Hết năm chưa đạt chỉ tiêu"),
        ("2023", "en", "Year ended, target not met"),
        ("2021..2023", "vi", "Hết nhiệm kỳ chưa đạt"),
        ("2021..2023", "en", "Term ended, target not met"),
    ],
)
def test_a_year_that_ended_below_its_target_is_no_forecast(tables, answered, year, language, words, p_met):
    """Once all figures are in, a missed target is said to be missed and has no chance; before that it is unlikely."""
    over = {"flag": "out_of_reach", "p_met": p_met, "year": year}
    text = projection_text(answered(over | {"needed_per_quarter": float("nan")}), tables, language, width=200)
    assert words in text and "100" not in text
    assert words not in projection_text(answered(over | {"needed_per_quarter": 900.0}), tables, language, width=200)


def test_colour_changes_nothing_but_colour(tables, answered):
    """Without its colour codes the coloured table is the plain one, and no_data is never coloured."""
    import re

    rows = ({}, {"unit": "x", "flag": "no_data"})
    coloured = projection_text(answered(*rows), tables, "en", colour=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert coloured != plain
    assert [line.rstrip() for line in plain.splitlines()] == projection_text(answered(*rows), tables, "en").splitlines()


def test_signs_stand_beside_the_flag(tables, answered):
    """A flagged unit's signs are named in a few words; without any in the whole table there is no such column."""
    text = projection_text(answered({"reasons": "new_unit;behind_usual_share"}), tables, "vi", width=200)
    assert "Dấu hiệu" in text and "chậm hơn mức thường" in text
    assert "Dấu hiệu" not in projection_text(answered(), tables, "vi", width=200)
