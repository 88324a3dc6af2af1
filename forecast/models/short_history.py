"""The next value of many short series that share a mean and a spread: ratios to the plan, shares of the year.

Value of unit i in year t = panel mean + lasting unit effect + noise of the year, in logs. How much of the spread lasts is
weighed by the panel. Gaps are simply absent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

LASTING = (0.2, 0.5, 0.8)  # share of the variance that is the unit's own and lasts
PERSISTENCE = 0.85  # correlation of the lasting effect from one year to the next
RECENT = 0.85  # weight of a year against the next in the panel's mean and spread
YEARS = 6  # looked back
DOF = 10.0  # tails of a unit's series
OUTLIER = 4.0  # robust standard deviations beyond which a value is drawn in
TEMPER = 0.5
MISSING = 1e8


@dataclass(frozen=True)
class Shipped:
    """What is believed before any figure: location and scale of the value, worth so many unit-years."""

    location: float
    scale: float
    unit_years: float


@dataclass(frozen=True)
class Prediction:
    """Law of each unit's next value: Student about `location`, and how many unit-years of the panel stand behind it.

    Attributes
    ----------
    location, scale : (n_units,)
    own : (n_units,) years of the unit itself.
    unit_years : (n_units,) of the whole panel that the unit was predicted with.
    """

    location: np.ndarray
    scale: np.ndarray
    own: np.ndarray
    unit_years: np.ndarray


def predict_next(history: np.ndarray, shipped: Shipped) -> Prediction:
    """Predict each unit's value in the year after its history.

    Parameters
    ----------
    history : (n_units, n_years) oldest first, NaN where not known.

    Examples
    --------
    >>> flat = predict_next(np.full((1, 6), 0.1), Shipped(0.0, 0.2, 4.0))
    >>> bool(0.03 < flat.location[0] < 0.1)
    True
    """
    past = _draw_in(history[:, -YEARS:])
    n_units, n_years = past.shape
    known = np.isfinite(past)
    weight = known * RECENT ** np.arange(n_years, 0, -1)[None, :] if n_years else np.zeros((n_units, 0))
    n_known = weight.sum()
    values = np.where(known, past, 0.0)
    mean = ((weight * values).sum() + shipped.location) / (n_known + 1.0)
    residual = np.where(known, past - mean, 0.0)
    variance = ((weight * residual**2).sum() + shipped.unit_years * shipped.scale**2) / (n_known + shipped.unit_years)
    years = np.arange(n_years + 1)
    lasting = PERSISTENCE ** np.abs(np.subtract.outer(years, years))
    gaps = np.where(known, 0.0, MISSING)
    locations, spreads, evidence = [], [], []
    for share in LASTING:
        joint = share * lasting + (1 - share) * np.eye(n_years + 1)
        factor = np.linalg.cholesky(joint[:-1, :-1] + gaps[:, :, None] * np.eye(n_years))
        white = np.linalg.solve(factor, residual[:, :, None])[:, :, 0]
        reach = np.linalg.solve(factor, np.broadcast_to(joint[:-1, -1:], (n_units, n_years, 1)))[:, :, 0]
        locations.append((reach * white).sum(1))
        spreads.append(variance * (1 - (reach**2).sum(1)))
        n_own, square = known.sum(1), (white**2).sum(1) / variance
        diagonal = np.where(known, np.log(np.diagonal(factor, axis1=1, axis2=2)), 0.0).sum(1)
        density = gammaln((DOF + n_own) / 2) - (DOF + n_own) / 2 * np.log1p(square / DOF) - diagonal
        evidence.append((density - gammaln(DOF / 2) - n_own / 2 * np.log(DOF * variance)).sum())
    belief = np.exp(TEMPER * (np.array(evidence) - max(evidence)))
    belief /= belief.sum()
    location = belief @ np.array(locations)
    spread = belief @ (np.array(spreads) + (np.array(locations) - location) ** 2)
    n_pairs = int(known.sum())
    scale = np.sqrt(spread * (1 + 1 / (n_pairs + 1)))
    return Prediction(mean + location, scale, known.sum(1), np.full(n_units, n_pairs))


def _draw_in(history: np.ndarray) -> np.ndarray:
    if not np.isfinite(history).any():
        return history
    middle = np.nanmedian(history)
    reach = OUTLIER * (1.4826 * np.nanmedian(np.abs(history - middle)) + 1e-3)
    return np.clip(history, middle - reach, middle + reach)
