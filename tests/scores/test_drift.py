"""The drift test: it cries wolf no oftener than it says, and it finds what has drifted."""

import numpy as np
import pytest
from scipy.special import ndtri

from forecast.scores import drift_limit, year_score

YEARS, UNITS, LEDGERS = 12, 30, 400


def share_that_alarms(alpha, shift=0.0, shared=0.1):
    """Share of invented ledgers that ever pass the limit: chances of all sizes, off by `shift`, units that share their year."""
    random, found = np.random.default_rng(11), 0
    for _ in range(LEDGERS):
        chance = random.uniform(0.02, 0.98, (YEARS, UNITS))
        latent = np.sqrt(shared) * random.normal(size=(YEARS, 1)) + np.sqrt(1 - shared) * random.normal(
            size=(YEARS, UNITS)
        )
        came = latent < ndtri(np.clip(chance - shift, 0.01, 0.99))
        scores = [year_score(miss, p * (1 - p)) for miss, p in zip(came - chance, chance, strict=True)]
        found += (np.abs(np.cumsum(scores)) > drift_limit(np.arange(1, YEARS + 1), alpha)).any()
    return found / LEDGERS


@pytest.mark.parametrize("alpha", [0.05, 0.20])
def test_false_alarms_are_as_rare_as_stated(alpha):
    """Of ledgers in order whose units share a tenth of their chance, at most so many ever alarm, looked at every year."""
    assert share_that_alarms(alpha) <= alpha


def test_chances_that_are_far_too_high_are_found():
    """Four ledgers in five whose chances are 30 points too high alarm within twelve years."""
    assert share_that_alarms(0.05 / 3, shift=0.3) >= 0.8


def test_one_year_is_one_observation():
    """However many units miss together, the first year alone proves no drift."""
    misses = np.full(1000, -0.5)
    assert abs(year_score(misses, np.full(1000, 0.25))) < drift_limit(np.array([1]), 0.05)[0]


def test_what_cannot_miss_says_nothing():
    """A chance of one that came has no variance; a year of such chances has no score."""
    assert np.isnan(year_score(np.zeros(3), np.zeros(3)))
