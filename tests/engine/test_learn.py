"""What the panel teaches, and that nothing else passes between units."""

import numpy as np
import pandas as pd

from forecast.core.measures import Measure
from forecast.engine.case import make_case
from forecast.engine.learn import learn
from forecast.engine.project import answer
from forecast.models import MODELS
from forecast.models.priors import load_prior
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame


def city(n_units=90):
    """Units of very different sizes and lengths of history, one of them new, some with one wild quarter."""
    random = np.random.default_rng(3)
    counts, quotas = {}, []
    for at in range(n_units):
        size, years = random.lognormal(3, 1), random.integers(3, 9)
        figures = np.round(size * random.lognormal(0, 0.3, 4 * years + 1))
        figures[random.integers(len(figures))] *= 8 if at % 5 == 0 else 1
        counts[f"u{at:03d}"] = quarters(2023 - years, figures[: 4 * years + 1])
        quotas += [{"unit": f"u{at:03d}", "year": year, "value": 4 * size} for year in range(2021, 2024)]
    counts["young"] = {"2023Q1": 3}
    units = units_frame({"unit": "u000", "parent": "top"}, {"unit": "young", "parent": "top"})
    return make_tables(counts_frame(counts), quotas_frame(*quotas), units=units)


def rows_of(case, learned):
    return answer(case, learned, MODELS["structural"], quantiles=[0.1, 0.5, 0.9])


def test_a_subset_repeats_its_figures_to_the_last_bit():
    """Given what the panel taught, any units alone get the very rows that they get among all."""
    case = make_case(city(), Measure("m", declared=True), [2023], load_prior("neutral"))
    learned = learn(case, MODELS["structural"])
    whole = rows_of(case, learned).set_index("unit")
    for chosen in (["u007"], ["u003", "young"], [f"u{at:03d}" for at in range(0, 90, 3)]):
        part = rows_of(case.only(chosen), learned).set_index("unit")
        pd.testing.assert_frame_equal(part, whole.loc[part.index], check_exact=True)
