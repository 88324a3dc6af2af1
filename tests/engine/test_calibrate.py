"""The spread learned from past origins."""

from dataclasses import replace

import numpy as np
import pytest

from forecast.core.panel import build_panel
from forecast.distributions import GridLaw, Mixture
from forecast.engine.calibrate import learn_power, learn_width, past_sample
from forecast.engine.combine import SHIPPED_POWER
from forecast.engine.past import PastQuestion, look_back
from forecast.models import Landing, Model
from forecast.models.priors import load_prior
from tests.make import counts_frame, quarters

PRIOR = load_prior("neutral")


def panel_of(n_units, shock):
    """Units of about 100 a year, whose years move by a common shock of so much."""
    random = np.random.default_rng(5)
    years = 1 + shock * np.array([0, 1, -1, 1, -1, 1, -1, 1])
    figures = {
        f"u{i:02d}": quarters(2015, np.repeat(25 * years, 4) * (1 + 0.02 * random.standard_normal(32)))
        for i in range(n_units)
    }
    return build_panel(counts_frame(figures), "m", list(figures))


def always(spread):
    """A model that answers 100, give or take so much."""

    def land(panel, years, whole, learned, progress):
        n = len(panel.units)
        ones = np.ones((1, n))
        law = Mixture(ones, 100 * ones, spread * ones, ones < 0, np.full(n, 1e7), np.zeros(n))
        return Landing(tuple(law for _ in years), np.tile(np.eye(len(years)), (n, 1, 1)), ones[0], 0 * ones[0])

    return Model(lambda panel, whole: None, land)


def origins_of(panel, spread, plans=None):
    question = PastQuestion(plans or {}, PRIOR, always(spread), None, whole=False)
    return past_sample(panel, 2023, question)


def spread_of(panel, spread):
    """The factor learned where the answers' spread was so much."""
    return learn_width(origins_of(panel, spread), power=1.0, whole=False).spread


def origin_with(scores):
    """A past origin whose totals lay at these scores of a law that said 100, give or take 1."""
    n = len(scores)
    panel = panel_of(n, shock=0.0)
    (origin,) = list(look_back(panel, 2023, PastQuestion({}, PRIOR, always(1.0), None, whole=False), 1))
    return replace(origin, total=100 + scores)


def plans_of(panel, noise):
    """Plans that told every year's total but for so much noise."""
    random = np.random.default_rng(8)
    return {year: panel.total(year) * np.exp(noise * random.standard_normal(20)) for year in range(2015, 2023)}


def test_the_path_counts_more_beside_a_poor_plan():
    """Where plans told little and the path was right, past origins ask for more of it; where plans knew the shocks, for less."""
    steady, shaken = panel_of(20, shock=0.0), panel_of(20, shock=0.1)
    poor = learn_power(origins_of(steady, 2.0, plans_of(steady, 0.3)), whole=False)
    good = learn_power(origins_of(shaken, 5.0, plans_of(shaken, 0.01)), whole=False)
    assert good < SHIPPED_POWER < poor


def test_without_past_plans_the_power_is_the_shipped_one():
    """No past year with a plan: nothing to compare."""
    assert learn_power(origins_of(panel_of(20, shock=0.1), 5.0), whole=False) == SHIPPED_POWER


def test_years_that_went_farther_than_said_widen_the_law():
    """Totals that came 10 away where 5 was said ask for a wider law, and 10 where 20 was said for a narrower one."""
    panel = panel_of(20, shock=0.1)
    told = [spread_of(panel, spread) for spread in (5.0, 10.0, 20.0)]
    assert told[0] > 1.3 > 1.1 > told[1] > 0.9 > told[2]


def test_totals_that_never_went_far_draw_the_tails_in():
    """Where past totals lay evenly within 1.5 spreads the tails get lighter; where one in ten went far, heavier."""
    random = np.random.default_rng(3)
    inside, far = random.uniform(-1.5, 1.5, 200), random.standard_t(2, 200)
    told = [learn_width([origin_with(scores)], power=1.0, whole=False).tails for scores in (inside, far)]
    assert told[0] < 0.9 < 1.1 < told[1]


def test_one_unit_says_little():
    """A single unit's past moves the spread far less than twenty units' past."""
    few, many = (spread_of(panel_of(n, 0.1), 20.0) for n in (1, 20))
    assert 1 > few > many


def test_without_past_years_the_spread_stays():
    """A panel with one quarter has no past origin: factor 1."""
    panel = build_panel(counts_frame({"a": {"2023Q1": 5}}), "m", ["a"])
    assert spread_of(panel, 1.0) == 1.0


def test_later_figures_do_not_reach_a_past_origin():
    """Of a panel told until a day nothing later is left, and units not looked at have no figures."""
    panel = panel_of(3, shock=0.0)
    then = panel.only(np.array([0, 2])).until(panel.blocks[0].pieces[10][0].stop)
    assert [len(block.pieces) for block in then.blocks] == [11]
    assert then.blocks[0].units.tolist() == [0, 2]


def test_stretching_keeps_the_median_and_what_is_known():
    """Twice as wide about the same median, and never below the year to date."""
    points, heights = np.array([[10.0, 20.0, 30.0]]), np.array([[0.0, 0.5, 1.0]])
    law = GridLaw(points, heights, False, np.array([False]), np.array([8.0])).stretched(2.0)
    assert law.quantile(0.5)[0] == 20 and law.quantile(0.75)[0] == 30
    assert law.quantile(0.0001)[0] == pytest.approx(8, abs=0.01)
