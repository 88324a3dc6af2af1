"""Trees as arrays: levels in order, children side by side."""

import numpy as np

from forecast.engine.hierarchy.forest import groves, nearest_above


def test_units_not_in_the_panel_are_stepped_over():
    """A cell whose district is not in the panel stands directly under the city."""
    parents = {"cell": "district", "district": "city", "city": "country"}
    assert nearest_above(["cell", "city", "other"], parents).tolist() == [1, -1, -1]


def test_a_grove_lists_its_levels_with_children_side_by_side():
    """The top first, then level by level; every member's children are one run of places."""
    above = np.array([3, 0, 5, -1, 0, 3, 5, -1])
    (grove,) = groves(above)
    assert grove.members.tolist() == [3, 0, 5, 1, 4, 2, 6]
    assert grove.depth.tolist() == [0, 1, 1, 2, 2, 2, 2]
    assert [grove.members[grove.children(place)].tolist() for place in grove.heads] == [[0, 5], [1, 4], [2, 6]]


def test_lone_units_are_no_grove():
    """Units without parent and children make no tree."""
    assert list(groves(np.array([-1, -1]))) == []
