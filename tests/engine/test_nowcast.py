"""Young figures stand in the landing as such figures usually become; what was told later changes nothing."""

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
from tests.make import counts_frame, make_tables, quarters, quotas_frame, units_frame
from tests.synthetic_estimates import FIRST_YEAR, N_YEARS, draw_units
from tests.synthetic_revisions import tell_first

LAST = FIRST_YEAR + N_YEARS - 1
FIRST_DAY, SECOND_DAY = 20, 105  # after the end of the quarter
LEVELS = (0.1, 0.5, 0.9)


def tables_of(first, counts, *, quotas=None, units=None):
    """Quarters told on the 20th day and, corrected, on the 105th; last figures that equal the first are told once."""
    frames = []
    for figures, days in ((first, FIRST_DAY), (counts, SECOND_DAY)):
        for unit, each in enumerate(figures):
            told = counts_frame({f"u{unit:02d}": quarters(FIRST_YEAR, each.ravel())})
            frames.append(told.assign(reported_on=told["stop"] - 1.0 + days))
    rows = pd.concat(frames, ignore_index=True)
    rows = rows.drop_duplicates(["unit", "period", "value"], ignore_index=True)
    return make_tables(rows, quotas, units=units)


def rows_of(tables, year=LAST, as_of=None, model="naive"):
    asked = {"year": str(year), "as_of": as_of or f"{year}Q3", "quantiles": LEVELS, "model": model}
    return project(tables, **asked).table


def as_they_stand(first, counts, year, quarter):
    """The figures as they stood after a quarter of a year, told as if they would stand: the last one is young."""
    stood = counts.copy()
    stood[:, year - FIRST_YEAR, quarter - 1] = first[:, year - FIRST_YEAR, quarter - 1]
    return tables_of(stood, stood)


def landed(tables, year, quarter, model="naive"):
    """(n_units, 3) the quantiles after a quarter."""
    rows = rows_of(tables, year, f"{year}Q{quarter}", model)
    return rows[[f"q{level:g}" for level in LEVELS]].to_numpy(float)


@pytest.fixture(scope="module")
def counts():
    return draw_units(12, 5)


@pytest.fixture(scope="module")
def first(counts):
    return tell_first(counts, 5)


@pytest.fixture(scope="module")
def tables(counts, first):
    return tables_of(first, counts)


@pytest.fixture(scope="module")
def case(tables):
    return make_case(
        known_at(tables, parse_vintage(f"{LAST}Q3")), Measure("m", declared=True), [LAST], load_prior("neutral")
    )


def test_the_year_to_date_is_expected_to_be_revised_as_usual(case, counts, first):
    """First figures are 15 % short: the third quarter counts with what is still to come, the two before stand."""
    reported, expected = case.panel.observed(LAST), case.now.panel.observed(LAST)
    true = counts[:, -1, :3].sum(1)
    assert reported.tolist() == (counts[:, -1, :2].sum(1) + first[:, -1, 2]).tolist()
    assert abs((expected / true).mean() - 1) < 0.01 < 0.04 < abs((reported / true).mean() - 1)
    assert (expected == np.round(expected)).all()


def test_what_was_reported_is_shown_and_is_the_least(tables, counts, first):
    """`observed` is the sum told so far; no quantile lies below it."""
    rows = rows_of(tables)
    assert rows["observed"].tolist() == (counts[:, -1, :2].sum(1) + first[:, -1, 2]).tolist()
    assert (rows["q0.1"] >= rows["observed"]).all()


def test_the_landing_is_no_longer_too_low(counts, first, tables):
    """Against landings that know how the figures will stand, those of young figures are 3 % too low; once moved they are not."""
    known = landed(tables_of(counts, counts), LAST, 3)[:, 1]
    plain = landed(as_they_stand(first, counts, LAST, 3), LAST, 3)[:, 1]
    assert (plain / known).mean() < 0.975 and (landed(tables, LAST, 3)[:, 1] / known).mean() == pytest.approx(
        1, abs=0.01
    )


def test_the_range_holds_what_figures_become(tables, counts):
    """Of 36 years told in full while their last figure was young the 80 % range holds about 80 % of the totals that came."""
    totals = counts.sum(2)
    inside = []
    for year in range(LAST - 2, LAST + 1):
        low, _, high = landed(tables, year, 4).T
        total = totals[:, year - FIRST_YEAR]
        inside += ((low <= total) & (total <= high)).tolist()
    assert 0.65 <= np.mean(inside) <= 0.95


@pytest.mark.proof
@pytest.mark.parametrize("usual", [0.15, -0.05])
def test_bias_goes_and_coverage_comes_back(usual, capsys):
    """Over three panels of 40 units and three years: the bias is gone after each quarter, and 80 % ranges hold 80 %."""
    for quarter in (1, 2, 3, 4):
        found = np.concatenate([measure(seed, usual, quarter) for seed in (21, 22, 23)], axis=1)
        (plain, moved, known), held = found[:3].mean(1), found[3:].mean(1)
        with capsys.disabled():
            print(
                f"\n{usual:+.2f} Q{quarter}: bias {plain:+.3f} {moved:+.3f} {known:+.3f}; coverage {held.round(3).tolist()}"
            )
        assert abs(moved - known) < 0.005 and abs(plain - known) > 0.005
        assert held[1] > min(held[2], 0.8) - 0.04


def measure(seed, usual, quarter):
    """(6, n) of every unit-year: error and hit of figures as they stand, moved, and as they will stand."""
    counts = draw_units(40, seed)
    first, rows = tell_first(counts, seed, usual=usual), []
    told, known = tables_of(first, counts), tables_of(counts, counts)
    for year in range(LAST - 2, LAST + 1):
        total, errors, hits = counts[:, year - FIRST_YEAR].sum(1), [], []
        for tables in (as_they_stand(first, counts, year, quarter), told, known):
            low, middle, high = landed(tables, year, quarter, "structural").T
            errors.append(middle / total - 1)
            hits.append((low <= total) & (total <= high))
        rows.append(np.array([*errors, *hits], float))
    return np.concatenate(rows, axis=1)


def test_a_year_told_in_full_is_open_while_figures_are_young(tables, first, counts):
    """Forty-five days after the year its last quarter will still grow: the range is narrow, but it is one; half a year later none."""
    young, old = rows_of(tables, as_of=f"{LAST}Q4"), rows_of(tables, as_of=f"{LAST + 1}-12-31")
    assert (young["q0.9"] > young["q0.1"]).all() and (young["q0.5"] > young["observed"]).all()
    assert old["q0.1"].tolist() == old["q0.9"].tolist() == counts[:, -1].sum(1).tolist()


def test_a_figure_that_was_corrected_is_not_corrected_again(tables, counts):
    """As of 15 December the third quarter has been told once, as of 31 January twice: then it stands."""
    known = [known_at(tables, parse_vintage(day)) for day in (f"{LAST}-12-15", f"{LAST + 1}-01-14")]
    once, twice = (make_case(each, Measure("m"), [LAST], load_prior("neutral")).now for each in known)
    assert (once.panel.observed(LAST) > 1.02 * counts[:, -1, :2].sum(1) + counts[:, -1, 2] * 0.5).all()
    assert twice.panel.observed(LAST).tolist() == counts[:, -1, :3].sum(1).tolist()


def test_what_is_told_later_changes_nothing(tables, counts, first):
    """As of 2022Q3 later figures and later corrections may be anything: the rows are the same to the last byte."""
    year = LAST - 1
    other_counts, other_first = counts.copy(), first.copy()
    other_counts[:, -2, 2:] *= 3
    other_counts[:, -1] *= 2
    other_first[:, -2, 3] *= 5
    other = tables_of(other_first, other_counts)
    pd.testing.assert_frame_equal(rows_of(tables, year), rows_of(other, year), check_exact=True)


def test_without_revisions_nothing_changes(counts):
    """Figures told once, with a day or without, give the same rows to the last byte."""
    dated = tables_of(counts, counts)
    undated = make_tables(dated.counts.assign(reported_on=np.nan))
    pd.testing.assert_frame_equal(rows_of(dated), rows_of(undated), check_exact=True)


def test_falling_revisions_lower_the_floor(counts):
    """Where first figures are usually 10 % too high, what was reported is not the least, and a quota reached by it is not met."""
    high = tell_first(counts, 5, usual=-0.10)
    reported = counts[:, -1, :3].sum(1) + high[:, -1, 3]
    quotas = quotas_frame(*({"unit": f"u{at:02d}", "year": LAST, "value": value} for at, value in enumerate(reported)))
    rows = rows_of(tables_of(high, counts, quotas=quotas), as_of=f"{LAST}Q4")
    assert (rows["q0.5"] < rows["observed"]).mean() > 0.8 and (rows["flag"] != "met").all()


def test_late_reporting_is_named(counts, first):
    """Of a flagged unit it is said by how much first figures usually grow, and what that makes of the year to date."""
    quotas = quotas_frame(
        *({"unit": f"u{at:02d}", "year": LAST, "value": 1.2 * each[-1].sum()} for at, each in enumerate(counts))
    )
    asked = {"year": str(LAST), "as_of": f"{LAST}Q3", "model": "naive"}
    found = project(tables_of(first, counts, quotas=quotas), **asked)
    told = found.reasons[found.reasons["code"] == "late_reporting"].set_index("unit")
    assert len(told) >= 10 and told["share"].between(0.02, 0.35).all() and (told["value"] > told["base"]).all()
    assert found.table.set_index("unit").loc[told.index, "reasons"].str.endswith("late_reporting").all()


def test_a_subset_repeats_its_figures(case):
    """Given what the panel taught, units alone get the very rows that they get among all."""
    model = MODELS["structural"]
    learned = learn(case, model)
    whole, part = (answer(each, learned, model, quantiles=LEVELS) for each in (case, case.only(["u03", "u07"])))
    found = whole.set_index("unit").loc[["u03", "u07"]]
    pd.testing.assert_frame_equal(part.set_index("unit"), found, check_exact=True)


def test_the_explanation_still_adds_up(case):
    """The parts of the landing are those of the landing that is told."""
    model = MODELS["naive"]
    learned = learn(case, model)
    told, rows = explain(case, learned, model), answer(case, learned, model, quantiles=LEVELS)
    table = told.table()
    assert table.groupby("unit")["contribution"].sum().to_numpy() == pytest.approx(told.landings[LAST])
    assert told.landings[LAST] == pytest.approx(rows["mean"].to_numpy(float))


def test_trees_stay_coherent(counts, first):
    """A city that tells its units' sum has no remainder for their corrections, and its units still add up to it."""
    with_city = [np.concatenate([each, each.sum(0, keepdims=True)]) for each in (first, counts)]
    units = units_frame(*({"unit": f"u{at:02d}", "parent": "u12"} for at in range(12)))
    rows = rows_of(tables_of(*with_city, units=units), as_of=f"{LAST}Q4").set_index("unit")
    assert rows.loc["u12", "expected"] == rows["expected"].drop("u12").sum() and len(rows) == 13
    assert rows.loc["u12", "q0.1"] >= rows.loc["u12", "observed"]
    assert rows.loc["u12", "mean"] == pytest.approx(counts[:, -1].sum(), rel=0.02)
