"""Parts of quarters: what they usually bring is learned, so that a strong month is not taken for a strong quarter."""

import numpy as np
import pytest

from forecast.core.panel import build_panel
from forecast.models.structural.arrange import unknown_parts
from forecast.models.structural.landing import land_structural
from forecast.models.structural.learn import learn_structural
from forecast.models.structural.parts import learn_parts, usual_over_even
from tests.make import counts_frame, months

LATE = [10, 20, 70]  # of each quarter's hundred


def panel_of(shares, *, known=4, years=5):
    """Units whose every quarter brings a hundred, split over its months by each unit's shares, with little noise."""
    random = np.random.default_rng(3)
    figures = {}
    for at, share in enumerate(shares):
        values = np.tile(share, 4 * years + 4)[: 12 * years + known] * random.uniform(0.97, 1.03, 12 * years + known)
        figures[f"u{at:02d}"] = months(2018, values.tolist())
    return build_panel(counts_frame(figures), "m", sorted(figures))


def middle_of_year(panel, year=2023):
    """(n_units,) middles of the landing of a panel that teaches itself."""
    landing = land_structural(panel, [year], False, learn_structural(panel, False))
    return landing.totals[0].centre_and_spread()[0]


@pytest.mark.parametrize("known", [4, 5])
def test_a_month_that_is_always_weak_is_no_weak_quarter(known):
    """Ten of a hundred in April, as every year: the year still lands near four hundred."""
    assert middle_of_year(panel_of([LATE] * 6, known=known)) == pytest.approx(400, rel=0.03)


def test_units_keep_their_own_months():
    """Units that bring their quarters early and late, side by side: each lands near its usual year."""
    shares = [LATE, [20, 30, 50], [30, 30, 40], [40, 30, 30], [50, 30, 20], [60, 25, 15]]
    assert middle_of_year(panel_of(shares)) == pytest.approx(400, rel=0.05)


def test_what_is_left_of_the_quarter_is_what_is_usual_then():
    """A weak April leaves more than two thirds of the quarter open; whole quarters are as they are."""
    panel = panel_of([LATE] * 6)
    block = panel.blocks[0]
    rest = unknown_parts(block, [2023])[0]
    over_even = usual_over_even(block, [*block.pieces, rest], learn_parts(panel))[:, 0]
    assert over_even[[0, -2, -1]] == pytest.approx([1, 0.1 / (30 / 91), 0.9 / (61 / 91)], rel=0.1)


def test_without_past_months_a_quarter_is_even():
    """A first April among quarters says what its days say."""
    figures = {"a": {f"202{year}Q{quarter}": 100 for year in range(3) for quarter in range(1, 5)} | {"2023-04": 33}}
    panel = build_panel(counts_frame(figures), "m", ["a"])
    block = panel.blocks[0]
    assert (usual_over_even(block, block.pieces, learn_parts(panel)) == 1).all()


def test_february_is_one_part_in_every_year():
    """What January and February of common years teach holds in a leap year too."""
    panel = panel_of([LATE] * 4, known=2, years=5)
    learned = learn_parts(panel)
    leap = learn_parts(panel_of([LATE] * 4, known=2, years=6))
    assert list(learned) == list(leap) == [(1, 1, 2, 1), (2, 1, 3, 1)]
