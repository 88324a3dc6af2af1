"""The invented Thành phố Mẫu: made anew byte for byte, adding up, and as real cities behave."""

import ast
import csv
import importlib
import statistics
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CITY = ROOT / "datasets" / "sample-city"
TABLES = ["counts", "quotas", "units", "lineage", "measures", "planted"]


def rows(name):
    with (CITY / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@pytest.fixture
def script(monkeypatch):
    """The script as a module."""
    monkeypatch.syspath_prepend(str(CITY))
    return importlib.import_module("make_city")


def latest():
    """(unit, measure, period) -> figure as last reported, estimates aside."""
    counts = [row for row in rows("counts") if row["status"] != "estimate"]
    counts.sort(key=lambda row: row["reported_on"])
    return {(row["unit"], row["measure"], row["period"]): int(row["value"]) for row in counts}


def year_total(figures, unit, year):
    """The year's total from whichever periods the unit reports; None without all of it."""
    whole = figures.get((unit, "admissions", str(year)), figures.get((unit, "admissions", f"{year}-01..{year}-12")))
    quarters = [figures.get((unit, "admissions", f"{year}Q{quarter}")) for quarter in range(1, 5)]
    months = [figures.get((unit, "admissions", f"{year}-{month:02d}")) for month in range(1, 13)]
    parts = [whole] if whole is not None else quarters if None not in quarters else months
    return None if None in parts else sum(parts)


def assigned():
    """(unit, year) -> the assigned target as last set."""
    quotas = [row for row in rows("quotas") if row["basis"] == "assigned" and row["measure"] == "admissions"]
    return {(row["unit"], int(row["year"])): int(row["value"]) for row in sorted(quotas, key=lambda row: row["set_on"])}


def test_the_tables_are_what_the_script_makes(tmp_path):
    """The same seed gives the same bytes, another seed another city."""
    for seed, same in (("2025", True), ("1", False)):
        subprocess.run([sys.executable, CITY / "make_city.py", "--seed", seed, "--output", tmp_path], check=True)
        made = [(tmp_path / f"{name}.csv").read_bytes() == (CITY / f"{name}.csv").read_bytes() for name in TABLES]
        assert all(made) == same


def test_the_script_imports_nothing_of_the_program():
    """Only numpy, the standard library and its own modules."""
    for path in CITY.glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        names += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
        own = ("numpy", "city_", "__future__")
        assert all(name.startswith(own) or name.partition(".")[0] in sys.stdlib_module_names for name in names)


def test_it_is_small_and_says_that_it_is_invented():
    """Under 3 MB in total; every table and label says synthetic, every name Mẫu."""
    assert sum(path.stat().st_size for path in CITY.glob("*.*")) < 3_000_000
    for name in ("counts", "quotas", "units", "lineage"):
        assert {row["source"] for row in rows(name)} == {"synthetic"}
    assert all("Mẫu" in row["name"] for row in rows("units"))
    assert all("(synthetic)" in row["label_en"] and "(giả lập)" in row["label_vi"] for row in rows("measures"))
    assert "synthetic" in (CITY / "SOURCE.md").read_text(encoding="utf-8").splitlines()[0]


def test_126_communes_succeed_30_districts_and_20_committees_stay():
    """Districts close on 30 June 2025, communes open the day after, two committees are restricted."""
    units = rows("units")
    assert sum(row["closed"] == "2025-06-30" for row in units) == 30
    assert sum(row["opened"] == "2025-07-01" for row in units) == 126
    assert sum(row["unit"].startswith("K") for row in units) == 20
    assert sum(row["restricted"] == "yes" for row in units) == 2


def test_the_shares_of_every_district_add_up_to_one():
    """Each district hands all it has to its successors, and every commune has a district before it."""
    shares = defaultdict(int)
    for row in rows("lineage"):
        shares[row["from_unit"]] += round(10_000 * float(row["share"]))
    assert set(shares.values()) == {10_000} and len(shares) == 30
    assert len({row["to_unit"] for row in rows("lineage")}) == 126


def test_the_city_is_the_sum_of_its_units():
    """Totals of the early and the later years, and the members, add up exactly as last reported."""
    figures = latest()
    units = [row["unit"] for row in rows("units")[1:]]
    for year in range(2014, 2025):
        parts = [year_total(figures, unit, year) for unit in units]
        assert sum(part for part in parts if part is not None) == year_total(figures, "TP", year)
    of_units = sum(
        value for (unit, what, year), value in figures.items() if (what, year) == ("members", "2025") and unit != "TP"
    )
    assert of_units == figures["TP", "members", "2025"]


def test_parts_of_the_admissions_are_smaller_than_the_whole():
    """Enterprises and students, which only the city counts."""
    figures = latest()
    for (unit, measure, period), value in figures.items():
        if measure.startswith("admissions_"):
            assert unit == "TP" and 0 <= value < figures[unit, "admissions", period] / 3


def test_years_are_back_loaded_and_the_shock_shows():
    """About 22, 42 and 66% after each quarter in usual years; 30-40% fewer in the first half of 2020."""
    figures = latest()
    quarter = {(year, q): figures["TP", "admissions", f"{year}Q{q}"] for year in range(2019, 2026) for q in range(1, 5)}
    usual = [year for year in range(2019, 2025) if year not in (2020, 2021)]
    for upto, share in ((1, 0.22), (2, 0.42), (3, 0.66)):
        reached = [
            sum(quarter[year, q] for q in range(1, upto + 1)) / year_total(figures, "TP", year) for year in usual
        ]
        assert abs(statistics.fmean(reached) - share) < 0.04
    fall = 1 - (quarter[2020, 1] + quarter[2020, 2]) / (quarter[2019, 1] + quarter[2019, 2])
    assert 0.3 < fall < 0.4 and quarter[2020, 4] > 0.85 * quarter[2019, 4]


def test_results_are_steered_to_just_above_the_target():
    """About half of all between 100 and 106%; misses are rare and large."""
    figures, targets = latest(), assigned()
    years = [year for year in range(2014, 2025) if year not in (2020, 2021)]
    pairs = [(year_total(figures, unit, year), quota) for (unit, year), quota in targets.items() if year in years]
    ratios = [total / quota for total, quota in pairs if quota >= 20]
    assert 0.45 < sum(1 <= ratio <= 1.06 for ratio in ratios) / len(ratios) < 0.65
    misses = [ratio for ratio in ratios if ratio < 1]
    assert len(misses) < 0.2 * len(ratios) and statistics.median(misses) < 0.92


def test_units_are_large_and_small_and_report_in_three_ways():
    """From hundreds a year to a handful; quarters, cumulative runs and months; estimates and revisions."""
    figures, counts = latest(), rows("counts")
    totals = [year_total(figures, row["unit"], 2022) for row in rows("units")[1:51]]
    assert max(totals) > 400 and sum(total <= 5 for total in totals) >= 4
    periods = {row["period"] for row in counts}
    assert {"2024Q2", "2024-01..2024-06", "2024-05"} <= periods
    assert {row["status"] for row in counts} == {"final", "provisional", "estimate"}


def test_estimates_are_usually_too_high():
    """The units' own estimates of the year exceed the result, by a few percent in the middle."""
    figures = latest()
    estimates = [row for row in rows("counts") if row["status"] == "estimate"]
    pairs = [(int(row["value"]), year_total(figures, row["unit"], row["period"])) for row in estimates]
    errors = [value / total - 1 for value, total in pairs if total >= 20]
    assert 0.03 < statistics.median(errors) < 0.15


def test_each_cause_is_planted_in_a_district_and_a_committee():
    """Level, timing, target, late reports and a habit of late quarters, each in two units."""
    planted = rows("planted")
    assert sorted(row["cause"] for row in planted) == sorted(
        2 * ["always_late", "late_quarters", "late_reports", "level_drop", "quota_raised"]
    )
    assert {row["year"] for row in planted} == {"", "2023", "2025"}


def test_planted_causes_show_in_the_figures():
    """The drop, the raised target and the late revisions are as planted.csv says."""
    figures, targets = latest(), assigned()
    unit = {(row["cause"], row["year"]): row["unit"] for row in rows("planted")}
    dropped, raised = unit["level_drop", "2023"], unit["quota_raised", "2023"]
    assert 0.5 < year_total(figures, dropped, 2023) / year_total(figures, dropped, 2022) < 0.75
    best = max(year_total(figures, raised, year) for year in range(2014, 2023))
    assert abs(targets[raised, 2023] / best - 1.25) < 0.03
    late = next(row["unit"] for row in rows("planted") if row["cause"] == "late_reports")
    first = sum(int(row["value"]) for row in rows("counts") if row["unit"] == late and row["status"] == "provisional")
    final = sum(v for (u, m, p), v in figures.items() if u == late and m == "admissions" and p >= "2019")
    assert 1.05 < final / first < 1.11


def test_other_cities_can_be_made(script):
    """A city of three levels, without reorganisation and without causes, adds up in every level."""
    shape = script.Shape(districts=3, committees=2, communes=0, cells=4, first_year=2020, quarterly_from=2020)
    tables = script.make_city(7, shape=shape, plant=False)
    assert len(tables["units"]) == 1 + 5 + 5 * 4 and not tables["lineage"] and not tables["planted"]
    assert tables == script.make_city(7, shape=shape, plant=False)
    assert tables["counts"] != script.make_city(8, shape=shape, plant=False)["counts"]


def test_the_config_points_to_these_files():
    """configs/sample-city.toml names the five tables relative to itself; planted.csv is none of them."""
    text = (ROOT / "configs" / "sample-city.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)
    for name in ("counts", "quotas", "units", "lineage", "measures"):
        assert (ROOT / "configs" / settings[name]).resolve() == CITY / f"{name}.csv"
    assert "planted.csv" not in text and "synthetic" in text
