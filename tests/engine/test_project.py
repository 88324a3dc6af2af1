"""The main job, as identities: what must hold whatever the figures are."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.engine.project import project
from forecast.errors import InputError, UsageError
from forecast.io.datasets import dataset_folder
from forecast.io.read_tables import read
from forecast.models import MODELS
from tests.make import counts_frame, make_tables, quarters, quotas_frame

YEARS = [20, 24, 22, 34, 21, 25, 24, 36, 23, 27, 24, 39]  # 2020-2022 by quarters: 100, 106, 113


def answer(figures, *quota_rows, measure=None, **settings):
    """The table of answers for unit -> {period: value}."""
    tables = make_tables(counts_frame(figures), quotas_frame(*quota_rows), measure=measure)
    return project(tables, **{"year": "2023", **settings}).table


def quota(value, year=2023, unit="a", **more):
    return {"unit": unit, "year": year, "value": value, **more}


def test_four_known_quarters_are_certain():
    """With the whole year known every quantile is the total and the quota is met or not, for sure."""
    row = answer({"a": quarters(2020, [*YEARS, 20, 30, 25, 40])}, quota(115), quota(116, basis="own"))
    assert row["p_met"].tolist() == [1.0, 0.0] and row["flag"].tolist() == ["met", "out_of_reach"]
    assert (row[["q0.1", "q0.5", "q0.9", "mean", "observed"]] == 115).all(axis=None)


def test_nothing_is_certain_before_the_year_ends():
    """With a quarter to come no probability is 0 or 1, however far the quota is."""
    row = answer({"a": quarters(2020, [*YEARS, 20, 30, 25])}, quota(76), quota(1e6, basis="own"))
    assert row["p_met"].between(0, 1, inclusive="neither").all()
    assert row["flag"].tolist() == ["on_track", "out_of_reach"]


def test_reaching_the_quota_early_is_certain():
    """A quota already reached is met with probability 1, whatever the rest of the year brings."""
    row = answer({"a": quarters(2020, [*YEARS, 60, 60])}, quota(120)).iloc[0]
    assert (row["p_met"], row["flag"], row["shortfall"]) == (1.0, "met", pytest.approx(np.nan, nan_ok=True))


def test_without_a_quarter_of_the_year_it_is_the_yearly_model():
    """Before the first report the answer is the one without any row of this year."""
    told = answer({"a": quarters(2020, [*YEARS, 70])}, quota(115), as_of="2022Q4")
    untold = answer({"a": quarters(2020, YEARS)}, quota(115), as_of="2022Q4")
    pd.testing.assert_frame_equal(told, untold)


def test_figures_after_the_vintage_change_nothing():
    """Whatever is reported after the vintage, the answer of the vintage is the same to the byte."""
    before = {**quarters(2020, [*YEARS, 22]), "2023Q2": 31}
    after = {**quarters(2020, [*YEARS, 22]), "2023Q2": 99, "2023Q3": 7}
    first, second = (answer({"a": figures}, quota(115), as_of="2023Q1") for figures in (before, after))
    assert first.to_csv() == second.to_csv()


def test_a_date_sees_what_had_been_reported_by_then():
    """A revision reported in June is unknown on 1 May and known on 1 July."""
    rows = [counts_frame({"a": quarters(2020, YEARS)}), *(
        counts_frame({"a": {"2023Q1": value}}, reported_on=pd.Timestamp(day).toordinal())
        for value, day in ((20, "2023-04-10"), (26, "2023-06-10"))
    )]  # fmt: skip
    tables = make_tables(pd.concat(rows, ignore_index=True), quotas_frame(quota(115)))
    seen = [
        project(tables, year="2023", as_of=day).table["observed"][0]
        for day in ("2023-04-01", "2023-05-01", "2023-07-01")
    ]
    np.testing.assert_array_equal(seen, [np.nan, 20, 26])


def test_quotas_set_later_are_not_known_before():
    """A quota set in July is not in the answer as of the first quarter."""
    july = float(pd.Timestamp("2023-07-01").toordinal())
    figures = {"a": quarters(2020, [*YEARS, 22])}
    early, late = (answer(figures, quota(110), quota(130, set_on=july), as_of=v) for v in ("2023Q1", "2023Q3"))
    assert (early["quota_low"].tolist(), late["quota_low"].tolist()) == ([110], [130])


def test_a_longer_own_history_counts_for_more():
    """Doubling a unit's history raises the share of its own figures in the evidence."""
    short = answer({"a": quarters(2021, YEARS[4:])}, quota(115))["evidence_own"][0]
    long = answer({"a": quarters(2017, [*YEARS[4:], *YEARS[4:], *YEARS[4:]])}, quota(115))["evidence_own"][0]
    assert 0 < short < long < 1


def test_without_quotas_the_plan_is_no_evidence():
    """Past quotas make the plan count; without any quota its share is 0 and the landing stands alone."""
    figures = {f"u{i}": quarters(2020, [*YEARS, 22]) for i in range(6)}
    plans = [quota(105 + 4 * i, year, f"u{u}") for u in range(6) for i, year in enumerate((2020, 2021, 2022, 2023))]
    with_plan, without = answer(figures, *plans), answer(figures)
    assert (with_plan["evidence_plan"] > 0.2).all() and (without["evidence_plan"] == 0).all()
    assert without["flag"].eq("").all() and without["q0.5"].notna().all()
    shares = [f"evidence_{name}" for name in ("own", "panel", "plan", "prior")]
    np.testing.assert_allclose(with_plan[shares].sum(axis=1), 1)


def test_quantiles_are_ordered_whole_and_agree_with_p_met():
    """Whole counts have whole quantiles, in order, not below the year to date, and at p_met's level they straddle the quota."""
    levels = [round(level, 2) for level in np.arange(0.01, 1, 0.01)]
    row = answer({"a": quarters(2020, [*YEARS, 22, 30])}, quota(115), quantiles=levels).iloc[0]
    values = row[[f"q{level:g}" for level in levels]].to_numpy(float)
    assert (np.diff(values) >= 0).all() and (values == np.round(values)).all() and values[0] >= 52
    assert (values < 115).mean() - 0.02 <= 1 - row["p_met"] <= (values <= 115).mean() + 0.02


def test_estimates_never_enter_the_model():
    """A unit's own estimate of its year stands beside our figure and leaves it as it was."""
    figures = counts_frame({"a": quarters(2020, [*YEARS, 22])})
    guess = pd.concat([figures, counts_frame({"a": {"2023": 500}}, status="estimate")], ignore_index=True)
    plain, beside = (
        project(make_tables(counts, quotas_frame(quota(115))), year="2023").table for counts in (figures, guess)
    )
    assert beside["unit_estimate"][0] == 500
    pd.testing.assert_frame_equal(plain.drop(columns="unit_estimate"), beside.drop(columns="unit_estimate"))


def test_a_term_is_judged_on_the_sum_of_its_years():
    """Two known years count towards a term of three; the year of the row is the term."""
    rows = answer(
        {"a": quarters(2020, [*YEARS, 22])},
        {"unit": "a", "kind": "term", "value": 330, "first_year": 2021, "last_year": 2023},
    )
    term, year = rows.iloc[1], rows.iloc[0]
    assert (term["year"], term["observed"]) == ("2021..2023", 106 + 113 + 22)
    assert term["q0.5"] == pytest.approx(106 + 113 + year["q0.5"], abs=2)


def test_a_finished_term_is_certain():
    """A term whose years are all known is met or missed for sure."""
    term = {"unit": "a", "kind": "term", "value": 319, "first_year": 2020, "last_year": 2022}
    row = answer({"a": quarters(2020, YEARS)}, term, year="2022").iloc[1]
    assert (row["p_met"], row["q0.1"], row["q0.9"]) == (1.0, 319, 319)


def test_a_range_quota_has_two_probabilities():
    """p_met speaks of the lower end, p_above of what exceeds the upper end."""
    row = answer(
        {"a": quarters(2020, [*YEARS, 22])}, {"unit": "a", "year": 2023, "kind": "range", "low": 100, "high": 125}
    ).iloc[0]
    assert 0.5 < row["p_met"] < 1 and 0 < row["p_above"] < row["p_met"]


def test_the_order_of_rows_does_not_matter():
    """Shuffled input gives the same answer to the byte."""
    frame = counts_frame({f"u{i}": quarters(2020, [v + i for v in YEARS]) for i in range(5)})
    mixed = frame.sample(frac=1, random_state=3).reset_index(drop=True)
    first, second = (project(make_tables(counts), year="2023").table for counts in (frame, mixed))
    assert first.to_csv() == second.to_csv()


def test_the_seed_moves_only_terms():
    """A landing of one year needs no draws; a term's quantiles may move a little with the seed."""
    term = {"unit": "a", "kind": "term", "value": 330, "first_year": 2022, "last_year": 2024}
    first, second = (answer({"a": quarters(2020, YEARS)}, quota(115), term, seed=seed) for seed in (0, 1))
    pd.testing.assert_frame_equal(first.head(1), second.head(1))
    assert first["q0.1"][1] == pytest.approx(second["q0.1"][1], rel=0.05)


def test_several_years_ahead_grow_wider():
    """Three years ahead the range is wider than one year ahead."""
    rows = answer({"a": quarters(2016, YEARS + YEARS)}, year="2022..2024")
    assert rows["year"].tolist() == ["2022", "2023", "2024"]
    assert (rows["q0.9"] - rows["q0.1"]).is_monotonic_increasing


def test_the_naive_model_is_a_floor_that_answers():
    """--model naive expects the rest of last year again."""
    row = answer({"a": quarters(2020, [*YEARS, 25])}, quota(115), model="naive").iloc[0]
    assert row["q0.5"] == 25 + 113 - 23


def test_a_silent_unit_is_no_data_with_its_reason():
    """A unit that has not reported while the others have is not called at risk; one never heard of has no figures."""
    figures = {f"u{i}": quarters(2020, [*YEARS, 22]) for i in range(4)} | {"silent": quarters(2020, YEARS)}
    rows = answer(figures, quota(200, unit="silent"), quota(50, unit="unknown")).set_index("unit")
    assert rows.loc["silent", ["flag", "reasons"]].tolist() == ["no_data", "not_reported"]
    assert rows.loc["unknown", ["flag", "reasons"]].tolist() == ["no_data", "no_history"]
    assert rows.loc["silent", "q0.5"] > 0


def test_the_admissions_prior_acts_only_where_it_is_declared():
    """One quarter and a quota: with the prior the plan counts, without it the quota is no evidence."""
    counts, quotas = counts_frame({"a": {"2023Q1": 22}}), quotas_frame(quota(100))
    neutral = project(make_tables(counts, quotas), year="2023").table.iloc[0]
    declared = make_tables(counts, quotas, measure=Measure("m", prior="admissions", declared=True))
    admissions = project(declared, year="2023").table.iloc[0]
    assert neutral["evidence_plan"] == 0 and admissions["evidence_plan"] > 0.3
    assert admissions["q0.9"] - admissions["q0.1"] < neutral["q0.9"] - neutral["q0.1"]


@pytest.mark.parametrize(
    "setting",
    [
        {"year": "23"},
        {"year": "2025..2023"},
        {"quantiles": [0, 0.5]},
        {"quantiles": []},
        {"model": "magic"},
        {"measure": "n"},
        {"as_of": "Q1"},
    ],
)
def test_unusable_settings_are_usage_errors(setting):
    """A setting that cannot be used is refused before any work."""
    with pytest.raises(UsageError):
        project(make_tables(counts_frame({"a": quarters(2020, YEARS)})), **{"year": "2023", **setting})


def test_bad_figures_stop_the_run_with_every_finding():
    """Quarters that do not add up to their year, in two units, give two findings and no table."""
    figures = {unit: {**quarters(2022, [1, 2, 3, 4]), "2022": 11} for unit in ("a", "b")}
    with pytest.raises(InputError) as caught:
        answer(figures)
    assert len([f for f in caught.value.findings if f.severity == "error"]) == 2


@pytest.mark.parametrize("measure", ["admissions", "admissions_private"])
def test_more_by_the_first_quarter_never_lowers_the_landing(measure):
    """On the figures of Hà Nội, whatever the first quarter brings, bringing more raises the forecast and the chance."""
    folder = dataset_folder("hanoi")
    tables = read(**{name: folder / f"{name}.csv" for name in ("counts", "quotas", "units", "measures")})
    first = (tables.counts["period"] == "2023Q1") & (tables.counts["measure"] == measure)
    told = float(tables.counts.loc[first, "value"].iloc[0])
    rows = []
    for share in (0.3, 0.6, 0.9, 1.0, 1.2, 1.6, 2.2):
        value = tables.counts["value"].mask(first, round(share * told))
        changed = replace(tables, counts=tables.counts.assign(value=value))
        table = project(changed, year="2023", measure=measure, as_of="2023-04-07").table
        rows.append(table[table["quota_kind"] == "fixed"].iloc[0])
    assert pd.Series([row["mean"] for row in rows]).is_monotonic_increasing
    assert pd.Series([row["p_met"] for row in rows]).is_monotonic_increasing
    assert all(row["q0.1"] >= row["observed"] for row in rows)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_answers_with_the_engine_around_it(model):
    """Whatever the model, three years ahead have finite quantiles, a chance of the quota, and the spread of past origins."""
    table = answer({"a": quarters(2015, [*YEARS * 2, 22])}, quota(115, 2021), model=model, year="2021..2023")
    assert table["q0.5"].between(60, 200).all() and table["p_met"].iloc[0] > 0.05
