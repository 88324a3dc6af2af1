"""Word and Excel files as LibreOffice reads them. Where it is not installed these tests say so and are skipped."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from forecast.io.convert_office import find_office, pdf_bytes
from forecast.io.write_workbook import workbook_bytes
from forecast.report.blocks import Picture
from forecast.report.book.sheets import report_sheets
from forecast.report.charts.draw import Charts
from forecast.report.pages import tell
from forecast.report.what_if import LEVELS, chance_of
from forecast.report.word.document import docx_bytes
from forecast.report.word.papers import PAPERS
from tests.report.city import City

pytestmark = pytest.mark.skipif(
    find_office() is None or shutil.which("pdfinfo") is None, reason="LibreOffice and poppler-utils are not installed"
)
ALWAYS = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
    '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>'
)  # work formulas out again on opening


def document(city: City, kind: str, paper: str = "party", language: str = "vi") -> bytes:
    """A Word document of the city."""
    page = tell(city.report(kind=kind, marking="THỬ"), language)
    names = [block.name for block in page.blocks if isinstance(block, Picture)]
    return docx_bytes(
        page, {name: Charts(city.report()).draw(name, language, form="png") for name in names}, paper=PAPERS[paper]
    )


def converted(content: bytes, suffix: str, form: str, folder: Path) -> Path:
    """A file as LibreOffice saves it in another form, every formula worked out again."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS)
    (folder / f"report.{suffix}").write_bytes(content)
    command = [find_office(), f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", form]
    subprocess.run(
        [*command, "--outdir", folder / "made", folder / f"report.{suffix}"],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / "made" / f"report.{form}"


def pages(pdf: bytes, folder: Path) -> int:
    """How many pages a PDF has."""
    (folder / "count.pdf").write_bytes(pdf)
    told = subprocess.run(["pdfinfo", folder / "count.pdf"], capture_output=True, text=True, check=True).stdout
    return int(told.partition("Pages:")[2].split()[0])


@pytest.mark.parametrize(("paper", "language"), [("party", "vi"), ("state", "en")])
def test_the_brief_has_two_pages(city: City, tmp_path: Path, paper: str, language: str):
    """Counted as they print."""
    assert pages(pdf_bytes(document(city, "brief", paper, language), "brief.pdf"), tmp_path) <= 2


def test_no_glyph_is_missing_in_the_long_report(city: City, tmp_path: Path):
    """Printed to PDF and read back, the words are there, Vietnamese signs and all."""
    (tmp_path / "long.pdf").write_bytes(pdf_bytes(document(city, "long"), "long.pdf"))
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "long.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert (
        "Tình hình thực hiện và dự báo chỉ tiêu" in text
        and "không thay cho đánh giá, xếp loại" in text
        and "\ufffd" not in text
    )


def test_the_workbook_calculates_what_it_says(city: City, tmp_path: Path):
    """Worked out again by LibreOffice with other targets typed in, the chances are those of the rule."""
    report = city.report()
    lines = tuple(replace(line, row={**line.row, "quota_low": line.row["quota_low"] * 1.1}) for line in report.lines)
    content = workbook_bytes(report_sheets(replace(report, lines=lines), "en"), "en")
    book = CalamineWorkbook.from_path(converted(content, "xlsx", "ods", tmp_path))
    rows = book.get_sheet_by_name("What if").to_python()[2:]
    told = {line.unit: line for line in report.all_lines}
    names = {report.names[unit]: line for unit, line in told.items()}
    checked = 0
    for name, _, reached, asked, chance, words, *_ in (row for row in rows if row[0] in names):
        expected = chance_of(asked, LEVELS, names[name].points, whole=True, lowest=reached)
        assert abs(chance - expected) < 1e-9 and words
        checked += 0.05 < expected < 0.95
    assert checked > 3
