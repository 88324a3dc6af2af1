"""The airline model by statsmodels' SARIMAX: (0,1,1)(0,1,1), and (0,1,1) where there are no seasons or too few."""

from __future__ import annotations

import numpy as np

from forecast.models.classical.ahead import Ahead, from_state_space

SEASONS_NEEDED = 3  # years of steps; the first is spent on the seasonal difference


def forecast_sarimax(figures: np.ndarray, period: int, n_steps: int) -> Ahead:
    """Differences of the figures as moving averages of surprises; gaps are missing observations of the filter.

    The orders are fixed: a search over orders on some ten years of quarters chooses noise.

    Parameters
    ----------
    figures : (n_steps,) NaN where a step is not known, of size about 1.
    period : steps in a year.

    References
    ----------
    Box & Jenkins (1976), Time Series Analysis: Forecasting and Control, chapter 9.
    """
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    seasonal = period > 1 and np.isfinite(figures).sum() >= SEASONS_NEEDED * period
    season = (0, 1, 1, period) if seasonal else (0, 0, 0, 0)
    fitted = SARIMAX(figures, order=(0, 1, 1), seasonal_order=season).fit(disp=False)
    return from_state_space(fitted, n_steps)
