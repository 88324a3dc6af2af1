"""Stocks that stand ready for a measure: shown beside what remains, compared with it, and of no weight in the forecast."""

import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.core.results import parse_ready, ready_text
from forecast.engine.project import project
from tests.make import counts_frame, make_tables, quotas_frame, typed

FLOW = Measure("m", declared=True)
WAITING = Measure("waiting", kind="stock", ready_for="m", declared=True)
TRAINED = Measure("trained", kind="stock", ready_for="m", covers=True, declared=True)
UNITS = typed([{"unit": "city"}, {"unit": "a", "parent": "city"}, {"unit": "b", "parent": "city"}], ("unit", "name", "parent", "order", "opened", "closed", "restricted"))  # fmt: skip
FIGURES = {"a": {"2022": 40, "2023Q1": 10}, "b": {"2022": 30, "2023Q1": 4}}
QUOTAS = quotas_frame({"unit": "a", "year": 2023, "value": 45}, {"unit": "b", "year": 2023, "value": 30}, {"unit": "city", "year": 2023, "value": 75})  # fmt: skip


def answered(stocks, *, quotas=QUOTAS, as_of="2023Q1", year="2023"):
    """The answer with stocks: measure -> unit -> {period: value}."""
    parts = [counts_frame(FIGURES), *(counts_frame(figures, measure) for measure, figures in stocks.items())]
    counts = pd.concat(parts, ignore_index=True)
    tables = make_tables(counts, quotas, units=UNITS, measures=(FLOW, WAITING, TRAINED))
    return project(tables, year=year, measure="m", as_of=as_of)


def cells(answer, column="ready"):
    return answer.table.set_index("unit")[column].to_dict()


@pytest.fixture(scope="module")
def both():
    return answered({"trained": {"a": {"2023Q1": 50}, "b": {"2023Q1": 20}}, "waiting": {"a": {"2023Q1": 8}}})


def test_stocks_stand_beside_their_measure(both):
    """Each unit tells its stocks in the order of the measures table, with their days."""
    assert cells(both)["a"] == "waiting=8@2023-03-31;trained=50@2023-03-31"
    assert cells(both)["b"] == "trained=20@2023-03-31"


def test_the_whole_adds_up_where_all_parts_tell(both):
    """A parent without a figure has the sum of its children's; where one child is silent it has none."""
    assert cells(both)["city"] == "trained=70@2023-03-31"


def test_fewer_ready_than_remain_is_a_sign(both):
    """20 trained where 26 remain is said with both numbers; 50 where 35 remain is not, nor is 8 files of whom not all must come."""
    assert {unit: "ready_below_remaining" in codes for unit, codes in cells(both, "reasons").items()} == {
        "city": False, "a": False, "b": True,
    }  # fmt: skip
    told = both.reasons[both.reasons["code"] == "ready_below_remaining"]
    assert told[["unit", "part", "value", "base"]].to_numpy().tolist() == [["b", "", 20.0, 26.0]]


def test_stocks_do_not_move_the_forecast(both):
    """Every other cell is the same with and without stocks."""
    names = [name for name in both.table if name not in ("ready", "reasons")]
    pd.testing.assert_frame_equal(both.table[names], answered({}).table[names])


def test_an_older_stock_is_shown_and_not_compared():
    """A stock of the end of last year stands with its day; with a quarter admitted since, it is no sign. One of the year before stands nowhere."""
    old = answered({"trained": {"b": {"2022-12-31": 20}}, "waiting": {"b": {"2022-11-30": 3}}})
    assert cells(old)["b"] == "trained=20@2022-12-31"
    assert "ready_below_remaining" not in cells(old, "reasons")["b"]


def test_only_what_was_known_counts():
    """A later stock is not seen as of the first quarter, the last one known is."""
    stock = {"trained": {"b": {"2023-02": 20, "2023-03": 25, "2023Q2": 99}}}
    assert cells(answered(stock))["b"] == "trained=25@2023-03-31"


def test_a_term_has_no_stock():
    """What stands ready today is compared with a year, not with five."""
    term = quotas_frame(
        {"unit": "b", "year": 2023, "kind": "term", "value": 150, "first_year": 2021, "last_year": 2025}
    )
    table = answered({"trained": {"b": {"2023Q1": 20}}}, quotas=term).table
    assert table.set_index(["unit", "year"])["ready"].to_dict()["b", "2021..2025"] == ""


def test_cells_read_back():
    """Names of stocks may hold the marks of the cell."""
    stocks = [("a;b=c@d", 3.5, pd.Timestamp("2023-03-31").date()), ("x", 7.0, pd.Timestamp("2023-01-01").date())]
    assert parse_ready(ready_text(stocks)) == stocks
