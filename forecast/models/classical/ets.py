"""Exponential smoothing (ETS) by statsmodels: additive errors, the best of four by the corrected AIC."""

from __future__ import annotations

from itertools import product

import numpy as np

from forecast.models.classical.ahead import Ahead, corrected_aic, from_responses


def forecast_ets(figures: np.ndarray, period: int, n_steps: int) -> Ahead:
    """Level, with or without a damped trend, with or without a season.

    The sum over steps is exact: a surprise moves the step j after it by alpha + beta (phi + .. + phi^j) + gamma [period divides j].
    Multiplicative forms have no such sum, and on short series they are those that run away.

    Parameters
    ----------
    figures : (n_steps,) without gaps, of size about 1.
    period : steps in a year.

    References
    ----------
    Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, chapters 5 and 6.
    """
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    fits = []
    for trend, season in product((None, "add"), (None, "add") if period > 1 else (None,)):
        if trend and len(figures) < 5:
            continue
        model = ETSModel(
            figures, error="add", trend=trend, damped_trend=trend is not None, seasonal=season,
            seasonal_periods=period if season else None,
        )  # fmt: skip
        fits.append(model.fit(disp=False))
    best = min(fits, key=lambda fit: corrected_aic(fit, len(figures)))
    steps = np.arange(n_steps)
    response = np.full(n_steps, float(best.smoothing_level))
    if best.model.has_trend:
        response += best.smoothing_trend * np.r_[0.0, np.cumsum(best.damping_trend ** steps[1:])]
    if best.model.has_seasonal:
        response += best.smoothing_seasonal * (steps % period == 0)
    response[0] = 1.0
    return from_responses(np.asarray(best.forecast(n_steps)), response, float(best.mse))
