"""Cut points for what is wanted of warnings."""

import numpy as np
import pytest

from forecast.engine.flag import BANDS, Cuts
from forecast.engine.record.cuts import Wish, choose_cuts
from forecast.engine.record.judge import judge, make_judging
from forecast.engine.record.record import make_record
from forecast.errors import UsageError
from tests.engine.record.rows import asked_rows, backtest_rows

CHANCES = tuple(np.arange(1, 20) / 20)
CALIBRATED = backtest_rows(190, range(2016, 2023), CHANCES, lambda unit, year, chance: unit // 19 % 10 >= 10 * chance)


def test_costs_decide_without_any_record():
    """A missed warning worth three false ones: warn from 1/4; worth one: the usual cut points."""
    assert choose_cuts(Wish(cost_ratio=3), ()) == Cuts(0.125, 0.25, 0.95)
    assert choose_cuts(Wish(cost_ratio=1), ()) == choose_cuts(Wish(), ()) == Cuts()


def test_a_rare_warning_leaves_no_band_empty_by_mistake():
    """Where warnings are given from .99 on, no quota is called out of reach before."""
    cuts = Cuts.of_costs(1 / 99)
    assert [BANDS[band] for band in cuts.band(np.array([0.97, 0.98, 0.995]))] == ["watch", "watch", "out_of_reach"]


def test_the_least_strict_cut_of_a_precision_and_the_strictest_of_a_recall():
    """More precision asks for a higher cut, more recall for a lower one."""
    record = make_record(CALIBRATED, "m", 2023)
    precise = [choose_cuts(Wish(precision=share), (record,)).at_risk for share in (0.6, 0.7, 0.8)]
    complete = [choose_cuts(Wish(recall=share), (record,)).at_risk for share in (0.6, 0.7, 0.8)]
    assert precise == sorted(precise) and precise[0] < precise[2]
    assert complete == sorted(complete, reverse=True) and complete[2] < complete[0]


def test_what_cannot_be_reached_is_said():
    """Where half of all units miss whatever was said, no cut point is right nine times in ten."""
    rows = backtest_rows(40, chances=(0.2, 0.8), met=lambda unit, year, chance: (unit // 2 + year) % 2)
    with pytest.raises(UsageError, match=r"unreached"):
        choose_cuts(Wish(precision=0.9), (make_record(rows, "m", 2023),))


def test_flags_follow_the_cut_points():
    """With a cost ratio of 3 a chance of missing of .3 is a warning and .2 is watched; what is certain stays."""
    stated = [
        {"p_met": p, "flag": flag} for p, flag in ((0.7, "watch"), (0.8, "on_track"), (1.0, "met"), (0.2, "no_data"))
    ]
    judged = judge(asked_rows(*stated), make_judging(Wish(cost_ratio=3), "m", 2023))
    assert judged["flag"].tolist() == ["at_risk", "watch", "met", "no_data"]
    assert judged["at_risk_from"].fillna(0).tolist() == [0.25, 0.25, 0, 0]


def test_other_quotas_follow_the_assigned_one():
    """A row with the flag of the assigned quota gets its new flag."""
    own = {"basis": "own", "p_met": 0.95, "flag": "watch", "reasons": "flag_of_assigned"}
    judged = judge(asked_rows({"p_met": 0.7, "flag": "watch"}, own), make_judging(Wish(cost_ratio=3), "m", 2023))
    assert judged["flag"].tolist() == ["at_risk", "at_risk"]
