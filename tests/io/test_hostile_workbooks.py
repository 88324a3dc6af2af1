"""Workbooks that would harm a reader, or are none: refused quickly, with a sentence, and the program goes on."""

import struct
import zipfile
from pathlib import Path

import pytest

from forecast.io import read_workbook, workbook_guard
from forecast.io.read_tables import read
from forecast.language import describe
from tests.io.workbooks import MAIN, inline, sheet_of, write_book, write_parts

ROWS = [["unit", "period", "value"], ["A", "2023Q1", 5]]


def refused(path: Path, code: str) -> str:
    """The English sentence with which a workbook is refused."""
    tables = read(book=path)
    (found,) = tables.findings
    assert (found.code, found.severity, len(tables.counts)) == (code, "error", 0)
    assert describe(found, "vi").startswith(str(path))
    return describe(found, "en")


def far(cell: str) -> str:
    return sheet_of('<row r="2">' + inline("A2", "A") + f'<c r="{cell}"><v>1</v></c></row>')


@pytest.mark.parametrize("cell", ["XFD1048576", "xfd1048576", "XFD999999", "ZZ1048576", "Z1048576"])
def test_a_cell_far_away(cell: str, tmp_path: Path) -> None:
    """A small sheet with a cell in its last corner is refused before anything large is made of it."""
    assert "lies far from the figures" in refused(write_parts(tmp_path / "far.xlsx", far(cell)), "sheet_large")


@pytest.mark.parametrize("sheet", [far("XFD5"), far("C99999"), sheet_of('<row r="5"><c r="XFD1048576" s="1"/></row>')])
def test_wide_tall_and_dressed_sheets_are_read(sheet: str, tmp_path: Path) -> None:
    """A distant cell in a small area, and a distant cell without content, harm nobody."""
    path = write_parts(tmp_path / "good.xlsx", sheet.replace("</row>", "</row>", 1))
    assert not {found.code for found in read(book=path).findings} & {"sheet_large", "workbook_broken"}


def test_a_declared_extent_is_not_believed(tmp_path: Path) -> None:
    """A sheet that says to reach to the last corner, and does not, is read."""
    sheet = sheet_of('<row r="2">' + inline("A2", "A") + inline("B2", "2023Q1") + '<c r="C2"><v>5</v></c></row>')
    sheet = sheet.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert read(book=write_parts(tmp_path / "says.xlsx", sheet)).counts["value"].tolist() == [5]


def test_a_zip_bomb(tmp_path: Path) -> None:
    """A part that unpacks to hundreds of times its size is refused by its declared size alone."""
    path = write_book(tmp_path / "bomb.xlsx", {"counts": ROWS})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(60):
            part.write(b"0" * 2**20)
    assert "unpacks to 60 MB" in refused(path, "workbook_bomb")


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """A part that unpacks to more than it says is a damaged file."""
    path = write_parts(tmp_path / "liar.xlsx", sheet_of("<row>" + "0" * 500_000 + "</row>"))
    content = path.read_bytes()
    size = struct.pack("<I", len(sheet_of("<row>" + "0" * 500_000 + "</row>")))
    path.write_bytes(content.replace(size, struct.pack("<I", 1000)))
    assert "save it again" in refused(path, "workbook_broken")


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE], ids=["expansion", "outside"])
@pytest.mark.parametrize("part", ["sheet", "strings", "workbook"])
def test_entities(declared: str, part: str, tmp_path: Path) -> None:
    """Entities are refused in every part, whether they swell or reach outside."""
    plain = sheet_of('<row r="2">' + inline("A2", "&a;") + "</row>", before=declared if part == "sheet" else "")
    others = {part: f'{declared}<x xmlns="{MAIN}">&a;</x>'} if part != "sheet" else {}
    assert "declarations" in refused(write_parts(tmp_path / "entities.xlsx", plain, **others), "workbook_entities")


def test_entities_hidden_by_an_encoding(tmp_path: Path) -> None:
    """XML in UTF-16, where the declaration would not be seen, is refused too."""
    path = write_parts(tmp_path / "hidden.xlsx", sheet_of())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/sharedStrings.xml", f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<x/>'.encode("utf-16")
        )
    refused(path, "workbook_entities")


def test_a_file_with_a_password(tmp_path: Path) -> None:
    """A file in the old container is encrypted or an .xls; either is said with the way out."""
    path = tmp_path / "secret.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert "password" in refused(path, "workbook_encrypted")


@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods"])
def test_other_kinds_of_workbooks(ending: str, tmp_path: Path) -> None:
    """Other kinds are named with the kind to save as."""
    path = tmp_path / f"book{ending}"
    path.write_bytes(b"PK")
    assert "save it as .xlsx" in refused(path, "workbook_kind")


@pytest.mark.parametrize("content", [b"", b"PK", b"unit,period,value\n", b"PK\x03\x04" + bytes(100)])
def test_files_that_are_no_workbooks(content: bytes, tmp_path: Path) -> None:
    """Whatever bears the name .xlsx without being one is damaged, not a fault of the program."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert "save it again as .xlsx" in refused(path, "workbook_broken")


def test_too_many_parts(tmp_path: Path) -> None:
    """An archive of thousands of parts is refused."""
    path = write_book(tmp_path / "many.xlsx", {"counts": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(workbook_guard.MOST_ENTRIES):
            archive.writestr(f"x/{number}", b"")
    assert "parts inside" in refused(path, "workbook_entries")


def test_a_damaged_sheet(tmp_path: Path) -> None:
    """XML that ends in the middle is a damaged file."""
    assert "damaged" in refused(write_parts(tmp_path / "half.xlsx", sheet_of('<row r="2">')[:-40]), "workbook_broken")


@pytest.mark.parametrize("lock", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_a_workbook_that_is_open(lock: str, tmp_path: Path) -> None:
    """A workbook open in Excel or LibreOffice is to be closed first."""
    path = write_book(tmp_path / "book.xlsx", {"counts": ROWS})
    (tmp_path / lock).write_bytes(b"")
    assert "Close it and run this again" in refused(path, "workbook_open")
    assert "Hãy đóng tệp rồi chạy lại" in describe(read(book=path).findings[0], "vi")


def test_a_workbook_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses a file that is open elsewhere, the remedy is the same."""
    path = write_book(tmp_path / "book.xlsx", {"counts": ROWS})

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert "Close it" in refused(path, "workbook_locked")


def test_a_reader_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock ends a child that takes too long."""
    path, child = write_book(tmp_path / "book.xlsx", {"counts": ROWS}), tmp_path / "child.py"
    child.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(read_workbook, "_CHILD", child)
    monkeypatch.setattr(read_workbook, "PATIENCE", 0.3)
    assert "more than" in refused(path, "workbook_slow")


def test_a_reader_that_dies_harms_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that is aborted is a file that cannot be read."""
    path, child = write_book(tmp_path / "book.xlsx", {"counts": ROWS}), tmp_path / "child.py"
    child.write_text("import os; os.abort()")
    monkeypatch.setattr(read_workbook, "_CHILD", child)
    refused(path, "workbook_broken")


def test_a_sheet_that_slips_past_the_guard_dies_in_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the scan, the last corner kills the child alone: the limits on memory hold."""
    monkeypatch.setattr(workbook_guard, "MOST_CELLS", 10**18)
    path = write_parts(tmp_path / "far.xlsx", far("XFD1048576"))
    assert [found.code for found in read(book=path).findings] == ["workbook_broken"]
