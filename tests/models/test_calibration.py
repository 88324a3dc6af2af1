"""Simulation-based calibration: on series from its own prior the untempered core is right about how sure it may be.

A small sample; `python docs/measure_calibration.py sbc` draws 1,000 series of each pattern and scale.
"""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from docs.even_ranks import inside_band
from docs.measure_calibration import PATTERNS, rank_series

CALM, WILD = 0.004, 0.2  # noise of the quarters


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("scales", [("linear",), ("linear", "log")], ids="+".join)
def test_ranks_of_what_comes_are_even(pattern, scales):
    """Structure, noise and first states drawn from the prior: the ranks of total and noise are inside the 99 % band."""
    found = rank_series(pattern, scales, 150, deviation=CALM)
    assert inside_band(found.total) and inside_band(found.noise)


def test_half_years_alone_are_even_in_wild_quarters_too():
    """What lies between the log of a mean and the mean of logs is allowed for, though no quarter has shown it."""
    assert inside_band(rank_series("half years", ("log",), 150, deviation=WILD).total)


def test_the_ranks_of_a_law_half_as_wide_are_not():
    """The same sample would have told of ranges half or twice as wide as they should be."""
    found = rank_series("quarters", ("linear",), 150, deviation=CALM)
    for factor in (0.5, 2.0):
        assert not inside_band(ndtr(factor * ndtri(found.total)))


def test_the_band_holds_even_ranks_and_no_lopsided_ones():
    """Of 200 sets of even ranks about 2 leave the 99 % band; ranks a fifth of which are missing below all do."""
    random = np.random.default_rng(4)
    even = sum(inside_band(random.random(150)) for _ in range(200))
    assert 193 <= even <= 200
    assert not inside_band(0.2 + 0.8 * random.random(150))
