"""The Theta method by statsmodels, in its form as exponential smoothing with half a trend."""

from __future__ import annotations

import numpy as np

from forecast.models.classical.ahead import Ahead, from_responses


def forecast_theta(figures: np.ndarray, period: int, n_steps: int) -> Ahead:
    """Seasons are taken out where a test finds them, and put back; steps move together as those of an IMA(1,1).

    statsmodels estimates the variance from figures with their seasons in; here it is that of the errors one step ahead, without
    them. Its maximum likelihood form counts a trend twice where the smoothing is slight, and is not used.

    Parameters
    ----------
    figures : (n_steps,) without gaps, of size about 1.
    period : steps in a year.

    References
    ----------
    Assimakopoulos & Nikolopoulos (2000), International Journal of Forecasting 16; Hyndman & Billah (2003), ibid. 19.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    fitted = ThetaModel(figures, period=period, deseasonalize=period > 1).fit()
    smoothing, slope = float(fitted.params["alpha"]), float(fitted.params["b0"])
    season = np.asarray(fitted.forecast_components(max(period, n_steps))["seasonal"])
    multiplied = fitted.model.method.startswith("mul") and period > 1
    past = season[(np.arange(len(figures)) - len(figures)) % period]
    flat = figures / past if multiplied else figures - (past if period > 1 else 0.0)
    factor = season[:n_steps] if multiplied else np.ones(n_steps)
    response = np.r_[1.0, np.full(n_steps - 1, smoothing)]
    ahead = from_responses(np.asarray(fitted.forecast(n_steps)), response, _error_variance(flat, smoothing, slope))
    return Ahead(ahead.mean, ahead.covariance * np.outer(factor, factor))


def _error_variance(flat: np.ndarray, smoothing: float, slope: float) -> float:
    """Mean square of the errors one step ahead, of figures without their seasons."""
    level, errors = flat[0], []
    for told, figure in enumerate(flat[1:], start=1):
        drift = slope / 2 * ((1 - (1 - smoothing) ** told) / smoothing if smoothing > 0 else told)
        errors.append(figure - level - drift)
        level += smoothing * (figure - level)
    return float(np.mean(np.square(errors)))
