"""What past origins teach of a tree."""

import numpy as np

from forecast.core.measures import Measure
from forecast.engine.case import make_case
from forecast.engine.learn import learn
from forecast.models import MODELS
from forecast.models.priors import load_prior
from tests.make import counts_frame, make_tables, quarters, units_frame


def learned(shared, n_years=9, n_units=12):
    """Tree weights of a city whose districts' quarters move together by so much of their spread."""
    random = np.random.default_rng(5)
    common, own = random.normal(0, 0.2, (2, 4 * n_years - 3, n_units))
    move = np.exp(np.sqrt(shared) * common[:, :1] + np.sqrt(1 - shared) * own)
    figures = {f"c.{at:02d}": quarters(2024 - n_years, np.round(50 * move[:, at]).tolist()) for at in range(n_units)}
    figures["c"] = {period: sum(told[period] for told in figures.values()) for period in figures["c.00"]}
    units = units_frame(*({"unit": unit, "parent": "c"} for unit in figures if unit != "c"))
    case = make_case(make_tables(counts_frame(figures), units=units), Measure("m"), [2023], load_prior("neutral"))
    return learn(case, MODELS["structural"]).trees


def test_years_that_move_all_units_teach_a_shared_shock():
    """Districts that miss together are drawn together; districts that miss each by itself hardly are."""
    together, apart = learned(0.8), learned(0.0)
    assert together.shared[0] > 0.05 > 0.02 > apart.shared[0]


def test_without_past_years_the_shipped_values_stand():
    """One year of figures teaches nothing: half of both forecasts, in place and in spread."""
    weights = learned(0.5, n_years=1)
    assert (weights.shared, weights.direct, weights.spread) == ((0.01,), (0.5,), (0.5,))
