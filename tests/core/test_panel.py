"""The panel: nested periods become disjoint pieces, nothing lost, nothing counted twice."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forecast.core.panel import build_panel
from forecast.core.periods import parse_period, year_period
from forecast.core.pieces import disjoint_pieces, subtract
from tests.make import counts_frame, months, quarters


def texts(pieces):
    return ["+".join(run.text for run in piece) for piece in pieces]


def test_cumulative_reports_become_the_steps_between_them():
    """ "6 months" less "3 months" is the second quarter."""
    periods = tuple(parse_period(text) for text in ("2023-01..2023-03", "2023-01..2023-06", "2023-01..2023-09"))
    pieces, weights = disjoint_pieces(periods)
    assert texts(pieces) == ["2023Q1", "2023Q2", "2023Q3"]
    np.testing.assert_array_equal(weights @ [10, 25, 45], [10, 15, 20])


def test_a_year_less_one_quarter_is_one_piece():
    """What is left of a year around a known quarter stays one sum over two runs."""
    pieces, weights = disjoint_pieces((parse_period("2023"), parse_period("2023Q2")))
    assert texts(pieces) == ["2023Q2", "2023Q1+2023H2"]
    np.testing.assert_array_equal(weights @ [100, 30], [30, 70])


def test_months_that_fill_a_quarter_are_joined_and_others_stay_parts():
    """January to March make the quarter; April alone stays a part of the second."""
    pieces, weights = disjoint_pieces(tuple(parse_period(f"2023-0{month}") for month in (1, 2, 3, 4)))
    assert texts(pieces) == ["2023Q1", "2023-04"]
    np.testing.assert_array_equal(weights @ [1, 2, 4, 8], [7, 8])


def test_a_year_told_by_its_quarters_adds_no_piece():
    """The yearly total beside four quarters is not a fifth figure."""
    pieces, _ = disjoint_pieces(tuple(parse_period(text) for text in ("2023", "2023Q1", "2023Q2", "2023Q3", "2023Q4")))
    assert texts(pieces) == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]


@given(
    st.lists(
        st.sampled_from(["Q1", "Q2", "Q3", "Q4", "H1", "H2", "", "-02", "-07", "-01..2022-09"]), unique=True, min_size=1
    )
)
def test_pieces_are_disjoint_and_add_up(suffixes):
    """Whatever nested periods are told, the pieces do not overlap and cover the same days, sums kept."""
    periods = [parse_period(f"2022{suffix}") for suffix in suffixes]
    if any(a.overlaps(b) and not a.contains(b) and not b.contains(a) for a in periods for b in periods):
        return
    pieces, weights = disjoint_pieces(tuple(periods))
    days = [day for piece in pieces for run in piece for day in range(run.start, run.stop)]
    told = {day for period in periods for day in range(period.start, period.stop)}
    assert len(days) == len(set(days)) and set(days) == told
    lengths = weights @ [period.stop - period.start for period in periods]
    assert lengths.tolist() == [sum(run.stop - run.start for run in piece) for piece in pieces]


def test_units_with_one_pattern_share_a_block():
    """Two units that reported the same periods stand in one block, a third in its own."""
    frame = counts_frame({"b": quarters(2022, [1, 2, 3, 4]), "a": quarters(2022, [5, 6, 7, 8]), "c": {"2022": 9}})
    panel = build_panel(frame, "m", ["a", "b", "c", "silent"])
    assert sorted(len(block.units) for block in panel.blocks) == [1, 2]
    np.testing.assert_array_equal(panel.total(2022), [26, 10, 9, np.nan])


def test_a_range_is_its_middle_with_a_spread():
    """A figure known only as 90 to 110 counts as 100, give or take an even law's deviation."""
    block = build_panel(counts_frame({"a": {"2022": (90, 110)}}), "m", ["a"]).blocks[0]
    assert (block.values[0, 0], round(block.spreads[0, 0], 3)) == (100, round(20 / 12**0.5, 3))


def test_subtract_leaves_the_gaps():
    """Cutting two runs out of a year leaves what lies between and after them."""
    left = subtract(year_period(2023), [parse_period("2023Q1"), parse_period("2023-07")])
    assert [run.text for run in left] == ["2023Q2", "2023-08..2023-12"]


def test_the_run_from_the_start_stops_at_the_first_gap():
    """January to June known without April reaches to the end of March only, and the half year has no sum."""
    block = build_panel(counts_frame({"a": {f"2023-0{month}": 1 for month in (1, 2, 3, 5, 6)}}), "m", ["a"]).blocks[0]
    assert block.known_until(year_period(2023)) == parse_period("2023Q1").stop
    assert np.isnan(block.sum_to(year_period(2023), parse_period("2023H1").stop)[0])


def test_sums_over_several_spans_are_those_over_each():
    """A quarter missing, months kept beside quarters, a span without a figure, and none at all: 0."""
    figures = {**quarters(2020, [1, 2, 3, 4]), **months(2021, range(1, 17)), "2023Q2": 5}
    for told in (figures, quarters(2020, range(1, 16))):
        block = build_panel(counts_frame({"a": told}), "m", ["a"]).blocks[0]
        spans = [parse_period(text) for text in ("2020", "2020H1", "2021-01..2021-02", "2022Q1", "2023H1", "2019")]
        each = [block.sum_to(span, span.stop)[0] for span in spans]
        np.testing.assert_array_equal(block.sums_to([*spans, None])[0], [*each, 0.0])


def test_months_of_past_quarters_tell_any_day():
    """January to April of last year are known though its months were joined to quarters, and so is what stood on 30 April."""
    block = build_panel(counts_frame({"a": months(2022, range(1, 17))}), "m", ["a"]).blocks[0]
    end_of_april = parse_period("2022-04").stop
    assert block.sum_to(year_period(2022), end_of_april).tolist() == [1 + 2 + 3 + 4]
    then = block.until(end_of_april)
    assert (texts(then.pieces), then.values.tolist()) == (["2022Q1", "2022-04"], [[6.0, 4.0]])
    assert texts(then.parts) == ["2022-01", "2022-02", "2022-03"]


def test_parts_are_left_out_where_no_year_was_told_by_parts():
    """Two yearly totals and a quarter: the quarter is left out; four quarters of a year anywhere keep every part."""
    figures = {"a": {"2021": 9, "2022": 10, "2023Q1": 2}}
    alone = build_panel(counts_frame(figures), "m", ["a"])
    assert alone.tells_no_parts()
    alone = alone.of_whole_years()
    assert [texts(block.pieces) for block in alone.blocks] == [["2021", "2022"]]
    figures["b"] = quarters(2022, [1, 2, 3, 4])
    both = build_panel(counts_frame(figures), "m", ["a", "b"])
    assert not both.tells_no_parts()
