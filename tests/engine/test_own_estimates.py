"""The unit's own estimate as evidence: worth what past ones were worth, and nothing that was not known then."""

import numpy as np
import pandas as pd
import pytest

from forecast.core.measures import Measure
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.case import make_case
from forecast.engine.explain import explain
from forecast.engine.learn import learn
from forecast.engine.project import answer, project
from forecast.models import MODELS
from forecast.models.priors import load_prior
from forecast.scores import crps_of_quantiles
from tests.make import counts_frame, make_tables, quarters
from tests.synthetic_estimates import FIRST_YEAR, N_YEARS, draw_units, state_estimates

LEVELS = np.round(np.arange(0.02, 0.99, 0.04), 2)
LAST = FIRST_YEAR + N_YEARS - 1


def july(year):
    return float(pd.Timestamp(year, 7, 10).toordinal())


def tables_of(counts, estimates=None, *, years=range(N_YEARS)):
    """Quarterly counts, and an estimate of the year each July."""
    named = {f"u{at:02d}": quarters(FIRST_YEAR, each.ravel()) for at, each in enumerate(counts)}
    frames = [counts_frame(named)]
    for at in years if estimates is not None else ():
        said = {unit: {str(FIRST_YEAR + at): estimates[row, at]} for row, unit in enumerate(named)}
        frames.append(counts_frame(said, status="estimate", reported_on=july(FIRST_YEAR + at)))
    return make_tables(pd.concat(frames, ignore_index=True))


def rows_of(tables, year=LAST, **asked):
    return project(
        tables, **{"year": str(year), "as_of": f"{year}Q2", "quantiles": LEVELS, "model": "naive", **asked}
    ).table


def error(counts, estimates, years, model="naive"):
    """CRPS of the landings after two quarters, as a share of what came."""
    missed, came = 0.0, 0.0
    for year in years:
        rows = rows_of(tables_of(counts, estimates), year, model=model)
        total = counts[:, year - FIRST_YEAR].sum(1)
        quantiles = rows[[f"q{level:g}" for level in LEVELS]].to_numpy(float)
        missed, came = missed + crps_of_quantiles(total, quantiles, LEVELS).sum(), came + total.sum()
    return missed / came


@pytest.fixture(scope="module")
def counts():
    return draw_units(12, 1)


@pytest.fixture(scope="module")
def biased(counts):
    return state_estimates(counts, 1, error=0.08, bias=0.15)


def test_informed_estimates_make_the_landing_sharper(counts, biased):
    """Estimates that are 15 % too high, give or take 8 %, cut the error of the landing by more than a third."""
    assert error(counts, biased, [LAST]) < 0.66 * error(counts, None, [LAST])


@pytest.mark.parametrize("spread", [0.05, 0.6])
def test_estimates_that_know_nothing_do_no_harm(spread):
    """Totals of other years, told as estimates, cost less than 1 % in error, however sure they sound."""
    counts = draw_units(20, 11)
    noise = state_estimates(counts, 11, error=spread, informed=False)
    assert error(counts, noise, [LAST - 1, LAST]) < 1.01 * error(counts, None, [LAST - 1, LAST])


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(11, 17))
@pytest.mark.parametrize("spread", [0.05, 0.6])
def test_noise_does_no_harm_to_many_panels(seed, spread):
    """The same on 60 units over four years of forecasts, with the model that is used by default."""
    counts, years = draw_units(60, seed), range(LAST - 3, LAST + 1)
    noise = state_estimates(counts, seed, error=spread, informed=False)
    assert error(counts, noise, years, "structural") < 1.01 * error(counts, None, years, "structural")


def test_the_usual_side_of_the_errors_is_learned(counts, biased):
    """Every unit says too much by about a sixth; the landing lies below what it says."""
    rows = rows_of(tables_of(counts, biased))
    assert 0.75 < (rows["q0.5"] / rows["unit_estimate"]).median() < 0.95


def test_without_past_errors_an_estimate_is_no_evidence(counts, biased):
    """With two pairs of estimate and final in the panel, one short of the least, the landing is what it is without any."""
    one_unit, last_three = counts[:1], range(N_YEARS - 3, N_YEARS)
    with_two = rows_of(tables_of(one_unit, biased[:1], years=last_three)).filter(like="q0")
    pd.testing.assert_frame_equal(with_two, rows_of(tables_of(one_unit)).filter(like="q0"), check_exact=True)


def test_later_figures_and_estimates_change_nothing(counts, biased):
    """As of June 2022: finals of 2022 on, estimates told later and what they would teach are not there, to the last byte."""
    year, changed = LAST - 1, biased.copy()
    changed[:, -1] *= 3
    later_counts = counts.copy()
    later_counts[:, -2, 2:] *= 2
    later_counts[:, -1] *= 2
    november = counts_frame({"u00": {str(year): 9e6}}, status="estimate", reported_on=july(year) + 120)
    then, now = tables_of(counts, biased), tables_of(later_counts, changed)
    now = make_tables(pd.concat([now.counts, november], ignore_index=True))
    pd.testing.assert_frame_equal(rows_of(then, year), rows_of(now, year), check_exact=True)


def test_the_contract_holds(counts, biased):
    """Evidence adds up to one and is the unit's own; nothing below what is known; whole numbers whole; quantiles in order."""
    wild = biased.copy()
    wild[:6, -1] = 1.0
    rows, plain = (rows_of(tables_of(counts, said), model="structural") for said in (wild, None))
    quantiles = rows.filter(like="q0").to_numpy(float)
    assert rows.filter(like="evidence").sum(axis=1).round(9).eq(1).all()
    assert (rows["evidence_own"] > plain["evidence_own"]).all()
    assert (quantiles >= rows["observed"].to_numpy()[:, None]).all() and (quantiles == np.round(quantiles)).all()
    assert (np.diff(quantiles, axis=1) >= 0).all()


@pytest.fixture(scope="module")
def case(counts, biased):
    known = known_at(tables_of(counts, biased), parse_vintage(f"{LAST}Q2"))
    return make_case(known, Measure("m", declared=True), [LAST], load_prior("neutral"))


def test_a_subset_repeats_its_figures(case):
    """Given what the panel taught, units alone get the very rows that they get among all."""
    model = MODELS["structural"]
    learned = learn(case, model)
    whole, part = (
        answer(each, learned, model, quantiles=[0.1, 0.5, 0.9]) for each in (case, case.only(["u03", "u07"]))
    )
    found = whole.set_index("unit").loc[["u03", "u07"]]
    pd.testing.assert_frame_equal(part.set_index("unit"), found, check_exact=True)


def test_what_the_estimate_moves_is_told(case):
    """The parts of the landing add up to it with the estimate among them."""
    learned = learn(case, MODELS["naive"])
    told = explain(case, learned, MODELS["naive"])
    table = told.table()
    assert (table["item"] == "unit_estimate").sum() == 12
    assert table.groupby("unit")["contribution"].sum().to_numpy() == pytest.approx(told.landings[LAST])
