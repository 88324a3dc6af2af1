"""Coherent answers: what a tree's rows promise."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.engine.case import make_case
from forecast.engine.learn import learn
from forecast.engine.means import whole_means
from forecast.engine.project import answer
from forecast.models import MODELS
from forecast.models.priors import load_prior
from tests.engine.hierarchy.answers import TreeWeights, answer_tree, rows_of
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame

SEASON = [20, 24, 22, 34]
TREE = [{"unit": unit, "parent": unit.rpartition(".")[0]} for unit in ("c", "c.a", "c.b", "c.a.1", "c.a.2")]


def city(*, top=1.0, last=(20,), quotas=(), units=TREE, without=()):
    """A city of two districts, one with two cells, known by quarters from 2019 to `last` of 2023."""
    sizes = {"c.a.1": 1, "c.a.2": 2, "c.b": 2}
    sizes |= {"c.a": 3, "c": 5 * top}
    base = [round(value * (1 + 0.1 * (at * 7 % 3))) for at, value in enumerate(SEASON * 4 + list(last))]
    figures = {
        unit: quarters(2019, [round(size * value) for value in base])
        for unit, size in sizes.items()
        if unit not in without
    }
    return make_tables(counts_frame(figures), quotas_frame(*quotas), units=units_frame(*units))


def quota(unit, value, **more):
    return {"unit": unit, "year": 2023, "value": value, **more}


def test_expected_totals_add_up_in_whole_numbers():
    """Every parent's expected total is the sum of its children's."""
    rows = rows_of(city()).set_index("unit")["expected"]
    assert rows["c"] == rows["c.a"] + rows["c.b"] and rows["c.a"] == rows["c.a.1"] + rows["c.a.2"]


def test_means_add_up_exactly():
    """Means are those of the draws, so they add up to the last digit."""
    rows = rows_of(city()).set_index("unit")["mean"]
    assert rows["c"] == pytest.approx(rows["c.a.1"] + rows["c.a.2"] + rows["c.b"], abs=1e-9)


def test_a_known_total_of_the_parent_holds_its_children():
    """The city's year is known, its districts' last quarter is not: whatever they bring adds up to the known total."""
    tables = city(last=(20, 24, 22))
    total = pd.DataFrame({"unit": ["c"], "period": ["2023"], "value": [530.0]})
    frame = counts_frame({"c": {"2023": float(total["value"][0])}})
    tables = dataclasses.replace(tables, counts=pd.concat([tables.counts, frame], ignore_index=True))
    answered = answer_tree(tables)
    assert (answered.draws("c") == 530).all()
    np.testing.assert_array_equal(answered.draws("c.a") + answered.draws("c.b"), 530)


def test_a_parent_without_figures_is_the_sum_of_its_children():
    """The city has no figures: its row is its districts' sum, judged and shown with what they reported."""
    rows = rows_of(city(without=("c",), quotas=[quota("c", 400)])).set_index("unit")
    assert rows.loc["c", "observed"] == rows.loc[["c.a", "c.b"], "observed"].sum()
    assert rows.loc["c", "mean"] == pytest.approx(rows.loc[["c.a", "c.b"], "mean"].sum())
    assert rows.loc["c", "flag"] not in ("", "no_data") and 0 < rows.loc["c", "p_met"] < 1
    assert rows.filter(like="evidence").loc["c"].sum() == pytest.approx(1)


def test_a_silent_child_takes_from_the_remainder():
    """The city has a fifth more than its districts; a district with a quota and no figures gets that, as far as its quota goes."""
    units = [*TREE, {"unit": "c.s", "parent": "c"}]
    rows = rows_of(city(top=1.2, units=units, quotas=[quota("c.s", 60)])).set_index("unit")
    assert rows.loc["c.s", ["flag", "reasons"]].tolist() == ["no_data", "no_history"]
    assert (
        20 < rows.loc["c.s", "mean"] < 80
        and rows.loc["c.s", "mean"] < rows.loc["c", "mean"] - rows.loc[["c.a", "c.b"], "mean"].sum() + 1e-9
    )


def test_the_shared_shock_widens_the_sum_alone():
    """With correlated children the city's range grows and the children's stay."""
    width = {}
    for shared in (0.0, 0.5):
        laws = answer_tree(city(), weights=TreeWeights((shared,), (0.0,), (0.0,)))
        width[shared] = {unit: np.ptp(np.quantile(laws.draws(unit), [0.1, 0.9])) for unit in ("c", "c.a.1", "c.b")}
    assert width[0.5]["c"] > 1.15 * width[0.0]["c"]
    assert [width[0.5][unit] for unit in ("c.a.1", "c.b")] == [width[0.0][unit] for unit in ("c.a.1", "c.b")]


def test_a_term_adds_up_too():
    """Draws of several years are kept together: a term's mean is the sum of its children's terms."""
    terms = [
        {"unit": unit, "kind": "term", "value": 900, "first_year": 2022, "last_year": 2024}
        for unit in ("c", "c.a", "c.b")
    ]
    rows = rows_of(city(quotas=terms))
    rows = rows[rows["quota_kind"] == "term"].set_index("unit")
    assert rows.loc["c", "mean"] == pytest.approx(rows.loc[["c.a", "c.b"], "mean"].sum())
    assert rows.loc["c", "expected"] == rows.loc[["c.a", "c.b"], "expected"].sum()
    assert (rows["q0.1"] < rows["mean"]).all() and (rows["mean"] < rows["q0.9"]).all()


def test_units_outside_the_tree_are_untouched():
    """A unit without parent and children answers as it does in a list without any parents."""
    tables = city(units=[{"unit": "c.a.1", "parent": "c.a"}, {"unit": "c.a.2", "parent": "c.a"}])
    answered = answer_tree(tables)
    at = answered.case.panel.units.index("c.b")
    np.testing.assert_array_equal(answered.laws.laws[0].points[at], answered.alone.laws[0].points[at])


def test_the_order_of_the_tables_does_not_matter():
    """Shuffled units and counts give the same rows to the byte."""
    tables = city(quotas=[quota("c", 500), quota("c.a", 300)])
    mixed = dataclasses.replace(
        tables,
        counts=tables.counts.sample(frac=1, random_state=1).reset_index(drop=True),
        units=tables.units.sample(frac=1, random_state=2).reset_index(drop=True),
    )
    assert rows_of(tables).to_csv() == rows_of(mixed).to_csv()


def test_weights_can_be_stored_and_read_back():
    """Plain numbers by name, as a run freezes them."""
    weights = TreeWeights((0.1, 0.2), (0.4,), (0.0,))
    assert TreeWeights.from_dict(weights.as_dict()) == weights


def test_rounding_leaves_known_totals_and_gives_the_rest_to_the_largest_parts():
    """Known children are whole already; of 2.4 and 2.6 the larger part is rounded up."""
    means = np.array([10.0, 5.0, 2.4, 2.6])
    assert whole_means(means, np.array([-1, 0, 0, 0])).tolist() == [10, 5, 2, 3]


def test_a_tree_answers_the_same_alone_as_among_others():
    """A second city beside it changes nothing, given what the panel taught; nor does asking for one unit of the tree."""
    other = [{"unit": row["unit"].replace("c", "d", 1), "parent": row["parent"].replace("c", "d", 1)} for row in TREE]
    first, second = city(), city(last=(30,))
    counts = second.counts.assign(unit=second.counts["unit"].str.replace("c", "d", n=1))
    both = dataclasses.replace(
        first,
        counts=pd.concat([first.counts, counts], ignore_index=True),
        units=pd.concat([first.units, units_frame(*other)], ignore_index=True),
    )
    case = make_case(both, Measure("m"), [2023], load_prior("neutral"))
    learned = learn(case, MODELS["structural"])
    whole = answer(case, learned, MODELS["structural"], quantiles=[0.1, 0.9]).set_index("unit")
    for chosen in (["c.a.1"], ["d", "d.b"]):
        part = answer(case.only(chosen), learned, MODELS["structural"], quantiles=[0.1, 0.9]).set_index("unit")
        pd.testing.assert_frame_equal(part, whole.loc[chosen], check_exact=True)
