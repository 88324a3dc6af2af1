"""One row offered to a person: what a statement says, in the columns of the tidy tables and beside them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

PRINTED = ("printed_percent", "printed_growth", "printed_share", "printed_part")


@dataclass(frozen=True)
class Candidate:
    """One row offered.

    Attributes
    ----------
    accept : empty; whoever agrees writes `yes` (or x).
    table : `counts` or `quotas`; empty where no table can hold it (yearly averages, measures of no name).
    period : of a count; of a quota its year, its years (one quota each), or the years of its term.
    scope : period, year, each_year, term; for rules each or average.
    stated : the figure as the text has it.
    status : `estimate` where the text says "ước".
    printed_... : percentages: of the target (or of `printed_base`), growth, share of the stock, part of a larger figure.
    derived : the arithmetic, where the text does not say the figure itself.
    doubts : codes of what the text leaves open, joined by `;`.
    """

    accept: str = ""
    table: str = ""
    unit: str = ""
    measure: str = ""
    period: str = ""
    scope: str = ""
    kind: str = ""
    value: float = np.nan
    low: float = np.nan
    high: float = np.nan
    share_low: float = np.nan
    share_high: float = np.nan
    of: str = ""
    rule: str = ""
    reading: str = ""
    printed_percent: str = ""
    printed_base: float = np.nan
    printed_growth: str = ""
    printed_share: str = ""
    printed_part: str = ""
    status: str = ""
    derived: str = ""
    doubts: str = ""
    stated: str = ""
    reported_on: str = ""
    place: str = ""
    source: str = ""
    text: str = ""

    @property
    def figures(self) -> tuple[float, ...]:
        """The numbers that two tellings of one figure share."""
        return tuple(
            -1.0 if np.isnan(number) else number
            for number in (self.value, self.low, self.high, self.share_low, self.share_high)
        )


COLUMNS = tuple(field.name for field in fields(Candidate))


def also(doubts: str, code: str) -> str:
    """The doubts with one more."""
    return ";".join(dict.fromkeys(filter(None, (*doubts.split(";"), code))))
