"""Every kind of wrong file: found, placed, and explained with its remedy in both languages."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from forecast.checks import check
from forecast.io.read_tables import read
from forecast.language import describe
from tests.io.wrong_files import WRONG_FILES, Wrong

TABLES = ("counts", "quotas", "units", "measures", "lineage")


def write(folder: Path, case: Wrong) -> dict[str, Path]:
    """The files of a case, each under the name of its table."""
    contents = {table: getattr(case, table) for table in TABLES if getattr(case, table) is not None}
    paths = {table: folder / f"{table}.csv" for table in contents}
    for table, path in paths.items():
        content = contents[table]
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return paths


@pytest.mark.parametrize("case", WRONG_FILES, ids=lambda case: case.name)
def test_wrong_file_is_explained(case: Wrong, tmp_path: Path) -> None:
    """A wrong file gives one error of its kind, with file, row, column and remedy, in Vietnamese and English."""
    paths = write(tmp_path, case)
    errors = [finding for finding in check(read(**paths)) if finding.severity == "error" and finding.code == case.code]
    assert [(finding.file, finding.row, finding.column) for finding in errors] == [
        (str(paths[case.table]), case.row, case.column)
    ]
    vietnamese, english = describe(errors[0], "vi"), describe(errors[0], "en")
    row_vi, row_en = (f" dòng {case.row}", f" row {case.row}") if case.row else ("", "")
    column_vi, column_en = (f" cột {case.column}", f" {case.column}") if case.column else ("", "")
    assert vietnamese.startswith(f"{paths[case.table]}{row_vi}{column_vi}: ") and case.vi in vietnamese
    assert english.startswith(f"{paths[case.table]}{row_en}{column_en}: ") and case.en in english


def test_there_are_enough_kinds() -> None:
    """More than forty kinds of wrong files are covered, by code and not only by name."""
    assert len({case.name for case in WRONG_FILES}) == len(WRONG_FILES)
    assert len({case.code for case in WRONG_FILES}) >= 40


@pytest.mark.parametrize(
    ("name", "code", "vi", "en"),
    [
        ("nowhere.csv", "file_missing", "không có tệp này", "no such file"),
        ("folder", "file_is_folder", "thư mục", "folder"),
        ("counts.docx", "file_ending", ".xlsx", ".xlsx"),
        ("counts.xlsx", "workbook_broken", "lưu lại", "save it again"),
        ("counts.parquet", "file_unreadable", "lưu lại", "save it again"),
    ],
)
def test_file_that_cannot_be_opened(name: str, code: str, vi: str, en: str, tmp_path: Path) -> None:
    """A file that is missing, a folder, of another ending or broken is named with what to do."""
    (tmp_path / "folder").mkdir()
    for ending in (".docx", ".xlsx"):
        (tmp_path / f"counts{ending}").write_bytes(b"PK")
    (tmp_path / "counts.parquet").write_bytes(b"no parquet")
    (finding,) = check(read(counts=tmp_path / name))
    assert (finding.code, finding.severity, finding.file) == (code, "error", str(tmp_path / name))
    assert vi in describe(finding, "vi") and en in describe(finding, "en")


def test_lost_thousands_dot_in_parquet(tmp_path: Path) -> None:
    """A numeric 2.241 of a measure declared whole is an error that suggests 2241."""
    counts, measures = tmp_path / "counts.parquet", tmp_path / "measures.csv"
    pyarrow.parquet.write_table(pa.table({"unit": ["A"], "period": ["2023Q1"], "value": [2.241]}), counts)
    measures.write_text("measure,whole\nn,yes\n")
    (finding,) = check(read(counts=counts, measures=measures))
    assert (finding.code, finding.row, finding.column) == ("fraction_thousands", 2, "value")
    assert "ghi 2241" in describe(finding, "vi") and "write 2241" in describe(finding, "en")


def test_infinite_number_in_parquet(tmp_path: Path) -> None:
    """An infinite number of a Parquet file is refused at its row."""
    counts = tmp_path / "counts.parquet"
    values = [1.0, float("inf")]
    pyarrow.parquet.write_table(pa.table({"unit": ["A", "B"], "period": ["2023Q1"] * 2, "value": values}), counts)
    assert [(finding.code, finding.row) for finding in check(read(counts=counts))] == [("not_finite", 3)]


def test_all_files_at_once(tmp_path: Path) -> None:
    """What is wrong in three files is said in one go, by file and row."""
    case = Wrong(
        "three files", "", None, None, "", "",
        counts="unit,period,value\nA,2023Q5,5\nA,2023Q1,five\n",
        quotas="unit,year,kind,value\nA,23,fixed,9\n",
        units="unit,parent\nA,A\n",
    )  # fmt: skip
    found = [(Path(finding.file).stem, finding.row) for finding in check(read(**write(tmp_path, case)))]
    assert [place for place in found if place[1]] == [("counts", 2), ("counts", 3), ("quotas", 2), ("units", 2)]
