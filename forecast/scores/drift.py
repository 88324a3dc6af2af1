"""Whether stated chances have drifted from what comes: a test that may be looked at after every year without more false alarms.

A year of a panel is one observation: its units share its shocks. Which forecasts are tested is left to `forecast.engine.ledger`.

References: Robbins (1970), Annals of Mathematical Statistics 41; Howard, Ramdas, McAuliffe & Sekhon (2021), Annals of
Statistics 49: the mixture of normal likelihood ratios crosses 1/alpha at any time with a chance of at most alpha.
"""

from __future__ import annotations

import numpy as np

SHARED = 0.1  # correlation of what two units of one year miss by, up to which the false alarm rates hold
MIXTURE = 1.0  # variance of the drift a year, in spreads, to which the limit is closest


def year_score(misses: np.ndarray, variances: np.ndarray, *, shared: float = SHARED) -> float:
    """How far the misses of one year lie from zero, in spreads; NaN without any that could miss.

    Parameters
    ----------
    misses : (n,) what came less what was stated, of one year; 0 on average where the statements are right.
    variances : (n,) their variances if the statements are right; those of 0 are left out.
    shared : correlation of two misses of the year.

    Examples
    --------
    >>> round(year_score(np.array([0.5, 0.5]), np.array([0.25, 0.25]), shared=0.0), 3)
    1.414
    """
    told = np.isfinite(misses) & (variances > 0)
    if not told.any():
        return np.nan
    spreads = np.sqrt(variances[told])
    variance = (1 - shared) * (spreads**2).sum() + shared * spreads.sum() ** 2
    return float(misses[told].sum() / np.sqrt(variance))


def drift_limit(years: np.ndarray, alpha: float) -> np.ndarray:
    """(n,) size that the sum of so many years' scores ever passes with a chance of at most alpha if nothing drifts.

    Examples
    --------
    >>> drift_limit(np.array([1, 4]), 0.05).round(1).tolist()
    [3.7, 6.2]
    """
    spread = years + 1 / MIXTURE
    return np.sqrt(spread * (2 * np.log(1 / alpha) + np.log1p(MIXTURE * years)))
