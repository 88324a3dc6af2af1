"""Periods: the grammar, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.core.periods import Period, parse_period, quarter_of_day, quarter_start, year_period

FIRST, LAST = year_period(1900).start, year_period(2199).stop


@given(st.tuples(st.integers(FIRST, LAST), st.integers(FIRST, LAST)).filter(lambda ends: ends[0] < ends[1]))
def test_a_printed_run_reads_back(ends):
    """Every run of days prints as a text that names the same run."""
    period = Period(*ends)
    assert parse_period(period.text) == period


@pytest.mark.parametrize(
    ("text", "days"),
    [("2023", 365), ("2024", 366), ("2023H1", 181), ("2023Q1", 90), ("2023-02", 28), ("2023-01..2023-09", 273), ("2023-06-30", 1),
     ("2023-01-01..2023-09-12", 255), ("2020-10..2023-06", 1003), ("2021..2025", 1826)],
)  # fmt: skip
def test_the_whole_grammar_is_read(text, days):
    """Each form of the grammar names its run of days and is its own shortest form."""
    period = parse_period(text)
    assert (period.stop - period.start, period.text) == (days, text)


@pytest.mark.parametrize(
    "text", ["", "23", "2023Q5", "2023Q0", "2023-13", "2023-02-30", "2023..2021", "2023H3", "Q1/2023", "2023Q1.."]
)
def test_other_texts_are_refused(text):
    """A text outside the grammar, an impossible day and a run that goes backwards are refused."""
    with pytest.raises(ValueError):
        parse_period(text)


@given(st.integers(4 * 1900, 4 * 2199))
def test_a_quarter_begins_in_itself(quarter):
    """The first day of a quarter lies in it, and the day before in the quarter before."""
    assert quarter_of_day(quarter_start(quarter)) == quarter
    assert quarter_of_day(quarter_start(quarter) - 1) == quarter - 1
