"""Rules of stepwise quotas: what they ask, and that reading and printing are inverse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast.core.rules import Rule, parse_rule, parse_size

NUMBERS = st.one_of(st.integers(0, 10**6).map(float), st.decimals(0, 1000, places=3, allow_nan=False).map(float))
NAMES = st.from_regex(r"\A[A-Za-zÀ-ỹ_][\wÀ-ỹ]{0,9}( [\wÀ-ỹ]{1,9})?\Z")


@st.composite
def rules(draw):
    """Any rule."""
    starts = sorted(draw(st.sets(NUMBERS, min_size=1, max_size=5)))
    steps = tuple((start, draw(NUMBERS)) for start in starts)
    every = draw(st.one_of(st.just(0.0), NUMBERS.filter(bool)))
    return Rule(draw(NAMES), steps, every, draw(NUMBERS) if every else 0.0)


@given(rules())
def test_a_printed_rule_reads_back(rule):
    """parse(print(rule)) = rule, with names and numbers of any kind."""
    assert parse_rule(rule.text) == rule


@pytest.mark.parametrize(
    ("workers", "number"), [(0, 1), (49, 1), (50, 2), (79, 2), (80, 3), (109, 3), (110, 4), (200, 7)]
)
def test_the_rule_of_private_firms(workers, number):
    """At least 1; from 50 workers at least 2, and 1 more for every full further 30."""
    assert parse_rule("workers: 0=1, 50=2, +30=1").number(workers) == number


def test_below_the_first_step_nothing_is_asked():
    """A rule from 50 workers asks nothing of 49."""
    assert [parse_rule("workers: 50=2").number(size) for size in (49, 50, 500)] == [0, 2, 2]


def test_order_and_separator_do_not_matter():
    """Steps may be written in any order and parted by semicolons, as where the comma parts cells."""
    assert parse_rule("workers:+30=1;50=2; 0 = 1") == parse_rule("workers: 0=1, 50=2, +30=1")


@pytest.mark.parametrize(
    "text",
    ["", "workers", "workers:", "workers 0=1", ": 0=1", "workers: 0=1, 0=2", "workers: +30=1", "workers: 0=1, +0=1",
     "workers: 0=1, +30=1, +60=1", "workers: 50:2", "workers: -1=2", "workers: 0=1,", "a: b: 0=1"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text):
    """A text outside the grammar is refused, never half read."""
    with pytest.raises(ValueError):
        parse_rule(text)


@pytest.mark.parametrize("text", ["1.200", "1,200", "about 50", "50%", "-3"])
def test_a_size_is_a_plain_number(text):
    """A size that may be read in two ways is refused."""
    with pytest.raises(ValueError):
        parse_size(text)
