"""Figures read off the counts for the first screen."""

import pandas as pd
import pytest

from forecast.io.read_tables import read
from forecast.report.figures import known_counts, latest_year_total, printed_share, share_fits, years_and_quarters


@pytest.fixture
def counts_of(tmp_path):
    """Read rows of counts and give those of unit A up to 2023."""

    def make(header: str, *rows: str) -> pd.DataFrame:
        path = tmp_path / "counts.csv"
        path.write_text("\n".join([header, *rows]) + "\n")
        return known_counts(read(counts=path), "A", "m", 2023)

    return make


def test_a_year_may_be_known_by_its_parts(counts_of):
    """A half year and two quarters make a full year; the latest full year counts."""
    rows = ("A,m,2021,40", "A,m,2022H1,30", "A,m,2022Q3,10", "A,m,2022Q4,20", "A,m,2023Q1,9")
    total = latest_year_total(counts_of("unit,measure,period,value", *rows), 2023)
    assert (total.year, total.value, total.exact) == (2022, 60, True)


def test_a_range_counts_by_its_middle(counts_of):
    """A year known only as a range is marked as not exact."""
    total = latest_year_total(counts_of("unit,measure,period,value,low,high", "A,m,2022,,30,40"), 2023)
    assert (total.value, total.exact) == (35, False)


def test_an_unfinished_year_is_no_total(counts_of):
    """Three quarters are not a year."""
    rows = ("A,m,2022Q1,1", "A,m,2022Q2,1", "A,m,2022Q3,1")
    counts = counts_of("unit,measure,period,value", *rows)
    assert latest_year_total(counts, 2023) is None
    assert years_and_quarters(counts, 2023) == (0, 3)


def test_the_latest_revision_counts_and_estimates_do_not(counts_of):
    """Of two vintages the later stands; what a unit estimates is no figure."""
    header = "unit,measure,period,value,reported_on,status"
    rows = ("A,m,2022,12,2023-02-01,final", "A,m,2022,10,2023-01-01,final", "A,m,2023,99,2023-01-01,estimate")
    counts = counts_of(header, *rows)
    assert list(counts["value"]) == [12]


def test_the_printed_percentage_is_that_of_the_latest_figure(counts_of):
    """The percentage beside the latest figure of the year is taken, its sign dropped."""
    counts = counts_of("unit,measure,period,value,printed_percent", "A,m,2022,9,101", "A,m,2023Q1,5,23%")
    assert printed_share(counts, 2023) == "23"


@pytest.mark.parametrize(
    ("printed", "fits"), [("23", True), ("22", True), ("22.8", True), ("24", False), ("about", False)]
)
def test_a_printed_percentage_may_be_rounded_or_cut_off(printed, fits):
    """2,241 of 9,810 is 22.84%: 23 is rounded, 22 cut off, 24 neither."""
    assert share_fits(printed, 2241 / 9810) is fits
