"""Units that open and close: the days without them are neither unknown nor figures."""

from datetime import date

import numpy as np
import pytest

from forecast.core.lives import plant
from forecast.core.panel import build_panel
from tests.make import counts_frame, quarters, units_frame


def block(figures, **dates):
    """The block of one unit with its figures and days."""
    tree = plant(units_frame({"unit": "a", **dates}))
    return build_panel(counts_frame({"a": figures}), "m", ["a"], tree).blocks[0]


@pytest.mark.parametrize("closed", [date(2025, 6, 30), date(2025, 7, 1)])
def test_both_ways_of_dating_a_closing(closed):
    """The last day of June and "from 1 July" leave the same half year unknown."""
    closing = block({"2025Q1": 5}, closed=closed.toordinal())
    assert [run.text for run in closing.unknown(2025)] == ["2025Q2"] and closing.unknown(2026) == ()


def test_a_total_of_the_year_of_opening_is_that_of_its_open_part():
    """A yearly total of a unit opened in July covers the second half alone."""
    opened = block({"2025": 40}, opened=date(2025, 7, 1).toordinal())
    assert [[run.text for run in piece] for piece in opened.pieces] == [["2025H2"]]
    assert opened.unknown(2025) == () and opened.observed(2025)[0] == 40


def test_a_part_of_a_year_at_work_is_no_whole_year():
    """The year of opening has a sum but no total that other years could be compared with."""
    tree = plant(units_frame({"unit": "a", "opened": date(2025, 7, 1).toordinal()}))
    panel = build_panel(
        counts_frame({"a": {"2025Q3": 5, "2025Q4": 6, **quarters(2026, [1, 2, 3, 4])}}), "m", ["a"], tree
    )
    assert panel.observed(2025)[0] == 11 and np.isnan(panel.total(2025)[0]) and panel.total(2026)[0] == 10


def test_figures_outside_the_days_at_work_stand():
    """A unit that reports a quarter after its closing keeps that figure, and nothing is negative."""
    closed = block({"2025H1": 9, "2025Q3": 2}, closed=date(2025, 6, 30).toordinal())
    assert closed.observed(2025)[0] == 11 and closed.unknown(2025) == ()


def test_figures_run_on_from_the_opening():
    """The run of figures of a unit opened in July starts there, and it has no same period last year."""
    opened = block({"2025Q3": 5}, opened=date(2025, 7, 1).toordinal())
    assert date.fromordinal(opened.known_until(opened.at_work(2025)) - 1) == date(2025, 9, 30)
    assert np.isnan(opened.sum_to(opened.at_work(2025), opened.at_work(2025).stop)[0])
