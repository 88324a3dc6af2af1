"""From marked candidates to tidy tables, and back through the reader of tables."""

from dataclasses import replace
from pathlib import Path

import pytest

from forecast.checks import check
from forecast.intake.sentences.accept import tables_csv, tidy_tables
from forecast.intake.sentences.candidate import Candidate
from forecast.intake.sentences.listing import candidates_sheet, candidates_table
from forecast.intake.sentences.read_marked import read_marked
from forecast.io.notes import Notes
from forecast.io.read_tables import read as read_tables
from forecast.io.write_table import csv_text
from forecast.io.write_workbook import workbook_bytes
from tests.intake.sentences.told import read, told

TEXT = "Năm 2021, huyện An Sơn kết nạp 1.027 đảng viên, đạt 102,7% chỉ tiêu, tăng 12,9% so với năm 2020."


def marked(folder: Path, rows: list[Candidate], style: str) -> tuple[list[Candidate], Notes]:
    """The rows written in a style and read back."""
    path = folder / ("a.xlsx" if style == "xlsx" else "a.csv")
    if style == "xlsx":
        path.write_bytes(workbook_bytes([candidates_sheet(rows, "vi")], "vi"))
    else:
        path.write_text(csv_text(candidates_table(rows), style), encoding="utf-8")
    notes = Notes()
    return read_marked(str(path), notes), notes


@pytest.mark.parametrize("style", ["machine", "excel-vi", "xlsx"])
def test_marked_rows_come_back_as_they_were(tmp_path: Path, style: str) -> None:
    """Of all rows those marked return, every figure and word of them; nothing is asked about thousands."""
    rows = read(TEXT, "Phấn đấu hằng năm kết nạp từ 3 đến 4% so với tổng số đảng viên trong nhiệm kỳ 2020-2025.")
    sent = [replace(row, accept="có" if place % 2 else "") for place, row in enumerate(rows)]
    back, notes = marked(tmp_path, sent, style)
    assert [told(row) for row in back] == [told(row) for row in sent if row.accept]
    assert [row.text for row in back] == [row.text for row in sent if row.accept]
    assert [finding for finding in notes.findings if finding.severity != "notice"] == []


def test_accepted_rows_pass_the_checks(tmp_path: Path) -> None:
    """Counts, ranges, targets and measures are tables that the program reads without an error."""
    for name, content in tables_csv(tidy_tables(read(TEXT, source="bao-cao.txt"))).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    tables = read_tables(**{name: tmp_path / f"{name}.csv" for name in ("counts", "quotas", "measures")})
    assert [finding for finding in check(tables) if finding.severity != "notice"] == []
    assert tables.counts["source"].tolist() == ["bao-cao.txt"] * 2
    assert tables.counts["period"].tolist() == ["2021", "2020"]
    assert tables.quotas["value"].tolist() == [1000]


def test_a_target_of_every_year() -> None:
    """A yearly target of a term is a row for each of its years, a term's total one row with both ends."""
    yearly = read("Nhiệm kỳ 2020-2025, mỗi năm huyện An Sơn phấn đấu kết nạp 200 đảng viên.")
    whole = read("Nhiệm kỳ 2020-2025, huyện An Sơn phấn đấu kết nạp 1.000 đảng viên.")
    assert [row["year"] for row in tidy_tables(yearly).quotas] == ["2021", "2022", "2023", "2024", "2025"]
    (term,) = tidy_tables(whole).quotas
    assert (term["kind"], term["value"], term["first_year"], term["last_year"]) == ("term", "1000", "2021", "2025")


def test_a_target_known_within_bounds() -> None:
    """A derived target that several whole numbers fit is a range, and its note says how it was derived."""
    quota = tidy_tables(read("Quý I/2022, huyện An Sơn kết nạp 46 đảng viên, đạt 23% kế hoạch.")).quotas[0]
    assert (quota["kind"], quota["value"], quota["low"], quota["high"]) == ("range", "", "196", "204")
    assert quota["note"].startswith("derived: 46 / 23%")


def test_parts_and_stocks_are_declared() -> None:
    """Measures of accepted rows say what they are: a part, a stock, sensitive or not."""
    rows = read("Năm 2022, huyện An Sơn kết nạp 188 đảng viên, trong đó có 85 nữ, nâng tổng số lên 6.310 đảng viên.")
    declared = {row["measure"]: (row["kind"], row["part_of"], row["prior"]) for row in tidy_tables(rows).measures}
    assert declared == {
        "admissions": ("flow", "", "admissions"),
        "admissions_women": ("flow", "admissions", "admissions"),
        "members": ("stock", "", "neutral"),
    }


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"unit": ""}, "candidate_incomplete", "unit"),
        ({"period": ""}, "candidate_incomplete", "period"),
        ({"period": "2022Q5"}, "bad_period", "period"),
        ({"value": float("nan")}, "candidate_incomplete", "value"),
        ({"table": ""}, "candidate_without_table", "table"),
        ({"accept": "perhaps"}, "unknown_word", "accept"),
    ],
)
def test_what_an_accepted_row_lacks(tmp_path: Path, change: dict, code: str, column: str) -> None:
    """An accepted row that no table can hold is named with its line and column."""
    row = replace(read("Năm 2022, huyện An Sơn kết nạp 188 đảng viên.")[0], accept="yes")
    _, notes = marked(tmp_path, [replace(row, **change)], "machine")
    assert [(finding.code, finding.row, finding.column) for finding in notes.findings] == [(code, 2, column)]
