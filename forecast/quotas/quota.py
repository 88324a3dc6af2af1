"""A quota resolved to bounds on the total of one year, or on the cumulative total of several."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """One row of the answer asks about one of these.

    Attributes
    ----------
    kind : word of the quota table; "" for a unit-year without a quota.
    first_year, last_year : years whose totals are summed; equal for a yearly quota.
    low, high : least total that meets the quota, and the upper end of a range; NaN where there is none. [units of the measure]
    basis : assigned, resolution, own, or "".
    reading : name of the reading of an ambiguous text, or "".
    """

    kind: str
    first_year: int
    last_year: int
    low: float
    high: float
    basis: str = ""
    reading: str = ""

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def label(self) -> str:
        """The year as the answer prints it: `2023`, or `2021..2025` for a term."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}..{self.last_year}"
