"""What was known of a unit, and when."""

import numpy as np
import pandas as pd
import pytest

from forecast.core.vintages import history_of
from forecast.io.read_tables import read
from forecast.report.history_table import history_text


@pytest.fixture
def tables(tmp_path):
    (tmp_path / "counts.csv").write_text(
        "unit,period,value,reported_on,status\n"
        "A,2023Q1,6,2023-07-07,\nA,2023Q1,5,2023-04-07,\nA,2023H1,13,2023-04-07,estimate\n"
        "A,2023H1,12,2023-07-07,\nB,2023Q1,9,,\n"
    )
    return read(counts=tmp_path / "counts.csv")


def test_revisions_stand_in_the_order_of_their_days(tables):
    """The first telling first, then what changed."""
    told = history_of(tables, "A")
    assert told["period"].tolist() == ["2023Q1", "2023Q1", "2023H1", "2023H1"]
    assert told["value"].tolist()[:2] == [5, 6] and told["change"].tolist()[1] == 1


def test_an_estimate_is_no_telling_of_the_figure(tables):
    """The figure is not a change of the unit's own guess."""
    told = history_of(tables, "A")
    half = told[told["period"] == "2023H1"]
    assert half["change"].isna().all() and set(half["status"]) == {"", "estimate"}


def test_a_unit_without_figures_has_no_history(tables):
    """Nothing is told of a unit that nobody reported."""
    assert history_of(tables, "C").empty and isinstance(history_of(tables, "C"), pd.DataFrame)


@pytest.mark.parametrize(
    ("language", "period", "day"), [("vi", "Quý I/2023", "07/4/2023"), ("en", "Q1/2023", "7 April 2023")]
)
def test_it_is_drawn_for_people(tables, language, period, day):
    """Periods once, days and changes beside the figures."""
    text = history_text(history_of(tables, "A"), "A", language)
    assert day in text and "+1" in text and text.count(period) == 1
    assert np.isfinite(history_of(tables, "B")["value"]).all()
