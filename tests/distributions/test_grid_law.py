"""Laws held on a grid: their mean."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from forecast.distributions import GridLaw
from tests import naive

LEVELS = np.linspace(-5, 5, 161)


def laws(*, whole):
    """Normal laws cut off at what is known, wide and narrow, near and far from it."""
    middle = np.array([0.2, 1.0, 3.0, 12.0, 40.0, 900.0, 9_800.0, 9_800.0])
    spread = np.array([0.4, 1.0, 2.5, 4.0, 20.0, 60.0, 700.0, 700.0])
    lowest = np.array([0.0, 0.0, 1.0, 10.0, 0.0, 880.0, 2_241.0, 9_700.0])
    points = np.maximum(middle[:, None] + spread[:, None] * LEVELS, lowest[:, None])
    probability = ndtr((points - middle[:, None]) / spread[:, None])
    probability[:, -1] = 1
    return GridLaw(points, probability, whole, np.zeros(8, bool), lowest)


@pytest.mark.parametrize("whole", [False, True])
def test_the_mean_is_that_of_four_hundred_quantiles(whole):
    """Both ways agree to a thousandth, of small whole numbers to what 400 slices can tell."""
    law = laws(whole=whole)
    slow, quick = naive.mean_of_law(law), law.mean()
    assert np.all(np.abs(quick - slow) <= np.maximum(1e-3 * slow, 3e-3))


def test_the_mean_of_whole_numbers_is_that_of_their_probabilities():
    """A law on 0, 1, 2, ... has the mean of its jumps."""
    law = laws(whole=True)
    numbers = np.arange(13_000)
    jumps = np.diff([np.zeros(8), *(law.at_most(np.full(8, number + 0.5)) for number in numbers)], axis=0)
    jumps[numbers[:, None] < law.lowest] = 0
    jumps /= jumps.sum(0)
    assert np.allclose(law.mean()[2:], (numbers @ jumps)[2:], rtol=5e-3)


def test_the_mean_of_what_is_known_or_unknown():
    """A total that is known is its own mean, and a unit without a law has none."""
    law = laws(whole=True)
    points = law.points.copy()
    points[0], points[1] = 7, np.nan
    mean = replace(
        law, points=points, certain=np.arange(8) == 0, lowest=np.where(np.arange(8) == 0, 7, law.lowest)
    ).mean()
    assert mean[0] == 7 and np.isnan(mean[1]) and np.isfinite(mean[2:]).all()


def test_no_quantile_is_a_negative_zero():
    """A law that rounds up to zero says 0, never -0."""
    law = GridLaw(np.array([[-0.5, 0.5]]), np.array([[0.0, 1.0]]), True, np.array([False]), np.array([0.0]))
    assert not np.signbit(law.quantile(0.3)).any()
