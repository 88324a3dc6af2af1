"""Mixtures of Student laws, on the linear or the log scale, one mixture per unit: what a model says of an annual total."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

from forecast.distributions.student import NORMAL_FROM, student_cdf

ROWS = 128  # units whose laws are summed at a time: what fits into the nearest memory is several times as fast
LEAST = 1e-300  # in place of a remainder of 0, where its logarithm is taken
FAR = 10.0  # spreads of the middle component beyond which a stray component no longer widens a grid


@dataclass(frozen=True)
class Mixture:
    """Total = shift + remainder; the remainder follows a mixture of Student laws and is never negative.

    Attributes
    ----------
    weight, location, scale : (n_components, n_units); weights of a unit sum to 1. On the log scale location and scale are those
        of log(remainder). A unit that the model cannot answer has weight NaN.
    logarithmic : (n_components, n_units) whether the component is on the log scale.
    dof : (n_units,) degrees of freedom.
    shift : (n_units,) known already [units of the measure].
    """

    weight: np.ndarray
    location: np.ndarray
    scale: np.ndarray
    logarithmic: np.ndarray
    dof: np.ndarray
    shift: np.ndarray

    @property
    def answered(self) -> np.ndarray:
        """(n_units,) whether there is a law at all."""
        return np.isfinite(self.weight).all(0)

    @property
    def certain(self) -> np.ndarray:
        """(n_units,) whether nothing is left open."""
        return self.answered & (self.scale == 0).all(0)

    @property
    def continuous(self) -> np.ndarray:
        """(n_units,) 1: nothing is counted."""
        return np.ones(len(self.shift))

    def of(self, rows: np.ndarray | slice) -> Mixture:
        """The laws of some units, by position."""
        each = self.weight[:, rows], self.location[:, rows], self.scale[:, rows], self.logarithmic[:, rows]
        return Mixture(*each, self.dof[rows], self.shift[rows])

    def tilted(self, odds: float) -> Mixture:
        """Itself: it is all of one kind."""
        return self

    def cdf(self, points: np.ndarray) -> np.ndarray:
        """(n_units, n_points) probability that the total is at most each point (right-continuous, 0 below the shift)."""
        starts = range(0, len(points), ROWS)
        parts = [self.of(slice(at, at + ROWS))._cdf(points[at : at + ROWS]) for at in starts]
        return np.concatenate(parts) if parts else np.zeros(points.shape)

    def _cdf(self, points: np.ndarray) -> np.ndarray:
        remainder = points - self.shift[:, None]
        logs = np.log(np.maximum(remainder, LEAST))
        total, inverse = np.zeros_like(remainder), 1 / np.maximum(self.scale, 1e-12)
        for component in np.flatnonzero((self.weight != 0).any(1)).tolist():
            used = np.flatnonzero(self.weight[component] != 0)
            rows = used if 2 * len(used) < len(points) else slice(None)
            logarithmic = self.logarithmic[component, rows]
            x = logs[rows] if logarithmic.all() else np.where(logarithmic[:, None], logs[rows], remainder[rows])
            z = (x - self.location[component, rows][:, None]) * inverse[component, rows][:, None]
            total[rows] += self.weight[component, rows][:, None] * student_cdf(z, self.dof[rows])
        return np.where(remainder >= 0, np.minimum(total, 1.0), 0.0)

    def centre_and_spread(self) -> tuple[np.ndarray, np.ndarray]:
        """(n_units,) twice: the median component's middle and a spread about it, to place grids by (not moments of the law)."""
        exponent = np.where(self.logarithmic, np.minimum(self.location, 300.0), 0.0)
        middle = np.where(self.logarithmic, np.exp(exponent), self.location)
        spread = np.where(self.logarithmic, middle * np.minimum(self.scale, 3.0), self.scale)
        order = np.argsort(middle, axis=0, kind="stable")
        below = np.cumsum(np.take_along_axis(self.weight, order, 0), axis=0)
        median = np.take_along_axis(order, (below < 0.5).sum(0, keepdims=True).clip(max=len(order) - 1), 0)
        centre = np.take_along_axis(middle, median, 0)[0]
        usual = np.take_along_axis(spread, median, 0)[0]
        away = np.minimum(np.hypot(spread, middle - centre), FAR * usual + 1e-12 * np.abs(centre))
        variance = np.cumsum(self.weight * away**2, axis=0)[-1]  # in one order, whatever the number of units
        return self.shift + np.maximum(centre, 0.0), np.sqrt(variance)


def point_mass(value: np.ndarray, spread: np.ndarray | float = 0.0, *, n_components: int = 1) -> Mixture:
    """The law of totals that are known, or known up to a spread (a printed range).

    Examples
    --------
    >>> point_mass(np.array([5.0])).certain.tolist()
    [True]
    """
    shape = (n_components, len(value))
    spread = np.broadcast_to(np.asarray(spread, float), value.shape)
    low = np.where(spread > 0, np.maximum(value - np.sqrt(3) * spread, 0.0), value)
    return Mixture(
        weight=np.broadcast_to(np.where(np.isfinite(value), 1 / n_components, np.nan), shape),
        location=np.broadcast_to(value - low, shape),
        scale=np.broadcast_to(spread, shape),
        logarithmic=np.zeros(shape, bool),
        dof=np.full(len(value), NORMAL_FROM),
        shift=low,
    )


def choose(condition: np.ndarray, first: Mixture, second: Mixture) -> Mixture:
    """The first law for the units where the condition (n_units,) holds, the second elsewhere; equal numbers of components."""
    pairs = zip(astuple(first), astuple(second), strict=True)
    return Mixture(*(np.where(condition, one, other) for one, other in pairs))
