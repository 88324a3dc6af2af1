"""Which share of a unit's year its quarters usually bring, and how far they stray from that without any reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.core.periods import SEASONS
from forecast.engine.reasons.middle import centre_of, latest_of, median_of, variance_of

SHARE_YEARS = 8  # whose means are the usual shares of the quarters
QUARTER_NOISE, QUARTER_WEIGHT = 0.08, 8.0  # of a quarter about its share of the year, and its weight in quarters


@dataclass(frozen=True)
class Shares:
    """What the quarters usually bring of the year.

    Attributes
    ----------
    of_year : (n_units, 4), adding up to 1; NaN where no year is known by quarters.
    spread : (n_units,) standard deviation of a quarter relative to that, beyond counting.
    years : (n_units,) from how many years they are.
    """

    of_year: np.ndarray
    spread: np.ndarray
    years: np.ndarray


def find_shares(quarters: np.ndarray, totals: np.ndarray, *, whole: bool) -> Shares:
    """The usual shares of every unit.

    Parameters
    ----------
    quarters, totals : (n_units, n_years, 4) and (n_units, n_years), in order; NaN where not known.
    whole : counts, whose noise is at least that of counting.

    Examples
    --------
    >>> years = np.array([[[20.0, 20.0, 20.0, 40.0], [18.0, 22.0, 20.0, 40.0]]])
    >>> shares = find_shares(years, years.sum(2), whole=True)
    >>> shares.of_year.round(2).tolist(), shares.years.tolist()
    ([[0.19, 0.21, 0.2, 0.4]], [2])
    """
    of_years = quarters / totals[:, :, None]
    told = np.isfinite(of_years).all(2)
    latest = np.isfinite(latest_of(np.where(told, 1.0, np.nan), SHARE_YEARS))
    of_years = np.where(latest[:, :, None], of_years, np.nan)
    shares = np.stack([centre_of(of_years[:, :, quarter]) for quarter in range(SEASONS)], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = shares / shares.sum(1, keepdims=True)
        astray = (of_years / shares[:, None, :] - 1).reshape(len(totals), -1)
        counting = 1 / (totals[:, :, None] * shares[:, None, :]).reshape(len(totals), -1)
    astray = np.where(np.isfinite(astray), astray, np.nan)
    n_years = latest.sum(1)
    # The years' totals and the shares were fitted to these figures: of 4 a year, one is not free, and three of one year.
    n = np.where(n_years > 1, (SEASONS - 1) * (n_years - 1), 0)
    own = variance_of(astray) * SEASONS * n_years / np.maximum(n, 1)
    if whole:
        own = own - median_of(np.where(np.isfinite(astray), counting, np.nan))
    variance = (QUARTER_WEIGHT * QUARTER_NOISE**2 + n * np.maximum(np.nan_to_num(own), 0.0)) / (QUARTER_WEIGHT + n)
    return Shares(shares, np.sqrt(variance), n_years)
