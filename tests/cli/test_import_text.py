"""`forecast import --text`: candidates for a person, accepted rows as tables, and what goes wrong on the way."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

TEXT = "Quý I/2022, huyện An Sơn kết nạp 41/200 đảng viên mới, đạt 21,5% chỉ tiêu năm."


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of one sentence whose percentage does not fit."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_list_on_the_terminal(run: Callable, report: Path) -> None:
    """The table is data; that nothing is accepted yet and what does not fit stand on stderr."""
    outcome = run("import", "--text", report)
    assert outcome.code == 0 and "21.5% of the target" in outcome.out
    assert "Nothing is in the data yet" in outcome.err
    assert "row 1" in outcome.err and "41 of 200 is 20.50%, printed 21.5%" in outcome.err


def test_the_list_in_vietnamese(run: Callable, report: Path) -> None:
    """Headings and findings are in the reader's language."""
    outcome = run("import", "--text", report, "--lang", "vi")
    assert "kết nạp đảng viên" in outcome.out and "Quý I/2022" in outcome.out and "số liệu chưa khớp" in outcome.err


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_from_the_text_to_the_tables(run: Callable, report: Path, ending: str, tmp_path: Path) -> None:
    """What is marked in the list becomes counts, quotas and measures, which check reads; what is not stays out."""
    marked, folder = tmp_path / f"list.{ending}", tmp_path / "tables"
    assert run("import", "--text", report, "--output", marked).code == 0
    if ending == "xlsx":
        assert run("import", "--accepted", marked, "--output", folder).code == 3
        return
    marked.write_text(marked.read_text().replace("\n,", "\nyes,"))
    assert run("import", "--accepted", marked, "--output", folder).code == 0
    rows = list(csv.DictReader((folder / "counts.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["unit"], row["period"], row["value"], row["source"]) for row in rows] == [
        ("huyện An Sơn", "2022Q1", "41", "report.txt")
    ]
    outcome = run(
        "check",
        "--counts",
        folder / "counts.csv",
        "--quotas",
        folder / "quotas.csv",
        "--measures",
        folder / "measures.csv",
    )
    assert outcome.code == 0 and "20.50%" in outcome.out


def test_tables_that_are_there_are_kept(run: Callable, report: Path, tmp_path: Path) -> None:
    """Accepting twice into one folder writes nothing the second time."""
    marked = tmp_path / "list.csv"
    run("import", "--text", report, "--output", marked)
    marked.write_text(marked.read_text().replace("\n,", "\nyes,"))
    assert run("import", "--accepted", marked, "--output", tmp_path / "t").code == 0
    outcome = run("import", "--accepted", marked, "--output", tmp_path / "t")
    assert outcome.code == 2 and "counts.csv" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "--text FILE"),
        (["--text", "{report}", "--accepted", "{report}"], 2, "--text FILE"),
        (["--text", "{report}", "--published", "soon"], 2, "--published"),
        (["--text", "{report}", "--format", "pdf"], 2, "--format"),
        (["--text", "{report}", "--output", "{report}"], 2, "--format"),
        (["--text", "{report}", "--format", "csv", "--output", "{report}"], 2, "report.txt"),
        (["--text", "none.txt"], 3, "no such file"),
        (["--accepted", "{report}"], 2, "--output"),
        (["--accepted", "none.csv", "--output", "x"], 3, "no such file"),
    ],
)  # fmt: skip
def test_wrong_use(run: Callable, report: Path, arguments: list[str], code: int, said: str) -> None:
    """Each ends with its exit code and says what to give instead."""
    outcome = run("import", *[argument.format(report=report) for argument in arguments])
    assert outcome.code == code and said in outcome.err


def test_figures_on_religion_need_to_be_asked_for(run: Callable, tmp_path: Path) -> None:
    """They are left out with their number, and shown with --sensitive."""
    path = tmp_path / "a.txt"
    path.write_text(
        "Năm 2022, huyện An Sơn kết nạp 90 đảng viên, trong đó 4 đồng chí là người có đạo.", encoding="utf-8"
    )
    plain, asked = run("import", "--text", path), run("import", "--text", path, "--sensitive")
    assert "believers" not in plain.out and "1 figures" in plain.err
    assert "believers" in asked.out
