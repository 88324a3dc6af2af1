"""What quotas depend on beside their own row: attributes of units, stocks, and totals of years that are over.

Everything as known at one vintage; choosing the vintage and building the context is the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from forecast.quotas.quota import Stock

DAYS_A_YEAR = 365.25
USUAL_CHANGE = 0.03  # of the log of a stock in a year, where the unit's own changes do not tell
YEARS_OF_USUAL = 3.0  # years of own changes that weigh as much as the usual one


@dataclass(frozen=True, slots=True)
class StockSeries:
    """The figures on one stock of one unit, by rising day.

    Attributes
    ----------
    days : (n,) day after the last of each figure's period (ordinal).
    low, high : (n,) ends; equal where the figure is one number.
    """

    days: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def at(self, day: int) -> Stock:
        """The stock on a day: as stated for it, else the last figure before with a spread that widens as the root of time.

        Where there is only a later figure it is taken backwards in the same way. The yearly change is learned from the unit's
        own figures, drift included, and is about 3 % without them.
        """
        before = int(np.searchsorted(self.days, day, side="right")) - 1
        at = max(before, 0)
        years = abs(day - int(self.days[at])) / DAYS_A_YEAR
        spread = self.yearly_change() * years**0.5 if years else 0.0
        return Stock(float(self.low[at]), float(self.high[at]), spread)

    def yearly_change(self) -> float:
        """Root mean square of the log change in a year."""
        middle = (self.low + self.high) / 2
        years = np.diff(self.days) / DAYS_A_YEAR
        usable = (middle[1:] > 0) & (middle[:-1] > 0) & (years > 0)
        ratio = np.where(usable, middle[1:], 1.0) / np.where(usable, middle[:-1], 1.0)
        squares = np.log(ratio) ** 2 / np.where(years > 0, years, 1.0)
        weight = YEARS_OF_USUAL + years[usable].sum()
        return float(np.sqrt((YEARS_OF_USUAL * USUAL_CHANGE**2 + (squares * years)[usable].sum()) / weight))


@dataclass(frozen=True)
class Context:
    """What is known of the units of one measure when their quotas are resolved.

    Attributes
    ----------
    whole : the measure is counted in whole numbers.
    attributes : unit -> attribute -> number; what is missing is not known.
    stocks : (unit, stock measure) -> its figures.
    totals : (unit, year) -> the year's total, where it is known for certain and the unit was at work throughout.
    first_years : unit -> the first year with any figure; the year after for a unit that opened within it.
    """

    whole: bool = True
    attributes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    stocks: Mapping[tuple[str, str], StockSeries] = field(default_factory=dict)
    totals: Mapping[tuple[str, int], float] = field(default_factory=dict)
    first_years: Mapping[str, int] = field(default_factory=dict)
