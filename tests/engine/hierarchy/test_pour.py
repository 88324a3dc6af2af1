"""What differs between a parent and its children is poured down whole, in proportion, and never below what is known."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from forecast.engine.hierarchy.pour import pour


@given(some.integers(0, 10_000))
def test_what_is_poured_adds_up_whole_and_above_the_floors(seed):
    """Whatever the draws, weights and floors: parts are whole, add up to the difference, and end on or above the floors."""
    random = np.random.default_rng(seed)
    floors = random.integers(0, 4, 5)
    draws = floors[:, None] + random.integers(0, 9, (5, 40))
    difference = np.maximum(random.integers(-60, 60, 40), floors.sum() - draws.sum(0))
    after = pour(draws, difference, random.uniform(0.1, 2, 5), floors.astype(float), random.uniform(size=40))
    assert np.issubdtype(after.dtype, np.integer) and (after >= floors[:, None]).all()
    np.testing.assert_array_equal(after.sum(0), draws.sum(0) + difference)


def test_children_take_their_part_by_weight():
    """A child with three times the weight takes three times as much on average, and none is off by more than one."""
    even = (np.arange(1000) + 0.5) / 1000
    after = pour(np.full((2, 1000), 50), np.full(1000, -10), np.array([3.0, 1.0]), np.zeros(2), even)
    np.testing.assert_allclose(50 - after.mean(1), [7.5, 2.5])
    assert set(after[0]) == {42, 43}


def test_a_locked_child_takes_nothing():
    """A child with weight 0 keeps its draws; the others take all, down to their floors."""
    draws = np.array([[9, 9], [4, 4]])
    after = pour(draws, np.array([5, -9]), np.array([0.0, 1.0]), np.array([9.0, 1.0]), np.array([0.5, 0.5]))
    assert after.tolist() == [[9, 9], [9, 1]]


def test_rounding_does_not_reach_a_locked_child():
    """Running shares end at one but for rounding: the last child, of weight 0, keeps its zeros to the last bit."""
    random = np.random.default_rng(0)
    draws, weights = np.zeros((8, 500)), np.append(random.uniform(0.1, 2, 7), 0.0)
    after = pour(draws, random.uniform(1, 9, 500), weights, np.zeros(8), np.zeros(500))
    assert (after[-1] == 0).all() and (after >= 0).all()


def test_amounts_are_poured_to_the_last_part():
    """Amounts are not rounded: three children take a third each."""
    after = pour(np.ones((3, 2)), np.array([1.0, -1.0]), np.ones(3), np.zeros(3), np.zeros(2))
    np.testing.assert_allclose(after, [[4 / 3, 2 / 3]] * 3)
