"""Results that are steered to their plans."""

import numpy as np
from scipy.special import ndtr

from forecast.distributions import GridLaw
from forecast.engine.steer import Steering, weigh_steering

SCORES = np.linspace(-4.5, 4.5, 241)


def laws(n_units, middle=100.0, spread=10.0, *, whole=True, certain=False):
    """Normal laws, all alike."""
    points = np.tile(middle + spread * SCORES, (n_units, 1))
    return GridLaw(points, np.tile(ndtr(SCORES), (n_units, 1)), whole, np.full(n_units, certain), np.zeros(n_units))


def plans(n_units, plan=100.0):
    return np.full(n_units, plan)


def learned(totals, worth=20.0, **law):
    """What totals teach that came of laws that are all alike, with a plan in their middle."""
    told = laws(len(totals), **law)
    return weigh_steering([(told, plans(len(totals), law.get("middle", 100.0)), np.asarray(totals, float), worth)])


def test_results_just_above_their_plans_teach_it():
    """Where nearly all end within six hundredths above the plan, that part is many times as likely as the law says."""
    found = learned([100, 101, 103, 105, 106, 102, 100, 104, 95, 101])
    assert found.just > 1 > 0 > found.beyond


def test_results_as_the_laws_say_teach_little():
    """Totals drawn from the laws themselves move no chance of reaching the plan by more than three points."""
    found = learned(np.rint(np.random.default_rng(3).normal(100, 10, 400)))
    before, after = (law.reaches(plans(1)) for law in (laws(1), found.pull(laws(1), plans(1))))
    assert abs(after - before) < 0.03


def test_nothing_past_teaches_nothing():
    """Without a plan and a total there is no steering at all, and laws are the very same."""
    none = weigh_steering([(laws(2), np.full(2, np.nan), np.full(2, 100.0), 20.0)])
    told = laws(2)
    assert none == Steering() and none.pull(told, plans(2)) is told


def test_a_pulled_law_is_a_law():
    """Points and probabilities rise, from the same lowest to the same highest point, up to 1."""
    told = laws(3, whole=False)
    pulled = Steering(1.2, -0.7).pull(told, np.array([100.0, 55.1, 136.7]))
    assert (np.diff(pulled.points, axis=1) > 0).all() and (np.diff(pulled.probability, axis=1) >= 0).all()
    assert (pulled.points[:, [0, -1]] == told.points[:, [0, -1]]).all() and (pulled.probability[:, -1] == 1).all()


def test_the_odds_of_reaching_a_large_plan_are_multiplied():
    """The same factor above the plan multiplies the odds of reaching it by just that, nearly."""
    before, after = (
        law.reaches(plans(1, 1040))
        for law in _before_and_after(Steering(np.log(3), np.log(3)), 1000.0, 1040.0, spread=40.0)
    )
    assert np.isclose(after / (1 - after), 3 * before / (1 - before), rtol=0.02)


def test_few_people_are_steered_less():
    """A plan of 3 is pulled less than one of 300."""
    moved = []
    for plan in (3.0, 300.0):
        before, after = (
            law.reaches(plans(1, plan)) for law in _before_and_after(Steering(1.0, 0.0), plan, plan, spread=plan / 3)
        )
        moved.append(float(after[0] - before[0]))
    assert 0 < moved[0] < 0.6 * moved[1]


def test_units_without_plan_or_with_known_totals_stay():
    """A total that is known, and a unit without a plan, keep their laws to the last bit."""
    known, free = laws(1, certain=True), laws(1)
    for told, plan in ((known, plans(1)), (free, plans(1, np.nan))):
        pulled = Steering(1.0, -1.0).pull(told, plan)
        assert (pulled.points == told.points).all() and (pulled.probability == told.probability).all()


def _before_and_after(steering, middle, plan, spread=10.0):
    told = laws(1, middle, spread)
    return told, steering.pull(told, plans(1, plan))
