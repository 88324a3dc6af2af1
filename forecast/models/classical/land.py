"""The laws of the annual totals by a classical model, unit by unit, guarded: a fit that fails, explodes or has nothing to go by
is replaced by the naive model's law, silently.

The rest of a year is a sum of the steps ahead, each with the part of it that is open; sums of a Gaussian law are exact, and so
is the correlation between the years. How a unit's figures become steps is `forecast.models.classical.series`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import partial

import numpy as np

from forecast.core.panel import Panel
from forecast.distributions import Mixture
from forecast.distributions.student import NORMAL_FROM
from forecast.models.classical.ahead import Ahead, Forecaster
from forecast.models.classical.series import Series, make_series
from forecast.models.landing import Landing, Model, Progress
from forecast.models.naive import land_naive, learn_nothing

FARTHEST = 5.0  # times the highest figure known: a mean or a deviation of a step beyond it is no forecast
LEAST_SPREAD = 1e-3  # deviation of a step, as a share of the unit's usual figure; a perfect fit is luck


def classical(forecaster: Forecaster, *, gaps: bool = False) -> Model:
    """A model that forecasts each series on its own.

    Parameters
    ----------
    gaps : the forecaster reads gaps as missing; otherwise it is given the longest unbroken run.
    """
    return Model(learn_nothing, partial(land_classical, forecaster, gaps))


def land_classical(
    forecaster: Forecaster, gaps: bool, panel: Panel, years: Sequence[int], whole: bool = True, learned: None = None,
    progress: Progress | None = None,
) -> Landing:  # fmt: skip
    """Laws of the totals of the years; the naive model's where the forecaster has none to offer."""
    naive = land_naive(panel, years, whole)
    laws = [law for law in naive.totals if isinstance(law, Mixture)]  # as all of them are
    location, scale = (np.stack([getattr(law, name)[0] for law in laws]) for name in ("location", "scale"))
    shift, dof = (np.stack([getattr(law, name) for law in laws]) for name in ("shift", "dof"))
    correlation = naive.correlation.copy()
    for done, block in enumerate(panel.blocks):
        series = make_series(block, years)
        for row, unit in enumerate(block.units):
            rest = _rest_of_years(forecaster, series, row, gaps=gaps) if series else None
            if rest is None:
                continue
            deviation = np.sqrt(np.diag(rest.covariance))
            location[:, unit], scale[:, unit], dof[:, unit] = rest.mean, deviation, NORMAL_FROM
            shift[:, unit] = [np.nan_to_num(block.observed(year)[row]) for year in years]
            correlation[unit] = _correlation(rest.covariance)
        if progress:
            progress(done + 1, len(panel.blocks))
    totals = [
        Mixture(law.weight, location[[at]], scale[[at]], law.logarithmic, dof[at], shift[at])
        for at, law in enumerate(laws)
    ]
    return Landing(tuple(totals), correlation, naive.own, naive.panel)


def _rest_of_years(forecaster: Forecaster, series: Series, row: int, *, gaps: bool) -> Ahead | None:
    """The joint law of what each year still lacks of one unit; None where there is none worth believing."""
    figures = series.figures[row]
    told = range(series.start, series.first_open) if gaps else series.run
    known = figures[told.start : told.stop]
    known = known[np.isfinite(known)]
    shares = series.open_share[:, told.stop :]
    if not shares.any() or np.ptp(known) == 0:
        return None
    size = float(np.abs(known).mean())
    ahead = _guarded(forecaster, figures[told.start : told.stop] / size, series.period, shares.shape[1])
    if ahead is None:
        return None
    ahead = ahead.given(figures[told.stop :] / size)
    share = shares.sum(1)
    mean, covariance = shares @ ahead.mean, shares @ ahead.covariance @ shares.T
    covariance += np.diag((LEAST_SPREAD * share) ** 2)
    limit = FARTHEST * share * float(known.max()) / size
    sane = np.isfinite(covariance).all() and (np.diag(covariance) >= 0).all() and (np.abs(mean) <= limit).all()
    if not sane or not (np.sqrt(np.diag(covariance)) <= limit + LEAST_SPREAD * share).all():
        return None
    return Ahead(size * mean, size**2 * covariance)


def _guarded(forecaster: Forecaster, figures: np.ndarray, period: int, n_steps: int) -> Ahead | None:
    """What the forecaster says; None where it fails in whatever way: one bad series never stops a panel."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return forecaster(figures, period, n_steps)
        except Exception:
            return None


def _correlation(covariance: np.ndarray) -> np.ndarray:
    deviation = np.sqrt(np.diag(covariance))
    known = deviation == 0
    scaled = covariance / np.outer(deviation + known, deviation + known)
    return np.clip(scaled, -1.0, 1.0) * (1 - np.eye(len(deviation))) + np.eye(len(deviation))
