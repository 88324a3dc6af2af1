"""What a panel taught comes back as it was, and nothing else can be made of such a file."""

import json

import numpy as np
import pytest

from forecast.engine.learn import Learned
from forecast.engine.prepare import prepare
from forecast.engine.project import answer_all, learn_all
from forecast.store.frozen import freeze, thaw
from tests.store.kill import order_of


def test_what_was_learned_gives_the_same_answer(tables, city):
    """Frozen and thawed, it is the same value and gives the same figures to the last bit."""
    prepared = prepare(tables, order_of(city, "structural").ask)
    learned = learn_all(prepared)
    again = thaw(freeze(learned))
    assert isinstance(again[""], Learned) and freeze(again) == freeze(learned)
    assert answer_all(prepared, again).equals(answer_all(prepared, learned))


@pytest.mark.parametrize("value", [0.1, float("inf"), (), [1, "a"], {2: None, ("x", 1): True}, np.float64(0.3)])
def test_plain_values_come_back(value):
    """Numbers to the last bit, and kinds as they were."""
    again = thaw(freeze(value))
    assert again == value and type(again) is type(value)


def test_arrays_keep_type_and_shape():
    """Not a number stays that, and an empty array keeps its axes."""
    for array in (np.array([[np.nan, -0.0]]), np.zeros((0, 3), bool), np.arange(3, dtype=np.int32)):
        again = thaw(freeze(array))
        assert again.dtype == array.dtype and again.tobytes() == array.tobytes() and again.shape == array.shape


def test_other_values_are_refused():
    """What cannot be told without running code is not written."""
    for value in (object(), np.array([object()]), {1, 2}):
        with pytest.raises(TypeError):
            freeze(value)


@pytest.mark.parametrize("name", ["os:system", "forecast.store.run_folder:table_bytes", "forecastle.x:Y", ""])
def test_a_file_makes_nothing_but_our_values(name):
    """A name of anything else is refused before it is called."""
    with pytest.raises(ValueError):
        thaw(json.dumps({"value": name, "of": {}}).encode())
