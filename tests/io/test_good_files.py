"""Files as offices really keep them are read right."""

import unicodedata
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from forecast.checks import check
from forecast.core.tables import Tables
from forecast.io.read_tables import read


def counts_of(folder: Path, content: str | bytes, ending: str = ".csv", measures: str | None = None) -> Tables:
    """The tables of one counts file."""
    path, declared = folder / f"counts{ending}", folder / "measures.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    if measures is not None:
        declared.write_text(measures)
    return read(counts=path, measures=None if measures is None else declared)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_separators_and_marks(separator: str, mark: bytes, line: str, tmp_path: Path) -> None:
    """Comma, semicolon and tab, with or without a byte-order mark, with either line end, give the same table."""
    text = line.join(separator.join(cells) for cells in (("unit", "period", "value"), ("007", "2023Q1", "2241"), ()))
    tables = counts_of(tmp_path, mark + text.encode())
    assert [finding.code for finding in tables.findings] == ["separator_read"] * (separator != ",")
    assert tables.counts.loc[0, ["unit", "period", "value"]].tolist() == ["007", "2023Q1", 2241.0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2241", 2241), ("2241.0", 2241), ("20.5", 20.5), ("1e3", 1000), ("9.810", 9810), ("9 810", 9810),
        ("9\u00a0810", 9810), ("36,8", 36.8), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567", 1234567),
        ("2,241", 2241), ("0", 0), ("0.123", 0.123),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float, tmp_path: Path) -> None:
    """Machine, Vietnamese and English numbers are read alike."""
    assert counts_of(tmp_path, f"unit;period;value\nA;2023Q1;{text}\n").counts["value"].tolist() == [value]


@pytest.mark.parametrize("text", ["", "-", "–", "—", "…", "x", " "])
def test_not_reported(text: str, tmp_path: Path) -> None:
    """The signs for `not reported` are no zero."""
    assert counts_of(tmp_path, f"unit,period,value\nA,2023Q1,{text}\n").counts["value"].isna().all()


def test_thousands_dots_are_told(tmp_path: Path) -> None:
    """9.810 in a column of counts is 9810, with one notice that names the rows."""
    tables = counts_of(tmp_path, "unit,period,value\nA,2023Q1,331\nA,2023Q2,9.810\nA,2023Q3,2.241\n")
    assert tables.counts["value"].tolist() == [331, 9810, 2241] and tables.measures[""].whole
    (finding,) = tables.findings
    assert (finding.code, finding.severity, finding.values["rows"]) == ("read_as_thousands", "notice", "3, 4")


def test_clear_decimals_settle_the_column(tmp_path: Path) -> None:
    """Beside 20.5 the text 2.241 has decimals too, and the undeclared measure is an amount, with a notice."""
    tables = counts_of(tmp_path, "unit,period,value\nA,2023Q1,20.5\nA,2023Q2,2.241\n")
    assert tables.counts["value"].tolist() == [20.5, 2.241] and not tables.measures[""].whole
    assert [finding.code for finding in tables.findings] == ["amount_undeclared"]


def test_declared_amount_keeps_its_dots(tmp_path: Path) -> None:
    """2.241 of a measure declared an amount has decimals, with a notice."""
    tables = counts_of(tmp_path, "unit,period,value\nA,2023Q1,2.241\n", measures="measure,whole\nmoney,no\n")
    assert tables.counts["value"].tolist() == [2.241]
    assert [finding.code for finding in tables.findings] == ["read_as_decimal"]


def test_each_measure_settles_its_own(tmp_path: Path) -> None:
    """Decimals of one measure say nothing about the dots of another."""
    text = "unit,measure,period,value\nA,money,2023Q1,20.5\nA,persons,2023Q1,2.241\n"
    assert counts_of(tmp_path, text).counts["value"].tolist() == [20.5, 2241]


def test_counts_settle_the_quotas(tmp_path: Path) -> None:
    """A quota written 9.810 is thousands where the counts are whole."""
    counts, quotas = tmp_path / "counts.csv", tmp_path / "quotas.csv"
    counts.write_text("unit,period,value\nA,2023Q1,2241\n")
    quotas.write_text("unit,year,kind,value\nA,2023,fixed,9.810\n")
    assert read(counts=counts, quotas=quotas).quotas["value"].tolist() == [9810]


def test_rows_are_lines_of_the_file(tmp_path: Path) -> None:
    """Blank lines, rows of separators and cells over two lines do not shift the row numbers."""
    text = 'unit,period,value,note\n\nA,2023Q1,5,"two\nlines"\n , , , \n  \nA,2023Q2,6,\n,,,\n'
    tables = counts_of(tmp_path, text)
    assert tables.findings == () and tables.counts["row"].tolist() == [3, 7]


def test_text_is_composed_and_trimmed(tmp_path: Path) -> None:
    """Names typed with combining accents or spaces around are the same unit, spelt as the file first spells it."""
    tables = counts_of(tmp_path, "unit,period,value\n Ha\u0300 Nội ,2023Q1,5\nHà Nội,2023Q2,6\n")
    assert tables.counts["unit"].unique().tolist() == ["Ha\u0300 Nội"]


def test_dates(tmp_path: Path) -> None:
    """Days are read in the ISO form and with the day first."""
    written = ("2023-04-07", "7/4/2023", "07-04-2023", "")
    rows = "".join(f"{unit},2023Q1,5,{day}\n" for unit, day in zip("ABCD", written, strict=True))
    days = counts_of(tmp_path, "unit,period,value,reported_on\n" + rows).counts["reported_on"]
    assert days[:3].tolist() == [date(2023, 4, 7).toordinal()] * 3 and days.isna().tolist()[3]


def test_extra_columns_are_kept(tmp_path: Path) -> None:
    """A column that is not ours stays, as text."""
    assert counts_of(tmp_path, "unit,period,value,page\nA,2023Q1,5,07\n").counts["page"].tolist() == ["07"]


def test_parquet_of_numbers(tmp_path: Path) -> None:
    """Whole numbers for units and years, dates and missing values of a Parquet file are read as meant."""
    path = tmp_path / "counts.parquet"
    columns = {"unit": [7, 8], "period": [2022, 2022], "value": [5, None], "reported_on": [date(2023, 1, 5), None]}
    pyarrow.parquet.write_table(pa.table(columns), path)
    counts = read(counts=path).counts
    assert counts["unit"].tolist() == ["7", "8"] and counts["period"].tolist() == ["2022", "2022"]
    assert counts["value"].isna().tolist() == [False, True] and counts["row"].tolist() == [2, 3]
    assert counts["reported_on"][0] == date(2023, 1, 5).toordinal()


def test_the_only_measure_may_be_left_out(tmp_path: Path) -> None:
    """Counts without a measure column belong to the one measure that another table names."""
    tables = counts_of(tmp_path, "unit,period,value\nA,2023Q1,5\n", measures="measure,prior\nadmissions,admissions\n")
    assert tables.counts["measure"].tolist() == ["admissions"] and tables.measures["admissions"].declared


@pytest.mark.parametrize(
    ("year", "first", "last", "told"),
    [
        ("2021..2025", 2021, 2025, 0),
        ("2020-2025", 2021, 2025, 1),
        ("2021-2025", 2021, 2025, 1),
        ("2015–2020", 2016, 2020, 1),
    ],
)
def test_terms(year: str, first: int, last: int, told: int, tmp_path: Path) -> None:
    """A term's years are taken as written; a named term counts the years after its congress and says so."""
    quotas = tmp_path / "quotas.csv"
    quotas.write_text(f"unit,year,kind,value\nA,{year},term,12000\n")
    (tmp_path / "counts.csv").write_text("unit,period,value\nA,2020,5\n")
    tables = read(counts=tmp_path / "counts.csv", quotas=quotas)
    assert tables.quotas[["first_year", "last_year"]].values.tolist() == [[first, last]]
    assert tables.quotas["year"].isna().all()
    assert [finding.values["first"] for finding in tables.findings] == [str(first)] * told


def test_good_tables_have_no_findings(tmp_path: Path) -> None:
    """Quarters, a matching year and a quota pass every check in silence."""
    counts, quotas = tmp_path / "counts.csv", tmp_path / "quotas.csv"
    quarters = "".join(f"A,2022Q{quarter},5\n" for quarter in (1, 2, 3, 4))
    counts.write_text(f"unit,period,value\n{quarters}A,2022,20\nA,2022-01..2022-09,15\n")
    quotas.write_text("unit,year,kind,value\nA,2022,fixed,18\n")
    assert check(read(counts=counts, quotas=quotas)) == ()


def test_a_unit_keeps_the_spelling_of_the_first_file(tmp_path: Path) -> None:
    """A name in decomposed letters (NFD) joins its composed twin, and is answered as the counts spell it."""
    spelt = unicodedata.normalize("NFD", "Hà Tĩnh")
    counts, quotas = tmp_path / "counts.csv", tmp_path / "quotas.csv"
    counts.write_text(f"unit,period,value\n{spelt},2022,5\n", encoding="utf-8")
    quotas.write_text("unit,year,kind,value\nHà Tĩnh,2023,fixed,6\n", encoding="utf-8")
    tables = read(counts=counts, quotas=quotas)
    assert tables.counts["unit"].tolist() == tables.quotas["unit"].tolist() == [spelt]


def test_both_places_of_a_tone_name_one_unit(tmp_path: Path) -> None:
    """Hoà Bình of the quotas is Hòa Bình of the counts, and is spelt as there."""
    (tmp_path / "counts.csv").write_text("unit,period,value\nHòa Bình,2023Q1,5\n", encoding="utf-8")
    (tmp_path / "quotas.csv").write_text("unit,year,kind,value\nHoà Bình,2023,fixed,20\n", encoding="utf-8")
    tables = read(counts=tmp_path / "counts.csv", quotas=tmp_path / "quotas.csv")
    assert tables.quotas["unit"].tolist() == tables.counts["unit"].tolist() == ["Hòa Bình"]
