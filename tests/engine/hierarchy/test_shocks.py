"""Shared shocks change the order of draws, never a unit's own law."""

import numpy as np
import pytest

from forecast.distributions import GridLaw
from forecast.engine.hierarchy.forest import groves
from forecast.engine.hierarchy.shocks import (
    N_DRAWS,
    arrange,
    handed_down,
    need_shocks,
    own_scores,
    share_shocks,
    shared_scores,
    sorted_totals,
    spread_levels,
)


def normal_like(n_units, whole=True):
    """Laws even between 50 and 150."""
    points = np.tile(np.linspace(50, 150, 11), (n_units, 1))
    return GridLaw(
        points, np.tile(np.linspace(0, 1, 11), (n_units, 1)), whole, np.zeros(n_units, bool), np.zeros(n_units)
    )


def draw(grove, shared, n_units):
    """(n_units, n_draws) draws of the units at the end of one tree."""
    units, roots = [f"u{at}" for at in range(n_units)], np.ones((n_units, 1, 1))
    spread = np.where(grove.last > grove.first, 0.0, 1.0)
    share, _ = share_shocks(grove, need_shocks(grove, spread, np.array(shared)))
    shocks = shared_scores(grove, units, roots, np.sqrt(share), seed=0)[0]
    own = own_scores(units, roots, seed=0)[0] * np.sqrt(1 - handed_down(grove, share))[:, None]
    ends = np.flatnonzero(spread)
    totals = sorted_totals(normal_like(n_units), grove.members[ends])
    return arrange(totals, (own[ends] + shocks[grove.parent[ends]]).astype(np.float32))


def test_draws_are_the_units_own_law():
    """In whatever order, the draws of a unit are its quantiles at evenly spread levels."""
    (grove,) = groves(np.array([-1, 0, 0, 0]))
    draws = draw(grove, [0.5], 4)
    expected = [float(normal_like(1).quantile(level)[0]) for level in spread_levels()]
    np.testing.assert_array_equal(np.sort(draws, axis=1), np.tile(expected, (3, 1)))
    assert draws.shape == (3, N_DRAWS)


def test_children_miss_together_as_much_as_asked():
    """Sixty children that share 0.3 under one parent correlate by about 0.3 with each other."""
    (grove,) = groves(np.array([-1, *[0] * 60]))
    found = np.corrcoef(draw(grove, [0.3], 61))
    assert found[np.triu_indices(60, 1)].mean() == pytest.approx(0.3, abs=0.03)


def test_sums_of_families_correlate_as_their_level_says():
    """Four families of twenty units: units within one by 0.2, the families' sums by 0.5."""
    (grove,) = groves(np.array([-1, *[0] * 4, *np.repeat([1, 2, 3, 4], 20)]))
    draws = draw(grove, [0.5, 0.2], 85)
    sums = draws.reshape(4, 20, N_DRAWS).sum(1)
    within = np.mean([np.corrcoef(family)[np.triu_indices(20, 1)].mean() for family in draws.reshape(4, 20, N_DRAWS)])
    assert np.corrcoef(sums)[np.triu_indices(4, 1)].mean() == pytest.approx(0.5, abs=0.05)
    assert within == pytest.approx(0.2, abs=0.03)
