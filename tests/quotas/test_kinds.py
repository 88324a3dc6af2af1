"""Each kind of quota, on numbers that can be checked in the head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.core.tables import UNITS
from forecast.engine.project import project
from tests.make import counts_frame, make_tables, quarters, quotas_frame, typed

YEARS = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39]  # 2020-2022 by quarters: 100, 106, 113
MEASURES = (Measure("m", declared=True), Measure("members", kind="stock", declared=True))


def answer(figures, *quota_rows, stocks=None, units=None, **settings):
    """The table of answers for unit -> {period: value}, stocks and units likewise."""
    counts = [counts_frame(figures)] + ([counts_frame(stocks, measure="members")] if stocks else [])
    rows = [{"unit": "a", "year": 2023, **row} for row in quota_rows]
    tables = make_tables(
        pd.concat(counts, ignore_index=True),
        quotas_frame(*rows),
        units=typed(units, (*UNITS, *sorted({name for row in units for name in row} - {*UNITS}))) if units else None,
        measures=MEASURES,
    )
    return project(tables, **{"year": "2023", "measure": "m", **settings}).table


SHARE = {"kind": "share", "share_low": 0.03, "share_high": 0.04, "of": "members"}


def test_a_share_of_a_known_stock_is_a_range():
    """3-4 % of 3,567 members at the end of the year before asks for 108 (rounded up) to 142.68."""
    row = answer({"a": quarters(2020, YEARS)}, SHARE, stocks={"a": {"2022": 3567}}).iloc[0]
    assert (row["quota_kind"], row["quota_low"], row["quota_high"]) == ("share", 108, 142.68)
    plain = answer({"a": quarters(2020, YEARS)}, {"kind": "range", "low": 108, "high": 142.68}).iloc[0]
    assert (row["p_met"], row["p_above"]) == (plain["p_met"], plain["p_above"])


def test_a_stock_of_the_wrong_day_is_not_taken_for_certain():
    """The stock of a year earlier gives the same middle, and a chance nearer to even: the quota is drawn with it."""
    figures = {"a": quarters(2020, [*YEARS, 20, 30, 25])}
    exact, older = (answer(figures, SHARE, stocks={"a": {p: 3567}}).iloc[0] for p in ("2022", "2020"))
    assert older["quota_low"] == exact["quota_low"]
    assert 0.5 < older["p_met"] < exact["p_met"]


def test_a_stock_known_as_a_range_is_drawn():
    """3 % of 3,400-3,700 members is met in a finished year of 106 for those draws below 3,533: 4 in 9."""
    share = {"kind": "share", "share_low": 0.03, "of": "members"}
    figures = {"a": quarters(2020, [*YEARS, 20, 30, 25, 31])}
    row = answer(figures, share, stocks={"a": {"2022": (3400, 3700)}}).iloc[0]
    assert row["quota_low"] == 107 and row["p_met"] == pytest.approx(4 / 9, abs=0.03)
    assert 0 < row["expected_shortfall"] < 3


def test_the_upper_end_of_a_stock_makes_it_certain():
    """A total beyond 3 % of the highest possible stock is certain to meet the quota."""
    share = {"kind": "share", "share_low": 0.03, "of": "members"}
    row = answer({"a": quarters(2020, [*YEARS, 60, 60])}, share, stocks={"a": {"2022": (3400, 3700)}}).iloc[0]
    assert (row["p_met"], row["flag"]) == (1.0, "met")


def test_an_unknown_stock_leaves_the_row_without_a_number():
    """Without any figure of the stock the landing stands, and the flag says what is missing."""
    row = answer({"a": quarters(2020, YEARS)}, SHARE).iloc[0]
    assert np.isnan(row["quota_low"]) and np.isnan(row["p_met"]) and row["q0.5"] > 100
    assert (row["flag"], row["reasons"]) == ("no_data", "no_base")


def test_growth_over_a_known_year_is_a_number():
    """105 % of 113 is 118.65: 119 persons."""
    row = answer({"a": quarters(2020, YEARS)}, {"kind": "growth", "value": 1.05}).iloc[0]
    plain = answer({"a": quarters(2020, YEARS)}, {"kind": "fixed", "value": 119}).iloc[0]
    assert (row["quota_low"], row["quota_high"], row["p_met"]) == (119, 119, plain["p_met"])


def test_growth_over_an_unknown_year_is_drawn_with_it():
    """Of 2024 the quota is 102 % of 2023's landing; its spread makes the chance nearer to even than its middle would."""
    figures = {"a": quarters(2017, YEARS + YEARS)}
    growth = answer(figures, {"kind": "growth", "value": 0.7, "year": 2024}, year="2023..2024").set_index("year")
    landing = growth.loc["2023", "q0.5"]
    assert growth.loc["2024", "quota_low"] == np.ceil(0.7 * landing - 1e-6)
    plain = answer(figures, {"kind": "fixed", "value": growth.loc["2024", "quota_low"], "year": 2024}, year="2024")
    assert growth.loc["2024", "p_met"] > 0.5 and plain["p_met"][0] > 0.5
    assert growth.loc["2024", "expected_shortfall"] > 0


def test_growth_of_a_unit_that_is_new_has_no_number():
    """A unit that begins in 2023 has no total of 2022 to grow from."""
    row = answer({"a": {"2023Q1": 20}}, {"kind": "growth", "value": 1.05}).iloc[0]
    assert (row["flag"], row["reasons"]) == ("no_data", "no_base")


@pytest.mark.parametrize(("workers", "asked"), [("30", 1), ("50", 2), ("140", 5)])
def test_a_rule_on_workers(workers, asked):
    """At least 1; from 50 workers at least 2 and 1 more for every further 30."""
    rule = {"kind": "stepwise", "rule": "workers: 0=1, 50=2, +30=1", "scope": "each"}
    row = answer({"a": quarters(2020, [1, 0, 1, 0] * 3)}, rule, units=[{"unit": "a", "workers": workers}]).iloc[0]
    assert (row["quota_low"], row["quota_high"]) == (asked, asked) and 0 < row["p_met"] < 1


def test_one_each_on_average():
    """One for each of nine hamlet cells on average: the commune's total is judged by 9."""
    rule = {"kind": "stepwise", "rule": "cells: 0=1", "scope": "average"}
    row = answer({"a": quarters(2020, [1, 2, 3, 4] * 3)}, rule, units=[{"unit": "a", "cells": "9"}]).iloc[0]
    assert row["quota_low"] == 9


def test_a_unit_without_the_attribute():
    """A firm whose workers are not stated has no number, and is named."""
    rule = {"kind": "stepwise", "rule": "workers: 0=1"}
    row = answer({"a": quarters(2020, YEARS)}, rule, units=[{"unit": "a", "workers": ""}]).iloc[0]
    assert (row["flag"], row["reasons"]) == ("no_data", "no_base")


def test_two_rules_are_two_quotas():
    """Rules on two attributes each get a row; of one attribute the one set later holds."""
    days = [float(pd.Timestamp(day).toordinal()) for day in ("2023-01-10", "2023-02-10")]
    rules = [
        {"kind": "stepwise", "rule": "workers: 0=1", "set_on": days[0]},
        {"kind": "stepwise", "rule": "workers: 0=2", "set_on": days[1]},
        {"kind": "stepwise", "rule": "cells: 0=3", "set_on": days[0]},
    ]
    units = [{"unit": "a", "workers": "10", "cells": "2"}]
    assert answer({"a": quarters(2020, YEARS)}, *rules, units=units)["quota_low"].tolist() == [2, 3]


def test_shares_growth_and_rules_of_past_years_are_evidence():
    """Past quotas that can be worked out speak for the plan as fixed ones do."""
    growth = [{"kind": "growth", "value": 1.05, "year": year} for year in (2021, 2022, 2023)]
    fixed = [{"kind": "fixed", "value": value, "year": 2021 + i} for i, value in enumerate((105, 112, 119))]
    one, other = (answer({"a": quarters(2020, YEARS)}, *rows).iloc[0] for rows in (growth, fixed))
    assert one["evidence_plan"] == pytest.approx(other["evidence_plan"], rel=0.05) and one["evidence_plan"] > 0.05


def test_the_year_in_which_a_unit_opened_is_no_base_to_grow_from():
    """105 % of a year at work from July alone has no number, whether that year is over or not; of the first whole year it has."""
    units = [{"unit": "a", "opened": float(date(2021, 7, 1).toordinal())}, {"unit": "b"}]
    figures = {"a": quarters(2021, YEARS)} | {"b": quarters(2019, YEARS + YEARS[:8])}
    figures["a"] = {period: value for period, value in figures["a"].items() if period >= "2021Q3"}
    growth = [{"kind": "growth", "value": 1.05, "year": year} for year in (2022, 2023)]
    table = answer(figures, *growth, units=units, year="2022..2023").set_index(["unit", "year"])
    assert np.isnan(table.loc[("a", "2022"), "quota_low"]) and table.loc[("a", "2022"), "reasons"].startswith("no_base")
    assert table.loc[("a", "2023"), "quota_low"] == 112  # 105 % of 106
    early = answer({"a": {"2021Q3": 22}, "b": figures["b"]}, growth[0], units=units, year="2022").set_index("unit")
    assert np.isnan(early.loc["a", "quota_low"])
