"""`forecast import` from a workbook to tables in a folder, as a planner runs it."""

import csv
import tomllib
from pathlib import Path

import pytest

from forecast.io.read_tables import read
from tests.cli.conftest import run  # noqa: F401
from tests.intake.make_broken import page
from tests.intake.make_workbooks import make
from tests.intake.pages import Page, write_xlsx
from tests.intake.workbooks.made import UNITS


@pytest.fixture
def report(tmp_path: Path):
    """A report of one quarter, and the folder it goes to."""

    def write(
        quarter: str, figures: list, *, name: str = "report.xlsx", day: str = "", heading: str = "Thực hiện"
    ) -> str:
        sheet = Page("Số liệu")
        sheet.row(0, [f"KẾT NẠP ĐẢNG VIÊN NĂM 2023 {day}"])
        sheet.row(1, ["STT", "Đơn vị", "Chỉ tiêu năm 2023", f"{heading} {quarter}"])
        for at, figure in enumerate(figures):
            sheet.row(2 + at, [at + 1, UNITS[at], 100, figure])
        return str(write_xlsx(tmp_path / name, [sheet]))

    return write


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_are_read_by_every_command(run, tmp_path):  # noqa: F811
    """What is written is checked without a finding, and projects."""
    path, made = make("sheet_per_quarter.xlsx", tmp_path)
    folder = tmp_path / "tables"
    assert run("import", path, "--output", folder).code == 0
    given = [
        part for name in ("counts", "quotas", "units", "measures") for part in (f"--{name}", f"{folder}/{name}.csv")
    ]
    assert run("check", *given).code == 0
    assert len(run("project", *given, "--year", 2023, "--format", "csv").out.splitlines()) == 1 + len(UNITS)
    assert len(rows(folder, "counts.csv")) == len(made.counts)


def test_every_style_reads_back(run, tmp_path):  # noqa: F811
    """Both styles of CSV hold the same tables."""
    path, _ = make("estimates.xlsx", tmp_path)
    for style in ("machine", "excel-vi"):
        assert run("import", path, "--output", tmp_path / style, "--csv-style", style).code == 0
    first, second = (read(counts=tmp_path / style / "counts.csv") for style in ("machine", "excel-vi"))
    assert first.counts.equals(second.counts)


def test_the_same_file_again_adds_nothing(run, report, tmp_path):  # noqa: F811
    """Importing twice leaves the tables as they are, byte for byte."""
    path, folder = report("quý I", [5, 7]), tmp_path / "tables"
    run("import", path, "--output", folder)
    before = (folder / "counts.csv").read_bytes()
    assert "0 new figures, 0 revised, 2 known" in run("import", path, "--output", folder).err
    assert (folder / "counts.csv").read_bytes() == before


def test_next_quarter_is_added_and_corrections_are_revisions(run, report, tmp_path):  # noqa: F811
    """The first report stays; the corrected figure stands below it with its day."""
    folder = tmp_path / "tables"
    run("import", report("quý I", [5, 7]), "--output", folder, "--reported-on", "2023-04-07")
    outcome = run("import", report("quý I", [6, 7]), "--output", folder, "--reported-on", "2023-07-07")
    assert "0 new figures, 1 revised, 1 known" in outcome.err
    told = [(row["unit"], row["value"], row["reported_on"]) for row in rows(folder, "counts.csv")]
    assert told == [(UNITS[0], "5", "2023-04-07"), (UNITS[1], "7", "2023-04-07"), (UNITS[0], "6", "2023-07-07")]


def test_a_correction_without_its_day_is_refused(run, report, tmp_path):  # noqa: F811
    """Nothing is overwritten silently: the cell is named, and what to do."""
    folder = tmp_path / "tables"
    run("import", report("quý I", [5, 7]), "--output", folder)
    before = (folder / "counts.csv").read_bytes()
    outcome = run("import", report("quý I", [6, 7]), "--output", folder)
    assert outcome.code == 3 and "cell D3" in outcome.err and "--reported-on" in outcome.err
    assert (folder / "counts.csv").read_bytes() == before


def test_a_same_period_column_gives_way_to_last_years_own_report(run, tmp_path):  # noqa: F811
    """Last year's figure told otherwise a year later is a warning; the one imported from its own report stands."""
    title, folder = "Kết nạp đảng viên tính đến ngày 10-9-{}", tmp_path / "tables"
    first, second = tmp_path / "2022.csv", tmp_path / "2023.csv"
    first.write_text(f"{title.format(2022)};;\nSTT;Đơn vị;Kết nạp\n1;Xã A;38\n2;Xã B;31\n", encoding="utf-8")
    head = "STT;Đơn vị;Kết nạp;Cùng kỳ năm 2022"
    second.write_text(f"{title.format(2023)};;;\n{head}\n1;Xã A;41;38\n2;Xã B;30;33\n", encoding="utf-8")
    assert run("import", str(first), "--output", str(folder)).code == 0
    assert run("import", str(second), "--output", str(folder)).code == 0
    told = {(row["unit"], row["period"][:4]): row["value"] for row in rows(folder, "counts.csv")}
    assert told == {("Xã A", "2022"): "38", ("Xã B", "2022"): "31", ("Xã A", "2023"): "41", ("Xã B", "2023"): "30"}
    assert [row["code"] for row in rows(folder, "doubts.csv")] == ["intake.same_period_differs"]


def test_a_target_that_moved_is_kept_beside_the_old_one(run, report, tmp_path):  # noqa: F811
    """The new target has the day on which it was learnt."""
    folder, path = tmp_path / "tables", tmp_path / "report.xlsx"
    run("import", report("quý I", [5, 7]), "--output", folder)
    sheet = page(header=("STT", "Đơn vị", "Quý II", "Chỉ tiêu năm", "Quý III"))
    write_xlsx(path, [sheet])
    run("import", path, "--output", folder, "--reported-on", "2023-10-07")
    told = [(row["value"], row["set_on"]) for row in rows(folder, "quotas.csv") if row["unit"] == UNITS[0]]
    assert told == [("100", ""), ("22", "2023-10-07")]


def test_a_proposed_profile_serves_the_next_quarter(run, report, tmp_path):  # noqa: F811
    """The profile of one quarter reads the file of the next; a heading that is new in it is refused."""
    profile, folder = tmp_path / "profile.toml", tmp_path / "tables"
    assert run("import", report("quý I", [5, 7]), "--propose", "--output", profile).code == 0
    meant = {column["heading"]: column["means"] for column in tomllib.loads(profile.read_text())["column"]}
    assert meant["Thực hiện {period}"] == "count" and meant["Chỉ tiêu {period}"] == "quota"
    assert run("import", report("quý II", [6, 8]), "--profile", profile, "--output", folder).code == 0
    assert [row["period"] for row in rows(folder, "counts.csv")] == ["2023Q2", "2023Q2"]
    outcome = run("import", report("quý III", [6, 8], heading="Ghi nhận"), "--profile", profile, "--output", folder)
    assert outcome.code == 3 and "cell D2" in outcome.err and "--propose" in outcome.err


def test_an_open_question_in_a_profile_is_refused(run, tmp_path):  # noqa: F811
    """A column whose meaning nobody has said is not guessed."""
    path = write_xlsx(tmp_path / "book.xlsx", [page(header=("STT", "Đơn vị", "Quý I", "Quý II", "Mục K"))])
    profile = tmp_path / "profile.toml"
    assert 'means = "?"' in run("import", path, "--propose").out
    run("import", path, "--propose", "--output", profile)
    outcome = run("import", path, "--profile", profile, "--output", tmp_path / "tables")
    assert outcome.code == 2 and "Mục K" in outcome.err
    profile.write_text(profile.read_text().replace('"?"', '"ignore"'))
    assert run("import", path, "--profile", profile, "--output", tmp_path / "tables").code == 0


def test_errors_write_nothing(run, tmp_path):  # noqa: F811
    """A figure that cannot be read stops the import before the folder is made."""
    path = write_xlsx(tmp_path / "book.xlsx", [page({"D5": "mười hai"})])
    outcome = run("import", path, "--output", tmp_path / "tables")
    assert outcome.code == 3 and "sheet 'Số liệu' cell D5" in outcome.err
    assert not (tmp_path / "tables").exists()


def test_doubts_are_listed_in_a_file(run, tmp_path):  # noqa: F811
    """A sum that does not fit is imported without the sum and listed with its cell; --strict refuses it."""
    path = write_xlsx(tmp_path / "book.xlsx", [page({"B7": "Tổng số", "C7": 43, "D7": 57, "E7": 70})])
    assert run("import", path, "--output", tmp_path / "tables").code == 0
    (doubt,) = [doubt for doubt in rows(tmp_path / "tables", "doubts.csv") if doubt["severity"] == "warning"]
    assert (doubt["code"], doubt["sheet"], doubt["cell"]) == ("intake.total_differs", "Số liệu", "D7")
    assert run("import", path, "--output", tmp_path / "other", "--strict").code == 3


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--output", "tables", "--year", "23"),
        ("--output", "tables", "--reported-on", "31/2/2023"),
        ("--output", "tables", "--csv-style", "odd"),
        ("--output", "tables", "--profile", "no-such.toml"),
    ],
)
def test_options_that_cannot_be_used(run, options, tmp_path):  # noqa: F811
    """A command line that cannot be carried out ends with 2 and says what is possible."""
    path = write_xlsx(tmp_path / "book.xlsx", [page()])
    assert run("import", path, *options).code == 2


def test_what_was_known_when(run, report, tmp_path):  # noqa: F811
    """`forecast history` shows both tellings of a figure, in words and as data."""
    folder = tmp_path / "tables"
    run("import", report("quý I", [5, 7]), "--output", folder, "--reported-on", "2023-04-07")
    run("import", report("quý I", [6, 7]), "--output", folder, "--reported-on", "2023-07-07")
    counts = ("--counts", folder / "counts.csv")
    lines = run("history", UNITS[0].upper(), *counts, "--format", "csv").out.splitlines()
    assert [line.split(",")[3:5] for line in lines[1:]] == [["2023-04-07", "5"], ["2023-07-07", "6"]]
    assert "+1" in run("history", UNITS[0], *counts).out
    assert run("history", "nobody", *counts).code == 2


def test_a_target_is_not_set_on_the_day_of_a_report(run, report, tmp_path):  # noqa: F811
    """A report prints a target that was set before: it has no day unless it differs from an earlier report's."""
    folder = tmp_path / "tables"
    run("import", report("quý I", [5, 7], day="(ngày 07 tháng 4 năm 2023)"), "--output", folder)
    assert {row["reported_on"] for row in rows(folder, "counts.csv")} == {"2023-04-07"}
    assert {row.get("set_on", "") for row in rows(folder, "quotas.csv")} == {""}


def test_stocks_that_stand_ready_are_declared_and_shown(run, tmp_path):  # noqa: F811
    """Columns of files and of people who passed the course become stocks ready for admissions, and stand in the projection."""
    sheet = Page("Số liệu")
    sheet.row(0, ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN QUÝ I/2023"])
    heads = ["Hồ sơ chờ xét", "Số người đã qua lớp bồi dưỡng nhận thức về Đảng"]
    sheet.row(1, ["STT", "Đơn vị", "Chỉ tiêu năm", "Kết nạp trong quý", *heads])
    for at, figures in enumerate([(60, 12, 15, 60), (40, 6, 9, 30)]):
        sheet.row(2 + at, [at + 1, UNITS[at], *figures])
    folder = tmp_path / "tables"
    assert run("import", write_xlsx(tmp_path / "q1.xlsx", [sheet]), "--output", folder).code == 0
    declared = {row["measure"]: (row["kind"], row["ready_for"], row["covers"]) for row in rows(folder, "measures.csv")}
    assert declared["files"] == ("stock", "admissions", "") and declared["pool"] == ("stock", "admissions", "yes")
    given = [
        part for name in ("counts", "quotas", "units", "measures") for part in (f"--{name}", folder / f"{name}.csv")
    ]
    answer = csv.DictReader(run("project", *given, "--year", 2023, "--format", "csv").out.splitlines())
    ready = {row["unit"]: (row["ready"], "ready_below_remaining" in row["reasons"]) for row in answer}
    assert ready[UNITS[0]] == ("files=15@2023-03-31;pool=60@2023-03-31", False)
    assert ready[UNITS[1]] == ("files=9@2023-03-31;pool=30@2023-03-31", True)


def test_the_prior_of_admissions_is_written_for_confirmation(run, report, tmp_path):  # noqa: F811
    """Where a title says that admissions are counted, measures.csv says so of the prior, with labels, and doubts.csv asks."""
    assert run("import", report("quý I", [5, 7]), "--output", tmp_path / "t").code == 0
    [measure] = rows(tmp_path / "t", "measures.csv")
    assert (measure["measure"], measure["prior"]) == ("admissions", "admissions")
    assert (measure["label_vi"], measure["label_en"]) == ("Kết nạp đảng viên", "Admissions of party members")
    assert "intake.prior_written" in [doubt["code"] for doubt in rows(tmp_path / "t", "doubts.csv")]


def test_a_prior_is_confirmed_once(run, report, tmp_path):  # noqa: F811
    """The next import says nothing of a measure that stands there, and leaves a cell that a person has emptied."""
    run("import", report("quý I", [5, 7]), "--output", tmp_path / "t")
    table = tmp_path / "t" / "measures.csv"
    emptied = table.read_text(encoding="utf-8").replace("yes,admissions,", "yes,,")
    table.write_text(emptied, encoding="utf-8")
    run("import", report("quý II", [6, 8], name="next.xlsx"), "--output", tmp_path / "t")
    assert table.read_text(encoding="utf-8") == emptied and rows(tmp_path / "t", "doubts.csv") == []


def test_an_assumed_measure_gets_no_prior(run, tmp_path):  # noqa: F811
    """Where nothing says what is counted, the figures on admissions have nothing to say either."""
    sheet = tmp_path / "plain.csv"
    sheet.write_text("Đơn vị;Quý I/2023\nA;5\nB;7\n", encoding="utf-8")
    assert run("import", sheet, "--output", tmp_path / "t").code == 0
    assert "prior" not in rows(tmp_path / "t", "measures.csv")[0]


def test_the_next_commands_can_be_pasted(run, report, tmp_path):  # noqa: F811
    """An import says how to check its tables and how to project the last year; both commands run as printed."""
    said = run("import", report("quý I", [5, 7]), "--output", tmp_path / "t", "--lang", "en").err
    commands = [line.partition(": forecast ")[2].split() for line in said.splitlines() if ": forecast " in line]
    assert [command[0] for command in commands] == ["check", "project"]
    assert commands[1][-2:] == ["--year", "2023"] and all(run(*command).code == 0 for command in commands)
