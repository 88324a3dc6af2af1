"""The bundled figures on Hà Nội: what was derived, and that every row can be traced."""

import csv
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HANOI = ROOT / "datasets" / "hanoi"
TABLES = ["counts", "quotas", "units", "measures", "audit"]


def rows(name):
    with (HANOI / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column_and_short_cells(name):
    """Each table is complete, and no cell is long enough to hold a sentence of an article."""
    for row in rows(name):
        assert None not in row and None not in row.values()
        assert max(map(len, row.values())) <= 120


def test_2020_holds_every_total_that_grows_by_the_printed_percentage():
    """The range for 2020 is the whole numbers to which 10,027 is +12.9%, and no others."""
    total = next(row for row in rows("counts") if row["period"] == "2020")
    possible = [base for base in range(1, 20_000) if round(100 * (10_027 / base - 1), 1) == 12.9]
    assert list(range(int(total["low"]), int(total["high"]) + 1)) == possible
    assert total["value"] == "" and "derived" in total["note"]


def test_the_term_target_has_two_readings():
    """12,000 stands once for each year 2016-2020 and once for the whole term, as alternatives of one text."""
    readings = [row for row in rows("quotas") if row["reading"]]
    yearly = [row for row in readings if row["reading"] == "yearly"]
    assert [row["year"] for row in yearly] == ["2016", "2017", "2018", "2019", "2020"]
    assert {(row["kind"], row["low"], row["high"]) for row in yearly} == {("range", "12000", "")}
    (term,) = (row for row in readings if row["reading"] == "term")
    assert (term["kind"], term["value"], term["first_year"], term["last_year"]) == ("term", "12000", "2016", "2020")


def test_every_year_of_the_resolution_has_its_range():
    """9,000-10,000 is the resolution's target of each year 2021-2025, and 2021 and 2023 have a fixed one beside it."""
    quotas = [row for row in rows("quotas") if row["measure"] == "admissions" and not row["reading"]]
    ranges = {row["year"]: (row["low"], row["high"]) for row in quotas if row["basis"] == "resolution"}
    assert ranges == {str(year): ("9000", "10000") for year in range(2021, 2026)}
    assigned = {row["year"]: row["value"] for row in quotas if row["basis"] == "assigned"}
    assert assigned == {"2021": "9744", "2023": "9810"}


def test_only_the_first_audit_row_does_not_fit_its_counts():
    """The roll-out printed as 102.26% is 90.0% of its counts; all other printed percentages with two counts fit."""
    complete = [row for row in rows("audit") if row["denominator"]]
    fits = []
    for row in complete:
        decimals = len(row["printed_percent"].partition(".")[2])
        share = 100 * int(row["numerator"]) / int(row["denominator"])
        fits.append(round(share, decimals) == float(row["printed_percent"]))
    assert fits == [False, True, True, True, True]


def test_every_source_is_explained():
    """Each source key of a table stands in SOURCE.md, which says that the figures are not official."""
    text = (HANOI / "SOURCE.md").read_text(encoding="utf-8")
    keys = {row["source"] for name in TABLES for row in rows(name) if "source" in row}
    assert keys and all(f"`{key}`" in text for key in keys)
    assert "not official" in text


def test_the_config_points_to_these_files():
    """configs/hanoi-2023.toml names the four tables relative to itself, and asks for 2023 after the first quarter."""
    config = ROOT / "configs" / "hanoi-2023.toml"
    settings = tomllib.loads(config.read_text(encoding="utf-8"))
    for name in ("counts", "quotas", "units", "measures"):
        assert (config.parent / settings[name]).resolve() == HANOI / f"{name}.csv"
    assert (settings["measure"], settings["year"], settings["as_of"]) == ("admissions", "2023", "2023-04-07")
