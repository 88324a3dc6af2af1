"""Random trees, with everything that goes wrong in them: nothing is lost, nothing is made up.

A sample is tried in every run; `make proof` tries a thousand.
"""

import numpy as np
import pytest

from tests.engine.hierarchy.answers import answer_with_rows, tables_of
from tests.trees import YEAR, grow

SAMPLE, ALL = range(7000, 7016), range(1000)
AMOUNTS = 4  # every fourth tree is of amounts


def violations(seed):
    """Everything wrong with the draws, the means and the rows of a tree, in words."""
    whole = seed % AMOUNTS != 0
    grown = grow(seed, whole=whole)
    tables = tables_of(grown, whole=whole)
    answered, rows = answer_with_rows(tables, [0.01, 0.1, 0.5, 0.9, 0.99])
    if answered is None:
        return []
    slack = 0 if whole else 1e-6
    return [
        *_wrong_draws(grown, answered, slack, whole=whole),
        *_wrong_sums(grown, answered, slack),
        *_wrong_rows(rows, whole=whole),
    ]


def _wrong_draws(grown, answered, slack, *, whole):
    for unit in answered.case.panel.units:
        draws = answered.draws(unit)
        if draws is None:
            continue
        if (draws < grown.known.get(unit, 0) - slack).any():
            yield f"{unit} falls below what is known"
        if unit in grown.complete and np.abs(draws - grown.complete[unit]).max() > slack:
            yield f"{unit} is known and moves"
        if (draws < 0).any() or (whole and (draws != np.floor(draws)).any()):
            yield f"{unit} is negative or broken"


def _least(grown, answered, unit):
    """What is known of a unit and of those below it."""
    if unit in grown.complete:
        return grown.complete[unit]
    own = 0 if unit.startswith("__rest__") else grown.known.get(unit, 0)
    return max(own, sum(_least(grown, answered, child) for child in answered.children(unit)))


def _wrong_sums(grown, answered, slack):
    means, units = answered.laws.together.means[0], answered.case.panel.units
    mean = dict(zip(units, means.tolist(), strict=True))
    for unit in units:
        children = answered.children(unit)
        if not children:
            continue
        over = answered.draws(unit) - sum(answered.draws(child) for child in children)
        mean_over = mean[unit] - sum(mean[child] for child in children)
        if abs(mean_over - over.mean()) > slack + 1e-9 * max(mean[unit], 1):
            yield f"the mean of {unit} differs from those of its children"
        if _may_stand_apart(grown, answered, unit, children):
            continue
        if (over < -slack * np.abs(mean[unit]) - slack).any() or (
            _adds_up(answered, unit) and np.abs(over).max() > slack * (1 + mean[unit])
        ):
            yield f"the children of {unit} do not add up"


def _may_stand_apart(grown, answered, unit, children):
    """A known total below what is known of the children: the figures contradict each other, and each stands."""
    return unit in grown.complete and sum(_least(grown, answered, child) for child in children) > grown.complete[unit]


def _adds_up(answered, unit):
    """Whether the children make up the parent: something at the end below it is open, and their figures can be compared.

    Where all ends are known, what they do not reach belongs to units that no one lists.
    """
    place = answered.case.panel.units.index(unit)
    return (
        any(_is_open(answered, child) for child in answered.children(unit)) and not answered.case.hierarchy.free[place]
    )


def _is_open(answered, unit):
    children = answered.children(unit)
    is_known = answered.alone.laws[0].certain[answered.case.panel.units.index(unit)]
    return not is_known and (not children or any(_is_open(answered, child) for child in children))


def _wrong_rows(rows, *, whole):
    quantiles = rows[[column for column in rows if column.startswith("q0")]].to_numpy(float)
    told = np.isfinite(quantiles).all(axis=1)
    rows, quantiles = rows[told], quantiles[told]
    if (np.diff(quantiles, axis=1) < 0).any() or (quantiles[:, 0] < rows["observed"].fillna(0).to_numpy() - 1e-6).any():
        yield "quantiles cross, or fall below what is observed"
    if whole and (rows["expected"] != rows["expected"].round()).any():
        yield "an expected total is not whole"
    asked = rows[rows["p_met"].notna()]
    sure = asked["p_met"].isin([0.0, 1.0])
    settled = (asked["q0.01"] == asked["q0.99"]) | (asked["quota_low"] <= asked["q0.01"])
    if (sure & ~settled).any():
        yield "a chance is certain though the total is not"


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_sample_of_random_trees_adds_up(seed):
    """Draws, means and known quarters of children add up to their parents', whole, non-negative and exact where known."""
    assert violations(seed) == []


def test_a_known_total_of_a_small_unit_does_not_move():
    """The chain of small counts once took a whole year of few admissions for open by a rounding."""
    assert violations(14) == []


@pytest.mark.proof
@pytest.mark.parametrize("first", range(0, len(ALL), 50))
def test_a_thousand_random_trees_add_up(first, proof_log):
    """The same of a thousand trees."""
    assert {seed: wrong for seed in range(first, first + 50) if (wrong := violations(seed))} == {}
    proof_log(f"random trees {first} to {first + 49}: draws, means and known quarters add up, no violation")


def test_trees_know_nothing_of_the_program():
    """The generator imports nothing from forecast/, so that it can try it."""
    from pathlib import Path

    text = (Path(__file__).parents[2] / "trees.py").read_text(encoding="utf-8")
    assert "import forecast" not in text and "from forecast" not in text


def test_the_year_is_the_one_asked_about():
    """Grown trees have figures up to the year asked about and none after it."""
    periods = {period for seed in range(5) for told in grow(seed).counts.values() for period in told}
    assert max(int(period[:4]) for period in periods) <= YEAR
