"""Scores against their slow, obvious versions and against what must hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.scores import (
    bin_chances,
    brier,
    covered,
    crps_of_grid,
    crps_of_quantiles,
    log_score,
    pit_of_quantiles,
    reliability,
    resample_units,
    share_interval,
    skill_interval,
)
from tests import naive

POINTS, HEIGHTS = np.array([2.0, 3.0, 5.0, 9.0]), np.array([0.1, 0.3, 0.8, 1.0])
LEVELS = np.arange(1, 100) / 100


@pytest.mark.parametrize("truth", [0.0, 2.0, 2.5, 5.0, 8.7, 9.0, 12.0])
def test_crps_of_a_grid_is_the_integral(truth):
    """Below, inside, on a point of and above the grid the score is that of a fine sum; mass at the lowest point counts."""
    found = crps_of_grid(np.array([truth]), POINTS[None], HEIGHTS[None])[0]
    assert found == pytest.approx(naive.crps(truth, POINTS, HEIGHTS), abs=2e-4)


def test_crps_of_quantiles_is_near_that_of_draws():
    """Ninety-nine quantiles of a normal law give the score of many draws within 2 %."""
    draws = np.random.default_rng(0).normal(10, 2, 3000)
    quantiles = np.quantile(draws, LEVELS)
    for truth in (7.0, 10.0, 13.0):
        quick = crps_of_quantiles(np.array([truth]), quantiles[None], LEVELS)[0]
        assert quick == pytest.approx(naive.crps_of_draws(truth, draws), rel=0.02)


def test_a_point_scores_its_distance():
    """Where all quantiles are one number the score is the absolute error."""
    np.testing.assert_allclose(crps_of_quantiles(np.array([3.0, 9.0]), np.full((2, 99), 5.0), LEVELS), [2.0, 4.0])


def test_missing_figures_have_no_score():
    """NaN anywhere gives NaN, never 0."""
    nothing, one = np.array([np.nan]), np.array([1.0])
    for found in (
        brier(nothing, one),
        brier(one, nothing),
        log_score(nothing, one),
        log_score(one, nothing),
        covered(nothing, one, one),
    ):
        assert np.isnan(found).all()


def test_the_pit_of_right_laws_is_even():
    """Truths drawn from their laws, whole numbers with many ties, fall evenly into five parts."""
    random = np.random.default_rng(1)
    mean = random.uniform(0.5, 5, 20_000)
    laws = random.poisson(mean[:, None], (20_000, 399))
    quantiles = np.sort(laws, axis=1)[:, 3::4]
    parts = np.histogram(pit_of_quantiles(random.poisson(mean), quantiles, random.random(20_000)), 5, (0, 1))[0]
    np.testing.assert_allclose(parts / 20_000, 0.2, atol=0.01)


cases = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.35, 0.5, 0.8, 1.0]), st.integers(0, 1)), min_size=1, max_size=40
)


@settings(deadline=None)  # the first call imports the regression
@given(cases)
def test_reliability_is_pooling_of_neighbours(pairs):
    """The curve is that of pooling neighbours by hand, and the three parts add up to the Brier score."""
    chance, came = (np.array(column, float) for column in zip(*pairs, strict=True))
    found = reliability(chance, came)
    np.testing.assert_allclose(found.observed, naive.rising_shares(chance.tolist(), came.tolist()), atol=1e-9)
    parts = found.miscalibration - found.discrimination + found.uncertainty
    assert (
        parts == pytest.approx(brier(chance, came).mean())
        and found.miscalibration > -1e-12 < found.discrimination + 1e-9
    )


def test_chances_that_mean_what_they_say_are_reliable():
    """Where 70 % come of those told 70 %, miscalibration is near zero; told 90 % instead, it is not."""
    random = np.random.default_rng(2)
    chance = random.uniform(0, 1, 5000)
    came = (random.random(5000) < chance).astype(float)
    assert reliability(chance, came).miscalibration < 0.005 < 0.02 < reliability(np.sqrt(chance), came).miscalibration
    bins = bin_chances(chance, came)
    np.testing.assert_allclose(bins[:, 0], bins[:, 1], atol=0.06)
    assert bins[:, 2].sum() == 5000


def test_the_bootstrap_draws_whole_units():
    """The interval is that of resamples in which a unit comes with all its cases."""
    random = np.random.default_rng(3)
    units = np.repeat(np.arange(9), 4)
    values = random.normal(0, 1, 9)[units] + 0.1 * random.normal(0, 1, 36)
    drawn = resample_units(9, n_draws=300)
    found = share_interval(values, units, drawn)
    slow = naive.resampled_means(values, units, drawn)
    np.testing.assert_allclose(found, [values.mean(), *np.quantile(slow, [0.05, 0.95])])


def test_paired_differences_are_surer_than_apart():
    """Two forecasts that err alike differ for sure, though each mean is uncertain; the skill says the same."""
    random = np.random.default_rng(4)
    shared = random.gamma(2, 1, 40)
    first, second, units = shared, shared + 0.1, np.arange(40)
    drawn = resample_units(40)
    alone, paired = share_interval(first, units, drawn), share_interval(second - first, units, drawn)
    assert alone.high - alone.low > 0.3 and paired.high - paired.low < 1e-9
    skill = skill_interval(first, second, units, drawn)
    assert 0 < skill.low < skill.value < skill.high < 0.1


def test_one_unit_has_no_interval():
    """A single unit gives an estimate without an interval, and no case none at all."""
    drawn = resample_units(3)
    assert np.isnan(share_interval(np.array([1.0, 2.0]), np.array([1, 1]), drawn).low)
    assert np.isnan(share_interval(np.array([np.nan]), np.array([1]), drawn).value)


def test_reliability_weighs_cases():
    """A case that weighs three counts as three cases."""
    chance, came = np.array([0.2, 0.2, 0.7]), np.array([1.0, 0.0, 1.0])
    weighed = reliability(chance, came, np.array([1.0, 3.0, 2.0]))
    spelled = reliability(np.repeat(chance, [1, 3, 2]), np.repeat(came, [1, 3, 2]))
    assert weighed.observed.tolist() == spelled.observed.tolist() and weighed.score == pytest.approx(spelled.score)
