"""The last years of a unit as blocks beside its forecast, and the quarters of the whole drawn in the workbook."""

import io
import zipfile

from python_calamine import CalamineWorkbook

from forecast.io.write_workbook import workbook_bytes
from forecast.report.book.sheets import report_sheets
from forecast.report.projection_table import projection_text
from forecast.report.sparkline import BLOCKS, draw_trends
from tests.report.city import City


def test_wide_tables_have_blocks_and_stay_aligned(city: City):
    """In a wide table every unit with years has its blocks, all ending in one column; a narrow one and a file have none."""
    text = projection_text(city.projection, city.tables, "en", width=220, trends=True)
    ends = [max(line.rfind(sign) for sign in BLOCKS) for line in text.splitlines() if set(BLOCKS) & set(line)]
    assert len(ends) == 14 and len(set(ends)) == 1 and ends[0] > 0
    for narrow in (projection_text(city.projection, city.tables, "en", width=70, trends=True),
                   projection_text(city.projection, city.tables, "en", width=220)):  # fmt: skip
        assert not set(BLOCKS) & set(narrow)


def test_blocks_are_the_years_and_the_forecast(city: City):
    """The highest block stands where the highest of four past years and the forecast is."""
    rows = city.projection.table
    rows = rows[(rows["year"] == "2025") & (rows["measure"] == "admissions")]
    drawn, line = draw_trends(rows, city.tables), city.report().line("D04")
    values = [*(line.past.totals[year] for year in range(2021, 2025)), line.expected]
    assert drawn["D04"].index(BLOCKS[-1]) == values.index(max(values)) and len(drawn["D04"]) == 5


def test_quarters_are_drawn_by_the_spreadsheet(city: City):
    """The sheet of the whole's quarters holds its figures, and a chart of the spreadsheet's own refers to them."""
    content = workbook_bytes(report_sheets(city.report(), "en"), "en")
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Quarters by year").to_python()[1:]
    )
    top = city.report().top
    assert top is not None
    for at, year in enumerate(head[1:], start=1):
        told = [row[at] for row in rows if row[at] != ""]
        assert told == [value for value in top.past.quarters[int(year)] if value == value]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        charts = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/charts/chart")]
    assert any("Quarters by year" in chart and "barChart" in chart and "lineChart" in chart for chart in charts)
