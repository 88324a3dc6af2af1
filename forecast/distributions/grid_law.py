"""A law held on a grid of points, one row per unit: quantiles, probabilities and expectations without draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

NEVER_CERTAIN = 0.0005  # no probability nearer to 0 or 1 than this unless the outcome is known
WINSOR = 0.001  # level of the outermost quantiles that a mean counts
EDGE_80 = 1.2816  # normal score at the upper edge of the 80 % range
NORMAL_80 = 2 * EDGE_80  # width of a normal law's 80 % range, in spreads
FARTHEST_SCORE = 4.0  # of a normal law on the grid
NORMAL_POINTS = 81  # of a normal law on a grid of its own
FEW = 30  # whole numbers between those quantiles, up to which they are counted one by one


@dataclass(frozen=True)
class GridLaw:
    """Piecewise linear distribution function, per unit; whole measures live on the integers.

    Attributes
    ----------
    points : (n_units, n_points) increasing [units of the measure]; NaN in rows without a law.
    probability : (n_units, n_points) P(total <= point) of the continuous law, from its value at the lowest point up to 1.
    whole : the measure is counted in whole numbers; P(total <= k) is then the continuous law at k + 1/2.
    certain : (n_units,) nothing is left open; points then hold the total.
    lowest : (n_units,) no total can be lower (the sum known already).
    """

    points: np.ndarray
    probability: np.ndarray
    whole: bool
    certain: np.ndarray
    lowest: np.ndarray

    def reaches(self, target: np.ndarray) -> np.ndarray:
        """(n_units,) P(total >= target); 0 or 1 only where it is certain; NaN without a law or target.

        Examples
        --------
        >>> law = GridLaw(np.array([[0.0, 10.0]]), np.array([[0.0, 1.0]]), False, np.array([False]), np.array([0.0]))
        >>> law.reaches(np.array([4.0])).tolist(), law.reaches(np.array([0.0])).tolist()
        ([0.6], [1.0])
        """
        edge = np.ceil(target - 1e-9) - 0.5 if self.whole else target
        open_chance = np.clip(1 - self._probability_at(edge), NEVER_CERTAIN, 1 - NEVER_CERTAIN)
        known = np.where(self.points[:, 0] >= target - 1e-9, 1.0, 0.0)
        chance = np.where(self.certain, known, np.where(self.lowest >= target - 1e-9, 1.0, open_chance))
        return np.where(np.isfinite(target) & np.isfinite(self.points[:, 0]), chance, np.nan)

    def quantile(self, level: float) -> np.ndarray:
        """(n_units,) lowest total t with P(total <= t) >= level; never below what is known."""
        above = (self.probability < level).sum(1)
        right = np.clip(above, 1, self.points.shape[1] - 1)
        rows = np.arange(len(self.points))
        p0, p1 = self.probability[rows, right - 1], self.probability[rows, right]
        x0, x1 = self.points[rows, right - 1], self.points[rows, right]
        share = np.where(p1 > p0, (level - p0) / np.where(p1 > p0, p1 - p0, 1.0), 1.0)
        value = x0 + np.clip(share, 0.0, 1.0) * (x1 - x0)
        value = np.where(self.certain, self.points[:, 0], value)
        if self.whole:
            value = np.ceil(value - 0.5 - 1e-9)
        return np.maximum(value, np.ceil(self.lowest - 1e-9) if self.whole else self.lowest) + 0.0  # no negative zero

    def stretched(self, factor: float, *, share: np.ndarray | None = None) -> GridLaw:
        """The law with every distance from its median so many times as long; what is known stays.

        Parameters
        ----------
        share : (n_units,) part of the law that is stretched, 0-1; the rest keeps its chances. All of it when not given.
        """
        part = np.ones(len(self.points)) if share is None else share
        middle = replace(self, whole=False).quantile(0.5)
        points, probability = self.points.copy(), self.probability.copy()
        moved = np.flatnonzero(~self.certain & (part == 1))
        away = factor * (points[moved] - middle[moved, None])
        points[moved] = np.maximum(middle[moved, None] + away, self.lowest[moved, None])
        for row in np.flatnonzero(~self.certain & (part > 0) & (part < 1) & (factor != 1)):
            before = middle[row] + (points[row] - middle[row]) / factor
            wide = np.interp(before, points[row], self.probability[row])
            probability[row] += part[row] * (wide - probability[row])
        return replace(self, points=points, probability=probability)

    def with_tails(self, factor: float, *, share: np.ndarray) -> GridLaw:
        """The law with what lies beyond its 80 % range so many times as far out, by normal scores; the range itself stays.

        Parameters
        ----------
        share : (n_units,) part of the law that is changed, 0-1; the rest keeps its chances.

        Examples
        --------
        >>> points = np.linspace(-5, 5, 1001)[None]
        >>> law = GridLaw(points, ndtr(points), False, np.array([False]), np.array([-5.0]))
        >>> [law.with_tails(0.5, share=np.ones(1)).quantile(level).round(2).tolist() for level in (0.9, 0.975)]
        [[1.28], [1.62]]
        """
        probability = self.probability.copy()
        rows, columns = np.nonzero(
            (np.abs(probability - 0.5) > 0.4) & (probability < 1) & (share > 0)[:, None] & ~self.certain[:, None]
        )
        before = probability[rows, columns]
        score = ndtri(before)
        after = ndtr(np.copysign(EDGE_80 + (np.abs(score) - EDGE_80) / factor, score))
        probability[rows, columns] += share[rows] * (after - before)
        return replace(self, probability=probability)

    def widened(self, spread: np.ndarray, *, lowest: np.ndarray) -> GridLaw:
        """The law of the total and a further error of mean 0 that is independent of it: variances add.

        An open law is stretched about its median; a known total becomes normal about itself.

        Parameters
        ----------
        spread : (n_units,) standard deviation of the error; a law stays as it is where that is 0.
        lowest : (n_units,) no total can be lower any more.

        Examples
        --------
        >>> law = GridLaw(np.full((1, 241), 100.0), np.ones((1, 241)), False, np.array([True]), np.array([100.0]))
        >>> law.widened(np.array([10.0]), lowest=np.array([90.0])).quantile(0.9).round(1).tolist()
        [112.8]
        """
        smooth = replace(self, whole=False)
        middle, width = smooth.quantile(0.5), (smooth.quantile(0.9) - smooth.quantile(0.1)) / NORMAL_80
        moved = np.flatnonzero((spread > 0) & np.isfinite(middle))
        middle, width, added, floor = (of[moved, None] for of in (middle, width, spread, lowest))
        known = self.certain[moved, None] | (width <= 1e-9 * added)
        with np.errstate(divide="ignore", invalid="ignore"):
            stretched = middle + np.hypot(1, added / width) * (self.points[moved] - middle)
        scores = np.linspace(-FARTHEST_SCORE, FARTHEST_SCORE, self.points.shape[1])
        points, probability = self.points.copy(), self.probability.copy()
        points[moved] = np.maximum(np.where(known, middle + added * scores, stretched), floor)
        normal = ndtr(scores)
        normal[-1] = 1.0
        probability[moved] = np.where(known, normal, probability[moved])
        certain = self.certain & (spread == 0)
        return GridLaw(points, probability, self.whole, certain, np.where(spread > 0, lowest, self.lowest))

    def at_most(self, total: np.ndarray) -> np.ndarray:
        """(n_units,) P(total' <= total) of the continuous law; NaN without a law or a total."""
        known = np.isfinite(total) & np.isfinite(self.points[:, 0])
        return np.where(known, self._probability_at(np.nan_to_num(total)), np.nan)

    def mean(self) -> np.ndarray:
        """(n_units,) mean of the law winsorised at its .001 and .999 quantiles: the upper less the distribution between them.

        Examples
        --------
        >>> law = GridLaw(np.array([[0.0, 10.0]]), np.array([[0.0, 1.0]]), False, np.array([False]), np.array([0.0]))
        >>> law.mean().round(6).tolist()
        [5.0]
        """
        smooth = replace(self, whole=False)
        low, high = smooth.quantile(WINSOR), smooth.quantile(1 - WINSOR)
        mean = high - (self._area_to(high) - self._area_to(low))
        if not self.whole:
            return mean
        low, high = self.quantile(WINSOR), self.quantile(1 - WINSOR)  # between distant ones the rounding averages out
        narrow = np.flatnonzero(high - low <= FEW)
        mean[narrow] = high[narrow]
        for step in range(int((high - low)[narrow].max(initial=0.0))):
            narrow = narrow[low[narrow] + step < high[narrow]]
            mean[narrow] -= self._part(narrow)._probability_at(low[narrow] + step + 0.5)
        return mean

    def expected_shortfall(self, target: np.ndarray) -> np.ndarray:
        """(n_units,) E[max(target - total, 0)]: the distribution function integrated up to the target."""
        width = np.diff(self.points, axis=1)
        area = np.concatenate(
            [
                np.zeros((len(width), 1)),
                np.cumsum(width * (self.probability[:, 1:] + self.probability[:, :-1]) / 2, axis=1),
            ],
            1,
        )
        chance, part = self._interpolate(target, self.probability), self._interpolate(target, area)
        beyond = np.maximum(target - self.points[:, -1], 0.0) * chance
        missing = part + beyond
        if self.whole:
            near = np.flatnonzero(target - self.lowest <= FEW)
            missing[near] = self._part(near)._counted_shortfall(target[near])
        missing = np.where(self.certain, np.maximum(target - self.points[:, 0], 0.0), missing)
        missing = np.where(self.lowest >= target, 0.0, missing)
        return np.where(np.isfinite(target), missing, np.nan)

    def _counted_shortfall(self, target: np.ndarray) -> np.ndarray:
        """(n_units,) expected shortfall of whole totals, number by number from the lowest."""
        missing, lowest = np.zeros(len(target)), np.ceil(self.lowest - 1e-9)
        for step in range(int(np.max(target - lowest, initial=0.0)) + 1):
            part = np.clip(target - lowest - step, 0.0, 1.0)
            missing += part * self._probability_at(lowest + step + 0.5)
        return missing

    def _area_to(self, x: np.ndarray) -> np.ndarray:
        """(n_units,) integral of the distribution function from the lowest point to x, which lies on the grid."""
        rows, width = np.arange(len(self.points)), np.diff(self.points, axis=1)
        area = np.cumsum(width * (self.probability[:, 1:] + self.probability[:, :-1]) / 2, axis=1)
        right = np.clip((self.points < x[:, None]).sum(1), 1, self.points.shape[1] - 1)
        before = np.where(right > 1, area[rows, right - 2], 0.0)
        height = (self.probability[rows, right - 1] + self._interpolate(x, self.probability)) / 2
        return before + (x - self.points[rows, right - 1]) * height

    def _part(self, rows: np.ndarray) -> GridLaw:
        return GridLaw(self.points[rows], self.probability[rows], self.whole, self.certain[rows], self.lowest[rows])

    def _probability_at(self, x: np.ndarray) -> np.ndarray:
        inside = self._interpolate(x, self.probability)
        return np.where(x < self.points[:, 0], 0.0, np.where(x >= self.points[:, -1], 1.0, inside))

    def _interpolate(self, x: np.ndarray, heights: np.ndarray) -> np.ndarray:
        rows = np.arange(len(self.points))
        right = np.clip((self.points < x[:, None]).sum(1), 1, self.points.shape[1] - 1)
        x0, x1 = self.points[rows, right - 1], self.points[rows, right]
        share = np.clip((x - x0) / np.where(x1 > x0, x1 - x0, 1.0), 0.0, 1.0)
        return heights[rows, right - 1] + share * (heights[rows, right] - heights[rows, right - 1])


def normal_laws(middle: np.ndarray, spread: np.ndarray, *, whole: bool) -> GridLaw:
    """Normal laws, cut off at 0; (n_units,) each, spreads above 0.

    Examples
    --------
    >>> normal_laws(np.array([100.0]), np.array([10.0]), whole=False).quantile(0.9).round(1).tolist()
    [112.8]
    """
    known = GridLaw(
        np.tile(middle[:, None], (1, NORMAL_POINTS)),
        np.ones((len(middle), NORMAL_POINTS)),
        whole,
        np.ones(len(middle), bool),
        middle,
    )
    return known.widened(spread, lowest=np.zeros(len(middle)))
