"""Workbooks as offices keep them are read right, and what is written in any form reads back to the same tables."""

import io
import math
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.checks import check
from forecast.core.periods import Period, parse_period
from forecast.core.results import Projection
from forecast.io.read_numbers import Form, understand
from forecast.io.read_periods import nearest_period
from forecast.io.read_tables import read
from forecast.io.write_table import csv_text, table_bytes
from forecast.io.write_workbook import table_sheet, workbook_bytes
from forecast.language import LANGUAGES, number
from forecast.report.words import period_words
from tests.io.workbooks import inline, sheet_of, write_book, write_parts

COUNTS = [["unit", "period", "value"], ["A", "2023Q1", 5]]


def test_one_workbook_holds_all_tables(tmp_path: Path) -> None:
    """Sheets with Vietnamese names, headings and words are the tables; other sheets are passed over."""
    sheets = {
        "Hướng dẫn": [["Cách điền"]],
        "SỐ LIỆU": [["Đơn vị", "Kỳ", "Giá trị", "Trạng thái"], ["A", "2023Q1", 5, "Chính thức"]],
        "Chỉ tiêu": [["Đơn vị", "Năm", "Loại", "Chỉ tiêu", "Căn cứ giao"], ["A", 2023, "cố định", 20, "cấp trên giao"]],
        "Đơn vị": [["Thứ tự", "Đơn vị", "Tên đầy đủ", "Hạn chế công bố"], [1, "A", "Đơn vị A", "không"]],
        "Chỉ số": [["Chỉ số", "Số nguyên", "Tham chiếu"], ["kết nạp", "có", "kết nạp"]],
    }
    tables = read(book=write_book(tmp_path / "book.xlsx", sheets))
    assert tables.findings == () and tables.counts.loc[0, "status"] == "final"
    assert tables.quotas.loc[0, ["kind", "value", "basis"]].tolist() == ["fixed", 20, "assigned"]
    assert tables.units.loc[0, ["name", "order", "restricted"]].tolist() == ["Đơn vị A", 1, "no"]
    assert tables.measures["kết nạp"].prior == "admissions"


def test_tables_from_sheets_and_files(tmp_path: Path) -> None:
    """A table may be a file, the first sheet of a workbook, or the sheet named behind #; what is given wins over the book."""
    book = write_book(
        tmp_path / "book.xlsx",
        {"counts": COUNTS, "Năm 2023": [["unit", "year", "kind", "value"], ["A", 2023, "fixed", 9]]},
    )
    (tmp_path / "counts.csv").write_text("unit,period,value\nA,2023Q1,7\n")
    tables = read(counts=book, quotas=f"{book}#năm 2023")
    assert (tables.counts["value"].tolist(), tables.quotas["value"].tolist()) == ([5], [9])
    assert read(book=book, counts=tmp_path / "counts.csv").counts["value"].tolist() == [7]
    targets = write_book(
        tmp_path / "targets.xlsx", {"Chỉ tiêu": [["Đơn vị", "Năm", "Loại", "Giá trị"], ["A", 2023, "cố định", 9]]}
    )
    assert read(book=targets, counts=tmp_path / "counts.csv").quotas["value"].tolist() == [9]


def test_cells_as_offices_type_them(tmp_path: Path) -> None:
    """Numbers, text numbers, dates, empty rows, rows below a blank start: each is read as meant, with its row."""
    rows = [
        [], ["unit", "period", "value", "reported_on"], [7, 2022, "9.810", date(2023, 1, 5)], [],
        ["007", "2023Q1", 2241, "7/4/2023"], ["Đ", "2023Q1", None, None],
    ]  # fmt: skip
    counts = read(counts=write_book(tmp_path / "book.xlsx", {"Trang tính1": rows})).counts
    assert counts["unit"].tolist() == ["7", "007", "Đ"] and counts["period"].tolist()[0] == "2022"
    assert counts["value"].tolist()[:2] == [9810, 2241] and math.isnan(counts["value"][2])
    assert counts["row"].tolist() == [3, 5, 6] and counts["reported_on"][1] == date(2023, 4, 7).toordinal()


def test_amounts_keep_their_decimals(tmp_path: Path) -> None:
    """Number cells with one or two decimals are an amount, and so is 2.125 where the measure is declared one."""
    rows = [["unit", "period", "value"], ["A", "2023Q1", 20.5], ["A", "2023Q2", 3.75], ["A", "2023Q3", 2.125]]
    assert read(counts=write_book(tmp_path / "a.xlsx", {"x": rows})).counts["value"].tolist() == [20.5, 3.75, 2.125]
    declared = {"counts": [rows[0], rows[3]], "measures": [["measure", "whole"], ["tiền", "no"]]}
    assert read(book=write_book(tmp_path / "b.xlsx", declared)).counts["value"].tolist() == [2.125]


def test_a_workbook_with_macros_is_only_read(tmp_path: Path) -> None:
    """An .xlsm gives its cells; nothing in it is run."""
    assert read(counts=write_book(tmp_path / "book.xlsm", {"x": COUNTS})).counts["value"].tolist() == [5]


def test_two_thousand_units_of_twelve_years(tmp_path: Path) -> None:
    """96,000 rows are read whole, within the child's limits."""
    periods = [f"{year}Q{quarter}" for year in range(2012, 2024) for quarter in range(1, 5)]
    rows = (
        f'<row r="{row}">{inline(f"A{row}", f"D-{row // 48:04d}")}{inline(f"B{row}", periods[row % 48])}<c r="C{row}"><v>{row % 97}</v></c></row>'
        for row in range(2, 96_002)
    )
    path = write_parts(tmp_path / "large.xlsx", sheet_of(*rows))
    tables = read(book=path)
    assert len(tables.counts) == 96_000 and tables.findings == ()


LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
NAMES = st.text(LETTERS, min_size=1, max_size=8).filter(lambda text: text.strip() == text and '"' not in text)
DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
WHOLE = st.integers(0, 10**7).map(float)
AMOUNTS = st.integers(-(10**9), 10**9).map(lambda figure: figure / 10_000)


@st.composite
def periods(draw: st.DrawFn) -> str:
    """Any period of the grammar: a year, a half, a quarter, a month, a day, or a run of them."""
    first, second = sorted((draw(DAYS), draw(DAYS)))
    year = first.year
    return draw(
        st.sampled_from(
            [
                f"{year}", f"{year}H{1 + first.month // 7}", f"{year}Q{1 + (first.month - 1) // 3}", f"{year}-{first.month:02d}",
                first.isoformat(), f"{first.isoformat()}..{second.isoformat()}", f"{year}..{second.year}",
                f"{year}-{first.month:02d}..{second.year}-{second.month:02d}",
            ]
        )
    )  # fmt: skip


@st.composite
def counts_tables(draw: st.DrawFn) -> tuple[pd.DataFrame, bool]:
    """A table of counts, whole or an amount, and which."""
    whole = draw(st.booleans())
    figures = st.one_of(WHOLE if whole else AMOUNTS, st.just(math.nan))
    size = draw(st.integers(1, 6))
    column = {
        "unit": NAMES,
        "period": periods(),
        "value": figures,
        "status": st.sampled_from(["", "final", "estimate"]),
    }
    drawn = {name: draw(st.lists(values, min_size=size, max_size=size)) for name, values in column.items()}
    return pd.DataFrame(drawn).astype({"value": "float64"}), whole


def forms(table: pd.DataFrame) -> dict[str, bytes]:
    """The table in every form that is written, by the ending of its file."""
    parquet = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_pandas(table, preserve_index=False), parquet)
    return {
        "machine.csv": csv_text(table).encode(),
        "excel-vi.csv": csv_text(table, "excel-vi").encode(),
        "book.xlsx": workbook_bytes([table_sheet("counts", table)]),
        "table.parquet": parquet.getvalue(),
    }


@settings(max_examples=12, deadline=None)
@given(counts_tables())
def test_every_form_reads_back_to_the_same_table(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[pd.DataFrame, bool]
) -> None:
    """What is written as CSV in both styles, XLSX or Parquet reads back to the same units, periods and figures."""
    table, whole = drawn
    folder = tmp_path_factory.mktemp("forms")
    (folder / "measures.csv").write_text(f"measure,whole\nn,{'yes' if whole else 'no'}\n")
    for name, content in forms(table).items():
        (folder / name).write_bytes(content)
        counts = read(counts=folder / name, measures=folder / "measures.csv").counts
        for column in ("unit", "period", "status"):
            assert counts[column].tolist() == table[column].tolist(), name
        np.testing.assert_array_equal(counts["value"].to_numpy(), table["value"].to_numpy(), err_msg=name)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(NAMES, st.integers(1990, 2150), WHOLE, st.sampled_from(["", "assigned", "own"])),
        min_size=1,
        max_size=5,
    )
)
def test_quotas_read_back_in_every_form(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, float, str]]
) -> None:
    """Quotas written in any form read back to the same units, years, figures and bases."""
    table = pd.DataFrame(rows, columns=["unit", "year", "value", "basis"]).assign(kind="fixed")
    folder = tmp_path_factory.mktemp("quotas")
    (folder / "counts.csv").write_text("unit,period,value\nA,2023Q1,5\n")
    for name, content in forms(table).items():
        (folder / name).write_bytes(content)
        quotas = read(counts=folder / "counts.csv", quotas=folder / name).quotas
        for column in ("unit", "year", "value", "basis"):
            assert quotas[column].tolist() == table[column].tolist(), name


def test_the_projection_reads_back(tmp_path: Path) -> None:
    """The sheet `projection` holds the same table, to the fifteen digits that spreadsheets keep."""
    table = pd.DataFrame(
        {"unit": ["007", "=1+1"], "year": ["2023", "2021..2025"], "p_met": [0.1234567890123, math.nan]}
    )
    (tmp_path / "answer.xlsx").write_bytes(table_bytes(Projection(table), "xlsx"))
    back = pd.read_excel(
        tmp_path / "answer.xlsx", sheet_name="projection", engine="calamine", dtype={"unit": str, "year": str}
    )
    pd.testing.assert_frame_equal(back, table, rtol=1e-14, check_dtype=False)


@given(periods(), st.sampled_from(LANGUAGES))
def test_printed_periods_are_understood(text: str, language: str) -> None:
    """A period printed by the grammar is parsed back, and one printed for people leads to the same period."""
    period = parse_period(text)
    assert parse_period(period.text) == period
    meant = nearest_period(period_words(period, language))
    assert meant is not None and parse_period(meant) == period


@given(st.one_of(WHOLE, AMOUNTS), st.sampled_from(LANGUAGES))
def test_printed_numbers_are_understood(figure: float, language: str) -> None:
    """A number printed for people is read back, an unclear one by its thousands."""
    form, value = understand(number(figure, language))
    unclear = form in (Form.D_UNCLEAR, Form.C_UNCLEAR)
    assert math.isclose(value, figure) or (unclear and math.isclose(1000 * value, figure))


def test_nothing_wrong_is_found_in_a_good_book(tmp_path: Path) -> None:
    """Good sheets pass every check in silence."""
    sheets = {"counts": COUNTS, "quotas": [["unit", "year", "kind", "value"], ["A", 2023, "fixed", 20]]}
    assert check(read(book=write_book(tmp_path / "book.xlsx", sheets))) == ()


def test_a_period_is_printed_as_people_write_it() -> None:
    """Quarter, cumulative months, year and run have their words in each language."""
    texts = ("2023Q1", "2023-01..2023-09", "2023", "2023-03", "2023-06-30", "2021..2025")
    said = [period_words(parse_period(text), "vi") for text in texts]
    assert said == ["Quý I/2023", "9 tháng năm 2023", "Năm 2023", "Tháng 3/2023", "30/6/2023", "2021–2025"]
    assert period_words(Period(*_bounds("2023H1")), "en") == "Half 1/2023"


def _bounds(text: str) -> tuple[int, int]:
    period = parse_period(text)
    return period.start, period.stop
