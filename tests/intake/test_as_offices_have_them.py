"""Sheets as offices make them by hand: two years side by side, reports in any order, files that are none."""

import csv
from pathlib import Path

import pytest

from forecast.io.notes import Notes
from forecast.io.workbook_guard import guard_workbook
from forecast.language import describe
from tests.cli.conftest import run  # noqa: F401


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path: Path, *lines: str) -> str:
    """A sheet of cells parted by semicolons."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_percentage_is_of_the_figure_of_its_own_year(run, tmp_path):  # noqa: F811
    """Beside two years the second percentage is of the second year's estimate, and leaves the first year's alone."""
    heads = (
        "TT;Đơn vị;Năm 2022;Năm 2022;Năm 2022;Năm 2023;Năm 2023;Năm 2023",
        ";;Chỉ tiêu;Thực hiện;Tỷ lệ %;Chỉ tiêu;Ước thực hiện;Tỷ lệ %",
    )
    body = "1;Xã A;200;190;95;200;210;105", "2;Xã B;40;39;97,5;40;40;100"
    folder = tmp_path / "tables"
    assert (
        run(
            "import", sheet(tmp_path / "a.csv", "Kết nạp đảng viên;;;;;;;", *heads, *body), "--output", str(folder)
        ).code
        == 0
    )
    told = {(row["unit"], row["period"]): row["printed_percent"] for row in rows(folder, "counts.csv")}
    assert told == {("Xã A", "2022"): "95", ("Xã B", "2022"): "97,5", ("Xã A", "2023"): "105", ("Xã B", "2023"): "100"}


@pytest.fixture
def both(run, tmp_path):  # noqa: F811
    """The folder after 2023's first report, with a column of the same period, and then 2022's own."""
    folder = tmp_path / "tables"
    head = "STT;Đơn vị;Thực hiện quý I;Cùng kỳ năm 2022;Tăng, giảm (%)"
    later = sheet(
        tmp_path / "b.csv",
        "Kết nạp đảng viên năm 2023;;;;",
        head,
        "1;Xã A;41;40;2,5",
        "2;Xã B;21;25;-16",
        "Ngày 07 tháng 4 năm 2023;;;;",
    )
    own = sheet(
        tmp_path / "c.csv",
        "Kết nạp đảng viên năm 2022;;",
        "STT;Đơn vị;Quý I",
        "1;Xã A;39",
        "2;Xã B;25",
        "Ngày 10 tháng 01 năm 2023;;",
    )
    assert run("import", later, "--output", str(folder)).code == run("import", own, "--output", str(folder)).code == 0
    return folder


def test_last_years_own_report_imported_afterwards(both):
    """It takes the place of what a column "cùng kỳ" had copied, as in the other order; a difference is told."""
    told = [
        (row["unit"], row["value"], row["reported_on"]) for row in rows(both, "counts.csv") if row["period"] == "2022Q1"
    ]
    assert told == [("Xã A", "39", "2023-01-10"), ("Xã B", "25", "2023-01-10")]
    (doubt,) = [row for row in rows(both, "doubts.csv") if row["severity"] == "warning"]
    assert doubt["code"] == "intake.same_period_differs" and "40" in doubt["message"] and "39" in doubt["message"]


def test_the_same_period_behind_an_estimate_of_the_year(run, tmp_path):  # noqa: F811
    """ "Cùng kỳ" behind "ước cả năm" is as long as what was done, not a whole year."""
    path = sheet(
        tmp_path / "a.csv",
        "Kết nạp đảng viên năm 2023 (tính đến ngày 10-9);;;;",
        "STT;Đơn vị;Thực hiện;Ước cả năm;Cùng kỳ",
        "1;Xã A;31;41;29",
    )
    assert run("import", path, "--output", str(tmp_path / "t")).code == 0
    told = {row["value"]: row["period"] for row in rows(tmp_path / "t", "counts.csv")}
    assert told == {"31": "2023-01-01..2023-09-10", "41": "2023", "29": "2022-01-01..2022-09-10"}


def test_targets_imported_in_either_order(run, tmp_path):  # noqa: F811
    """The target of the earlier report is the first one, and the later one has its day, whichever is imported first."""
    head = "STT;Đơn vị;Chỉ tiêu;Quý I"
    april, july = (
        sheet(tmp_path / name, "Kết nạp đảng viên năm 2023;;;", head, f"1;Xã A;{target};9", f"Ngày {day};;;")
        for name, target, day in (("a.csv", 40, "05 tháng 4 năm 2023"), ("b.csv", 42, "07 tháng 7 năm 2023"))
    )
    found = []
    for name, order in (("one", (april, july)), ("two", (july, april))):
        assert all(run("import", path, "--output", str(tmp_path / name)).code == 0 for path in order)
        found.append(sorted((row["value"], row["set_on"]) for row in rows(tmp_path / name, "quotas.csv")))
    assert found[0] == found[1] == [("40", ""), ("42", "2023-07-07")]


def test_parts_beside_a_total_are_named(run, tmp_path):  # noqa: F811
    """A "Tổng số" with parts beside it is the count; the columns of women and of others are left out, each with its cell."""
    path = sheet(
        tmp_path / "a.csv",
        "Kết nạp đảng viên năm 2022;;;;",
        "STT;Đơn vị;Tổng số;Trong đó;",
        ";;;Nữ;Tôn giáo",
        "1;Xã A;39;4;5",
        "2;Xã B;26;2;3",
    )
    assert run("import", path, "--output", str(tmp_path / "t")).code == 0
    assert [row["value"] for row in rows(tmp_path / "t", "counts.csv")] == ["39", "26"]
    assert [(row["code"], row["cell"]) for row in rows(tmp_path / "t", "doubts.csv")][:2] == [
        ("intake.column_unknown", "D3"),
        ("intake.column_unknown", "E3"),
    ]


def test_a_fall_is_not_quoted_twice(both):
    """A negative growth stands behind one apostrophe, however often the folder is written."""
    assert [row["printed_growth"] for row in rows(both, "counts.csv") if row["value"] == "21"] == ["'-16"]


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"%PDF-1.7", "PDF"), (b"\n <HTML>", "HTML")],
)
def test_what_only_bears_the_name_of_a_workbook(start: bytes, kind: str, tmp_path: Path) -> None:
    """A picture or a page with the ending of a workbook is called what it is."""
    path, notes = tmp_path / "a.xlsx", Notes()
    path.write_bytes(start + b"\0" * 100)
    assert guard_workbook(str(path), notes) is None
    assert kind in describe(notes.findings[0], "vi") and kind in describe(notes.findings[0], "en")


def test_a_table_within_a_text_is_told(run, tmp_path):  # noqa: F811
    """Sentences are read, a table is not; the reader is told where it can be."""
    text = sheet(tmp_path / "a.txt", "Quý I/2023, huyện An Sơn kết nạp 41 đảng viên.", "Xã A | 20 | 4", "Xã B | 10 | 2")
    answer = run("import", "--text", text, "--lang", "en")
    assert answer.code == 0 and "the text holds a table (2 rows)" in answer.err
