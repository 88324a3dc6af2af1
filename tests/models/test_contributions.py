"""What each figure brings to the landing of the path."""

from dataclasses import replace

import numpy as np
import pytest

from forecast.core.panel import build_panel
from forecast.models.structural.contributions import weigh_structural
from forecast.models.structural.fit import Usual
from forecast.models.structural.landing import land_structural
from forecast.models.structural.learn import learn_structural
from forecast.models.structural.structures import Structure
from tests.make import counts_frame, months, quarters

SEASONAL = [15, 20, 25, 40, 16, 22, 24, 44, 15, 23, 27, 41, 17]
FIGURES = {
    "a": quarters(2020, SEASONAL),
    "b": quarters(2020, [3 * value + 1 for value in SEASONAL]),
    "years": {"2017": 90, "2018": 110, **quarters(2019, [20, 25, 30, 45, 22, 26, 33, 50])},
    "months": {**quarters(2022, [14, 19, 24, 38]), **months(2021, [2, 4, 7] * 4), "2023-01": 3},
    "zero": quarters(2021, [2, 0, 1, 3, 0, 2, 1, 4, 1]),
}


def panel_of(figures):
    return build_panel(counts_frame(figures), "m", list(figures))


def middle(panel, year, learned):
    """(n_units,) the middles of the structures, averaged with the unit's weights, and what is known."""
    law = land_structural(panel, [year], True, learned).totals[0]
    middles = np.where(law.logarithmic, np.exp(np.where(law.logarithmic, law.location, 0.0)), law.location)
    return law.shift + (law.weight * middles).sum(0)


def explained(panel, year, learned):
    """(n_units,) all parts added up."""
    total = np.zeros(len(panel.units))
    for part in weigh_structural(panel, [year], True, learned):
        known = part.block.values @ part.known
        total[part.block.units] = known + part.brought.sum(1) + part.season + part.other
    return total


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_the_parts_add_up_to_the_middle_of_the_path(year):
    """Figures, usual season and first level together are the averaged middle, also of a finished year and of a later one."""
    panel = panel_of(FIGURES)
    learned = learn_structural(panel)
    assert explained(panel, year, learned) == pytest.approx(middle(panel, year, learned), rel=1e-9)


def test_an_outlier_brings_what_is_left_of_it():
    """Parts still add up where a wild quarter was cut, and that quarter brings less than its weight times its figure."""
    wild = [*[20, 24, 22, 34] * 8, 21]
    wild[9] = 300
    panel = panel_of({"a": quarters(2015, wild)})
    learned = learn_structural(panel)
    assert explained(panel, 2023, learned) == pytest.approx(middle(panel, 2023, learned), rel=1e-9)
    (part,) = weigh_structural(panel, [2023], True, learned)
    assert abs(part.brought[0, 9]) < 0.5 * abs(part.weight[0, 9] * 300)


@pytest.mark.parametrize(("scale", "within"), [("linear", 1e-3), ("log", 0.025)])
def test_a_weight_is_the_change_with_the_figure(scale, within):
    """Under one structure, a quarter that is one higher moves the landing by its weight; to first order on the log scale."""
    structures = [Structure(0.35, gamma=0.1, season_sd=2.0, scale=each) for each in ("linear", "log")]
    weights = {"linear": [1.0, 1e-300], "log": [1e-300, 1.0]}[scale]
    figures = quarters(2021, SEASONAL[:8])  # too few for any to be cut
    panel = panel_of({"a": figures})
    learned = replace(learn_structural(panel, structures=structures), usual=Usual(np.zeros(4), {}))
    learned.quarterly.weights[:] = weights
    (part,) = weigh_structural(panel, [2023], True, learned)
    for at in (2, 5, 7):
        changed = {**figures, list(figures)[at]: SEASONAL[at] + 1e-3}
        moved = middle(panel_of({"a": changed}), 2023, learned) - middle(panel, 2023, learned)
        assert moved[0] / 1e-3 == pytest.approx(part.weight[0, at], abs=within)
