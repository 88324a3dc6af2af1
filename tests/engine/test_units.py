"""Units that close, open and are young: their rows, their landings, their reasons."""

from datetime import date

import numpy as np
import pytest

from forecast.engine.project import project
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame

YEARS = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39]  # 2020-2022


def answer(figures, *quota_rows, units=(), **settings):
    tables = make_tables(counts_frame(figures), quotas_frame(*quota_rows), units=units_frame(*units))
    return project(tables, **{"year": "2023", **settings}).table


def unit(name, *, opened=None, closed=None, **more):
    days = {key: float(day.toordinal()) for key, day in (("opened", opened), ("closed", closed)) if day}
    return {"unit": name, **days, **more}


def test_a_unit_closed_before_the_year_has_no_row():
    """Closed at the end of 2022, without quota: no row; with a quota: a row of nothing, not a failing but closed."""
    figures, units = {"a": quarters(2020, YEARS), "b": quarters(2020, YEARS)}, [unit("b", closed=date(2022, 12, 31))]
    assert answer(figures, units=units)["unit"].tolist() == ["a"]
    row = answer(figures, {"unit": "b", "year": 2023, "value": 50}, units=units).set_index("unit").loc["b"]
    assert (row["flag"], row["reasons"], row["q0.9"], row["p_met"]) == ("no_data", "closed", 0, 0)


def test_nothing_comes_after_closing():
    """With the first half known and the closing in June the landing is certain; before that only its quarter is open."""
    units = [unit("a", closed=date(2023, 6, 30))]
    known = answer(
        {"a": quarters(2020, [*YEARS, 22, 30])}, {"unit": "a", "year": 2023, "value": 100}, units=units
    ).iloc[0]
    assert (known["q0.1"], known["q0.9"], known["flag"], known["reasons"]) == (52, 52, "no_data", "closed")
    open_yet = answer({"a": quarters(2020, [*YEARS, 22])}, {"unit": "a", "year": 2023, "value": 100}, units=units).iloc[
        0
    ]
    assert 35 < open_yet["q0.5"] < 65 and open_yet["needed_per_quarter"] == 78


def test_a_quota_met_before_closing_is_met():
    """A unit that reached its quota and then closed has met it."""
    figures, quota = {"a": quarters(2020, [*YEARS, 22, 30])}, {"unit": "a", "year": 2023, "value": 50}
    assert answer(figures, quota, units=[unit("a", closed=date(2023, 7, 1))])["flag"].tolist() == ["met"]


def test_days_before_opening_teach_no_level():
    """Opened in July 2022 with 50 in that half, a unit is expected at about 100 a year, not at 50."""
    figures = {f"u{i}": quarters(2020, YEARS) for i in range(4)} | {"new": {"2022": 50}}
    row = answer(figures, units=[unit("new", opened=date(2022, 7, 1))]).set_index("unit").loc["new"]
    assert 80 < row["q0.5"] < 125 and row["reasons"] == "new_unit"


def test_a_young_unit_takes_its_year_from_its_siblings():
    """With a first quarter of its own alone, a unit whose siblings bring a tenth in each first quarter lands near ten times."""
    late, even = [10, 20, 20, 50], [25, 25, 25, 25]
    figures = {f"late{i}": quarters(2019, late * 4 + [10]) for i in range(6)}
    figures |= {f"even{i}": quarters(2019, even * 4 + [25]) for i in range(6)} | {"new": {"2023Q1": 10}}
    parents = [unit(name, parent="L" if name.startswith("late") else "E") for name in figures if name != "new"]
    landings = {
        parent: answer(figures, units=[*parents, unit("new", parent=parent)]).set_index("unit").loc["new"]
        for parent in ("L", "E")
    }
    assert landings["L"]["q0.5"] > 1.5 * landings["E"]["q0.5"] and abs(landings["E"]["q0.5"] - 40) < 15
    assert landings["L"]["evidence_panel"] > 0.3 and landings["L"]["reasons"] == "new_unit"


def test_alone_nobody_is_new():
    """Where no unit has two years of figures, none is called new."""
    assert answer({"a": quarters(2022, [20, 24, 22, 34, 21])})["reasons"].tolist() == [""]


def test_without_a_quota_where_others_have_one():
    """A unit without a quota says so only where others have one."""
    figures = {"a": quarters(2020, [*YEARS, 22]), "b": quarters(2020, [*YEARS, 22])}
    assert answer(figures)["reasons"].tolist() == ["", ""]
    assert answer(figures, {"unit": "a", "year": 2023, "value": 100})["reasons"].tolist() == ["", "no_quota"]


@pytest.mark.parametrize("model", ["structural", "naive"])
def test_an_answer_without_a_row_has_its_columns(model):
    """Every unit closed before the year: no row, but every column."""
    table = answer({"a": quarters(2020, YEARS)}, units=[unit("a", closed=date(2022, 12, 31))], model=model)
    assert len(table) == 0 and {"unit", "q0.5", "flag"} <= set(table.columns)


def test_a_unit_that_opens_within_the_year_lands_on_its_open_part():
    """Opened in July with 12 in its third quarter: one quarter is open, and the landing has no first half."""
    figures = {f"u{i}": quarters(2020, [*YEARS, 22, 26, 24]) for i in range(4)} | {"new": {"2023Q3": 12}}
    row = answer(figures, units=[unit("new", opened=date(2023, 7, 1))]).set_index("unit").loc["new"]
    assert (row["observed"], row["observed_through"]) == (12, "2023-09-30")
    assert 20 < row["q0.5"] < 40 and np.isnan(row["same_period_last_year"])
