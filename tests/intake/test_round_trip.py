"""What the program writes, in both styles of CSV and as a workbook, it reads back to the same tables."""

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forecast.intake.folder import add_to_folder, write_folder
from forecast.intake.sheets.assemble import Imported, read_sheets
from forecast.io.read_tables import read
from forecast.io.write_workbook import table_sheet, workbook_bytes
from tests.intake.pages import Page, write_csv

NAMES = st.text("AĐăờ ;,\"'=+-@.0()[]{}", min_size=1, max_size=12).map(
    lambda text: " ".join(("Đơn vị " + text).split())
)
ODD = st.sampled_from(["007", "Tổng số", "Quý I", "I. Khối", "=1+1", "-5", "Nữ", "1/2"])
PERIODS = st.sampled_from(["2022", "2023Q1", "2023H1", "2023-05", "2023-01..2023-09", "2023-01-01..2023-09-10"])
FIGURES = st.one_of(st.integers(0, 30_000), st.just(2_241))
ROWS = st.dictionaries(st.tuples(st.one_of(NAMES, ODD), PERIODS), FIGURES, min_size=1, max_size=12)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


def told(imported: Imported) -> dict:
    table = imported.tables.counts
    return {
        (unit, period): value
        for unit, period, value in zip(table["unit"], table["period"], table["value"], strict=True)
    }


def sheet_of(rows: dict) -> Page:
    page = Page("counts")
    page.row(0, ["unit", "measure", "period", "value"])
    for at, ((unit, period), value) in enumerate(rows.items(), start=1):
        page.row(at, [unit, "admissions", period, value])
    return page


@pytest.mark.parametrize("style", ["machine", "excel-vi"])
@FEW
@given(rows=ROWS)
def test_tables_of_a_folder_are_read_back(style: str, rows: dict) -> None:
    """By the reader of tables and by the import, names of any letters and figures of any size."""
    with tempfile.TemporaryDirectory() as place:
        imported = read_sheets([str(write_csv(Path(place) / "book.csv", [sheet_of(rows)], "machine"))])
        expected = told(imported)
        assert set(expected.values()) == {float(value) for value in rows.values()}
        write_folder(add_to_folder(place, imported.tables, style), (), "en", style)
        tables = read(counts=f"{place}/counts.csv", measures=f"{place}/measures.csv")
        columns = (tables.counts[name].tolist() for name in ("unit", "period", "value"))
        assert {(unit, period): value for unit, period, value in zip(*columns, strict=True)} == expected
        again = read_sheets([f"{place}/counts.csv"])
        assert told(again) == expected


@settings(FEW, max_examples=2)
@given(rows=st.dictionaries(st.tuples(st.one_of(NAMES, ODD), PERIODS), FIGURES, min_size=30, max_size=40))
def test_a_workbook_of_tables_is_read_back(rows: dict) -> None:
    """The tables written as .xlsx are the same tables when they are imported."""
    with tempfile.TemporaryDirectory() as place:
        imported = read_sheets([str(write_csv(Path(place) / "book.csv", [sheet_of(rows)], "machine"))])
        book = Path(place) / "tables.xlsx"
        table = imported.tables.counts[["unit", "measure", "period", "value"]]
        book.write_bytes(workbook_bytes([table_sheet("counts", table)]))
        assert told(read_sheets([str(book)])) == told(imported)
        assert not any(math.isnan(value) for value in told(imported).values())
