"""`forecast template`, and workbooks as question and answer of `forecast project`."""

import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from forecast.io.read_tables import read
from tests.io.workbooks import write_book

LANGUAGES = ("vi", "en")


@pytest.fixture
def template(run, tmp_path, monkeypatch):
    """Make the template of a language in an empty folder, and return its name."""
    monkeypatch.chdir(tmp_path)

    def make(language):
        assert run("template", "--lang", language).code == 0
        return {"vi": "mau.xlsx", "en": "template.xlsx"}[language]

    return make


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_project_as_they_stand(run, template, language):
    """The fresh template is forecast without a word of complaint, units in their official order."""
    outcome = run("project", template(language), "--year", "2025", "--lang", language)
    assert outcome.code == 0 and outcome.err == ""
    places = [outcome.out.index(unit) for unit in ("Thành phố Mẫu", "Phường Mẫu 1", "Phường Mẫu 2", "Xã Mẫu 3")]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_noticed_in_the_examples(run, template, language):
    """The check of a fresh template finds nothing, and the city's figures are the sums of its units."""
    name = template(language)
    assert run("check", name, "--lang", "en").err == "Errors: 0, warnings: 0, notices: 0.\n"
    counts = read(book=name).counts
    by_unit = counts.groupby("unit")["value"].sum()
    assert by_unit["Thành phố Mẫu"] == by_unit.drop("Thành phố Mẫu").sum()


def test_both_languages_hold_the_same_figures(template):
    """Only the words differ between the templates."""
    one, two = (read(book=template(language)) for language in LANGUAGES)
    columns = ["unit", "period", "value", "status"]
    pd.testing.assert_frame_equal(one.counts[columns], two.counts[columns])
    pd.testing.assert_frame_equal(
        one.quotas[["unit", "year", "kind", "basis"]], two.quotas[["unit", "year", "kind", "basis"]]
    )


def test_the_template_has_lists_notes_and_a_fixed_header(template):
    """Kinds and statuses come from drop-downs, units from the sheet of units, and headings carry notes."""
    with zipfile.ZipFile(template("vi")) as archive:
        counts, quotas = (archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
        notes = archive.read("xl/comments1.xml").decode()
    assert "'Đơn vị'!$B$2:$B$5000" in counts and "chính thức,sơ bộ,ước" in counts
    assert "cố định,khoảng,nhiệm kỳ" in quotas and 'state="frozen"' in counts and "2025-01..2025-09" in notes


def test_a_template_is_never_written_over(run, template):
    """A second template of the same name is refused, and so is another ending."""
    template("vi")
    assert run("template", "--lang", "vi").code == 2
    assert run("template", "--output", "mau.csv").code == 2
    assert run("template", "--output", "khác.xlsx").code == 0 and os.path.exists("khác.xlsx")


def test_the_answer_is_a_workbook_beside_the_question(run, template):
    """--output answer.xlsx holds the sheet for people, the table for programs, and what was asked; twice the same bytes."""
    name = template("vi")
    for answer in ("a.xlsx", "b.xlsx"):
        assert run("project", name, "--year", "2025", "--lang", "vi", "--output", answer).code == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    sheets = pd.read_excel("a.xlsx", sheet_name=None, engine="calamine", header=None)
    assert list(sheets) == ["Dự báo", "projection", "Thiết đặt và ghi chú"]
    assert sheets["Dự báo"].loc[1, :2].tolist() == ["STT", "Đơn vị", "Căn cứ giao"]
    assert sheets["Dự báo"].loc[2:5, 1].tolist() == ["Thành phố Mẫu", "Phường Mẫu 1", "Phường Mẫu 2", "Xã Mẫu 3"]
    assert set(sheets["projection"][0]) == {"unit", *sheets["Dự báo"].loc[2:5, 1]}


def test_the_answer_in_english(run, template):
    """The same sheets in English, with the reader's headings and the guidance below the table."""
    run("project", template("en"), "--year", "2025", "--output", "answer.xlsx")
    sheet = pd.read_excel("answer.xlsx", sheet_name="Forecast", engine="calamine", header=None)
    assert {"Annual target", "Year to date", "Chance of meeting", "Flag"} <= set(sheet.loc[1])
    assert "For guidance, not a basis for rating." in sheet[0].tolist()


def test_the_question_is_never_written_over(run, template):
    """The workbook that is read, also under the name of one of its sheets, is no place for the answer."""
    name = template("vi")
    assert run("project", name, "--year", "2025", "--output", name).code == 2
    assert run("project", "--counts", f"{name}#Số liệu", "--year", "2025", "--output", name).code == 2


def test_an_answer_that_is_open_is_to_be_closed(run, template, tmp_path):
    """While Excel holds the answer, nothing is computed and the remedy is said in both languages."""
    name = template("vi")
    (tmp_path / "~$answer.xlsx").write_bytes(b"")
    asked = ("project", name, "--year", "2025", "--output", "answer.xlsx")
    assert "Hãy đóng tệp rồi chạy lại" in run(*asked, "--lang", "vi").err
    assert run(*asked).code == 2 and not (tmp_path / "answer.xlsx").exists()


def test_a_config_names_a_book(run, template, tmp_path):
    """`book` in a config file is read from the folder of the file."""
    template("en")
    (tmp_path / "office.toml").write_text(
        'book = "template.xlsx"\nyear = 2025\nformat = "csv"\ncsv_style = "excel-vi"\n'
    )
    outcome = run("project", "--config", "office.toml")
    assert outcome.code == 0 and outcome.out.startswith("\ufeffunit;measure;year") and ",5" in outcome.out


def test_what_is_no_workbook_is_refused(run, office):
    """A CSV file in the place of the workbook ends with 3 and the way to give single tables."""
    outcome = run("project", office / "counts.csv", "--year", "2023")
    assert outcome.code == 3 and "--counts" in outcome.err


def test_a_wrong_cell_is_named_on_the_command_line(run, tmp_path):
    """An error in a workbook ends with 3, and names its sheet and cell; as data, both have their columns."""
    book = write_book(tmp_path / "book.xlsx", {"counts": [["unit", "period", "value"], ["A", "2023Q9", 5]]})
    assert "book.xlsx sheet 'counts' cell B2" in run("project", book, "--year", "2023").err
    table = run("check", book, "--format", "csv").out
    assert run("check", book).code == 3 and "counts,B2" in table


def test_figures_or_a_book_are_needed(run):
    """Without either the option that gives the figures is named."""
    outcome = run("project", "--year", "2023")
    assert outcome.code == 2 and "--counts" in outcome.err
