"""The next value of many short series that share a mean and a spread: ratios to the plan, shares of the year.

Value of unit i in year t = panel mean + lasting unit effect + noise of the year, in logs. How much of the spread lasts is
weighed by the panel. Gaps are simply absent.

Logs of counts scatter the more the smaller the counts, by about 1 / n beside what units do. How much of the spread that is, is
weighed by the panel too; values are then worked on in spreads of their own size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln

COUNTED = (0.0, 0.25, 0.5, 0.75, 0.9, 0.98)  # share of the variance that counting brings, at the panel's usual size
USUAL_SPREAD = 0.15  # of what units do, by which that share is judged before any figure
COUNTED_SPREAD = 0.3  # standard deviation of that judgement
LASTING = (0.2, 0.5, 0.8)  # share of the variance that is the unit's own and lasts
PERSISTENCE = 0.85  # correlation of the lasting effect from one year to the next
RECENT = 0.85  # weight of a year against the next in the panel's mean and spread
YEARS = 6  # looked back
DOF = 10.0  # tails of a unit's series
OUTLIER = 4.0  # robust standard deviations beyond which a value is drawn in
TEMPER = 0.5
MISSING = 1e8
LEAST_COUNT = 0.25  # in place of a count of 0: the middle of what is rounded to it
LEAST_BEHIND = 0.5  # in place of a count of 0 behind a value
LEAST_SPREAD = 1e-3  # of values that are all alike


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
    sizes : how the spread depends on the size of the counts.
    centre, reach : values farther than so many spreads of their size from the centre are drawn in.
    mean, variance : of a value, at the panel's usual size.
    belief : (3,) of each share in `LASTING` that the unit's own effect has of the variance.
    unit_years : how many values stand behind it.
    """

    sizes: Sizes
    centre: float
    reach: float
    mean: float
    variance: float
    belief: tuple[float, ...]
    unit_years: int

    def drawn_in(self, past: np.ndarray, spread: np.ndarray) -> np.ndarray:
        """The values, those far from all others nearer; `spread` is that of their sizes."""
        return self.centre + spread * np.clip((past - self.centre) / spread, -self.reach, self.reach)


@dataclass(frozen=True)
class Sizes:
    """How the spread of a value depends on the count behind it.

    Attributes
    ----------
    counted : 0-1, share of the variance that counting brings at the usual size.
    usual : mean of 1 / count.
    """

    counted: float = 0.0
    usual: float = 1.0

    def spread(self, counts: np.ndarray) -> np.ndarray:
        """Spread of values behind which such counts stand, against the usual size's; 1 where the count is not known.

        Examples
        --------
        >>> Sizes(0.5, 0.1).spread(np.array([1.0, 10.0, np.inf, np.nan])).round(2).tolist()
        [2.35, 1.0, 0.71, 1.0]
        """
        against = 1 / np.maximum(counts, LEAST_BEHIND) / self.usual
        return np.sqrt(1 - self.counted + self.counted * np.where(np.isnan(against), 1.0, against))


def learn_common(history: np.ndarray, shipped: Shipped, counts: np.ndarray | None = None) -> Common:
    """Learn what the histories have in common, drawn towards what is shipped.

    Parameters
    ----------
    history : (n_units, n_years) oldest first, NaN where not known.
    counts : (n_units, n_years) counts behind the values, NaN where not known; None where nothing is counted.
    """
    past = history[:, -YEARS:]
    behind = np.full(past.shape, np.nan) if counts is None else counts[:, -YEARS:]
    sizes = _learn_sizes(past, behind)
    spread = sizes.spread(behind)
    common = Common(sizes, *_limits(past, spread), 0.0, 1.0, (), 0)
    past = common.drawn_in(past, spread)
    known = np.isfinite(past)
    weight = known * RECENT ** np.arange(past.shape[1], 0, -1)[None, :] if past.shape[1] else np.zeros(past.shape)
    n_known, values = weight.sum(), np.where(known, past, 0.0)
    precision = weight / spread**2
    mean = float(((precision * values).sum() + shipped.location) / (precision.sum() + 1.0))
    residual = np.where(known, past - mean, 0.0) / spread
    squares = (weight * residual**2).sum() + shipped.unit_years * shipped.scale**2
    variance = float(squares / (n_known + shipped.unit_years))
    evidence = []
    for lasting in LASTING:
        _, white, diagonal = _condition(residual, known, lasting)
        n_own, square = known.sum(1), (white**2).sum(1) / variance
        density = gammaln((DOF + n_own) / 2) - (DOF + n_own) / 2 * np.log1p(square / DOF) - diagonal
        evidence.append((density - gammaln(DOF / 2) - n_own / 2 * np.log(DOF * variance)).sum())
    belief = np.exp(TEMPER * (np.array(evidence) - max(evidence)))
    belief = tuple((belief / belief.sum()).tolist())
    return replace(common, mean=mean, variance=variance, belief=belief, unit_years=int(known.sum()))


def predict_next(history: np.ndarray, common: Common, counts: np.ndarray | None = None) -> Prediction:
    """Predict each unit's value in the year after its history.

    Parameters
    ----------
    history : (n_units, n_years) oldest first, NaN where not known.
    counts : (n_units, n_years + 1) counts behind the values and behind the next; None where nothing is counted.

    Examples
    --------
    >>> history = np.full((1, 6), 0.1)
    >>> flat = predict_next(history, learn_common(history, Shipped(0.0, 0.2, 4.0)))
    >>> bool(0.03 < flat.location[0] < 0.1)
    True
    """
    past = history[:, -YEARS:]
    behind = np.full((len(past), past.shape[1] + 1), np.nan) if counts is None else counts[:, -past.shape[1] - 1 :]
    spreads = common.sizes.spread(behind)
    past = common.drawn_in(past, spreads[:, :-1])
    known = np.isfinite(past)
    residual = np.where(known, past - common.mean, 0.0) / spreads[:, :-1]
    location, second = np.zeros(len(past)), np.zeros(len(past))
    for lasting, belief in zip(LASTING, common.belief, strict=True):
        reach, white, _ = _condition(residual, known, lasting)
        middle = (reach * white).sum(1)
        location += belief * middle
        second += belief * (common.variance * (1 - (reach**2).sum(1)) + middle**2)
    spread = np.maximum(second - location**2, 1e-12)
    scale = np.sqrt(spread * (1 + 1 / (common.unit_years + 1)))
    unit_years = np.full(len(past), common.unit_years)
    return Prediction(common.mean + spreads[:, -1] * location, spreads[:, -1] * scale, known.sum(1), unit_years)


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


def _learn_sizes(past: np.ndarray, counts: np.ndarray) -> Sizes:
    """How the spread depends on the counts: mean of the few shares compared, weighed by how well they tell the values."""
    known = np.isfinite(past) & np.isfinite(counts)
    if not known.any():
        return Sizes()
    values, behind = past[known] - np.median(past[known]), counts[known]
    usual = float(np.mean(1 / np.maximum(behind, LEAST_BEHIND)))
    evidence = []
    for share in COUNTED:
        spread = Sizes(share, usual).spread(behind)
        z = values / spread
        reach = _reach(z)
        variance = max(float(np.mean(np.clip(z, -reach, reach) ** 2)), LEAST_SPREAD**2)
        density = -np.log(spread) - np.log(variance) / 2 - (DOF + 1) / 2 * np.log1p(z**2 / (variance * DOF))
        before = (share - usual / (usual + USUAL_SPREAD**2)) / COUNTED_SPREAD
        evidence.append(TEMPER * density.sum() - before**2 / 2)
    belief = np.exp(np.array(evidence) - max(evidence))
    return Sizes(float(belief @ np.array(COUNTED) / belief.sum()), usual)


def _limits(past: np.ndarray, spread: np.ndarray) -> tuple[float, float]:
    if not np.isfinite(past).any():
        return 0.0, np.inf
    middle = float(np.nanmedian(past))
    return middle, _reach(((past - middle) / spread)[np.isfinite(past)])


def _reach(z: np.ndarray) -> float:
    """How far from 0 a standardised value is taken as it is."""
    return OUTLIER * (1.4826 * float(np.median(np.abs(z))) + LEAST_SPREAD)
