"""The tidy tables of the press figures: what they hold, and that nobody below province is flagged by name."""

import csv
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRESS = ROOT / "datasets" / "press"
RESTRICTED = re.compile(r"công an|quân sự|quân đội|bộ đội|biên phòng|cảnh sát|dân quân|militia", re.I)
SENSITIVE = re.compile(r"catholic|giáo dân|dân tộc|ethnic|religio", re.I)
TABLES = ["counts", "quotas", "units", "measures"]


def rows(name):
    with (PRESS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def named_below():
    """Units below province that carry their name."""
    return {
        row["unit"] for row in rows("units") if row["level"] in ("district", "sector") and "unit-" not in row["unit"]
    }


def test_the_tables_are_what_the_script_builds(tmp_path):
    """Anyone who reruns the script gets the four tables byte for byte."""
    subprocess.run([sys.executable, PRESS / "make_tables.py", "--output", tmp_path], check=True)
    for name in TABLES:
        assert (tmp_path / f"{name}.csv").read_bytes() == (PRESS / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", TABLES)
def test_no_restricted_unit_no_sensitive_measure_no_sentence(name):
    """Police, army and border guard are left out, so are religion and ethnic origin, and notes are a few words."""
    for row in rows(name):
        named = " ".join(row[column] for column in ("unit", "name", "parent", "measure", "note") if column in row)
        assert not RESTRICTED.search(named) and not SENSITIVE.search(named), row
        assert None not in row and None not in row.values() and len(row.get("note", "")) <= 60


def test_no_named_unit_below_province_has_an_open_target_and_counts():
    """Such a unit has a target only where a count of its year reaches it, or where it has no counts at all."""
    counts = rows("counts")
    counted = {row["unit"] for row in counts}
    for quota in rows("quotas"):
        if quota["unit"] in named_below() & counted:
            reached = [row for row in counts if row["unit"] == quota["unit"] and row["period"][:4] == quota["year"]]
            assert max(int(row["value"]) for row in reached if row["measure"] == quota["measure"]) >= int(
                quota["value"]
            )


def test_no_count_of_fewer_than_five_persons_below_province():
    """One admission in a small unit is a person."""
    flows = [row for row in rows("counts") if row["measure"] != "members" and row["unit"] in named_below()]
    assert flows and min(int(row["value"] or row["low"] or row["high"]) for row in flows) >= 5


def test_every_unit_is_listed_once_with_its_parent():
    """Units of the counts and quotas stand in units.csv, and so do their parents."""
    units = [row["unit"] for row in rows("units")]
    used = {row["unit"] for name in ("counts", "quotas") for row in rows(name)}
    parents = {row["parent"] for row in rows("units")} - {""}
    assert len(units) == len(set(units)) and used | parents <= set(units)


def test_targets_of_one_province_stand_beside_its_own():
    """Quảng Nam 2024: 19 of its 22 units' targets make 1,894 of the 1,950, the printed total is 1,905."""
    parent = {row["unit"]: row["parent"] for row in rows("units")}
    of_year = [row for row in rows("quotas") if row["year"] == "2024" and row["measure"] == "admissions"]
    parts = [int(row["value"]) for row in of_year if parent[row["unit"]] == "Quảng Nam" and row["kind"] == "fixed"]
    total = next(int(row["value"]) for row in of_year if row["unit"] == "Quảng Nam")
    assert (total, sum(parts), len(parts)) == (1_905, 1_894, 19)


def test_a_count_taken_before_its_period_ended_runs_to_that_day():
    """Bình Thuận 2017: 1,932 to 23 November, not to the end of the month."""
    periods = {row["value"]: row["period"] for row in rows("counts") if row["unit"] == "Bình Thuận"}
    assert periods["1932"] == "2017-01-01..2017-11-23"


def test_only_figures_printed_as_bounds_are_bounds():
    """The 150 admissions of a bloc are exact, though its page says nearly of the members; 400 of another are more than."""
    flows = {
        row["unit"]: row for row in rows("counts") if row["period"][:4] == "2017" and row["measure"] == "admissions"
    }
    assert flows["Khối các cơ quan tỉnh, Đồng Nai"]["value"] == "150"
    assert flows["Đảng bộ Than Quảng Ninh, Quảng Ninh"]["low"] == "400"


def test_targets_derived_from_percents_give_them_back():
    """288 is 35.34% of 815, 1,614 is 74.38% of 2,170: within one unit of the last printed place."""
    derived = [row for row in rows("quotas") if row["note"].startswith("derived")]
    assert len(derived) >= 4
    for row in derived:
        count, percent = re.fullmatch(r"derived: (\d+) is ([\d.]+)%", row["note"]).groups()
        place = 10.0 ** -len(percent.partition(".")[2])
        assert abs(100 * int(count) / int(row["value"]) - float(percent)) <= place


def test_the_config_points_to_these_files():
    """configs/press.toml names the four tables relative to itself."""
    settings = tomllib.loads((ROOT / "configs" / "press.toml").read_text(encoding="utf-8"))
    for name in TABLES:
        assert (ROOT / "configs" / settings[name]).resolve() == PRESS / f"{name}.csv"
