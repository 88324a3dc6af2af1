"""Structural time series (unobserved components) by statsmodels: level, smooth trend and season, the best by the corrected AIC."""

from __future__ import annotations

from itertools import product

import numpy as np

from forecast.models.classical.ahead import Ahead, corrected_aic, from_state_space


def forecast_unobserved(figures: np.ndarray, period: int, n_steps: int) -> Ahead:
    """A local level or a smooth trend, with or without a stochastic season; gaps are missing observations of the filter.

    Parameters
    ----------
    figures : (n_steps,) NaN where a step is not known, of size about 1.
    period : steps in a year.

    References
    ----------
    Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, chapter 2.
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    fits = []
    for level, season in product(("local level", "smooth trend"), (None, period) if period > 1 else (None,)):
        model = UnobservedComponents(figures, level=level, seasonal=season)
        fits.append(model.fit(disp=False, method="lbfgs"))
    n_known = int(np.isfinite(figures).sum())
    return from_state_space(min(fits, key=lambda fit: corrected_aic(fit, n_known)), n_steps)
