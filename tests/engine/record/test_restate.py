"""Chances restated as they turned out: learned where they were off, refused where that would not have helped."""

import numpy as np
import pytest

from forecast.engine.prepare import Past
from forecast.engine.project import project
from forecast.engine.record.record import make_record
from forecast.engine.record.restate import Restating, learn_restating
from tests.engine.record.rows import backtest_rows
from tests.make import counts_frame, make_tables, quarters, quotas_frame

CHANCES = tuple(np.arange(1, 20) / 20)


def record(actual):
    """A record in which a stated chance c of missing turned out as actual(c), the same in every year."""
    came = lambda unit, year, chance: (unit // 19 + 0.5) / 10 >= actual(chance)  # noqa: E731
    return backtest_rows(190, range(2016, 2023), CHANCES, came)


OFF = record(lambda chance: chance**2)  # misses are rarer than stated


def test_chances_that_were_off_are_moved():
    """Where .5 turned out .25, a half is restated well below it, and more history moves it further."""
    short, long = (learn_restating(make_record(OFF, "m", year))[1].chance(np.array([0.5]))[0] for year in (2019, 2023))
    assert 0.2 < long < short < 0.5


def test_chances_that_were_right_stay():
    """A calibrated record leaves them as they are, and so does one too short to try the map on."""
    assert learn_restating(make_record(record(lambda chance: chance), "m", 2023)) == ()
    assert learn_restating(make_record(OFF, "m", 2018)) == ()


def test_shocks_of_years_are_not_learned():
    """Where all miss in one year and none in the next, no map would have helped."""
    rows = backtest_rows(57, range(2016, 2023), CHANCES, lambda unit, year, chance: year % 2)
    assert learn_restating(make_record(rows, "m", 2023)) == ()


@pytest.mark.parametrize("one", [Restating(0.3, 0.4), Restating(-0.4, -0.2), Restating()])
def test_a_map_rises_and_keeps_certainty(one):
    """No two chances change their order; 0 and 1 stay, and nothing that was open becomes either."""
    again = one.chance(np.r_[0, np.linspace(0.0005, 0.9995, 500), 1])
    assert (np.diff(again) > 0).all() and again[0] == 0 and again[-1] == 1


def test_restated_laws_agree_with_their_quantiles():
    """With a record that was too gloomy each chance of meeting rises with all quantiles, and stays on them."""
    random = np.random.default_rng(4)
    counts = {f"u{at}": quarters(2017, random.poisson(60, 25)) for at in range(6)}
    quotas = [{"unit": f"u{at}", "year": 2023, "value": 200 + 15 * at} for at in range(6)]
    tables = make_tables(counts_frame(counts), quotas_frame(*quotas))
    levels = np.arange(1, 100) / 100
    plain, told = (
        project(tables, year=2023, model="structural", quantiles=levels, past=past).table
        for past in (None, Past(record=OFF))
    )
    assert (told["p_met"] > plain["p_met"]).sum() >= 5 and (told["q0.5"] >= plain["q0.5"]).all()
    quantiles = told[[f"q{level:g}" for level in levels]].to_numpy()
    on_quantiles = (quantiles >= told["quota_low"].to_numpy()[:, None]).mean(1)
    assert np.abs(on_quantiles - told["p_met"]).max() < 0.015
