"""The spread learned from past origins."""

import numpy as np
import pytest

from forecast.core.panel import build_panel
from forecast.distributions import GridLaw, Mixture
from forecast.engine.calibrate import learn_spread
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


def test_years_that_went_farther_than_said_widen_the_law():
    """Totals that came 10 away where 5 was said ask for a wider law, and 10 where 20 was said for a narrower one."""
    panel = panel_of(20, shock=0.1)
    told = [learn_spread(panel, 2023, {}, PRIOR, always(spread), None, whole=False) for spread in (5.0, 10.0, 20.0)]
    assert told[0] > 1.3 > 1.1 > told[1] > 0.9 > told[2]


def test_one_unit_says_little():
    """A single unit's past moves the spread far less than twenty units' past."""
    few, many = (learn_spread(panel_of(n, 0.1), 2023, {}, PRIOR, always(20.0), None, whole=False) for n in (1, 20))
    assert 1 > few > many


def test_without_past_years_the_spread_stays():
    """A panel with one quarter has no past origin: factor 1."""
    panel = build_panel(counts_frame({"a": {"2023Q1": 5}}), "m", ["a"])
    assert learn_spread(panel, 2023, {}, PRIOR, always(1.0), None, whole=False) == 1.0


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
