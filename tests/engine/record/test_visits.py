"""Who carries the expected shortfall, and whom to visit first."""

from forecast.engine.record.visits import add_visits, stand_alone
from tests.engine.record.rows import asked_rows

CITY = asked_rows(
    {"unit": "city", "expected_shortfall": 50.0},
    {"unit": "large", "expected_shortfall": 30.0, "p_met": 0.6, "flag": "watch"},
    {"unit": "small", "expected_shortfall": 5.0, "p_met": 0.01, "flag": "out_of_reach"},
    {"unit": "fine", "expected_shortfall": 15.0, "p_met": 0.9, "flag": "on_track"},
    {"unit": "large", "basis": "own", "expected_shortfall": 99.0},
)
PARENTS = dict.fromkeys(("large", "small", "fine"), "city")


def test_shares_are_those_of_the_units_under_one_parent():
    """30, 5 and 15 of 50; the parent is alone; the unit's own quota beside the assigned one counts nothing."""
    shares = add_visits(CITY, PARENTS, 1)["shortfall_share"].tolist()
    assert shares[:4] == [1.0, 0.6, 0.1, 0.3] and shares[4] != shares[4]


def test_a_visit_goes_where_most_is_expected_to_be_short():
    """Not to the unit most likely to miss, nor to its parent, nor to one that is on track."""
    assert add_visits(CITY, PARENTS, 1)["to_visit"].tolist() == ["", "yes", "", "", ""]
    assert add_visits(CITY, PARENTS, 9)["to_visit"].tolist() == ["", "yes", "yes", "", ""]
    assert add_visits(CITY, PARENTS, None) is CITY


def test_the_whole_is_what_the_lowest_units_add_up_to():
    """A parent with judged units below it is not counted beside them."""
    assert CITY[stand_alone(CITY, PARENTS)]["unit"].tolist() == ["large", "small", "fine"]


def test_every_measure_and_year_has_its_own_list():
    """One visit each."""
    two = asked_rows({"unit": "a"}, {"unit": "b", "expected_shortfall": 3.0}, {"unit": "a", "year": "2024"})
    assert add_visits(two, {}, 1)["to_visit"].tolist() == ["", "yes", "yes"]
