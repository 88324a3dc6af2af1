"""Issued forecasts against what came: scored as issued, counted once, watched for drift."""

import numpy as np
import pandas as pd
import pytest

from forecast.core.results import AFTER_QUANTILES, BEFORE_QUANTILES, TEXT_COLUMNS
from forecast.engine.ledger import Issued, count_warnings, monitor_drift, score_issued, score_own_estimates, summarise


def answer(*rows):
    """An answer of a run; each row as a mapping over a usual one."""
    names = [*BEFORE_QUANTILES, "q0.1", "q0.5", "q0.9", *AFTER_QUANTILES]
    usual = {name: "" if name in TEXT_COLUMNS else np.nan for name in names}
    usual |= {
        "unit": "a",
        "measure": "m",
        "year": "2023",
        "quota_kind": "fixed",
        "basis": "assigned",
        "quota_low": 100.0,
    }
    usual |= {"observed_through": "2023-03-31", "q0.1": 80.0, "q0.5": 100.0, "q0.9": 120.0, "expected": 100.0}
    usual |= {"p_met": 0.5, "flag": "watch"}
    return pd.DataFrame([{**usual, **row} for row in rows], columns=names)


def issued(table, run=1, day="2023-04-10", year="2023"):
    return Issued(run, day, "2023Q1", year, table)


def came(**totals):
    """What came in 2023, by unit."""
    return {"m": {2023: pd.Series(totals, dtype=float)}}


def test_a_row_is_scored_by_what_was_said():
    """A chance of one half that came: Brier 0.25; the total on the upper half of the range; one quarter known."""
    row = score_issued([issued(answer({}))], came(a=110)).iloc[0]
    assert (row["met"], row["brier"], row["inside"], row["known_quarters"]) == (1, 0.25, 1, 1)
    assert row["crps"] == pytest.approx(2 * (0.3 * 0.1 * 30 + 0.4 * 0.5 * 10 + 0.3 * 0.1 * 10))
    assert row["in_time"]


def test_only_closed_years_and_open_answers_are_scored():
    """A unit without a total waits; an answer given when the total was known forecast nothing; folded units may be others by now."""
    rows = answer(
        {"unit": "a"},
        {"unit": "waits"},
        {"unit": "known", "observed_through": "2023-12-31", "q0.1": 90, "q0.5": 90, "q0.9": 90},
        {"unit": "__other__"},
    )
    assert score_issued([issued(rows)], came(a=1, known=90, __other__=5))["unit"].tolist() == ["a"]


def test_the_assigned_quota_leads():
    """Of two quotas of a unit the assigned one is scored, and the total counts once."""
    rows = answer({"basis": "own", "quota_low": 150.0}, {"basis": "assigned"})
    assert score_issued([issued(rows)], came(a=120))["basis"].tolist() == ["assigned"]


def test_the_same_answer_counts_once():
    """A run that was issued again changes nothing; one that says something else counts."""
    again = [issued(answer({})), issued(answer({}), run=2, day="2023-05-01"), issued(answer({"p_met": 0.6}), run=3)]
    assert score_issued(again, came(a=90))["run"].tolist() == [1, 3]


def test_a_term_is_closed_with_its_last_year():
    """A term of two years waits for both, and is scored by their sum."""
    rows, totals = answer({"year": "2022..2023", "quota_low": 200.0}), came(a=120)
    assert score_issued([issued(rows)], totals).empty
    totals["m"][2022] = pd.Series({"a": 70.0})
    assert score_issued([issued(rows)], totals)["total"].tolist() == [190]


def test_later_figures_change_what_came_and_nothing_that_was_said():
    """A corrected final moves the total and the scores; every column of what was issued stays."""
    run = issued(answer({"unit_estimate": 105.0}))
    first, second = (score_issued([run], came(a=total)) for total in (90, 101))
    outcome = ["total", "met", "crps", "brier", "log_score", "inside", "place_score"]
    pd.testing.assert_frame_equal(first.drop(columns=outcome), second.drop(columns=outcome), check_exact=True)
    assert (first["met"][0], second["met"][0]) == (0, 1)


def test_a_look_back_is_marked():
    """A run computed after the year had ended was no forecast that could be acted upon."""
    assert not score_issued([issued(answer({}), day="2024-02-01")], came(a=90))["in_time"][0]


def test_warnings_and_estimates_are_counted():
    """Two warned of whom one missed, two missed of whom one was warned of; an estimate 10 % too high beside our exact one."""
    rows = answer(
        {"unit": "a", "flag": "at_risk", "unit_estimate": 110.0},
        {"unit": "b", "flag": "out_of_reach"},
        {"unit": "c", "flag": "on_track"},
    )
    scored = score_issued([issued(rows)], came(a=100, b=60, c=70))
    assert vars(count_warnings(scored)) == {"warned": 2, "warned_missed": 1, "missed": 2, "missed_warned": 1}
    found = score_own_estimates(scored)
    assert (found.n, round(found.own_error, 3), found.our_error) == (1, 0.1, 0)


def years_of(shift, n_years=8):
    """Runs of several years of twenty units whose totals lie `shift` spreads above what was forecast."""
    random, runs, totals = np.random.default_rng(5), [], {"m": {}}
    units = [f"u{at}" for at in range(20)]
    for year in range(2016, 2016 + n_years):
        rows = [{"unit": unit, "year": str(year), "observed_through": f"{year}-03-31"} for unit in units]
        runs.append(issued(answer(*rows), run=year, day=f"{year}-04-10", year=str(year)))
        totals["m"][year] = pd.Series(100 + 15.6 * (random.normal(size=20) + shift), units)
    return score_issued(runs, totals)


def test_a_ledger_in_order_stays_quiet():
    """Totals as forecast raise nothing."""
    assert [monitor.state for monitor in monitor_drift(years_of(0.0))] == ["quiet"] * 3


def test_totals_that_drift_raise_the_alarm():
    """Totals a whole spread higher than forecast every year are found, with their direction and the year."""
    monitors = {monitor.kind: monitor for monitor in monitor_drift(years_of(1.0))}
    assert monitors["place"].state == "alarm" and monitors["place"].sums[-1] > 0
    assert 2017 <= monitors["place"].first <= 2023


def test_summaries_count_every_run_and_year():
    """Groups by run, by year, by year and quarters, by quarters, and all; the shares are those of the rows."""
    summary = summarise(years_of(0.0, n_years=2))
    assert summary["group"].tolist() == [
        "run",
        "run",
        "year",
        "year",
        "year_quarters",
        "year_quarters",
        "quarters",
        "all",
    ]
    everything = summary.iloc[-1]
    assert (everything["n"], everything["units"], everything["stated"]) == (40, 20, 0.5)
