"""The plan as evidence: credibility between plan and year to date."""

import numpy as np
import pytest

from forecast.core.panel import build_panel
from forecast.models.plan import land_plan, learn_plan
from forecast.models.priors import load_prior
from forecast.models.short_history import Shipped, learn_common, predict_next
from tests.make import counts_frame, quarters

SHIPPED = Shipped(0.0, 0.2, 4.0)


def predict(history):
    """The next value of histories that teach each other."""
    return predict_next(history, learn_common(history, SHIPPED))


def land(panel, year, plans, prior):
    """The plan's law for a panel that teaches itself."""
    return land_plan(panel, year, plans, prior, learn_plan(panel, year, plans, prior))


def test_more_years_of_its_own_pull_a_unit_from_the_shipped_value():
    """The longer a unit has landed at 120 % of plan, the nearer its prediction is to 120 %."""
    short, long = (predict(np.full((1, n), np.log(1.2))).location[0] for n in (1, 6))
    assert 0 < short < long < np.log(1.2)


def test_a_unit_without_history_gets_the_panel_s_mean_and_a_wider_law():
    """Among units that land at 90 %, a new one is expected there too, with less certainty."""
    history = np.full((20, 5), np.log(0.9)) + 0.05 * np.random.default_rng(0).standard_normal((20, 5))
    history[0] = np.nan
    found = predict(history)
    assert found.location[0] == pytest.approx(np.log(0.9), abs=0.03)
    assert found.scale[0] > found.scale[1:].max()


def test_one_wild_year_does_not_move_the_panel():
    """A single ratio of 50 among forty near 1 leaves the others' predictions where they were."""
    history = 0.05 * np.random.default_rng(0).standard_normal((10, 4))
    wild = history.copy()
    wild[0, 0] = np.log(50)
    assert predict(wild).location[5] == pytest.approx(predict(history).location[5], abs=0.05)


def panel_of(values_2021, values_2022, known_2023):
    figures = {**quarters(2021, values_2021), **quarters(2022, values_2022), **quarters(2023, known_2023)}
    return build_panel(counts_frame({f"u{i}": figures for i in range(8)}), "m", [f"u{i}" for i in range(8)])


def test_a_plan_without_past_ratios_is_no_evidence_under_the_neutral_prior():
    """A quota alone says nothing: credibility 0."""
    panel = panel_of([10] * 4, [10] * 4, [10])
    assert (land(panel, 2023, {2023: np.full(8, 40.0)}, load_prior("neutral")).credibility == 0).all()


def test_the_year_to_date_moves_the_plan_s_forecast_up():
    """More by the first quarter means a higher landing, but less than in proportion (credibility)."""
    plans = {year: np.full(8, 40.0) for year in (2021, 2022, 2023)}
    low, high = (
        land(panel_of([10] * 4, [10] * 4, [first]), 2023, plans, load_prior("neutral")).total.location[0, 0]
        for first in (10, 14)
    )
    assert 0 < high - low < np.log(1.4)


def test_the_admissions_prior_speaks_without_any_past():
    """With the admissions prior one plan and one quarter already give a law, part of it from the plan."""
    panel = build_panel(counts_frame({"a": {"2023Q1": 2241}}), "m", ["a"])
    landed = land(panel, 2023, {2023: np.array([9810.0])}, load_prior("admissions"))
    assert landed.credibility[0] == 1 and 0.5 < landed.from_plan[0] < 1
    assert 9000 < np.exp(landed.total.location[0, 0]) < 11500


def counting_panel(n_large=20, n_small=20, seed=0):
    """Units of about 400 and of about 2 a year that reach their plans but for Poisson's scatter: histories, and their plans."""
    random = np.random.default_rng(seed)
    plans = np.repeat(np.r_[np.full(n_large, 400.0), np.full(n_small, 2.0)][:, None], 7, axis=1)
    finals = random.poisson(plans[:, :6])
    return np.log(np.maximum(finals, 0.5) / plans[:, :6]), plans


def test_small_counts_scatter_more_than_large_ones():
    """Beside units of 400, which land within 5 %, units of 2 get a wide law; told nothing of counts, both get the same."""
    history, plans = counting_panel()
    found = predict_next(history, learn_common(history, SHIPPED, plans[:, :-1]), plans).scale
    blind = predict(history).scale
    assert found[:20].max() < 0.12 < 0.4 < found[20:].min()
    assert found[:20].mean() < blind[:20].mean() and blind[20:].mean() < found[20:].mean()


def test_units_of_one_size_are_told_as_without_counts():
    """Where all counts are alike their size says nothing: the same laws."""
    history, plans = counting_panel(n_large=0)
    found = predict_next(history, learn_common(history, SHIPPED, plans[:, :-1]), plans)
    np.testing.assert_allclose(found.scale, predict(history).scale)
    np.testing.assert_allclose(found.location, predict(history).location)


def test_nothing_so_far_lowers_the_plan_s_forecast():
    """A whole year to date of 0 has no logarithm, but it is told: after it less is expected of a small plan than after 2."""
    figures = {"a": {**quarters(2021, [1, 1, 1, 1]), **quarters(2022, [1, 1, 1, 1])}}
    for at in range(8):
        figures[f"u{at}"] = {**quarters(2021, [10] * 4), **quarters(2022, [10] * 4), **quarters(2023, [10] * 3)}
    plans = {year: np.array([4.0] + [40.0] * 8) for year in (2021, 2022, 2023)}
    landed = []
    for so_far in ([0, 0, 0], [1, 1, 0]):
        panel = build_panel(
            counts_frame({**figures, "a": {**figures["a"], **quarters(2023, so_far)}}), "m", list(figures)
        )
        learned = learn_plan(panel, 2023, plans, load_prior("neutral"), whole=True)
        landed.append(land_plan(panel, 2023, plans, load_prior("neutral"), learned).total.location[0, 0])
    assert landed[0] < landed[1] - 0.2


def test_in_year_shares_rise_with_the_year():
    """Both priors expect more of the total the later it is in the year, and all of it at the end."""
    for name in ("admissions", "neutral"):
        shares = [load_prior(name).share(fraction).location for fraction in (0.1, 0.25, 0.4, 0.5, 0.75, 0.9, 1.0)]
        assert shares == sorted(shares) and shares[-1] == pytest.approx(0, abs=1e-9)
