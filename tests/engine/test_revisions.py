"""How first figures are usually revised: by age, by unit, and never from what was told later."""

import numpy as np
import pandas as pd
import pytest

from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.revisions import usual_revisions
from tests.make import counts_frame, make_tables, quarters

UNITS = [f"u{at:02d}" for at in range(12)]


def told(first_share, seed=3, years=range(2018, 2023)):
    """Quarters told twice: first a share of each (by unit) on day 20, the whole 80 days later."""
    random, frames = np.random.default_rng(seed), []
    for year in years:
        for quarter in quarters(year, range(4)):
            end = float(pd.Period(quarter, "Q").end_time.normalize().toordinal())
            whole = {unit: float(random.integers(800, 1200)) for unit in UNITS}
            first = {unit: value * first_share(unit) * np.exp(random.normal(0, 0.01)) for unit, value in whole.items()}
            for figures, day in ((first, end + 20), (whole, end + 100)):
                frames.append(
                    counts_frame({unit: {quarter: value} for unit, value in figures.items()}, reported_on=day)
                )
    return pd.concat(frames, ignore_index=True)


def usual(counts, as_of=None):
    known = known_at(make_tables(counts), parse_vintage(as_of))
    return usual_revisions(known, "m").set_index(["unit", "times", "age"])


@pytest.fixture(scope="module")
def counts():
    """Units that first tell 92 % of a figure; the last one tells 80 %."""
    return told(lambda unit: 0.80 if unit == "u11" else 0.92)


def test_the_usual_revision_is_learned_by_unit_and_age(counts):
    """First figures are revised by about +9 %, those of one unit by +25 %; to those told twice nothing more comes."""
    found = usual(counts)
    assert found.loc[("u00", 1, 0), "ratio"] == pytest.approx(1 / 0.92, abs=0.01)
    assert found.loc[("u11", 1, 0), "ratio"] == pytest.approx(1 / 0.80, abs=0.02)
    assert found.loc[("u00", 2, 0), "ratio"] == pytest.approx(1, abs=0.001)
    assert found.loc[("u00", 1, 0), "spread"] < 0.03 and found["deepest"].min() == 1


def test_a_unit_with_one_figure_leans_on_the_panel():
    """A newcomer whose only figure moved by 8 % more than the others' is thought to lie between them and that figure."""
    counts = told(lambda unit: 0.85 if unit == "u05" else 0.92)
    counts = counts[counts["unit"].ne("u05") | counts["period"].eq("2021Q1")]
    first, last = counts.loc[counts["unit"].eq("u05"), "value"]
    found = usual(counts).xs((1, 0), level=["times", "age"])
    assert found.loc["u05", "own_figures"] == 1
    assert found.loc["u00", "ratio"] < found.loc["u05", "ratio"] < last / first - 0.005


def test_what_was_told_later_teaches_nothing(counts):
    """As of June 2021 nothing changes if later figures, and later revisions of older ones, are quite other; to the last byte."""
    day = pd.Timestamp(2021, 6, 30).toordinal()
    other = counts.assign(value=counts["value"].where(counts["reported_on"] <= day, 7.0))
    pd.testing.assert_frame_equal(usual(counts, "2021-06-30"), usual(other, "2021-06-30"), check_exact=True)


def test_without_revisions_there_is_nothing_to_say():
    """Figures told once teach nothing of how figures are revised."""
    once = counts_frame({"a": quarters(2020, [1, 2, 3, 4])}, reported_on=737_800.0)
    assert usual_revisions(known_at(make_tables(once), None), "m").empty


def test_a_young_figure_says_nothing_of_its_own_revision(counts):
    """Figures first told within the last half year are left out: their latest value does not stand yet."""
    then = usual(counts, "2019-01-31")
    assert then.loc[("u00", 1, 0), "own_figures"] == 2  # of five told by then, those of the first two quarters of 2018


def test_cumulative_figures_teach_as_quarters_do(counts):
    """Told as sums from January, with what was corrected by then, the same revisions are learned as from quarters."""
    ends = {f"Q{at}": f"-{3 * at:02d}" for at in (1, 2, 3, 4)}
    year, quarter = counts["period"].str[:4], counts["period"].str[4:]
    final = (
        counts.sort_values("reported_on").drop_duplicates(["unit", "period"], keep="last").set_index(["unit", "period"])
    )
    before = [
        sum(final.loc[(unit, f"{y}Q{at}"), "value"] for at in range(1, int(q[1])))
        for unit, y, q in zip(counts["unit"], year, quarter, strict=True)
    ]
    start = [float(pd.Timestamp(int(y), 1, 1).toordinal()) for y in year]
    sums = counts.assign(
        value=counts["value"] + before, start=np.array(start, "int64"), period=year + "-01.." + year + quarter.map(ends)
    )
    assert usual(sums).loc[("u00", 1, 0), "ratio"] == pytest.approx(1 / 0.92, abs=0.012)


def test_figures_from_before_any_report_had_a_day_teach_nothing(counts):
    """Old years that nobody dated are not taken for figures that were never revised."""
    old = counts_frame({unit: {str(year): 4_000.0 for year in range(2005, 2018)} for unit in UNITS})
    pd.testing.assert_frame_equal(usual(pd.concat([old, counts], ignore_index=True)), usual(counts))
