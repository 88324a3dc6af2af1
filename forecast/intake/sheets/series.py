"""The figures of one column as arrays, before their texts are understood as numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from forecast.core.periods import Period
from forecast.intake.sheets.page import Page

Texts = npt.NDArray[np.object_]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """The figures of one column of a table, one entry a row.

    Attributes
    ----------
    means : `count`, `estimate`, `quota`, `pair` or `last_year`.
    rows : (n,) row of the page; units, texts, measures : (n,).
    starts, stops : (n,) the run of days; of a quota the years that it is for.
    low, high, printed_percent, printed_growth, note, status : (n,) texts of other columns of the same row, "" where there is none.
    reported_on : (n,) day ordinal, NaN where not given.
    basis, term, average : of a quota.
    """

    page: Page
    place: int
    means: str
    rows: Whole
    units: Texts
    texts: Texts
    measures: Texts
    starts: Whole
    stops: Whole
    reported_on: npt.NDArray[np.float64]
    beside: dict[str, Texts] = field(default_factory=dict)
    basis: str = ""
    term: bool = False
    average: bool = False

    def __len__(self) -> int:
        return len(self.rows)


def constant(value: object, n: int) -> Texts:
    """An array of one text."""
    filled = np.empty(n, dtype=object)
    filled[:] = value
    return filled


def days_of(period: Period, n: int) -> tuple[Whole, Whole]:
    """First day and day after the last of a period, as arrays."""
    return np.full(n, period.start, dtype=np.int64), np.full(n, period.stop, dtype=np.int64)
