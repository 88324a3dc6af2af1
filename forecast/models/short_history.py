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


@dataclass(frozen=True)
class Common:
    """What the histories have in common: all that a unit takes from the others.

    Attributes
    ----------
    low, high : values beyond are drawn in.
    mean, variance : of a value.
    belief : (3,) of each share in `LASTING` that the unit's own effect has of the variance.
    unit_years : how many values stand behind it.
    """

    low: float
    high: float
    mean: float
    variance: float
    belief: tuple[float, ...]
    unit_years: int


def learn_common(history: np.ndarray, shipped: Shipped) -> Common:
    """Learn what the histories have in common, drawn towards what is shipped.

    Parameters
    ----------
    history : (n_units, n_years) oldest first, NaN where not known.
    """
    low, high = _limits(history[:, -YEARS:])
    past = np.clip(history[:, -YEARS:], low, high)
    known = np.isfinite(past)
    weight = known * RECENT ** np.arange(past.shape[1], 0, -1)[None, :] if past.shape[1] else np.zeros(past.shape)
    n_known, values = weight.sum(), np.where(known, past, 0.0)
    mean = float(((weight * values).sum() + shipped.location) / (n_known + 1.0))
    residual = np.where(known, past - mean, 0.0)
    squares = (weight * residual**2).sum() + shipped.unit_years * shipped.scale**2
    variance = float(squares / (n_known + shipped.unit_years))
    evidence = []
    for lasting in LASTING:
        _, white, diagonal = _condition(residual, known, lasting)
        n_own, square = known.sum(1), (white**2).sum(1) / variance
        density = gammaln((DOF + n_own) / 2) - (DOF + n_own) / 2 * np.log1p(square / DOF) - diagonal
        evidence.append((density - gammaln(DOF / 2) - n_own / 2 * np.log(DOF * variance)).sum())
    belief = np.exp(TEMPER * (np.array(evidence) - max(evidence)))
    return Common(low, high, mean, variance, tuple((belief / belief.sum()).tolist()), int(known.sum()))


def predict_next(history: np.ndarray, common: Common) -> Prediction:
    """Predict each unit's value in the year after its history.

    Parameters
    ----------
    history : (n_units, n_years) oldest first, NaN where not known.

    Examples
    --------
    >>> history = np.full((1, 6), 0.1)
    >>> flat = predict_next(history, learn_common(history, Shipped(0.0, 0.2, 4.0)))
    >>> bool(0.03 < flat.location[0] < 0.1)
    True
    """
    past = np.clip(history[:, -YEARS:], common.low, common.high)
    known = np.isfinite(past)
    residual = np.where(known, past - common.mean, 0.0)
    location, second = np.zeros(len(past)), np.zeros(len(past))
    for lasting, belief in zip(LASTING, common.belief, strict=True):
        reach, white, _ = _condition(residual, known, lasting)
        middle = (reach * white).sum(1)
        location += belief * middle
        second += belief * (common.variance * (1 - (reach**2).sum(1)) + middle**2)
    spread = np.maximum(second - location**2, 1e-12)
    scale = np.sqrt(spread * (1 + 1 / (common.unit_years + 1)))
    return Prediction(common.mean + location, scale, known.sum(1), np.full(len(past), common.unit_years))


def _condition(residual: np.ndarray, known: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights of the whitened residuals in the next value, those residuals, and the log determinant of each unit.

    Units that know the same years share a factorisation.
    """
    n_years = residual.shape[1]
    years = np.arange(n_years + 1)
    joint = share * PERSISTENCE ** np.abs(np.subtract.outer(years, years)) + (1 - share) * np.eye(n_years + 1)
    codes, first, pattern = np.unique(known @ 2 ** np.arange(n_years), return_index=True, return_inverse=True)
    gaps = np.where(known[first], 0.0, MISSING)
    factor = np.linalg.cholesky(joint[:-1, :-1] + gaps[:, :, None] * np.eye(n_years))
    whiten = np.linalg.solve(factor, np.broadcast_to(np.eye(n_years), (len(codes), n_years, n_years)))
    reach = (whiten * joint[:-1, -1]).sum(2)
    diagonal = np.where(known[first], np.log(np.diagonal(factor, axis1=1, axis2=2)), 0.0).sum(1)
    return reach[pattern], (whiten[pattern] * residual[:, None, :]).sum(2), diagonal[pattern]


def _limits(history: np.ndarray) -> tuple[float, float]:
    if not np.isfinite(history).any():
        return -np.inf, np.inf
    middle = float(np.nanmedian(history))
    reach = OUTLIER * (1.4826 * float(np.nanmedian(np.abs(history - middle))) + 1e-3)
    return middle - reach, middle + reach
