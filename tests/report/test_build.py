"""The report's model: official order, whom to follow up, who is silent, and nobody who may not be seen."""

import math
from dataclasses import replace

import pytest

from forecast.engine.project import project
from forecast.errors import UsageError
from forecast.io.read_tables import read
from forecast.report.build import build_report
from forecast.report.charts.names import chart_names
from forecast.report.focus import choose_focus
from forecast.report.model import Line, Report
from forecast.report.sections.standing import lacking_words
from forecast.report.voice import Voice
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


def test_a_unit_that_reports_late_has_not_reported_this_period(city: City):
    """Its figures end a quarter before those of the others; one that has closed owes no report."""
    table = city.projection.table.copy()
    table.loc[table["unit"].isin(["D03", "D04"]), "observed_through"] = "2025-06-30"
    table.loc[table["unit"] == "D04", "reasons"] = "closed"
    late = City(city.tables, replace(city.projection, table=table))
    assert late.report().silent == ("D03", "D12") and "D03" in late.report(public=True).silent


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


@pytest.fixture(scope="module")
def headless(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A city that reports nothing itself, of three units; the last has figures since 2024 only."""
    folder = tmp_path_factory.mktemp("headless")
    values = [
        f"{unit},{year}Q{quarter},{5 * quarter + at}"
        for at, unit in enumerate("ABC")
        for year in range(2022 if unit != "C" else 2024, 2026)
        for quarter in range(1, 5 if year < 2025 else 3)
    ]
    texts = {
        "counts": ["unit,period,value", *values],
        "quotas": ["unit,year,kind,value", *(f"{unit},2025,fixed,60" for unit in "ABC"), "TP,2025,fixed,170"],
        "units": ["unit,name,parent", "TP,Thành phố Mẫu,", *(f"{unit},Đơn vị {unit},TP" for unit in "ABC")],
    }
    for name, lines in texts.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tables = read(**{name: folder / f"{name}.csv" for name in texts})
    return build_report(project(tables, year=2025, quantiles=LEVELS), tables)


def test_a_whole_without_reports_has_the_sums_of_its_units(headless: Report):
    """Totals, quarters and the year to date of the whole are those of its units added up, and agree with its row."""
    assert headless.top is not None
    past = headless.top.past
    assert past.totals == {2024: 3 * 50 + 4 * 3} and past.quarters[2024] == (18.0, 33.0, 48.0, 63.0)
    assert past.path[-1][1] == headless.top.row["observed"] == 51.0


def test_years_that_units_lack_are_drawn_with_a_note(headless: Report):
    """Sums of a part of the units are in the chart alone, and a sentence says how many lack."""
    assert headless.top is not None
    past = headless.top.past
    assert past.lacking == {2022: 1, 2023: 1} and past.drawn.totals[2023] == 104 and 2023 not in past.quarters
    assert {"landing", "path"} <= set(chart_names(headless))
    assert "2022: 1; 2023: 1" in lacking_words(headless.top, Voice(headless, "en"))
