"""The classical models: the exact sums against statsmodels' own figures, the guard, and which series is read."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX

from forecast.core.panel import build_panel
from forecast.models import MODELS
from forecast.models.classical.ahead import Ahead, from_state_space
from forecast.models.classical.ets import forecast_ets
from forecast.models.classical.land import land_classical
from forecast.models.classical.sarimax import forecast_sarimax
from forecast.models.classical.series import make_series
from forecast.models.classical.theta import forecast_theta
from forecast.models.classical.unobserved import forecast_unobserved
from forecast.models.naive import land_naive
from tests.make import counts_frame, quarters

pytestmark = pytest.mark.filterwarnings("ignore")  # those of fits, which the guard silences
FORECASTERS = [forecast_ets, forecast_unobserved, forecast_sarimax, forecast_theta]
RANDOM = np.random.default_rng(4)
SEASON = np.tile([0.8, 1.0, 0.9, 1.3], 10) * np.linspace(0.9, 1.2, 40) + 0.05 * RANDOM.standard_normal(40)


def panel_of(**units):
    return build_panel(counts_frame(units), "m", list(units))


@pytest.mark.parametrize("forecaster", FORECASTERS)
def test_a_clear_season_is_continued(forecaster):
    """With ten years of a steady season each model forecasts its next year within 8 % (Theta goes on with half the trend)."""
    ahead = forecaster(SEASON, 4, 4)
    np.testing.assert_allclose(ahead.mean, np.array([0.8, 1.0, 0.9, 1.3]) * 1.225, rtol=0.08)
    assert 0.1 < np.sqrt(ahead.covariance.sum()) < 0.6


def test_ets_steps_vary_as_statsmodels_says():
    """The variance of each step is that of statsmodels' own prediction."""
    ahead = forecast_ets(SEASON, 4, 8)
    seasonal = {"seasonal": "add", "seasonal_periods": 4}
    models = (
        ETSModel(pd.Series(SEASON), **seasonal, **trend) for trend in ({}, {"trend": "add", "damped_trend": True})
    )
    own = [model.fit(disp=False).get_prediction(40, 47).forecast_variance for model in models]
    assert any(np.allclose(np.diag(ahead.covariance), variance, rtol=1e-6) for variance in own)


def test_the_law_of_a_state_space_model_is_that_of_its_simulations():
    """Means and variances of single steps are statsmodels' forecasts; that of the sum is that of many simulated paths."""
    fitted = SARIMAX(SEASON, order=(0, 1, 1), seasonal_order=(0, 1, 1, 4)).fit(disp=False)
    ahead, own = from_state_space(fitted, 6), fitted.get_forecast(6)
    np.testing.assert_allclose(ahead.mean, own.predicted_mean, rtol=1e-8)
    np.testing.assert_allclose(np.diag(ahead.covariance), own.var_pred_mean, rtol=1e-8)
    paths = fitted.simulate(6, anchor="end", repetitions=20_000, rng=np.random.default_rng(0))
    sums = np.asarray(paths).reshape(6, -1).sum(0)
    assert np.sqrt(ahead.covariance.sum()) == pytest.approx(sums.std(), rel=0.03)


@pytest.mark.parametrize("forecaster", [forecast_unobserved, forecast_sarimax])
def test_gaps_are_missing_not_zero(forecaster):
    """Two figures left out move a state space forecast by little; as zeros they would move it by much."""
    gaps = SEASON.copy()
    gaps[[17, 30]] = np.nan
    np.testing.assert_allclose(forecaster(gaps, 4, 4).mean, forecaster(SEASON, 4, 4).mean, rtol=0.04)


def test_a_figure_after_a_gap_in_the_year_is_used():
    """The second quarter known without the first moves the first as its covariance says."""
    ahead = Ahead(np.array([1.0, 1.0, 1.0]), np.array([[2.0, 1, 1], [1, 2, 1], [1, 1, 2]]))
    given = ahead.given(np.array([np.nan, 3.0, np.nan]))
    assert given.mean.tolist() == [2.0, 3.0, 2.0] and given.covariance[0, 0] == 1.5


@pytest.mark.parametrize(
    ("figures", "period", "run"),
    [
        (quarters(2019, range(17)), 4, 17),
        ({str(year): year for year in range(2015, 2023)}, 1, 8),
        ({**{str(year): year for year in range(2010, 2019)}, **quarters(2019, range(16))}, 4, 16),
        ({f"{2015 + at // 2}H{at % 2 + 1}": at for at in range(16)}, 2, 16),
        ({**{str(year): year for year in range(2015, 2023)}, "2023Q1": 1}, 1, 8),
        ({period: 1 for period in quarters(2014, range(36)) if period != "2016Q2"}, 4, 26),
    ],
)
def test_the_finest_step_with_enough_figures_is_read(figures, period, run):
    """Quarters where two years of them stand unbroken, else half years, else years."""
    series = make_series(panel_of(a=figures).blocks[0], [2023])
    assert (series.period, len(series.run)) == (period, run)


@pytest.mark.parametrize("wild", [np.nan, np.inf, 1e9, -1e9])
def test_a_forecast_that_explodes_is_not_believed(wild):
    """A mean out of all proportion is replaced by the naive law, as is a model that raises."""
    panel = panel_of(a=quarters(2019, [20, 24, 22, 34] * 4))
    naive = land_naive(panel, [2023]).totals[0]

    def raises(figures, period, n_steps):
        raise ZeroDivisionError

    for forecaster in (lambda figures, period, n: Ahead(np.full(n, wild), np.eye(n)), raises):
        found = land_classical(forecaster, False, panel, [2023]).totals[0]
        assert (found.location, found.scale) == (naive.location, naive.scale)


def test_years_ahead_move_together():
    """The totals of neighbouring years are correlated, more than those of distant ones."""
    panel = panel_of(a=quarters(2015, np.cumsum(RANDOM.standard_normal(32)) + 60))
    correlation = MODELS["unobserved"].land(panel, [2023, 2024, 2025], True, None, None).correlation[0]
    assert 0.5 < correlation[0, 2] < correlation[0, 1] < 1
