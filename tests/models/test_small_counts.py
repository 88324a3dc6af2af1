"""The chain of small counts against the obvious version, and against what must hold."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.core.panel import Panel, build_panel
from forecast.distributions.counts_law import LADDER
from forecast.models.small_counts.ahead import correlate_years
from forecast.models.small_counts.calendar import lay_out
from forecast.models.small_counts.landing import land_counts
from forecast.models.small_counts.learn import CountsLearned, learn_counts
from forecast.models.small_counts.rates import N_STATES, RATES, SIZES, count_chances
from forecast.models.small_counts.season import usual_exposure
from forecast.models.small_counts.sweep import believe, expect, make_timetable
from tests import naive
from tests.make import counts_frame, quarters

STATES = [0, 6, 8]  # of rates 0, 1 and 4: few enough to walk every path


SHIPPED = learn_counts(Panel("m", (), ()))


def few_states():
    """A chain that lives on three rates, with a season."""
    moves, start = np.eye(N_STATES), np.zeros(N_STATES)
    moves[np.ix_(STATES, STATES)] = [[0.8, 0.15, 0.05], [0.1, 0.7, 0.2], [0.02, 0.28, 0.7]]
    start[STATES] = 0.2, 0.5, 0.3
    return CountsLearned(moves, start, np.array([0.2, 0.3, 0.5]), np.array([0.7, 0.9, 1.0, 1.4]), 1)


def panel_of(figures):
    return build_panel(counts_frame(figures), "m", list(figures))


def chances(figures, learned, year=2023):
    """(n_units, n) chances of the remainder 0, 1, 2, ... of each unit."""
    law = land_counts(panel_of(figures), [year], learned).totals[0]
    return np.diff(law.at_most[:, :40], prepend=0.0, axis=1)


def walked(learned, quarters_of_path, known):
    """Chances of the sum `open` given the known sums, by walking every path. known : name -> counts that it may be."""
    total, all_paths = np.zeros(40), 0.0
    for chance, _, _, laws in naive.walk_chain(learned.chain, RATES, SIZES, quarters_of_path):
        chance *= np.prod([laws[name][list(counts)].sum() for name, counts in known.items()])
        total, all_paths = total + chance * laws["open"][:40], all_paths + chance
    return total / all_paths


@pytest.mark.parametrize(
    ("told", "path", "known"),
    [
        pytest.param({"2023Q1": 2, "2023Q2": 0}, [(0, {"a": 1}), (1, {"b": 1}), (2, {"open": 1}), (3, {"open": 1})], {"a": [2], "b": [0]}, id="quarters"),
        pytest.param({"2022H2": 5, "2023Q1": 1}, [(2, {"a": 1}), (3, {"a": 1}), (0, {"b": 1}), (1, {"open": 1}), (2, {"open": 1}), (3, {"open": 1})], {"a": [5], "b": [1]}, id="a half year as one sum"),
        pytest.param({"2022": 9}, [(0, {"a": 1}), (1, {"a": 1}), (2, {"a": 1}), (3, {"a": 1}), (0, {"open": 1}), (1, {"open": 1}), (2, {"open": 1}), (3, {"open": 1})], {"a": [9]}, id="a year as one sum"),
        pytest.param({"2023-01": 1, "2023Q2": 4}, [(0, {"a": 31 / 90, "open": 59 / 90}), (1, {"b": 1}), (2, {"open": 1}), (3, {"open": 1})], {"a": [1], "b": [4]}, id="part of a quarter, the rest missing"),
        pytest.param({"2023Q1": 3, "2023Q3": 0}, [(0, {"a": 1}), (1, {"open": 1}), (2, {"b": 1}), (3, {"open": 1})], {"a": [3], "b": [0]}, id="a gap in the year"),
        pytest.param({"2023Q1": 3, "2023H2": 2}, [(0, {"a": 1}), (1, {"open": 1}), (2, {"b": 1}), (3, {"b": 1})], {"a": [3], "b": [2]}, id="a gap before a half year"),
        pytest.param({"2022Q4": (2, 4), "2023H1": (0, 1)}, [(3, {"a": 1}), (0, {"b": 1}), (1, {"b": 1}), (2, {"open": 1}), (3, {"open": 1})], {"a": [2, 3, 4], "b": [0, 1]}, id="ranges"),
        pytest.param({"2022Q2": 4, "2022Q4": 1, "2023H1": 3}, [(1, {"a": 1}), (2, {}), (3, {"b": 1}), (0, {"c": 1}), (1, {"c": 1}), (2, {"open": 1}), (3, {"open": 1})], {"a": [4], "b": [1], "c": [3]}, id="a missing quarter in the past"),
    ],
)  # fmt: skip
def test_the_rest_of_the_year_is_that_of_every_path(told, path, known):
    """Sums of any run, parts, ranges and gaps give the chances that walking every path of rates gives."""
    learned = few_states()
    np.testing.assert_allclose(chances({"u": told}, learned)[0], walked(learned, path, known), atol=1e-12)


def test_expected_moves_are_those_of_every_path():
    """The moves behind quarters and a half year are counted as walking every path counts them."""
    learned = few_states()
    told = lay_out(panel_of({"u": {"2022Q4": 1, "2023H1": 4, "2023Q3": 0}}))
    path = [(3, {"a": 1}), (0, {"b": 1}), (1, {"b": 1}), (2, {"c": 1})]
    moves, first, total = np.zeros((N_STATES, N_STATES)), np.zeros((len(SIZES), N_STATES)), 0.0
    for chance, size, states, laws in naive.walk_chain(learned.chain, RATES, SIZES, path):
        chance *= laws["a"][1] * laws["b"][4] * laws["c"][0]
        np.add.at(moves, (states[:-1], states[1:]), chance)
        first[size, states[0]] += chance
        total += chance
    found = expect(learned.chain, make_timetable(told, 1))
    np.testing.assert_allclose(found.moves, moves / total, atol=1e-12)
    np.testing.assert_allclose(found.first, first / total, atol=1e-12)


def test_parts_of_a_quarter_add_up_to_the_quarter():
    """Counts of a month and of the two others, summed, have the law of the quarter."""
    whole, month, rest = (count_chances(1.2, share)[:60] for share in (1.0, 0.3, 0.7))
    for size in range(len(SIZES)):
        joined = np.convolve(month[:, size, 9], rest[:, size, 9])[:60]
        np.testing.assert_allclose(joined, whole[:, size, 9], atol=1e-12)


def test_a_finished_year_is_certain():
    """All four quarters known: nothing is left open, and the total is their sum."""
    law = land_counts(panel_of({"u": quarters(2023, [1, 0, 2, 4])}), [2023], few_states()).totals[0]
    assert law.certain[0] and law.shift[0] == 7
    assert law.cdf(np.array([[6.9, 7.0]])).tolist() == [[0.0, 1.0]]


def simulate(n_units, n_years, seed=1, death=0.02):
    """Units of one to six a quarter that may die."""
    random = np.random.default_rng(seed)
    rate = np.exp(random.normal(0.8, 0.6, n_units))
    alive = np.cumprod(random.random((n_units, 4 * n_years)) > death, axis=1)
    counts = random.poisson(rate[:, None] * alive)
    return {f"u{at:03d}": quarters(2024 - n_years, row.tolist()) for at, row in enumerate(counts)}


def test_the_panel_teaches_death():
    """Where units die, a unit silent for two years is taken for dead; where none does, for a quiet one."""
    silent = {"2022Q1": 3} | {period: 0 for period in [*quarters(2022, [0] * 8)][1:]}
    mortal, immortal = (
        chances({"u": silent}, learn_counts(panel_of(simulate(60, 6, death=death))), 2024)[0, 0]
        for death in (0.06, 0.0)
    )
    assert mortal > 0.85 and mortal > immortal + 0.05


def test_what_was_learned_can_be_stored():
    """Through JSON and back, the same chances to the last bit."""
    figures = simulate(20, 4)
    learned = learn_counts(panel_of(figures))
    text = json.dumps({name: np.asarray(value).tolist() for name, value in asdict(learned).items()})
    stored = {name: np.array(value) if isinstance(value, list) else value for name, value in json.loads(text).items()}
    assert (chances(figures, learned, 2024) == chances(figures, CountsLearned(**stored), 2024)).all()


def test_a_unit_is_the_same_alone_or_among_others():
    """Given what was learned, a unit's chances do not depend, to the last bit, on which others are asked about."""
    figures = simulate(300, 4)
    figures["u003"] |= {"2024Q2": 2}
    figures["u005"] |= {"2024H1": 3}
    learned = learn_counts(panel_of(figures))
    together = dict(zip(sorted(figures), chances(figures, learned, 2024), strict=True))
    for some in (["u005"], ["u001", "u003", "u290"], sorted(figures)[10:200]):
        alone = chances({unit: figures[unit] for unit in some}, learned, 2024)
        assert (alone == np.array([together[unit] for unit in sorted(some)])).all()


@pytest.mark.parametrize("values", [[0] * 12, [3] * 12, [0], [300] + [0] * 7, [0] * 11 + [40], [170, 0, 0, 0]])
def test_short_constant_and_empty_series_are_answered(values):
    """A unit alone, of zeros, of one value or of one figure has a law, and what it never saw is not ruled out."""
    panel = panel_of({"u": quarters(2020, values)})
    law = land_counts(panel, [2023, 2024], learn_counts(panel)).totals[1]
    assert law.answered.all() and np.isfinite(law.at_most).all()
    assert 0 < law.at_most[0, 0] < 1


def test_a_unit_without_figures_has_no_law_of_its_own():
    """Among small units that have figures, one without any is left to the tree it stands in."""
    small = simulate(20, 4)
    panel = build_panel(counts_frame(small), "m", [*small, "new"])
    law = land_counts(panel, [2024], learn_counts(panel)).totals[0]
    assert law.answered.sum() == len(small) and not law.answered[panel.units.index("new")]


def test_figures_across_the_open_year_are_left_to_the_structural_model():
    """A sum over a winter tells of two years at once: the chain does not answer while one of them is open."""
    law = land_counts(panel_of({"u": {"2021": 3, "2022-10..2023-03": 4}}), [2023], few_states()).totals[0]
    assert not law.answered[0]


def test_years_to_come_move_together_as_every_path_says():
    """The correlation of what two years still bring, a quarter each, is that of walking every path."""
    learned, numbers, moments = few_states(), np.arange(60), np.zeros((3, 3))
    path = [(2, {"now": 1}), (3, {"x": 1}), (0, {"y": 1})]
    for chance, _, _, laws in naive.walk_chain(learned.chain, RATES, SIZES, path):
        x, y = laws["x"] @ numbers, laws["y"] @ numbers
        squares = laws["x"] @ numbers**2, laws["y"] @ numbers**2
        moments += chance * laws["now"][2] * np.array([[1, x, y], [x, squares[0], x * y], [y, x * y, squares[1]]])
    joint = moments[1:, 1:] / moments[0, 0] - np.outer(moments[0, 1:], moments[0, 1:]) / moments[0, 0] ** 2
    *_, belief = believe(learned.chain, make_timetable(lay_out(panel_of({"u": {"2023Q3": 2}})), 1))
    now = 4 * 2023 + 2
    found = correlate_years(learned.chain, belief, [((now + 1, 1.0),), ((now + 2, 1.0),)], now)[0, 0, 1]
    assert found == pytest.approx(joint[0, 1] / np.sqrt(joint[0, 0] * joint[1, 1]), abs=1e-6)


def test_the_exposure_is_the_panels():
    """A panel that brings half of each year in its last quarter says so, drawn slightly to an even year."""
    exposure = usual_exposure(panel_of({"u": quarters(2020, [10, 10, 30, 50] * 4)}))
    assert exposure.sum() == pytest.approx(4) and 1.6 < exposure[3] < 2


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=9), min_size=1, max_size=4),
    st.lists(st.integers(0, 20), min_size=0, max_size=4),
)
def test_laws_rise_from_nothing_to_one(histories, years):
    """Whatever the counts, the chances are finite, rise, and end at 1, and no total is below what is known."""
    figures = {f"u{at}": quarters(2022, values) for at, values in enumerate(histories)}
    figures["yearly"] = {str(2018 + at): value for at, value in enumerate(years)} | {"2023-01": 1}
    panel = panel_of(figures)
    law = land_counts(panel, [2023], SHIPPED).totals[0]
    assert law.answered.all() and (np.diff(law.at_most, axis=1) >= 0).all() and (law.at_most >= 0).all()
    assert (law.at_most[:, -1] == 1).all() and (law.cdf(law.shift[:, None] - 0.1) == 0).all()
    assert len(LADDER) == law.at_most.shape[1]
