"""The report's model: official order, whom to follow up, who is silent, and nobody who may not be seen."""

import math
from dataclasses import replace

import pytest

from forecast.engine.project import project
from forecast.errors import UsageError
from forecast.io.read_tables import read
from forecast.report.build import build_report
from forecast.report.focus import choose_focus
from forecast.report.model import Line
from forecast.report.what_if import LEVELS
from tests.report.city import City, found


def line(unit: str, short: float, flag: str = "at_risk") -> Line:
    """A unit with an expected shortfall."""
    return Line(unit, "", 1, {"flag": flag, "expected_shortfall": short})


def test_units_stand_in_official_order(city: City):
    """Neither risk nor alphabet decides who comes first."""
    report = city.report()
    assert report.top is not None and report.top.unit == "TP"
    assert [one.unit for one in report.lines] == [f"D{at:02d}" for at in range(1, 13)]


def test_focus_is_chosen_by_shortfall_and_told_in_order():
    """The two largest of three are taken, in the order of the list, with their share of the whole."""
    focus = choose_focus([line("A", 1), line("B", 6), line("C", 3)], most=2)
    assert focus.units == ("B", "C") and focus.shortfall == 9 and math.isclose(focus.share, 0.9)


def test_focus_leaves_out_who_is_not_judged():
    """A unit without data or one that has met its quota is neither named nor counted."""
    focus = choose_focus([line("A", 50, "no_data"), line("B", 2), line("C", 0, "met")])
    assert focus.units == ("B",) and focus.share == 1.0


def test_silent_units_are_named(city: City):
    """The unit that has not reported this year is known as such."""
    assert city.report().silent == ("D12",)


def test_past_is_that_of_the_figures(city: City):
    """Totals and quarters of a unit are the figures of its rows in the counts."""
    counts = city.tables.counts
    own = counts[(counts["unit"] == "D01") & (counts["measure"] == "admissions")]
    past = city.report().line("D01").past
    by_year = own.groupby(own["period"].str[:4])["value"].sum()
    assert past.totals == {int(year): total for year, total in by_year.items() if year != "2025"}
    assert past.quarters[2025][:3] == tuple(own[own["period"] > "2025"]["value"]) and math.isnan(past.quarters[2025][3])
    assert past.path[-1][1] == sum(past.quarters[2025][:3])


def test_sub_targets_and_the_term_belong_to_the_top(city: City):
    """The part with a quota and the term are rows of the city."""
    report = city.report()
    assert [row["measure"] for row in report.parts] == ["students"]
    (term,) = report.terms
    assert [of.year for of in term.years] == [2021, 2022, 2023, 2024, 2025] and term.years[
        4
    ].expected == report.top.expected


def test_restricted_units_are_nowhere(tmp_path):
    """What is folded appears in no figure, no name and no source of the model's lines."""
    base = found(tmp_path)
    units = (
        (tmp_path / "units.csv")
        .read_text(encoding="utf-8")
        .replace(",TP,3,", ",TP,3,yes")
        .replace(",TP,4,", ",TP,4,yes")
    )
    (tmp_path / "units.csv").write_text(units, encoding="utf-8")
    tables = read(**{name: tmp_path / f"{name}.csv" for name in ("counts", "quotas", "units", "measures")})
    report = build_report(
        project(tables, year="2025", as_of="2025Q3", quantiles=LEVELS), tables, settings={"as_of": "2025Q3"}
    )
    seen = {one.unit for one in report.all_lines} | {figure.unit for figure in report.figures}
    assert "D02" in {one.unit for one in base.report().lines} and not seen & {"D02", "D03"} and "__other__" in seen


def test_a_report_needs_a_year(city: City):
    """A projection without a single year is refused in words."""
    table = city.projection.table
    with pytest.raises(UsageError, match="report_no_row"):
        build_report(replace(city.projection, table=table[table["year"].str.contains("..", regex=False)]), city.tables)
