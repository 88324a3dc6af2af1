"""Ranges of the finished engine on invented series; `python docs/measure_calibration.py kinds` draws 5,000 of them."""

import ast
from pathlib import Path

import numpy as np
import pytest

from docs.measure_calibration import answer_panel
from tests import synthetic_series
from tests.synthetic_series import KINDS, draw_panel, of_kind


def test_the_series_owe_nothing_to_the_engine():
    """The generator of the invented series imports nothing but numpy."""
    tree = ast.parse(Path(synthetic_series.__file__).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names == {"__future__", "collections.abc", "numpy"}


def test_a_panel_is_repeated_by_its_seed():
    """The same seed gives the same series, and a mixed panel has all eight kinds in equal parts."""
    first, second = draw_panel("mixed", 16, 3), draw_panel("mixed", 16, 3)
    assert all(np.array_equal(first[unit], second[unit]) for unit in first)
    assert sorted(map(of_kind, first)) == sorted([*KINDS] * 2)


@pytest.mark.parametrize("kind", ["trend", "end_loaded"])
def test_ranges_hold_as_often_as_they_say(kind):
    """Of 150 units the 80 % range holds about 120 totals after the second quarter."""
    pit = answer_panel(draw_panel(kind, 150, 1), 2, seed=1)["pit"]
    assert np.mean((pit - 0.5).abs() <= 0.4) == pytest.approx(0.8, abs=0.09)  # nearly three standard errors
