"""The structural panel against the obvious version, against statsmodels, and against what must hold."""

import numpy as np
import pytest
from statsmodels.tsa.statespace.mlemodel import MLEModel

from forecast.core.panel import build_panel
from forecast.core.periods import parse_period
from forecast.models.structural.condition import condition, integrate_noise
from forecast.models.structural.factor import factorise
from forecast.models.structural.landing import land_structural, log_sum
from forecast.models.structural.learn import learn_structural
from forecast.models.structural.rows import make_rows
from forecast.models.structural.season import usual_season
from forecast.models.structural.structures import LEVEL_SD, Structure, quarterly_grid, yearly_grid
from tests import naive
from tests.make import counts_frame, quarters

STRUCTURES = {
    "level": Structure(alpha=0.35),
    "overshooting level": Structure(alpha=1.2, season_sd=0.5),
    "damped trend and season": Structure(alpha=0.7, beta=0.07, phi=0.95, gamma=0.1, slope_sd=0.3, season_sd=2.0),
}


def pieces(*texts):
    return [(parse_period(text),) for text in texts]


def land(panel, years):
    """The landing of a panel that teaches itself."""
    return land_structural(panel, years, True, learn_structural(panel))


def sums_of(structure, known, wanted, values, first="2020Q1", n=12):
    """Condition one structure through the package."""
    rows = make_rows([*pieces(*known), *pieces(*wanted)], parse_period(first).quarters[0], n)
    split = len(known)
    cut = type(rows)
    factored = factorise(
        [structure],
        cut(rows.share[:split], rows.bridge[:split, :split]),
        cut(rows.share[split:], rows.bridge[split:, split:]),
        cross=rows.bridge[split:, :split],
        first_season=0,
    )
    return condition(factored, np.array(values)[:, None])


@pytest.mark.parametrize("name", STRUCTURES)
def test_covariance_is_that_of_the_recursions(name):
    """Each structure's covariance is what its level, slope and season recursions give."""
    slow = naive.covariance(STRUCTURES[name], 9, LEVEL_SD, first_season=2)
    np.testing.assert_allclose(STRUCTURES[name].covariance(9, first_season=2), slow, rtol=1e-12)


@pytest.mark.parametrize("name", STRUCTURES)
def test_mixed_sums_are_conditioned_exactly(name):
    """A year, a half year and quarters together give the mean and covariance of dense conditioning."""
    known = [[1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0], [0] * 6 + [1] + [0] * 5]
    values = [0.4, -0.2, 0.1]
    process = naive.covariance(STRUCTURES[name], 12, LEVEL_SD)
    mean, covariance = naive.condition_sums(process, known, values, np.eye(12)[8:])
    quick = sums_of(STRUCTURES[name], ["2020", "2021H1", "2021Q3"], ["2022Q1", "2022Q2", "2022Q3", "2022Q4"], values)
    np.testing.assert_allclose(quick.mean[0, :, 0], mean, atol=1e-6)
    np.testing.assert_allclose(quick.covariance[0], covariance, rtol=1e-6, atol=1e-6)


def test_an_evenly_split_total_is_another_answer():
    """Splitting a yearly total into four even quarters changes the forecast: a total is not four figures."""
    season = STRUCTURES["damped trend and season"]
    later = ["2021Q1", "2021Q2", "2021Q3", "2021Q4"]
    exact = sums_of(season, ["2020", *later], ["2022Q1"], [0.4, 0.1, -0.3, 0.2, 0.4])
    split = sums_of(
        season, ["2020Q1", "2020Q2", "2020Q3", "2020Q4", *later], ["2022Q1"], [0.1] * 4 + [0.1, -0.3, 0.2, 0.4]
    )
    assert abs(exact.mean[0, 0, 0] - split.mean[0, 0, 0]) > 0.01
    assert split.covariance[0, 0, 0] < exact.covariance[0, 0, 0]


class SingleSource(MLEModel):
    """The same structure for statsmodels: states surprise, level, slope, four seasons, and the running sum of a block."""

    def __init__(self, structure, endog, block_ends):
        super().__init__(endog, k_states=8, k_posdef=1)
        figure = np.array([1, 1, structure.phi, 1, 0, 0, 0, 0.0])
        move = np.zeros((8, 8))
        move[1, :3] = [structure.alpha, 1, structure.phi]
        move[2, [0, 2]] = [structure.beta, structure.phi]
        move[6, [0, 3]] = [structure.gamma, 1]
        move[[3, 4, 5], [4, 5, 6]] = 1
        running = figure + np.eye(8)[7]
        transition = np.repeat(move[:, :, None], len(endog), 2)
        transition[7] = np.where(block_ends, 0.0, running[:, None])
        self["design"], self["transition"] = running[None], transition
        self["selection"], self["state_cov"] = np.eye(8)[:, :1], np.eye(1)
        start = [1.0, LEVEL_SD**2, structure.slope_sd**2, *[structure.season_sd**2] * 4, 0.0]
        self.ssm.initialize_known(np.zeros(8), np.diag(start))


def oracle(structure, blocks, n_ahead):
    """Log likelihood, and mean and variance of the next quarters, by statsmodels; blocks: (quarters summed, value)."""
    endog = [figure for length, value in blocks for figure in [np.nan] * (length - 1) + [value]]
    ends = [end for length, _ in blocks for end in [False] * (length - 1) + [True]]
    model = SingleSource(structure, np.array(endog + [np.nan] * n_ahead), np.array(ends + [True] * n_ahead))
    result = model.ssm.filter()
    return result.llf_obs.sum(), result.forecasts[0, -n_ahead:], result.forecasts_error_cov[0, 0, -n_ahead:]


QUARTERLY = [(1, value) for value in (0.3, -0.1, 0.2, 0.4, 0.1, 0.0, 0.5, 0.2)]
WITH_SUMS = [(4, 0.8), (2, 0.1), (1, 0.3), (1, -0.2)]


@pytest.mark.parametrize("blocks", [QUARTERLY, WITH_SUMS], ids=["quarters", "sums"])
@pytest.mark.parametrize("name", STRUCTURES)
def test_statsmodels_agrees(name, blocks):
    """Likelihood and forecasts equal those of a statsmodels state space model, yearly and half-year sums included."""
    likelihood, mean, variance = oracle(STRUCTURES[name], blocks, 4)
    known = ["2020Q1", "2020Q2", "2020Q3", "2020Q4", "2021Q1", "2021Q2", "2021Q3", "2021Q4"]
    known = known if len(blocks) == 8 else ["2020", "2021H1", "2021Q3", "2021Q4"]
    quick = sums_of(STRUCTURES[name], known, ["2022Q1", "2022Q2", "2022Q3", "2022Q4"], [value for _, value in blocks])
    normal = -0.5 * (quick.innovations[0, :, 0] ** 2 + np.log(2 * np.pi)).sum() - quick.log_determinant[0].sum()
    assert normal == pytest.approx(likelihood, abs=1e-6)
    np.testing.assert_allclose(quick.mean[0, :, 0], mean, atol=1e-6)
    np.testing.assert_allclose(np.diag(quick.covariance[0]), variance, rtol=1e-6)


def test_noise_integrated_out_is_a_product_of_student_densities():
    """Without discount the likelihood is the Student density of each surprise given those before it."""
    from scipy.stats import t

    given = sums_of(STRUCTURES["level"], ["2020Q1", "2020Q2", "2020Q3"], ["2020Q4"], [0.0, 0.1, -0.2])
    noise = integrate_noise(given, prior_dof=3.0, prior_variance=np.array([[0.04]]), discount=np.ones(3))
    surprises, dof, total = given.innovations[0, 1:, 0], 3.0, 0.12
    expected = -given.log_determinant[0, 1:].sum()
    for surprise in surprises:
        expected += t(dof, scale=np.sqrt(total / dof)).logpdf(surprise)
        dof, total = dof + 1, total + surprise**2
    assert noise.log_likelihood[0, 0] == pytest.approx(expected, abs=1e-10)
    assert (noise.dof[0], noise.variance[0, 0]) == pytest.approx((dof, total / dof))


def test_log_sum_matches_draws():
    """The log of a sum of log-normal quarters has the location and scale of a large simulation."""
    mean, covariance = np.array([0.1, 0.4, -0.2]), 0.02 * np.eye(3) + 0.03
    draws = np.log(np.exp(np.random.default_rng(1).multivariate_normal(mean, covariance, 200_000)).sum(1))
    location, scale = log_sum(mean[None, :, None], covariance[None], np.ones((1, 1)))
    assert location[0, 0] == pytest.approx(draws.mean(), abs=0.003)
    assert scale[0, 0] == pytest.approx(draws.std(), abs=0.003)


def test_no_fit_fails_on_awkward_histories():
    """Zeros, one figure, constants and a lone yearly total all get a finite law."""
    frame = counts_frame(
        {
            "zeros": {f"2020Q{q}": 0 for q in (1, 2, 3, 4)},
            "one": {"2022Q3": 7},
            "constant": {f"{y}Q{q}": 5 for y in (2021, 2022) for q in (1, 2, 3, 4)},
            "yearly": {"2022": 100},
        }
    )
    panel = build_panel(frame, "m", ["zeros", "one", "constant", "yearly"])
    law = land(panel, [2023]).totals[0]
    assert law.answered.all() and np.isfinite(law.scale).all() and (law.scale > 0).all()


def test_the_grid_has_both_scales():
    """The shipped grid holds the same structures on the linear and on the log scale."""
    grid = quarterly_grid()
    assert len(grid) == 200 and {s.scale for s in grid} == {"linear", "log"}


def test_a_wild_quarter_does_not_move_the_landing():
    """One quarter of ten times the usual, six years ago, leaves the forecast about where it was, and hardly wider."""
    calm = [20, 24, 22, 34, 21, 25, 24, 36] * 4
    wild = [*calm]
    wild[9] *= 10
    laws = {}
    for name, values in (("calm", calm), ("wild", wild)):
        panel = build_panel(counts_frame({"a": quarters(2015, values)}), "m", ["a"])
        laws[name] = land(panel, [2023]).totals[0].centre_and_spread()
    assert laws["wild"][0][0] == pytest.approx(laws["calm"][0][0], rel=0.05)
    assert laws["wild"][1][0] < 2 * laws["calm"][1][0]


def test_the_panel_s_season_speaks_for_a_unit_with_yearly_totals():
    """Among units that bring 40 % in the fourth quarter, one known by years alone is expected to do the same."""
    figures = {f"u{i}": quarters(2019, [15, 20, 25, 40] * 4) for i in range(12)}
    figures["years"] = {**{str(year): 200 for year in range(2015, 2023)}, "2023Q1": 30}
    panel = build_panel(counts_frame(figures), "m", list(figures))
    assert usual_season(panel)[3] > 0.3 > 0 > usual_season(panel)[0]
    middle = land(panel, [2023]).totals[0].centre_and_spread()[0][panel.units.index("years")]
    assert middle == pytest.approx(200, rel=0.06)


def test_units_told_by_years_have_a_grid_without_seasons():
    """Yearly totals alone are told apart from any history with a part of a year in it."""
    yearly = build_panel(counts_frame({"a": {"2020": 4, "2021": 5}}), "m", ["a"]).blocks[0]
    mixed = build_panel(counts_frame({"a": {"2020": 4, "2021H1": 5}}), "m", ["a"]).blocks[0]
    assert yearly.told_by_years and not mixed.told_by_years
    assert all(structure.season_sd == 0 for structure in yearly_grid())
