"""A flag that was given before: kept against noise, dropped for news, and dated."""

import numpy as np
import pytest

from forecast.engine.flag import BANDS, Cuts
from forecast.engine.record.cuts import Wish
from forecast.engine.record.hold import MARGIN, earlier_answers, hold_band
from forecast.engine.record.judge import judge, make_judging
from tests.engine.record.rows import asked_rows


def judged(before, *now):
    """The rows of today beside those of the last answer."""
    return judge(asked_rows(*now), make_judging(Wish(), "m", 2023, earlier=earlier_answers(asked_rows(*before))))


@pytest.mark.parametrize("flag", BANDS)
def test_a_flag_holds_within_the_margin_of_its_cuts(flag):
    """Of every flag: it stays up to the margin beyond its cuts, and goes after that."""
    limits, place = [0.0, 0.25, 0.5, 0.95, 1.0], BANDS.index(flag)
    near = np.array([limits[place] - 0.9 * MARGIN, limits[place + 1] + 0.9 * MARGIN]).clip(0, 1)
    far = np.array([limits[place] - 1.1 * MARGIN, limits[place + 1] + 1.1 * MARGIN])
    assert hold_band(near, np.full(2, place), Cuts()).tolist() == [place, place]
    inside = far[(far > 0) & (far < 1)]
    assert place not in hold_band(inside, np.full(len(inside), place), Cuts()).tolist()


def test_a_kept_flag_says_since_when():
    """P(miss) .49 was at risk before: still at risk, since the first answer that said so; a unit unknown before is new."""
    before = {"p_met": 0.4, "flag": "at_risk", "as_of": "2022Q4", "flag_since": "2022Q3"}
    rows = judged([before], {"p_met": 0.51, "flag": "watch"}, {"unit": "new", "p_met": 0.51, "flag": "watch"})
    assert rows["flag"].tolist() == ["at_risk", "watch"] and rows["flag_since"].tolist() == ["2022Q3", "2023Q1"]


def test_a_new_flag_starts_today():
    """Well past the cut the flag changes, and its line of answers begins anew."""
    rows = judged([{"p_met": 0.4, "flag": "at_risk", "flag_since": "2022Q3"}], {"p_met": 0.6, "flag": "watch"})
    assert rows["flag"].tolist() == ["watch"] and rows["flag_since"].tolist() == ["2023Q1"]


def test_a_quota_met_is_met_whatever_was_said():
    """Nothing keeps a flag from `met`, nor a unit without figures in its old flag."""
    before = [{"flag": "at_risk"}, {"unit": "b", "flag": "at_risk"}]
    rows = judged(before, {"flag": "met", "p_met": 1.0}, {"unit": "b", "flag": "no_data", "p_met": 0.49})
    assert rows["flag"].tolist() == ["met", "no_data"]


def test_without_an_earlier_answer_nothing_is_dated():
    """No `--since`, no date."""
    assert judge(asked_rows({}), make_judging(Wish(), "m", 2023))["flag_since"].tolist() == [""]
