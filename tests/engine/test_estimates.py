"""The units' own estimates: never observations, and scored when the final arrives."""

import pandas as pd
import pytest

from forecast.engine.as_of import parse_vintage
from forecast.engine.estimates import latest_estimates, score_estimates
from forecast.engine.project import project
from tests.make import counts_frame, make_tables, quarters

YEARS = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39]  # 2020-2022: 100, 106, 113


def day(text):
    return float(pd.Timestamp(text).toordinal())


def tables(*estimates):
    """Twelve quarters of a, and estimates as (period, value, day)."""
    frames = [counts_frame({"a": quarters(2020, YEARS)})]
    frames += [
        counts_frame({"a": {period: value}}, status="estimate", reported_on=day(reported))
        for period, value, reported in estimates
    ]
    return make_tables(pd.concat(frames, ignore_index=True))


def test_an_estimate_is_scored_when_the_final_is_known():
    """Estimates of 110 and 108 for a year that ended at 100 were 10 and 8 too high; that of 2023 waits."""
    scored = score_estimates(
        tables(("2020", 110, "2020-06-30"), ("2020", 108, "2020-11-30"), ("2023", 130, "2023-05-01")), "m"
    )
    assert scored[["year", "estimate", "final", "error"]].to_numpy().tolist() == [
        [2020, 110, 100, 10],
        [2020, 108, 100, 8],
    ]
    assert scored["error_share"].tolist() == [0.1, 0.08]


def test_no_estimate_is_scored_before_its_time():
    """As of September 2022 neither the final of 2022 nor the estimate of November is known."""
    stated = tables(("2021", 100, "2021-06-30"), ("2022", 120, "2022-06-30"), ("2021", 90, "2022-11-30"))
    assert score_estimates(stated, "m", vintage=parse_vintage("2022Q3"))["estimate"].tolist() == [100]


def test_our_forecast_stands_beside_the_estimate():
    """What we said at the time is taken over where it is given."""
    stated = tables(("2020", 110, "2020-06-30"), ("2021", 100, "2021-06-30"))
    assert score_estimates(stated, "m", ours={("a", 2021): 104.0})["ours"].tolist() == [
        pytest.approx(float("nan"), nan_ok=True),
        104,
    ]


def test_the_usual_error_stands_in_the_answer():
    """Two past years, 8 % and about 13 % too high by their last estimates; the year asked about is no evidence of itself."""
    stated = tables(
        ("2020", 150, "2020-03-30"), ("2020", 108, "2020-11-30"), ("2021", 120, "2021-11-30"), ("2022", 200, "2022-06-01")
    )  # fmt: skip
    row = project(stated, year="2022").table.iloc[0]
    assert (row["unit_estimate"], row["unit_estimate_years"]) == (200, 2)
    assert row["unit_estimate_usual_error"] == pytest.approx((0.08 + 14 / 106) / 2)


def test_an_estimate_of_a_half_year_is_nothing_of_the_kind():
    """ "Ước 6 tháng" is neither an observation of the half year nor the estimate of the year; twelve months are the year."""
    plain, half = (project(tables(*given), year="2023").table for given in ((), (("2023H1", 60, "2023-06-15"),)))
    pd.testing.assert_frame_equal(plain, half)
    assert latest_estimates(tables(("2023H1", 60, "2023-06-15")).counts) == {}
    assert latest_estimates(tables(("2023-01..2023-12", 130, "2023-06-15")).counts) == {("a", "2023"): 130}
