"""The same run gives the same bytes, whatever the form."""

import pytest

from forecast.io.write_workbook import workbook_bytes
from forecast.report.blocks import Picture
from forecast.report.book.sheets import report_sheets
from forecast.report.charts.draw import Charts
from forecast.report.charts.names import chart_names
from forecast.report.pages import tell
from forecast.report.web.page import html_bytes
from forecast.report.word.document import docx_bytes
from tests.report.city import City


def page_of(city: City) -> bytes:
    return html_bytes(city.report(), "vi")


def document_of(city: City) -> bytes:
    page = tell(city.report(kind="midterm"), "vi")
    return docx_bytes(
        page,
        {
            block.name: Charts(city.report()).draw(block.name, "vi", form="png")
            for block in page.blocks
            if isinstance(block, Picture)
        },
    )


def workbook_of(city: City) -> bytes:
    return workbook_bytes(report_sheets(city.report(), "vi"), "vi")


@pytest.mark.parametrize("make", [page_of, document_of, workbook_of], ids=["html", "docx", "xlsx"])
def test_report(city: City, make, monkeypatch):
    """Made twice, at different times, a file is the same."""
    first = make(city)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert make(city) == first


def test_charts(city: City):
    """So is every chart, drawn alone or after another form of it."""
    together, report = Charts(city.report()), city.report()
    assert chart_names(report) == ("landing", "path", "waterfall", "heat", "term-2021-2025")
    for name in chart_names(report):
        for form in ("svg", "png"):
            assert together.draw(name, "vi", form=form) == Charts(report).draw(name, "vi", form=form)
