"""Figures on the units of one day: what goes where, that nothing is lost, and what stays unknown."""

import random
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.core.periods import parse_period
from forecast.core.tables import LINEAGE
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.recast import recast, recast_history, recast_told
from forecast.io.read_tables import read
from tests.histories import EXACT, FIRST, LAST, TABLES, as_csv, grow_history
from tests.make import counts_frame, make_tables, quotas_frame, typed, units_frame

PROOFS = 1000


def day(text):
    return parse_period(text).start


def lineage_frame(*rows):
    return typed([{**row, "on": float(day(row["on"]))} for row in rows], LINEAGE)


def link(old, new, share=None, on="2025-07-01", **more):
    return {"from_unit": old, "to_unit": new, "on": on, "share": share, **more}


def tables_of(figures, *links, quotas=(), units=(), measure=None):
    made = make_tables(counts_frame(figures, "m"), quotas_frame(*quotas), units=units_frame(*units), measure=measure)
    return made.__class__(**{**made.__dict__, "lineage": lineage_frame(*links)})


def told(tables):
    """(unit, period) -> value, or (low, high)."""
    counts = tables.counts
    return {
        (row["unit"], row["period"]): row["value"] if row["value"] == row["value"] else (row["low"], row["high"])
        for row in counts.to_dict("records")
    }


@pytest.fixture
def example():
    """That of docs/reorganisation.md."""
    return tables_of(
        {"A": {"2025Q1": 10}, "B": {"2025Q1": 4}}, link("A", "C", 0.25), link("A", "D", 0.75), link("B", "C", 1)
    )


AFTER, BEFORE = day("2025-12-31"), day("2025-01-01")


def test_the_example_of_the_page(example):
    """C has 3 of A's 10 and B's 4, D the other 7."""
    assert told(recast(example, AFTER)) == {("C", "2025Q1"): 7, ("D", "2025Q1"): 7}


def test_the_reason_of_a_row_knows_what_was_recast(example):
    """All that C and D have is recast, none of it by estimated shares; back again it is estimated for A and B."""
    assert {unit: (one.recast, one.estimated) for unit, one in recast_history(recast(example, AFTER), "m").items()} == {
        "C": (1, 0), "D": (1, 0),
    }  # fmt: skip
    assert recast_history(example, "m") == {}


def test_a_union_is_the_sum_of_its_parts():
    """Two communes merge: the union has the sum of both for the quarters before."""
    tables = tables_of({"A": {"2025Q1": 3}, "B": {"2025Q1": 4}, "C": {"2025Q3": 9}}, link("A", "C"), link("B", "C"))
    assert told(recast(tables, AFTER)) == {("C", "2025Q1"): 7, ("C", "2025Q3"): 9}


def test_a_split_goes_by_share_in_whole_numbers():
    """Of 10 admissions .25 and .75 are 3 and 7 or 2 and 8, never more or fewer than 10; back again they are 10."""
    tables = tables_of({"A": {"2025Q1": 10}}, link("A", "B", 0.25), link("A", "C", 0.75))
    parted = recast(tables, AFTER)
    assert sum(told(parted).values()) == 10 and set(told(parted)) == {("B", "2025Q1"), ("C", "2025Q1")}
    assert told(recast(parted, BEFORE)) == {("A", "2025Q1"): 10}


def test_years_stay_the_sum_of_their_quarters():
    """Quarters of 1 each and their year of 4, split in three: every part's year is the sum of its quarters."""
    year = {**{f"2024Q{q}": 1 for q in range(1, 5)}, "2024": 4}
    split = [link("A", name, 1 / 3) for name in "BCD"]
    found = told(recast(tables_of({"A": year}, *split), AFTER))
    for name in "BCD":
        assert found[name, "2024"] == sum(found[name, f"2024Q{q}"] for q in range(1, 5))


def test_amounts_are_split_to_their_last_decimal():
    """10.01 in three parts adds up to 10.01."""
    split = [link("A", name, share) for name, share in (("B", 0.3), ("C", 0.3), ("D", 0.4))]
    tables = tables_of({"A": {"2024": 10.01}}, *split, measure=Measure("m", whole=False, declared=True))
    assert round(sum(told(recast(tables, AFTER)).values()), 9) == 10.01


def test_what_a_part_did_not_report_is_not_zero():
    """A union of which one part is silent in a quarter has no figure for it; a part that was not yet there is not asked."""
    figures = {"A": {"2024Q1": 3, "2024Q2": 3}, "B": {"2024Q2": 4}}
    links = link("A", "C"), link("B", "C")
    assert told(recast(tables_of(figures, *links), AFTER)) == {("C", "2024Q2"): 7}
    opened = [{"unit": "A"}, {"unit": "B", "opened": day("2024-04-01")}, {"unit": "C"}]
    found = recast_told(tables_of(figures, *links, units=opened), AFTER)
    assert told(found.tables) == {("C", "2024Q1"): 3, ("C", "2024Q2"): 7} and found.lost == ()


def test_a_lost_figure_is_named():
    """The quarter that could not be added up is told, with its unit."""
    found = recast_told(tables_of({"A": {"2024Q1": 3}, "B": {"2024Q2": 4}}, link("A", "C"), link("B", "C")), AFTER)
    assert sorted(found.lost) == [("C", "m", "2024Q1"), ("C", "m", "2024Q2")]


def test_zero_stays_zero():
    """Nothing admitted is a figure: parts of zero are zeros, not gaps."""
    found = told(recast(tables_of({"A": {"2024Q1": 0}}, link("A", "B", 0.5), link("A", "C", 0.5)), AFTER))
    assert found == {("B", "2024Q1"): 0, ("C", "2024Q1"): 0}


def test_quarters_and_cumulative_figures_add_up():
    """One part tells quarters, the other cumulative months: the union has every quarter that both give."""
    figures = {"A": {"2024Q1": 3, "2024Q2": 5}, "B": {"2024-01..2024-03": 1, "2024-01..2024-06": 3}}
    found = told(recast(tables_of(figures, link("A", "C"), link("B", "C")), AFTER))
    assert (found["C", "2024Q1"], found["C", "2024Q2"]) == (4, 7)


def test_back_through_a_union_is_a_range():
    """After A (30 a year) and B (10) merged, 8 of the union are about 6 and 2, as ranges whose middles add up to 8."""
    past = {"A": {"2023": 30, "2024": 30}, "B": {"2023": 10, "2024": 10}, "C": {"2025Q1": 8}}
    found = told(
        recast(tables_of(past, link("A", "C", on="2025-01-01"), link("B", "C", on="2025-01-01")), day("2024-06-30"))
    )
    middle = {unit: np.mean(found[unit, "2025Q1"]) for unit in "AB"}
    assert middle == {"A": 6, "B": 2}


def test_the_range_follows_how_the_shares_moved():
    """Parts whose shares swung from year to year get a wider range than parts whose shares stood still."""

    def width(first):
        past = {"A": {"2023": first, "2024": 500}, "B": {"2023": 1000 - first, "2024": 500}, "C": {"2025Q1": 200}}
        links = link("A", "C", on="2025-01-01"), link("B", "C", on="2025-01-01")
        low_high = told(recast(tables_of(past, *links), day("2024-06-30")))["A", "2025Q1"]
        return np.ptp(low_high)

    assert width(700) > 3 * width(520) > 0


def test_shares_that_nobody_stated_are_read_off_the_successors():
    """B and C bring 3 and 1 after the split: A's past is told apart in that proportion, as ranges."""
    figures = {"A": {"2024Q4": 40}, "B": {"2025Q3": 30}, "C": {"2025Q3": 10}}
    found = told(recast(tables_of(figures, link("A", "B"), link("A", "C")), AFTER))
    assert [np.mean(found[unit, "2024Q4"]) for unit in "BC"] == [30, 10]


def test_a_unit_that_hands_over_a_part_goes_on():
    """A hands a fifth to B in July: of the first half of the year a fifth moves, of the second nothing."""
    figures = {"A": {"2025H1": 10, "2025Q3": 8}, "B": {"2025H1": 1, "2025Q3": 3}}
    found = told(recast(tables_of(figures, link("A", "A", 0.8), link("A", "B", 0.2)), AFTER))
    assert found == {("A", "2025H1"): 8, ("B", "2025H1"): 3, ("A", "2025Q3"): 8, ("B", "2025Q3"): 3}


def test_a_period_over_the_day_is_cut_to_the_days_at_work():
    """The closing unit's year is that of its half, the successor's that of the other: together they are the year."""
    found = told(recast(tables_of({"A": {"2025": 10}, "B": {"2025": 7}}, link("A", "B")), AFTER))
    assert found == {("B", "2025H1"): 10, ("B", "2025H2"): 7}


def test_a_rename_keeps_every_report():
    """Revisions go along, each with its day."""
    tables = tables_of({"A": {"2024Q1": 3}}, link("A", "B"))
    again = tables.counts.assign(value=5.0, reported_on=float(day("2024-06-01")))
    tables.counts.loc[:, "reported_on"] = float(day("2024-04-10"))
    both = tables.__class__(**{**tables.__dict__, "counts": pd.concat([tables.counts, again])})
    found = recast(both, AFTER).counts
    assert list(zip(found["unit"], found["value"], strict=True)) == [("B", 3), ("B", 5)]


def test_a_union_is_known_when_its_last_part_is():
    """A reports on 10 April, B on 2 May: the sum is of 2 May, and a revision of A in June revises it."""
    figures = counts_frame({"A": {"2024Q1": 3}, "B": {"2024Q1": 4}})
    revised = counts_frame({"A": {"2024Q1": 5}})
    frame = pd.concat([figures, revised], ignore_index=True)
    frame["reported_on"] = [float(day(text)) for text in ("2024-04-10", "2024-05-02", "2024-06-01")]
    tables = tables_of({"A": {}}, link("A", "C"), link("B", "C"))
    found = recast(tables.__class__(**{**tables.__dict__, "counts": frame}), AFTER).counts
    assert found[["value", "reported_on"]].to_numpy().tolist() == [[7, day("2024-05-02")], [9, day("2024-06-01")]]


def test_a_unit_that_handed_all_over_stands_below_nobody():
    """A's figures are C's, so its own silence must not keep the head H from being the sum of those below; E, which closed, stays."""
    rows = [{"unit": unit, "parent": "H"} for unit in "ABCE"]
    rows[3]["closed"] = float(day("2025-07-01"))
    figures = {unit: {"2025Q1": 5} for unit in "ABE"}
    done = recast(tables_of(figures, link("A", "C"), link("B", "C"), units=rows), AFTER).units
    parents = dict(zip(done["unit"], done["parent"], strict=True))
    assert [parents.get(unit, "") for unit in "ABCE"] == ["", "", "H", "H"]


def test_quotas_of_numbers_are_split_and_added():
    """Past quotas go with the figures: 10 and 20 are 30 for the union, 30 by halves 15."""
    given = [{"unit": unit, "year": 2024, "value": value} for unit, value in (("A", 10), ("B", 20), ("S", 30))]
    links = link("A", "C"), link("B", "C"), link("S", "T", 0.5), link("S", "U", 0.5)
    figures = {unit: {"2024": 5} for unit in "ABS"}
    quotas = recast(tables_of(figures, *links, quotas=given), AFTER).quotas
    assert dict(zip(quotas["unit"], quotas["value"], strict=True)) == {"C": 30, "T": 15, "U": 15}


def test_a_union_with_a_part_without_quota_has_none():
    """B is counted but was asked nothing: the union's quota of the year is not known, and said to be."""
    tables = tables_of(
        {"A": {"2024": 5}, "B": {"2024": 5}},
        link("A", "C"),
        link("B", "C"),
        quotas=[{"unit": "A", "year": 2024, "value": 9}],
    )
    found = recast_told(tables, AFTER)
    assert len(found.tables.quotas) == 0 and found.lost_quotas == (("C", "m", "2024"),)


def test_rates_pass_on_as_they_are():
    """105% of last year is asked of every part; a union has it where all parts were asked the same."""
    given = [
        {"unit": unit, "year": 2024, "kind": "growth", "value": value}
        for unit, value in (("A", 1.05), ("B", 1.05), ("S", 1.1))
    ]
    links = link("A", "C"), link("B", "C"), link("S", "T", 0.5), link("S", "U", 0.5)
    quotas = recast(tables_of({unit: {"2023": 5} for unit in "ABS"}, *links, quotas=given), AFTER).quotas
    assert dict(zip(quotas["unit"], quotas["value"], strict=True)) == {"C": 1.05, "T": 1.1, "U": 1.1}


@pytest.mark.parametrize(("lowered", "asked"), [(True, 100), (False, 58)])
def test_the_quota_of_the_year_itself(lowered, asked):
    """A district's 100, lowered to 42 in July, and its commune's 58 for the rest are 100; where it was not lowered, 58 stand alone."""
    given = [{"unit": "A", "year": 2025, "value": 100, "set_on": float(day("2024-12-20"))}]
    given += [{"unit": "A", "year": 2025, "value": 42, "set_on": float(day("2025-07-10"))}] * lowered
    given += [{"unit": "B", "year": 2025, "value": 58, "set_on": float(day("2025-07-10"))}]
    found = recast(tables_of({"A": {"2025Q1": 5}}, link("A", "B"), quotas=given), AFTER)
    quotas = known_at(found, None).quotas
    assert quotas[["unit", "value"]].to_numpy().tolist() == [["B", asked]]
    early = known_at(found, parse_vintage("2025-01-15")).quotas
    assert early["value"].tolist() == [100]


def test_units_stand_below_their_parent_of_the_day():
    """A commune below a district that went stands below the city afterwards, and below the district before."""
    units = [{"unit": "P"}, {"unit": "D", "parent": "P", "closed": day("2025-06-30")}, {"unit": "A", "parent": "D"}]
    tables = tables_of({"A": {"2025Q1": 1}}, link("A", "A", 1), units=units)
    for when, parent in ((AFTER, "P"), (BEFORE, "D")):
        found = recast(tables, when).units
        assert dict(zip(found["unit"], found["parent"], strict=True))["A"] == parent


def test_a_move_is_a_link_to_itself_with_both_parents():
    """A unit handed from one district to another keeps its figures."""
    move = link("A", "A", 1, from_parent="D", to_parent="E")
    tables = tables_of({"A": {"2025Q1": 1}}, move, units=[{"unit": "D"}, {"unit": "E"}, {"unit": "A", "parent": "E"}])
    for when, parent in ((AFTER, "E"), (BEFORE, "D")):
        found = recast(tables, when)
        assert told(found) == {("A", "2025Q1"): 1}
        assert dict(zip(found.units["unit"], found.units["parent"], strict=True))["A"] == parent


def test_districts_that_go_do_not_count_twice():
    """A district's figures are those of its communes; of years that no commune tells they stay."""
    units = [
        {"unit": "P"},
        {"unit": "D", "parent": "P", "closed": day("2025-06-30")},
        *({"unit": u, "parent": "D"} for u in "AB"),
    ]
    figures = {"D": {"2020": 9, "2024": 8}, "A": {"2024": 5}, "B": {"2024": 3}}
    found = told(recast(tables_of(figures, link("A", "C"), link("B", "C"), units=units), AFTER))
    assert found == {("D", "2020"): 9, ("C", "2024"): 8}


def test_what_carries_restricted_figures_is_restricted():
    """The successor of a restricted unit is restricted, unless the table says otherwise."""
    units = [{"unit": "A", "restricted": "yes"}, {"unit": "B"}, {"unit": "C", "restricted": "no"}]
    found = recast(tables_of({"A": {"2024": 5}}, link("A", "B", 0.5), link("A", "C", 0.5), units=units), AFTER).units
    assert dict(zip(found["unit"], found["restricted"], strict=True)) == {"A": "yes", "B": "yes", "C": "no"}


def test_a_successor_is_at_work_since_the_first_of_its_parts():
    """The union of a unit of 2020 and one of always is at work always: its past is no past before an opening."""
    units = [{"unit": "A"}, {"unit": "B", "opened": day("2020-01-01")}, {"unit": "C", "opened": day("2025-07-01")}]
    tables = tables_of({"A": {"2024": 5}, "B": {"2024": 5}}, link("A", "C"), link("B", "C"), units=units)
    found = recast(tables, AFTER).units.set_index("unit")
    assert np.isnan(found.loc["C", "opened"]) and found.loc["A", "closed"] == day("2025-07-01")


def load(history, folder):
    files = {}
    for name, rows in history.tables().items():
        if rows:
            files[name] = folder / f"{name}.csv"
            files[name].write_text(as_csv(rows))
    return read(**files)


def totals(tables, by):
    """Quarter -> sum over all units of the middles of their figures that lie within it, as known by a day."""
    counts = known_at(tables, parse_vintage(by)).counts
    first, last = ([date.fromordinal(at) for at in counts[name] - less] for name, less in (("start", 0), ("stop", 1)))
    middle = counts["value"].fillna((counts["low"] + counts["high"]) / 2)
    found = {}
    for begin, end, value in zip(first, last, middle, strict=True):
        quarter = begin.year, (begin.month - 1) // 3
        if quarter == (end.year, (end.month - 1) // 3):
            found[quarter] = found.get(quarter, 0) + value
    return found


def prove_conservation(seed, folder):
    """Totals of every quarter and vintage are kept on the units of a random day, and exact shares are met but for rounding."""
    chance = random.Random(seed)
    history = grow_history(seed, n_events=chance.randint(1, 5), within=chance.random() < 0.3)
    tables, when = load(history, folder), date(chance.randint(FIRST - 1, LAST), chance.randint(1, 12), 28)
    found = recast(tables, when.toordinal())
    for by in (None, f"{chance.randint(FIRST, LAST)}-12-31"):
        kept = totals(found, by)
        for year in range(FIRST, LAST + 1):
            for quarter in range(4):
                start = date(year, 3 * quarter + 1, 1)
                if by is None or history.reported_by(start) <= date.fromisoformat(by):
                    expected = history.total(start, date.fromisoformat(by) if by else None)
                    assert kept.get((year, quarter), 0) == pytest.approx(expected, abs=1e-6), (
                        seed,
                        when,
                        by,
                        year,
                        quarter,
                    )
    if when.year == LAST and when.month == 12:
        exact = history.expected(when)
        told_now = known_at(found, None).counts
        for row in told_now[told_now["value"].notna() & (told_now["recast"] == "stated")].to_dict("records"):
            first = date.fromordinal(row["start"])
            share = exact.get((row["unit"], (first.year, (first.month - 1) // 3)), Fraction(0))
            if row["stop"] - row["start"] in (90, 91, 92):
                assert abs(row["value"] - share) <= 3 * len(history.days), (seed, row)


def prove_there_and_back(seed, folder):
    """What was only split, renamed, moved, founded or abolished comes back as it was."""
    history = grow_history(seed, kinds=EXACT, n_events=3)
    early = recast(load(history, folder), date(FIRST, 1, 1).toordinal())
    back = recast(recast(early, date(LAST, 12, 31).toordinal()), date(FIRST, 1, 1).toordinal())
    key = ["unit", "start", "stop", "reported_on", "value"]
    assert (
        back.counts[key].sort_values(key).to_numpy().tolist() == early.counts[key].sort_values(key).to_numpy().tolist()
    )
    asked = ["unit", "year", "kind", "set_on", "value"]
    assert (
        back.quotas[asked].sort_values(asked).to_numpy().tolist()
        == early.quotas[asked].sort_values(asked).to_numpy().tolist()
    )


@pytest.mark.parametrize("seed", range(5))
def test_totals_are_conserved_in_some_random_histories(seed, tmp_path):
    prove_conservation(seed, tmp_path)


@pytest.mark.parametrize("seed", range(3))
def test_there_and_back_in_some_random_histories(seed, tmp_path):
    prove_there_and_back(seed, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("block", range(20))
def test_totals_are_conserved_in_random_histories(block, tmp_path):
    """For 1,000 random histories of mergers and splits."""
    for seed in range(block * PROOFS // 20, (block + 1) * PROOFS // 20):
        (tmp_path / str(seed)).mkdir()
        prove_conservation(1000 + seed, tmp_path / str(seed))


@pytest.mark.proof
@pytest.mark.parametrize("block", range(10))
def test_there_and_back_in_random_histories(block, tmp_path):
    """For 300 random histories without mergers."""
    for seed in range(30 * block, 30 * block + 30):
        (tmp_path / str(seed)).mkdir()
        prove_there_and_back(5000 + seed, tmp_path / str(seed))


def test_every_history_is_of_the_tables_of_the_contract():
    """The generator writes the five tables and nothing of the program."""
    assert tuple(grow_history(1).tables()) == TABLES
