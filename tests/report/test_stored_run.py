"""The report of a stored run: its own figures in every form, and no more than its files still tell."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from forecast.cli.app import run
from forecast.io.write_table import csv_text
from forecast.language.catalogue import catalogue
from tests.report.city import City, found
from tests.report.test_same_figures import EXACT, Tables, check_printed, docx_tables, rows_of_year

NAMES = ("counts", "quotas", "units", "measures")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, City]:
    """A folder with the city's files, a store with one run of three quantiles, and its report in every form."""
    folder = tmp_path_factory.mktemp("kept")
    city = found(folder)
    asked = [part for name in NAMES for part in (f"--{name}", str(folder / f"{name}.csv"))]
    assert run(["batch", *asked, "--year", "2025", "--as-of", "2025Q3", "--output", str(folder / "store")]) == 0
    to = [part for suffix in ("html", "docx", "xlsx", "csv") for part in ("--to", str(folder / f"r.{suffix}"))]
    assert run(["report", "1", "--store", str(folder / "store"), *to, "--lang", "en"]) == 0
    return folder, city


def rows(kept: tuple[Path, City]) -> pd.DataFrame:
    """The run's rows of the year by the name that is printed."""
    table = pd.read_parquet(kept[0] / "store/runs/000001/projection.parquet").fillna({"reading": ""})
    return rows_of_year(City(kept[1].tables, type(kept[1].projection)(table)))


def sheet(folder: Path, name: str) -> list[list]:
    return (
        CalamineWorkbook.from_filelike(io.BytesIO((folder / "r.xlsx").read_bytes())).get_sheet_by_name(name).to_python()
    )


def test_the_table_is_the_runs_own(kept: tuple[Path, City]):
    """The CSV is the run's Parquet as text, byte for byte."""
    stored = pd.read_parquet(kept[0] / "store/runs/000001/projection.parquet")
    assert (kept[0] / "r.csv").read_bytes() == csv_text(stored).encode()


def test_every_number_of_document_and_page(kept: tuple[Path, City]):
    """Each cell of the tables of units is the stored value, rounded as printed."""
    reader = Tables()
    reader.feed((kept[0] / "r.html").read_text())
    assert check_printed(docx_tables((kept[0] / "r.docx").read_bytes()), rows(kept), "en") > 150
    assert check_printed([table for table in reader.closed if len(table) > 1], rows(kept), "en") > 150


def test_every_number_behind_the_page(kept: tuple[Path, City]):
    """The values that the page's script works with are the stored ones."""
    data = json.loads((kept[0] / "r.html").read_text().partition('id="data">')[2].partition("</script>")[0])
    names = {
        "observed": "observed",
        "quota": "quota_low",
        "expected": "expected",
        "low": "q0.1",
        "high": "q0.9",
        "chance": "p_met",
    }
    of_unit, compared = rows(kept).set_index("unit"), 0
    for unit in data["units"]:
        for name, column in names.items():
            if name in unit:
                assert unit[name] == pytest.approx(of_unit.loc[unit["id"], column], abs=1e-6)
                compared += 1
    assert compared > 60


def test_every_number_of_the_workbook_and_its_sum(kept: tuple[Path, City]):
    """Each number of the sheet of units is the stored one; forecasts of the units add up to the city's."""
    head, *body = sheet(kept[0], "Units")
    texts, expected, compared = catalogue("en"), rows(kept), 0
    for name, column in EXACT.items():
        for row in body if texts[f"report.column.{name}"] in head else ():
            value, said = expected.loc[row[1], column], row[head.index(texts[f"report.column.{name}"])]
            assert (said == "" and value != value) or said == pytest.approx(value, rel=1e-14)
            compared += 1
    forecast = [row[head.index("Year forecast")] for row in body]
    assert compared > 130 and sum(forecast[1:]) == forecast[0]


def test_what_forecasts_are_made_of_adds_up_to_them(kept: tuple[Path, City]):
    """On the sheet and behind the page the parts of every unit add up to the stored forecast, and the known part is the year to date."""
    data = json.loads((kept[0] / "r.html").read_text().partition('id="data">')[2].partition("</script>")[0])
    made = {unit["id"]: unit["made"] for unit in data["units"] if "made" in unit}
    head, *body = sheet(kept[0], catalogue("en")["report.sheet.made_of"])
    stored = rows(kept)
    assert len(body) == len(made) == len(stored) and len(head) == 8
    for name, *parts, forecast in body:
        assert sum(parts) == forecast == stored.loc[name, "expected"] and parts == made[stored.loc[name, "unit"]]
        assert parts[0] == stored["observed"].fillna(0)[name]


def test_the_folder_says_the_same_as_the_number(kept: tuple[Path, City]):
    """A run named by its folder gives the same bytes."""
    path = kept[0] / "again.html"
    assert run(["report", str(kept[0] / "store/runs/000001"), "--to", str(path), "--lang", "en"]) == 0
    assert path.read_bytes() == (kept[0] / "r.html").read_bytes()


def test_figures_that_changed_are_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Where a file is no longer what it was, stored numbers and names stay; earlier years, quarters and sources are left out and it is said."""
    found(tmp_path)
    asked = [part for name in NAMES for part in (f"--{name}", str(tmp_path / f"{name}.csv"))]
    assert run(["batch", *asked, "--year", "2025", "--as-of", "2025Q3", "--output", str(tmp_path / "store")]) == 0
    with (tmp_path / "counts.csv").open("a") as file:
        file.write("D01,admissions,2025Q4,99,later\n")
    report = ["report", "latest", "--store", str(tmp_path / "store"), "--lang", "en"]
    assert run([*report, "--to", str(tmp_path / "r.docx")]) == 0
    text = capsys.readouterr().err
    assert "counts" in text and "no figures of earlier years" in text and "no what-if" in text
    stored = pd.read_parquet(tmp_path / "store/runs/000001/projection.parquet")
    units = pd.read_csv(tmp_path / "units.csv").set_index("unit")["name"]
    stored = stored[(stored["year"] == "2025") & (stored["measure"] == "admissions")]
    tables = docx_tables((tmp_path / "r.docx").read_bytes())
    assert check_printed(tables, stored.assign(name=stored["unit"].map(units)).set_index("name"), "en") > 100
    assert run([*report, "--to", str(tmp_path / "p.html"), "--public"]) == 2


def test_a_run_is_told_as_it_was_kept(kept: tuple[Path, City], capsys: pytest.CaptureFixture[str]):
    """Neither another date, nor a number without its store, nor a damaged answer is reported."""
    one, to = ["report", "1", "--store", str(kept[0] / "store")], ["--to", str(kept[0] / "x.html"), "--lang", "en"]
    assert run([*one, *to, "--as-of", "2025Q2"]) == 2 and "--as-of" in capsys.readouterr().err
    assert run(["report", "1", *to]) == 2 and "--store" in capsys.readouterr().err
    assert run([*one[:1], "7", *one[2:], *to]) == 2 and not (kept[0] / "x.html").exists()
