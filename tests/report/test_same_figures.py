"""Page, document and workbook say the same figures, and they are those of the projection."""

import io
import math
import re
from html.parser import HTMLParser

import docx
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from forecast.io.write_workbook import workbook_bytes
from forecast.language.catalogue import catalogue
from forecast.report.blocks import Picture
from forecast.report.book.sheets import report_sheets
from forecast.report.charts.draw import Charts
from forecast.report.pages import tell
from forecast.report.web.page import html_bytes
from forecast.report.word.document import docx_bytes
from tests.report.city import City, number

PRINTED = {
    "quota": "quota_low", "observed": "observed", "attainment": "attainment", "same_period_last_year": "same_period_last_year",
    "remaining": "remaining", "usual": "usual_per_quarter", "forecast": "expected", "expected_shortfall": "expected_shortfall",
    "unit_estimate": "unit_estimate",
}  # fmt: skip
EXACT = PRINTED | {
    "lowest": "q0.1",
    "highest": "q0.9",
    "probability": "p_met",
    "shortfall": "shortfall",
}


class Tables(HTMLParser):
    """Every table of a page as rows of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.closed: list[list[list[str]]] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        self.open = bool(self.tables) and tag in ("td", "th", "button", "span")

    def handle_endtag(self, tag: str) -> None:
        self.open = False
        if tag == "table":
            self.closed.append(self.tables.pop())

    def handle_data(self, text: str) -> None:
        if self.open:
            self.tables[-1][-1][-1] += text


def rows_of_year(city: City) -> pd.DataFrame:
    """The projection's rows of the year by the name that is printed."""
    rows = city.projection.table
    rows = rows[(rows["year"] == "2025") & (rows["measure"] == "admissions")]
    names = dict(zip(city.tables.units["unit"], city.tables.units["name"], strict=True))
    return rows.assign(name=rows["unit"].map(names)).set_index("name")


def docx_tables(content: bytes) -> list[list[list[str]]]:
    """Every table of a document as rows of texts."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(content)).tables
    ]


def check_printed(tables: list[list[list[str]]], expected: pd.DataFrame, language: str) -> int:
    """Compare every number of the tables of units with the projection; how many were compared."""
    headings = {text: code for code, text in catalogue(language).items() if code.startswith("report.column.")}
    compared = 0
    for head, *rows in tables:
        names = [headings.get(text, "").removeprefix("report.column.") for text in head]
        if "unit" not in names:
            continue
        for row in rows:
            told = expected.loc[row[names.index("unit")]]
            for name, text in zip(names, row, strict=True):
                if name in PRINTED:
                    value = told[PRINTED[name]] * (100 if name == "attainment" else 1)
                    said = math.nan if text == "–" else number(text, language)
                    assert (math.isnan(said) and math.isnan(value)) or abs(said - value) <= (
                        0.0501 if name == "attainment" else 0.5001
                    )
                    compared += 1
    return compared


@pytest.fixture(scope="module")
def document(city: City) -> bytes:
    """The long report in Vietnamese for Word."""
    page = tell(city.report(), "vi")
    pictures = {
        block.name: Charts(city.report()).draw(block.name, "vi", form="png")
        for block in page.blocks
        if isinstance(block, Picture)
    }
    return docx_bytes(page, pictures)


def test_every_number_of_the_document(city: City, document: bytes):
    """Each cell of the Word tables of units is the projection's value, rounded as printed."""
    assert check_printed(docx_tables(document), rows_of_year(city), "vi") > 150


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_of_the_page(city: City, language: str):
    """Each cell of the page's tables of units is the projection's value, rounded as printed."""
    reader = Tables()
    reader.feed(html_bytes(city.report(), language).decode())
    assert check_printed([table for table in reader.closed if len(table) > 1], rows_of_year(city), language) > 150


def test_every_number_of_the_workbook(city: City):
    """Each number of the sheet of units is the projection's value itself."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(report_sheets(city.report(), "en"), "en")))
    head, *rows = book.get_sheet_by_name("Units").to_python()
    texts, expected, compared = catalogue("en"), rows_of_year(city), 0
    for name, column in EXACT.items():
        heading = texts[f"report.column.{name}"]
        if heading in head:
            for row in rows:
                value, said = expected.loc[row[1], column], row[head.index(heading)]
                assert (said == "" and math.isnan(value)) or said == pytest.approx(value, rel=1e-14)
                compared += 1
    assert compared > 130


def test_the_sum_of_the_focus_is_the_sum_of_its_rows(city: City, document: bytes):
    """The sentence under the units to follow up adds up what the projection says of them."""
    report = city.report()
    total = rows_of_year(city).loc[[report.names[unit] for unit in report.focus.units], "expected_shortfall"].sum()
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs)
    said = re.findall(r"Cộng (\d+) đơn vị: dự kiến thiếu ([\d.,]+)", text)
    assert said and all(int(n) == len(report.focus.units) and abs(number(sum_) - total) <= 0.5 for n, sum_ in said)


def test_quarters_of_the_workbook_add_up_to_its_year_to_date(city: City):
    """Re-added from the sheet of quarters, the year to date is that of the sheet of units."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes(report_sheets(city.report(), "en"), "en")))
    head, *rows = book.get_sheet_by_name("Quarters").to_python()
    this_year = [at for at, text in enumerate(head) if str(text).endswith("/2025")]
    units_head, *units = book.get_sheet_by_name("Units").to_python()
    observed = {row[1]: row[units_head.index("Year to date")] for row in units}
    for row in rows:
        known = [row[at] for at in this_year if row[at] != ""]
        assert observed[row[0]] == (sum(known) if known else "")


def test_charts_draw_the_projection(city: City):
    """The steps of the waterfall add up to forecast less target, and the landing bars are the known totals."""
    from forecast.report.charts.waterfall import waterfall_steps
    from forecast.report.voice import Voice

    report = city.report()
    assert report.top is not None
    steps = waterfall_steps(Voice(report, "en"))
    assert math.isclose(sum(gap for _, gap in steps), report.top.expected - report.top.row["quota_low"], abs_tol=1e-6)
