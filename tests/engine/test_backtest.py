"""Looking back: the same answers as at the time, nothing of what came later, and the scores that follow."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.core.panel import build_panel
from forecast.core.periods import parse_period
from forecast.engine.backtest import (
    Asked,
    Origin,
    answer_origin,
    backtest,
    diagram,
    list_origins,
    reliability_record,
    replay_origin,
    summarise,
)
from forecast.engine.backtest.baselines import baseline_quantiles
from forecast.engine.backtest.replay import ROW
from forecast.engine.project import project
from forecast.errors import UsageError
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame

MEASURE = Measure("m", declared=True)
JULY = float(pd.Timestamp("2022-07-01").toordinal())


def city(n_units=5, years=5, **more):
    """Units with 2018-2022 by quarters, a quota each year, and one set only in July 2022."""
    random = np.random.default_rng(1)
    counts = {
        f"u{at}": quarters(2018, random.poisson(20 * (at + 1) * np.tile([0.8, 0.9, 1, 1.3], years)))
        for at in range(n_units)
    }
    quotas = [
        {"unit": unit, "year": year, "value": 84.0 * (at + 1)}
        for at, unit in enumerate(counts)
        for year in range(2018, 2023)
    ]
    quotas.append({"unit": "u1", "year": 2022, "value": 999.0, "basis": "assigned", "set_on": JULY})
    return make_tables(counts_frame(counts), quotas_frame(*quotas), **more)


TABLES = city()


def after(as_of):
    """Rows of the counts whose period ends after that of an origin."""
    return (TABLES.counts["stop"] > parse_period(as_of).stop).to_numpy()


@pytest.mark.parametrize("as_of", ["2021Q4", "2022Q1", "2022Q3"])
def test_the_answers_are_those_of_project(as_of):
    """Every figure of an origin is that of `forecast project --as-of`, to the last bit."""
    origin = next(origin for origin in list_origins(TABLES, MEASURE, [2022]) if origin.as_of == as_of)
    rows = answer_origin(TABLES, Asked(MEASURE), origin)
    ours = rows[rows["model"] == "projection"].set_index("unit")
    said = project(TABLES, year=2022, as_of=as_of, quantiles=[0.1, 0.5, 0.9]).table
    said = (
        said.sort_values("basis", ascending=False, kind="stable").drop_duplicates("unit").set_index("unit").sort_index()
    )
    for column in ("p_met", "q0.1", "q0.5", "q0.9", "quota_low", "flag"):
        assert ours[column].tolist() == said[column].tolist(), column


@pytest.mark.parametrize("origin", [Origin(2021, 0), Origin(2021, 2), Origin(2022, 1)])
def test_no_later_figure_reaches_an_origin(origin):
    """Whatever is changed after an origin, in whichever unit or later year, its answers are the same to the byte."""
    asked = Asked(MEASURE, against=("naive", "theta"))
    before = answer_origin(TABLES, asked, origin).to_csv()
    later = after(origin.as_of)
    assert later.any()
    changed = TABLES.counts.assign(value=np.where(later, 7 * TABLES.counts["value"] + 3, TABLES.counts["value"]))
    gone = TABLES.counts[~later]
    for counts in (changed, gone):
        assert answer_origin(replace(TABLES, counts=counts), asked, origin).to_csv() == before


def test_no_quota_set_later_reaches_an_origin():
    """A quota set in July is not in the answer of June, which is the same to the byte without it, and is in that of September."""
    without = replace(TABLES, quotas=TABLES.quotas[TABLES.quotas["set_on"].isna()])
    june, september = Origin(2022, 2), Origin(2022, 3)
    asked = Asked(MEASURE)
    assert answer_origin(TABLES, asked, june).to_csv() == answer_origin(without, asked, june).to_csv()
    rows = answer_origin(TABLES, asked, september)
    assert rows.loc[rows["unit"] == "u1", "quota_low"].eq(999).all()


def test_a_revision_is_known_when_it_was_reported():
    """A first figure corrected a year later is what the origin sees; the total that came is the corrected one."""
    first = counts_frame({"u0": {"2022Q1": 50}}, reported_on=pd.Timestamp("2022-04-10").toordinal())
    late = counts_frame({"u0": {"2022Q1": 10}}, reported_on=pd.Timestamp("2023-04-10").toordinal())
    counts = TABLES.counts[~((TABLES.counts["unit"] == "u0") & (TABLES.counts["period"] == "2022Q1"))]
    tables = replace(TABLES, counts=pd.concat([counts, first, late], ignore_index=True))
    rows = backtest(tables, years=[2022], model="naive").rows
    seen = rows[(rows["unit"] == "u0") & (rows["quarter"] == 1)]
    rest = counts[(counts["unit"] == "u0") & counts["period"].str.startswith("2022")]["value"].sum()
    assert seen["observed"].eq(50).all() and seen["total"].eq(10 + rest).all()


def test_years_known_by_totals_have_one_origin():
    """A year without a figure of its quarters is looked back on once, before it began; the first year of all never."""
    figures = {**{str(year): 80 for year in range(2016, 2020)}, **quarters(2020, [20] * 8)}
    origins = list_origins(make_tables(counts_frame({"a": figures})), MEASURE)
    assert [origin.as_of for origin in origins] == [
        "2016Q4", "2017Q4", "2018Q4", "2019Q4", "2020Q1", "2020Q2", "2020Q3", "2020Q4", "2021Q1", "2021Q2", "2021Q3",
    ]  # fmt: skip


def test_the_baselines_are_what_anyone_would_say():
    """Even pace is four times the quarter; a year like the last; the mean; each times what came of it before."""
    figures = {"a": quarters(2020, [10, 10, 10, 20, 20, 20, 20, 40, 30])}  # 50, 100, then 30
    panel = build_panel(counts_frame(figures), "m", ["a"])
    laws = baseline_quantiles(panel, 2022, np.array([0.5]), whole=False)
    days = 365 / 90  # of a plain year over its first quarter
    assert laws["pace_plain"][0, 0] == pytest.approx(30 * days)
    assert laws["pace"][0, 0] == pytest.approx(30 * days * np.median([50 / (10 * days), 100 / (20 * days)]), rel=0.01)
    assert laws["last_year"][0, 0] == pytest.approx(100 * 2)
    assert laws["climatology"][0, 0] == pytest.approx(75 * 100 / 50)


def test_a_derived_quota_is_judged_by_its_base_as_it_came():
    """105 % of a last year that was not known at the origin is met or not by the total that last year had in the end."""
    quarter = pd.Timestamp("2022-03-20").toordinal()
    last = counts_frame({"u0": {"2021Q4": 40}}, reported_on=quarter)  # later than 45 days after the year
    counts = TABLES.counts[~((TABLES.counts["unit"] == "u0") & (TABLES.counts["period"] == "2021Q4"))]
    quotas = quotas_frame({"unit": "u0", "year": 2022, "kind": "growth", "value": 1.05})
    tables = replace(TABLES, counts=pd.concat([counts, last], ignore_index=True), quotas=quotas)
    rows = backtest(tables, years=[2022], model="naive").rows
    base = tables.counts[(tables.counts["unit"] == "u0") & tables.counts["period"].str.startswith("2021")][
        "value"
    ].sum()
    mine = rows[rows["unit"] == "u0"]
    assert mine["quota"].eq(np.ceil(1.05 * base - 1e-9)).all()
    assert (mine["met"] == (mine["total"] >= mine["quota"])).all()


def test_restricted_units_are_neither_scored_nor_named():
    """Two restricted units are one row of other units in every answer, and that row is left out of the scores."""
    units = units_frame(*({"unit": f"u{at}", "restricted": "yes" if at < 2 else ""} for at in range(5)))
    rows = backtest(city(units=units), years=[2022], model="naive").rows
    assert sorted(set(rows["unit"])) == ["u2", "u3", "u4"]
    assert len(set(backtest(city(units=units), years=[2022], model="naive", show_restricted=True).rows["unit"])) == 5


def test_two_processes_give_the_rows_of_one():
    """The number of workers changes nothing in the rows, nor in their order."""
    one, two = (backtest(TABLES, years=[2022], model="structural", workers=n).rows for n in (1, 2))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_a_kept_part_is_not_calculated_again(monkeypatch):
    """With all parts kept nothing is replayed; a figure of the last quarter touches only what rests on it."""
    kept, replayed = {}, []

    class Memory:
        def load(self, measure, as_of, key):
            return kept.get((measure, as_of, key))

        def save(self, measure, as_of, key, rows):
            kept[measure, as_of, key] = rows
            replayed.append(as_of)

    first = backtest(TABLES, model="naive", keeper=Memory())
    replayed.clear()
    pd.testing.assert_frame_equal(backtest(TABLES, model="naive", keeper=Memory()).rows, first.rows)
    assert replayed == []
    last = (TABLES.counts["period"] == "2021Q4").to_numpy()
    changed = replace(TABLES, counts=TABLES.counts.assign(value=TABLES.counts["value"] + last))
    backtest(changed, model="naive", keeper=Memory())
    assert replayed == ["2020Q4", "2021Q1", "2021Q2", "2021Q3", "2021Q4", "2022Q1", "2022Q2", "2022Q3"]


def test_nothing_to_look_back_on_is_said():
    """One year alone, or years that are not in the figures, cannot be looked back on."""
    alone = make_tables(counts_frame({"a": {"2022": 80}}))
    for tables, years in ((alone, None), (TABLES, [2035])):
        with pytest.raises(UsageError, match="no_origins"):
            backtest(tables, years=years)


def test_the_groups_share_out_all_cases():
    """Quarters, years and levels each hold every case once; every model has its line."""
    summary = backtest(
        city(units=units_frame({"unit": "u1", "parent": "u0"})), model="naive", against=["theta"]
    ).summary
    counts = summary[summary["model"] == "projection"].groupby("group")["n"].sum()
    assert counts["all"] == counts["quarters"] == counts["year"] == counts["level"] == 5 * 19
    assert set(summary["model"]) == {"projection", "theta", "pace", "pace_plain", "last_year", "climatology"}


def made_up(p_met, met, crps, other):
    """Rows of two units, two cases each, of the projection and of last year's total."""
    rows = [
        {"unit": f"u{at // 2}", "measure": "m", "year": 2021 + at % 2, "quarter": 1, "as_of": "", "known_quarters": 1, "level": 0,
         "size": 10.0, "total": 10.0, "model": model, "p_met": p_met[at], "met": met[at], "crps": score[at], "pit": 0.5,
         "brier": (p_met[at] - met[at]) ** 2, "log_score": 0.0, "in80": 1.0, "in95": 1.0}
        for model, score in (("projection", crps), ("last_year", other), ("pace", other), ("climatology", other))
        for at in range(4)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_skill_is_one_less_the_ratio_of_the_scores():
    """A mean error of 1 against one of 2 is a skill of a half over last year, and a gain over it of a half."""
    summary = summarise(made_up([0.5] * 4, [1, 0, 1, 0], [1.0] * 4, [2.0] * 4))
    whole = summary[summary["group"] == "all"].set_index("model")
    ours, theirs = whole.loc["projection"], whole.loc["last_year"]
    assert (ours["crps_share"], ours["brier"]) == (0.1, 0.25)
    assert ours[["skill_last_year", "skill_last_year_low", "skill_last_year_high"]].tolist() == [0.5, 0.5, 0.5]
    assert theirs["gain"] == 0.5 and np.isnan(theirs["skill_last_year"]) and theirs["skill_pace"] == 0


def test_the_diagram_gives_plain_arrays():
    """What was said and what came, chance by chance, and the parts of the Brier score."""
    rows = made_up([0.2, 0.2, 0.8, 0.8], [0, 1, 1, 1], [1.0] * 4, [1.0] * 4)
    curve, bins = diagram(rows, known_quarters=1)
    assert (curve.stated.tolist(), curve.observed.tolist()) == ([0.2, 0.8], [0.5, 1.0])
    assert bins[2].tolist() == pytest.approx([0.2, 0.5, 2]) and diagram(rows, known_quarters=3).curve.count.sum() == 0
    record = reliability_record(rows)["m"]
    assert record["n"] == 4 and record["pit_fifths"] == [0, 0, 1, 0, 0]


def test_scores_of_a_replay_follow_from_its_rows():
    """In the range or not, met or not: each column is what the quantiles, the quota and the total say."""
    totals = TABLES.counts[TABLES.counts["period"].str.startswith("2022")].groupby("unit")["value"].sum()
    rows = replay_origin(TABLES, Asked(MEASURE, "naive"), Origin(2022, 2), totals)
    ours = rows[rows["model"] == "projection"]
    assert ours["total"].tolist() == totals.tolist()
    assert (ours["in80"] == ours["total"].between(ours["q0.1"], ours["q0.9"])).all()
    assert np.allclose(ours["brier"], (ours["p_met"] - (ours["total"] >= ours["quota"])) ** 2)
    assert tuple(rows.columns) == ROW


def test_a_day_after_the_quarter_sees_what_was_reported_by_then():
    """On 7 April only the first telling of the quarter was there; by mid-May the corrected one; the answer is that of the date."""
    counts = TABLES.counts[~((TABLES.counts["unit"] == "u0") & (TABLES.counts["period"] == "2022Q1"))]
    told = [
        counts_frame({"u0": {"2022Q1": value}}, reported_on=pd.Timestamp(day).toordinal())
        for value, day in ((50, "2022-04-05"), (10, "2022-04-20"))
    ]
    tables = replace(TABLES, counts=pd.concat([counts, *told], ignore_index=True))
    first = Origin(2022, 1, 7)
    assert first in list_origins(tables, MEASURE, [2022], days_after=7) and first.as_of == "2022-04-07"
    early, late = (
        answer_origin(tables, Asked(MEASURE), origin).set_index("unit") for origin in (first, Origin(2022, 1))
    )
    assert early.loc["u0", "observed"].iloc[0] == 50 and late.loc["u0", "observed"].iloc[0] == 10
    said = project(tables, year=2022, as_of="2022-04-07").table.set_index("unit")
    ours = early[early["model"] == "projection"]
    assert ours["p_met"].equals(said["p_met"].reindex(ours.index))


def test_late_reports_do_not_take_a_day_away():
    """Ten days after a quarter its figures are not there yet: one looks all the same, with a quarter less known; not before any is."""
    figures = counts_frame({"a": quarters(2020, range(10, 22))})
    tables = make_tables(figures.assign(reported_on=figures["stop"] + 20.0))
    looked = list_origins(tables, MEASURE, [2022], days_after=10)
    assert [origin.as_of for origin in looked] == ["2022-01-10", "2022-07-10", "2022-10-10"]
    rows = backtest(tables, years=[2022], model="naive", days_after=10).rows
    assert rows.groupby("as_of")["known_quarters"].first().tolist() == [0, 1, 2]
