"""The prior of the noise variance learned from a panel."""

import numpy as np
import pytest

from forecast.models.structural.noise import learn_noise_prior


def squares_of(slope, n_units=400, n_surprises=30):
    """Mean squared surprises of units between 1 and 1,000, whose variance is 0.09 at size 10 and moves with a power of it."""
    random = np.random.default_rng(1)
    size = np.exp(random.uniform(0, np.log(1000), n_units))
    variance = 0.09 * (size / 10) ** slope
    found = variance * random.chisquare(n_surprises, n_units) / n_surprises
    return found[None], np.full(n_units, n_surprises), np.log(size)


@pytest.mark.parametrize("slope", [0.0, -0.5, -1.0])
def test_small_units_may_be_noisier(slope):
    """Where variance falls with a power of the size, the prior of a unit of size 10 and of size 300 is about its own."""
    prior = learn_noise_prior(*squares_of(slope))
    assert prior.slope == pytest.approx(slope, abs=0.05)
    assert prior.of_size(np.array([10.0, 300.0]))[0] == pytest.approx([0.09, 0.09 * 30**slope], rel=0.15)


def test_a_line_through_two_units_counts_in_part():
    """A slope that only two units show is drawn towards 0; two units of one size show none."""
    squares, numbers, log_size = squares_of(-1.0)
    two = [int(np.argmin(log_size)), int(np.argmax(log_size))]
    assert -0.8 < learn_noise_prior(squares[:, two], numbers[two], log_size[two]).slope < -0.5
    alike = np.argsort(log_size)[:2]
    assert abs(learn_noise_prior(squares[:, alike], numbers[alike], log_size[alike]).slope) < 0.05


def test_without_units_the_shipped_noise_stands():
    """A panel without a history has the shipped variance, whatever the size."""
    prior = learn_noise_prior(np.zeros((2, 0)), np.zeros(0), np.zeros(0))
    assert prior.of_size(np.array([1.0, 1e6])) == pytest.approx(np.full((2, 2), 0.12**2))
