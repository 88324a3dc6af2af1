"""The bundled figures on Cần Thơ: a share of the members, the same in persons, and rules per unit."""

import csv
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CANTHO = ROOT / "datasets" / "cantho"
TABLES = ["counts", "quotas", "units", "measures"]


def rows(name):
    with (CANTHO / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column_and_short_cells(name):
    """Each table is complete, and no cell is long enough to hold a sentence of an article."""
    for row in rows(name):
        assert None not in row and None not in row.values()
        assert max(map(len, row.values())) <= 120


def test_every_year_of_both_terms_has_its_share():
    """3-4% of the members is the target of each year 2021-2030, and 1,600-2,200 persons that of each year to 2025."""
    quotas = rows("quotas")
    shares = {row["year"]: (row["share_low"], row["share_high"], row["of"]) for row in quotas if row["kind"] == "share"}
    ranges = {row["year"]: (row["low"], row["high"]) for row in quotas if row["kind"] == "range"}
    assert shares == {str(year): ("0.03", "0.04", "members") for year in range(2021, 2031)}
    assert ranges == {str(year): ("1600", "2200") for year in range(2021, 2026)}


def test_the_implied_stock_is_what_the_two_forms_of_the_target_give():
    """1,600 is 3% of 53,333 and 2,200 is 4% of 55,000; the stock is that range and no value."""
    stock = next(row for row in rows("counts") if (row["measure"], row["period"]) == ("members", "2022"))
    assert [round(1600 / 0.03), round(2200 / 0.04)] == [int(stock["low"]), int(stock["high"])] == [53_333, 55_000]
    assert stock["value"] == "" and stock["note"].startswith("derived")


def test_some_stock_gives_both_ends_rounded_to_hundreds():
    """The text is consistent when rounded: 54,500 members give 1,600 and 2,200."""
    assert (round(0.03 * 54_500, -2), round(0.04 * 54_500, -2)) == (1_600, 2_200)


def test_the_rules_are_stated_for_types_of_unit():
    """Hamlet cells one each on average; firms' cells at least 1, from 50 workers 2, per further 30 one more."""
    rules = {(row["unit"], row["rule"], row["scope"]) for row in rows("quotas") if row["kind"] == "stepwise"}
    assert rules == {
        ("chi-bo-ap", "cells: 0=1", "average"),
        ("chi-bo-kinh-te-tu-nhan", "workers: 0=1, 50=2, +30=1", "each"),
    }
    types = [row for row in rows("units") if row["unit"].startswith("chi-bo")]
    assert all("loại hình" in row["name"] and row["cells"] == row["workers"] == "" for row in types)


def test_derived_figures_fit_the_printed_percents():
    """The targets of 2017 and 2019, and the members of 2017, give the printed percents."""
    targets = {row["year"]: int(row["value"]) for row in rows("quotas") if row["kind"] == "fixed"}
    assert (round(100 * 1614 / targets["2017"], 2), round(100 * 1988 / targets["2019"], 1)) == (74.38, 94.7)
    members = next(row for row in rows("counts") if row["period"] == "2017-02-20")
    fitting = [stock for stock in range(44_000, 46_000) if round(100 * 34_801 / stock, 2) == 77.56]
    assert (int(members["low"]), int(members["high"])) == (fitting[0], fitting[-1])


def test_every_source_is_explained():
    """Each source key of a table stands in SOURCE.md, which says that the figures are not official."""
    text = (CANTHO / "SOURCE.md").read_text(encoding="utf-8")
    keys = {row["source"] for name in ("counts", "quotas") for row in rows(name)}
    assert keys and all(f"`{key}`" in text for key in keys)
    assert "not official" in text


def test_the_config_points_to_these_files():
    """configs/cantho.toml names the four tables relative to itself."""
    settings = tomllib.loads((ROOT / "configs" / "cantho.toml").read_text(encoding="utf-8"))
    for name in TABLES:
        assert (ROOT / "configs" / settings[name]).resolve() == CANTHO / f"{name}.csv"
