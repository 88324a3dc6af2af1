"""What figures say of parents and children: remainders, and sums for parents without figures."""

import numpy as np

from forecast.core.lives import plant
from forecast.core.panel import build_panel
from forecast.engine.hierarchy.figures import arrange_trees, silent_heads, with_sums
from tests.make import counts_frame, quarters, units_frame

TREE = plant(units_frame({"unit": "a", "parent": "top"}, {"unit": "b", "parent": "top"}))
A, B = quarters(2021, [5, 6, 7, 8, 5, 6]), quarters(2021, [1, 2, 3, 4, 1, 2])


def panel(**figures):
    return build_panel(counts_frame(figures), "m", list(figures), TREE)


def test_what_a_parent_has_beyond_its_children_is_a_unit_of_its_own():
    """The parent brings two a quarter more: its remainder stands after the units, with those two as figures."""
    top = {period: A[period] + B[period] + 2 for period in A}
    with_rest, hierarchy, _ = arrange_trees(panel(a=A, b=B, top=top), TREE, whole=True)
    assert with_rest.units == ("a", "b", "top", "__rest__:top") and hierarchy.above.tolist() == [2, 2, -1, 2]
    assert (with_rest.blocks[-1].values == 2).all() and len(with_rest.blocks[-1].pieces) == 6


def test_children_that_make_up_their_parent_leave_no_remainder():
    """Equal sums, or children that have more than the parent says, leave the panel as it is."""
    for less in (0, 1):
        told = panel(a=A, b=B, top={period: A[period] + B[period] - less for period in A})
        same, hierarchy, _ = arrange_trees(told, TREE, whole=True)
        assert same is told and not hierarchy.is_rest.any() and not hierarchy.free.any()


def test_a_yearly_total_is_compared_with_the_childrens_quarters():
    """A parent that tells 2021 as one total is held against the same year's sum, and half of 2022 against its half."""
    with_rest, _, _ = arrange_trees(panel(a=A, b=B, top={"2021": 50, "2022H1": 20}), TREE, whole=True)
    assert with_rest.blocks[-1].values.tolist() == [[50 - 36, 20 - 14]]


def test_a_parent_that_shares_no_days_with_its_children_is_free():
    """Nothing shows how far the children make up the parent."""
    _, hierarchy, _ = arrange_trees(panel(a=A, top={"2015": 50}), TREE, whole=True)
    assert hierarchy.free.tolist() == [False, True] and not hierarchy.is_rest.any()


def test_a_parent_without_figures_is_shown_with_its_childrens_sums():
    """As far as all children have figures: the quarter that one lacks is not summed."""
    short = {period: value for period, value in B.items() if period != "2022Q2"}
    silent = build_panel(counts_frame({"a": A, "b": short}), "m", ["a", "b", "top"], TREE)
    np.testing.assert_array_equal(with_sums(silent, TREE).observed(2022), [11, 1, 6])
    assert len(arrange_trees(silent, TREE, whole=True)[0].blocks) == len(silent.blocks)


def test_a_parent_is_added_where_all_its_listed_children_have_figures():
    """With a child that nobody speaks of, the sum would not be the parent's."""
    assert silent_heads(["a", "b"], TREE) == {"top"} and silent_heads(["a"], TREE) == set()


def test_a_panel_without_trees_stays_the_same():
    """Units without parents come back untouched."""
    flat = build_panel(counts_frame({"a": A, "b": B}), "m", ["a", "b"])
    assert (
        arrange_trees(flat, plant(units_frame()), whole=True)[0] is flat
        and with_sums(flat, plant(units_frame())) is flat
    )
