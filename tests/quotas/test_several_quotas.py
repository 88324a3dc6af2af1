"""Several quotas for one unit: whose flag, whose children, which reading, and those of one year together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.checks import check
from forecast.core.measures import Measure
from forecast.core.tables import UNITS
from forecast.distributions import GridLaw
from forecast.engine.laws import YearLaws, add_years, draw_years
from forecast.engine.project import project
from forecast.engine.together import meet_all, parts_of
from tests.make import counts_frame, make_tables, quarters, quotas_frame, typed

YEARS = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39]  # 2020-2022 by quarters: 100, 106, 113
CHANCES = st.floats(0.001, 0.999)


def test_a_district_between_two_quotas():
    """127 meet the province's 120 and miss its own 157: each row has its chance, both carry the flag of the assigned one."""
    tables = make_tables(
        counts_frame({"a": quarters(2023, [30, 32, 30, 35])}),
        quotas_frame(
            {"unit": "a", "year": 2023, "value": 157, "basis": "own"},
            {"unit": "a", "year": 2023, "value": 120, "basis": "assigned"},
        ),
    )
    rows = project(tables, year="2023").table.set_index("basis")
    assert (rows["observed"] == 127).all() and rows["p_met"].to_dict() == {"own": 0.0, "assigned": 1.0}
    assert rows["flag"].tolist() == ["met", "met"]
    assert rows["reasons"].to_dict() == {"own": "flag_of_assigned", "assigned": ""}


def test_without_an_assigned_quota_each_row_has_its_own_flag():
    """A resolution's and the unit's own quota are judged apart; a term always is."""
    tables = make_tables(
        counts_frame({"a": quarters(2021, [*YEARS[4:], 30, 32, 30, 35])}),
        quotas_frame(
            {"unit": "a", "year": 2023, "value": 157, "basis": "own"},
            {"unit": "a", "year": 2023, "value": 120, "basis": "resolution"},
            {"unit": "a", "kind": "term", "value": 400, "first_year": 2021, "last_year": 2023, "basis": "assigned"},
        ),
    )
    rows = project(tables, year="2023").table
    assert dict(zip(rows["basis"], rows["flag"], strict=True)) == {
        "own": "out_of_reach", "resolution": "met", "assigned": "out_of_reach"
    }  # fmt: skip


def test_unit_targets_beyond_the_printed_one():
    """22 units' targets of 1,950 under a printed 1,905 are a notice with both figures."""
    units = [{"unit": "province"}, *({"unit": f"u{i:02}", "parent": "province"} for i in range(22))]
    targets = [88] * 8 + [89] * 14  # 1,950
    rows = [{"unit": f"u{i:02}", "year": 2020, "value": value} for i, value in enumerate(targets)]
    counts = counts_frame({row["unit"]: {"2020Q1": 5} for row in rows} | {"province": {"2020Q1": 110}})
    tables = make_tables(
        counts, quotas_frame({"unit": "province", "year": 2020, "value": 1905}, *rows), units=typed(units, UNITS)
    )
    (found,) = [finding for finding in check(tables) if finding.code == "children_quotas"]
    assert (found.severity, found.values["sum"], found.values["value"]) == ("notice", 1950, 1905)


def test_a_term_of_five_years_or_of_six():
    """9,000-10,000 a year over the term 2020-2025: 45,000-50,000 or 54,000-60,000, by the years that the reading counts."""
    term = {"unit": "a", "kind": "term", "low": 9000, "high": 10000, "scope": "average", "last_year": 2025}
    tables = make_tables(
        counts_frame({"a": quarters(2019, [2000, 2300, 2400, 2700] * 4)}),
        quotas_frame({**term, "first_year": 2021, "reading": "five"}, {**term, "first_year": 2020, "reading": "six"}),
    )
    projection = project(tables, year="2023")
    rows = projection.table[projection.table["quota_kind"] == "term"].set_index("reading")
    assert rows.loc["five", ["year", "quota_low", "quota_high"]].tolist() == ["2021..2025", 45000, 50000]
    assert rows.loc["six", ["year", "quota_low", "quota_high"]].tolist() == ["2020..2025", 54000, 60000]
    assert "readings" in {finding.code for finding in projection.findings}


def test_a_quota_revised_within_the_year():
    """Before June the first quota holds, in the answer and as evidence; from June the revised one, and only it."""
    days = [float(pd.Timestamp(day).toordinal()) for day in ("2023-01-15", "2023-06-10")]
    quotas = [{"unit": "a", "year": 2020 + i, "value": value} for i, value in enumerate((100, 106, 113))]
    quotas += [{"unit": "a", "year": 2023, "value": v, "set_on": day} for v, day in zip((118, 140), days, strict=True)]
    tables = make_tables(counts_frame({"a": quarters(2020, YEARS)}), quotas_frame(*quotas))
    early, late = (project(tables, year="2023", as_of=day).table for day in ("2023-06-09", "2023-06-10"))
    assert (early["quota_low"].tolist(), late["quota_low"].tolist()) == ([118], [140])
    assert early["evidence_plan"][0] > 0.05 and late["q0.5"][0] > early["q0.5"][0]


def test_three_years_and_their_term():
    """A row per year and one of the term: its middle is near the sum of the years', a finished year counts as it is."""
    figures = {"a": quarters(2016, [*YEARS, *YEARS])}  # to 2021
    term = {"unit": "a", "kind": "term", "value": 318, "first_year": 2021, "last_year": 2023}
    rows = project(make_tables(counts_frame(figures), quotas_frame(term)), year="2021..2023").table.set_index("year")
    assert rows.index.tolist() == ["2021", "2022", "2023", "2021..2023"]
    assert rows.loc["2021", "q0.1"] == rows.loc["2021", "q0.9"] == 113
    whole, years = rows.loc["2021..2023"], rows.iloc[:3]
    assert whole["q0.5"] == pytest.approx(years["q0.5"].sum(), rel=0.02) and whole["observed"] == 113
    width = (years["q0.9"] - years["q0.1"]).sum()
    assert 0.6 * width < whole["q0.9"] - whole["q0.1"] <= 1.02 * width  # the years' errors go together, but not wholly


def laws_of(units, n_years=3):
    """Laws of the years 2022.. of some units: even between 90 and 110 times the unit's size."""
    size = np.array([unit[1] for unit in units], float)[:, None]
    heights = np.repeat([[0.0, 0.5, 1.0]], len(units), 0)
    law = GridLaw(size * [90.0, 100.0, 110.0], heights, True, np.zeros(len(units), bool), np.zeros(len(units)))
    correlation = np.tile(np.full((n_years, n_years), 0.5) + 0.5 * np.eye(n_years), (len(units), 1, 1))
    return YearLaws(tuple(range(2022, 2022 + n_years)), (law,) * n_years, (), correlation)


def test_the_draws_of_a_unit_are_its_own():
    """Alone or among others, at another position, with other years in sight: a term's law is the same to the last digit."""
    units = [("a", 1), ("b", 2), ("c", 3)]
    among = add_years(laws_of(units, 4), 2022, 2024, ["a", "b", "c"], [0, 1, 2], seed=0)
    alone = add_years(laws_of(units[1:2]), 2022, 2024, ["b"], [0], seed=0)
    np.testing.assert_array_equal(among.points[1], alone.points[0])
    other = add_years(laws_of(units[1:2]), 2022, 2024, ["b"], [0], seed=1)
    assert (other.points != alone.points).any()


def test_joint_draws_follow_their_laws_and_each_other():
    """Each year's draws have its law's middle and are whole; two years are correlated as told."""
    draws = draw_years(laws_of([("a", 10)]), [2022, 2024], 0, seed=3)
    assert draws.shape[1] == 2 and (draws == np.round(draws)).all()
    assert np.median(draws, axis=0) == pytest.approx([1000, 1000], abs=5)
    assert np.corrcoef(draws.T)[0, 1] == pytest.approx(0.48, abs=0.04)  # of ranks: 6 / pi * asin(0.5 / 2)


@given(whole=CHANCES, parts=st.lists(st.tuples(CHANCES, st.floats(0, 1)), min_size=1, max_size=5))
def test_all_together_is_within_bounds(whole, parts):
    """Meeting all is never likelier than the least likely, nor less likely than the misses leave room for."""
    chances, shares = (np.array(values) for values in zip(*parts, strict=True))
    together = meet_all(whole, chances, shares)
    assert max(0.0, whole + chances.sum() - len(chances)) <= together <= min(whole, *chances)
    assert together >= whole * chances.prod() - 1e-4  # they go together


def test_a_part_that_is_the_whole_adds_nothing():
    """A part that is nearly all of its total is met with it; one that is nearly nothing is met on its own."""
    assert meet_all(0.6, np.array([0.6]), np.array([0.999])) == pytest.approx(0.6, abs=0.02)
    assert meet_all(0.6, np.array([0.6]), np.array([0.0])) == pytest.approx(0.36, abs=0.001)
    assert meet_all(1.0, np.array([1.0, 0.4]), np.array([0.1, 0.1])) == pytest.approx(0.4)
    assert meet_all(0.0, np.array([0.9]), np.array([0.5])) == 0


def test_parts_of_parts():
    """Parts are found through their parts, each once; sensitive ones only where named."""
    declared = [("a", "", False), ("b", "a", False), ("c", "b", False), ("d", "a", True), ("e", "", False)]
    measures = {name: Measure(name, part_of=whole, sensitive=hidden) for name, whole, hidden in declared}
    assert list(parts_of("a", measures)) == ["b", "c"]
