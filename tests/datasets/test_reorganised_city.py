"""The two-tier change: the invented city of July 2025, and a province whose districts go while its communes merge."""

from datetime import date
from pathlib import Path

import pytest

from forecast.engine.project import project
from forecast.engine.recast import recast, recast_told
from forecast.io.read_tables import read
from tests.histories import as_csv, district_rows, grow_two_tiers
from tests.make import counts_frame, make_tables, quarters

CITY = Path(__file__).parents[2] / "datasets" / "sample-city"
ON = date(2023, 7, 1)


@pytest.fixture(scope="module")
def city():
    return read(**{name: CITY / f"{name}.csv" for name in ("counts", "quotas", "units", "lineage", "measures")})


def test_the_communes_carry_the_past_of_their_districts(city):
    """On the units of the end of 2025 no district is left, and each commune has yearly figures since 2014."""
    found = recast(city, date(2025, 12, 31).toordinal()).counts
    assert not found["unit"].str.match(r"[QH]\d").any()
    years = found[(found["period"] == "2014") & found["unit"].str.match(r"[PX]\d") & (found["measure"] == "admissions")]
    assert len(years) == 126


def total_of(counts, names):
    """The year 2018 of the units with such names, as last reported."""
    rows = counts[counts["unit"].str.match(names) & (counts["period"] == "2018") & (counts["measure"] == "admissions")]
    return rows.sort_values("reported_on").drop_duplicates("unit", keep="last")["value"].sum()


def test_the_totals_of_the_city_stay(city):
    """The year 2018 of the 30 districts and of their 126 communes is the same number."""
    found = recast(city, date(2025, 12, 31).toordinal()).counts
    assert total_of(found, r"[PX]\d") == total_of(city.counts, r"[QH]\d") > 0


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """A province of 4 districts of 6 communes, changed on 1 July 2023."""
    folder, history = tmp_path_factory.mktemp("province"), grow_two_tiers(11, on=ON)
    counts, listed = district_rows(history, 4, ON)
    tables = history.tables()
    tables["counts"] += counts
    tables["units"] = [
        {"unit": "P"},
        *listed,
        *(row for row in tables["units"] if row["unit"] not in ("P", "D0", "D1", "D2", "D3")),
    ]
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(as_csv(rows))
    return history, read(**{name: folder / f"{name}.csv" for name in tables})


def test_districts_go_and_communes_stand_below_the_province(province):
    """Every commune with figures has the province above it; what the districts told is told by communes alone."""
    history, tables = province
    found = recast(tables, date(2024, 12, 31).toordinal())
    parents = dict(zip(found.units["unit"], found.units["parent"], strict=True))
    units = set(found.counts["unit"])
    assert {parents[unit] for unit in units} == {"P"} and not units & {"D0", "D1", "D2", "D3"}
    for year in (2020, 2023, 2024):
        rows = found.counts[found.counts["period"] == f"{year}Q2"]
        assert rows["value"].sum() == history.total(date(year, 4, 1))


def test_back_before_the_change(province):
    """On the units of before, a merged commune is told apart as ranges; the total is kept."""
    history, tables = province
    found = recast_told(tables, date(2023, 6, 30).toordinal()).tables
    rows = found.counts[found.counts["period"] == "2024Q1"]
    middle = rows["value"].fillna((rows["low"] + rows["high"]) / 2)
    assert middle.sum() == history.total(date(2024, 1, 1))
    assert rows["unit"].str.match(r"D\d-").all() and rows["low"].notna().any()


def test_the_forecast_stands_on_the_units_of_the_day(province):
    """Default: the units of the end of the year asked; a notice says so, and `reported` leaves all as it was told."""
    _, tables = province
    found = project(tables, year=2024, as_of="2024Q2", model="naive")
    assert "reorganised" in [finding.code for finding in found.findings]
    assert found.table["unit"].str.match("P|N|D.-").all()
    left = project(tables, year=2024, as_of="2024Q2", model="naive", units_as_of="reported")
    assert not [finding for finding in left.findings if finding.code.startswith("reorganised")]


def test_a_past_known_as_ranges_gives_a_wider_answer():
    """The same quarters as estimated parts of a union, and as figures: the range of the forecast is wider."""
    values = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39]
    exact = make_tables(counts_frame({"A": quarters(2020, values)}))
    ranged = make_tables(counts_frame({"A": quarters(2020, [(v - 10, v + 10) for v in values])}))
    width = [
        float((row["q0.9"] - row["q0.1"]).iloc[0]) for row in (project(one, year=2023).table for one in (exact, ranged))
    ]
    assert width[1] > width[0]
