"""A quota resolved to bounds on the total of one year, or on the cumulative total of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Numbers = TypeVar("Numbers", float, np.ndarray)


@dataclass(frozen=True, slots=True)
class Stock:
    """A stock on a day, perhaps not known for certain: even between two ends, times a log-normal factor of median 1.

    Attributes
    ----------
    low, high : ends; equal where it is one number [units of the stock].
    spread : standard deviation of the factor's log; 0 where the stock of that very day is stated.

    Examples
    --------
    >>> Stock(55_000.0, 55_000.0).certain, Stock(54_000.0, 56_000.0).median
    (True, 55000.0)
    """

    low: float
    high: float
    spread: float = 0.0

    @property
    def certain(self) -> bool:
        return self.low == self.high and self.spread == 0

    @property
    def median(self) -> float:
        return (self.low + self.high) / 2

    def draw(self, generator: np.random.Generator, n_draws: int) -> np.ndarray:
        """(n_draws,) independent draws."""
        even = generator.uniform(self.low, self.high, n_draws)
        return even * np.exp(self.spread * generator.standard_normal(n_draws))


@dataclass(frozen=True, slots=True)
class Multiple:
    """A quota whose base is uncertain: factors of a stock, or of the total of a year that is not known yet.

    Attributes
    ----------
    low, high : factors of the two ends of the quota; NaN where there is no upper end.
    base : a stock, or the year whose total it is.
    """

    low: float
    high: float
    base: Stock | int


@dataclass(frozen=True, slots=True)
class Quota:
    """One row of the answer asks about one of these.

    Attributes
    ----------
    kind : word of the quota table; "" for a unit-year without a quota.
    first_year, last_year : years whose totals are summed; equal for a yearly quota.
    low, high : least total that meets the quota, and the upper end of a range; NaN where there is none, or where what the quota
        depends on is not known. [units of the measure]
    basis : assigned, resolution, own, or "".
    reading : name of the reading of an ambiguous text, or "".
    multiple : what the quota is drawn from where its base is uncertain; `low` and `high` are then at the base's median, or NaN
        until the laws of the years are known.
    """

    kind: str
    first_year: int
    last_year: int
    low: float
    high: float
    basis: str = ""
    reading: str = ""
    multiple: Multiple | None = None

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def base_year(self) -> int | None:
        """The year whose law the quota needs beside those it is judged by."""
        base = self.multiple.base if self.multiple else None
        return base if isinstance(base, int) else None

    @property
    def label(self) -> str:
        """The year as the answer prints it: `2023`, or `2021..2025` for a term."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}..{self.last_year}"


def round_up(target: Numbers, *, whole: bool) -> Numbers:
    """The least total that reaches a target: of whole things the next whole number.

    Examples
    --------
    >>> float(round_up(1634.1, whole=True)), float(round_up(1634.0000000001, whole=True))
    (1635.0, 1634.0)
    """
    return np.ceil(target - 1e-6) if whole else target
