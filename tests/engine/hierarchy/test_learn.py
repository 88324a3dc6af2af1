"""What past origins teach of a tree."""

from functools import partial

import numpy as np

from forecast.core.measures import Measure
from forecast.engine.calibrate import Width, answer_then
from forecast.engine.case import make_case
from forecast.engine.hierarchy.learn import learn_tree_weights
from forecast.engine.learn import learn
from forecast.engine.past import PastQuestion
from forecast.engine.steer import Steering
from forecast.models import MODELS
from forecast.models.priors import load_prior
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame

MODEL = MODELS["structural"]


def city(shared, n_years=9, n_units=12):
    """A city whose districts' quarters move together by so much of their spread."""
    random = np.random.default_rng(5)
    common, own = random.normal(0, 0.2, (2, 4 * n_years - 3, n_units))
    move = np.exp(np.sqrt(shared) * common[:, :1] + np.sqrt(1 - shared) * own)
    figures = {f"c.{at:02d}": quarters(2024 - n_years, np.round(50 * move[:, at]).tolist()) for at in range(n_units)}
    figures["c"] = {period: sum(told[period] for told in figures.values()) for period in figures["c.00"]}
    units = units_frame(*({"unit": unit, "parent": "c"} for unit in figures if unit != "c"))
    return make_case(make_tables(counts_frame(figures), units=units), Measure("m"), [2023], load_prior("neutral"))


def learned(shared, n_years=9):
    """What such a city teaches."""
    return learn(city(shared, n_years), MODEL).trees


def test_years_that_move_all_units_teach_a_shared_shock():
    """Districts that miss together are drawn together; districts that miss each by itself hardly are."""
    together, apart = learned(0.8), learned(0.0)
    assert together.shared[0] > 0.05 > 0.02 > apart.shared[0]


def test_what_is_missed_together_is_measured_in_the_laws_as_told():
    """Laws that are stretched by half explain the same common misses with about half of the correlation."""
    case = city(0.8)
    panel = case.now.panel
    question = PastQuestion(case.plans, case.prior, MODEL, MODEL.learn(panel, True, case.prior), whole=True)
    then = partial(answer_then, power=1.0, steering=Steering(), whole=True)
    answers = [partial(then, width=Width(factor, 1.0)) for factor in (1.0, 1.5)]
    plain, wide = (learn_tree_weights(panel, case.hierarchy, 2023, question, answer).shared[0] for answer in answers)
    assert 0.4 * plain < wide < 0.6 * plain


def test_without_past_years_the_shipped_values_stand():
    """One year of figures teaches nothing: half of both forecasts, in place and in spread."""
    weights = learned(0.5, n_years=1)
    assert (weights.shared, weights.direct, weights.spread) == ((0.01,), (0.5,), (0.5,))


def fixed(unit, year, value):
    return {"unit": unit, "year": str(year), "value": value, "first_year": year, "last_year": year, "scope": "year"}


def steered_city(n_years=9, n_units=6):
    """A city of districts without targets of their own, whose last quarters bring it to 101 to 104 % of its target."""
    random, target = np.random.default_rng(7), 120 * n_units
    figures = random.poisson(30, (4 * n_years - 3, n_units))
    for last in range(3, len(figures) - 1, 4):
        missing = round(target * random.uniform(1.01, 1.04)) - figures[last - 3 : last].sum()
        figures[last] = random.multinomial(missing, np.ones(n_units) / n_units)
    told = {f"c.{at:02d}": quarters(2024 - n_years, figures[:, at].tolist()) for at in range(n_units)}
    told["c"] = quarters(2024 - n_years, figures.sum(1).tolist())
    units = units_frame(*({"unit": unit, "parent": "c"} for unit in told if unit != "c"))
    years = range(2024 - n_years, 2024)
    quotas = quotas_frame(*(fixed("c", year, target) for year in years))
    return make_case(make_tables(counts_frame(told), quotas, units=units), Measure("m"), [2023], load_prior("neutral"))


def test_sums_that_end_just_above_their_target_teach_steering():
    """Where a city ends 1 to 4 % above its target every year, that part is likelier than its districts' sum says."""
    trees = learn(steered_city(), MODEL).trees
    assert trees.just[0] > 0.5 > trees.beyond[0]
