"""What is said of earlier flags: counted right, by quarter and size, honestly named, and never from the year asked about."""

import numpy as np
import pandas as pd
import pytest

from forecast.engine.flag import Cuts
from forecast.engine.record.cuts import Wish
from forecast.engine.record.judge import judge, known_quarters, make_judging
from forecast.engine.record.record import make_record
from forecast.engine.record.shares import share_of
from forecast.engine.record.shipped import shipped_record
from forecast.engine.record.track import track_table
from tests.engine.record.rows import asked_rows, backtest_rows

ROWS = backtest_rows(30)


def told(rows, *stated, wish=None, year=2023):
    """The row of the answer that a record is put beside."""
    return judge(asked_rows(*stated or ({},)), make_judging(wish or Wish(), "m", year, rows=rows)).iloc[0]


def test_shares_are_counted():
    """One unit in three is warned of and misses, nobody else does: precision and recall are 1, no false alarm."""
    row = told(ROWS)
    assert (row["record_basis"], row["record_n"], row["record_missed"]) == ("own_quarters_size", 21, 1.0)
    assert (row["review_basis"], row["review_warnings"], row["review_misses"]) == ("own_quarters", 70, 70)
    assert (row["review_precision"], row["review_recall"], row["review_false_alarms"]) == (1.0, 1.0, 0.0)
    assert row["review_groups"] == 7 and row["review_lead"] == 4.0


def test_half_of_the_warnings_wrong():
    """Of the units warned of, those with an even number meet: precision one half, and each miss was warned of."""
    rows = backtest_rows(30, met=lambda unit, year, chance: chance < 0.5 or unit % 2 == 0)
    row = told(rows)
    assert (row["review_precision"], row["review_recall"]) == (0.5, 1.0)
    assert row["review_false_alarms"] == pytest.approx(5 / 30)
    assert row["review_precision_low"] < 0.5 < row["review_precision_high"]


def test_lead_time_is_that_of_the_first_warning():
    """Where the chance of missing passes a half after two quarters only, misses are first warned of two quarters ahead."""
    rows = ROWS.assign(p_met=ROWS["p_met"].where((ROWS["met"] == 1) | (ROWS["known_quarters"] >= 2), 0.8))
    assert told(rows)["review_lead"] == 2.0


def test_thin_history_is_pooled_and_named():
    """Few units of a size: all sizes are taken; few of a quarter: all quarters; few at all: public panels."""
    bases = [told(backtest_rows(30, years))["record_basis"] for years in (range(2016, 2023), range(2019, 2023))]
    assert bases == ["own_quarters_size", "own_quarters"]
    assert told(backtest_rows(6, range(2019, 2023)))["record_basis"] == "own"
    for thin in (backtest_rows(30, [2022]), backtest_rows(3, [2021, 2022]), None):
        row = told(thin)
        assert (row["record_basis"], row["review_basis"]) == ("public_quarters", "public_quarters")


def test_nothing_of_the_year_asked_about_is_used():
    """Whatever is changed in rows of 2021 and later, an answer for 2021 keeps its cut points, restating and record."""
    later = (ROWS["year"] >= 2021).to_numpy()
    other = ROWS.assign(met=ROWS["met"].where(~later, 1 - ROWS["met"]), p_met=ROWS["p_met"].where(~later, 0.01))
    for wish in (Wish(precision=0.9), Wish(recall=0.9), Wish(cost_ratio=3)):
        one, two = (make_judging(wish, "m", 2021, rows=rows) for rows in (ROWS, other))
        assert (one.cuts, one.limits, one.restating) == (two.cuts, two.limits, two.restating)
        pd.testing.assert_frame_equal(one.track, two.track, check_exact=True)


def test_rows_that_no_chance_decided_have_no_record():
    """Quotas met for certain, units without figures, terms and later years are told nothing."""
    stated = ({"flag": "met"}, {"flag": "no_data"}, {"year": "2021..2025"}, {"year": "2024"}, {"flag": ""})
    judged = judge(asked_rows(*stated), make_judging(Wish(), "m", 2023, rows=ROWS))
    assert judged["record_basis"].tolist() == [""] * 5 and judged["record_n"].isna().all()


def test_certain_flags_of_the_past_do_not_count():
    """A quota that was met already at the origin says nothing of chances."""
    rows = ROWS.assign(flag=np.where(ROWS["p_met"] > 0.5, "met", "at_risk"))
    assert set(make_record(rows, "m", 2023).cases.chance.round(2)) == {0.7}


def test_every_panel_of_the_public_record_weighs_the_same():
    """The public precision is the mean of the panels' shares, weighed by how often each warns."""
    record = shipped_record()
    cases = record.cases.where(record.cases.known_quarters == 1)
    warned, weight = cases.chance >= 0.5, cases.weight
    expected = (weight * cases.missed)[warned].sum() / (weight * cases.cases)[warned].sum()
    table = track_table((record,), Cuts())
    row = table[table["known_quarters"] == 1].iloc[0]
    assert row["review_precision"] == pytest.approx(expected) and row["review_groups"] == 4
    assert 0.5 < row["review_precision"] < 1 and 0.5 < row["review_recall"] < 1 and 0 < row["review_lead"] <= 4


def test_a_row_is_judged_alone_as_among_others():
    """Flags and record of some rows are those that they have among all, to the last bit."""
    stated = [{"unit": f"u{at}", "p_met": at / 10, "quota_low": 30.0 * at, "flag": "watch"} for at in range(10)]
    rows, judging = asked_rows(*stated), make_judging(Wish(cost_ratio=3), "m", 2023, rows=ROWS)
    whole = judge(rows, judging)
    for chosen in ([3], [0, 9], [2, 4, 6]):
        part = judge(rows.iloc[chosen], judging)
        pd.testing.assert_frame_equal(part, whole.iloc[chosen], check_exact=True)


def test_shares_of_unlike_years_have_a_wide_interval():
    """A hundred cases say less where years differed by much than where they were alike."""
    alike, unlike = (share_of(np.array(missed), np.full(4, 25)) for missed in ([12, 13, 12, 13], [2, 23, 3, 22]))
    assert alike.value == unlike.value == 0.5
    assert unlike.high - unlike.low > alike.high - alike.low > 0.3


def test_known_quarters_need_their_last_day():
    """A run that ends within a quarter leaves that quarter open."""
    days = pd.Series(["2023-03-31", "2023-03-27", "2023-09-30", "2022-12-31", ""])
    assert known_quarters(days, 2023).tolist() == [1, 0, 3, 0, 0]
