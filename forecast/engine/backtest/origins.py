"""The moments of a backtest: the ends of past quarters at which something new of a year was known, and the totals that came."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from forecast.core.lives import plant
from forecast.core.measures import Measure
from forecast.core.panel import build_panel
from forecast.core.periods import SEASONS, quarter_start
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage, seen_at
from forecast.engine.hierarchy.figures import silent_heads, with_sums


@dataclass(frozen=True, order=True)
class Origin:
    """A year to forecast, and the quarter end at which.

    Attributes
    ----------
    quarter : 0 (the end of the year before) to 3.
    days_after : the day after that quarter's end on which one looks, from the reports dated by then; None for the quarter as a
        whole, reported in good time.

    Examples
    --------
    >>> Origin(2023, 0).as_of, Origin(2023, 2).as_of, Origin(2023, 1, 7).as_of
    ('2022Q4', '2023Q2', '2023-04-07')
    """

    year: int
    quarter: int
    days_after: int | None = None

    @property
    def as_of(self) -> str:
        if self.days_after is not None:
            ends = quarter_start(SEASONS * self.year + self.quarter) - 1
            return date.fromordinal(ends + self.days_after).isoformat()
        return f"{self.year}Q{self.quarter}" if self.quarter else f"{self.year - 1}Q{SEASONS}"


def final_totals(tables: Tables, measure: Measure) -> dict[int, pd.Series]:
    """Year -> total of each unit that has one, in the latest revision; a parent without figures has its children's sum."""
    known = known_at(tables, None).counts
    known = known[(known["measure"] == measure.name) & (known["status"] != "estimate")]
    named, tree = set(known["unit"]), plant(tables.units)
    panel = with_sums(build_panel(known, measure.name, sorted(named | silent_heads(named, tree)), tree), tree)
    totals = {year: pd.Series(panel.total(year), index=list(panel.units)).dropna() for year in panel.years()}
    return {year: total for year, total in totals.items() if len(total)}


def list_origins(
    tables: Tables, measure: Measure, years: Collection[int] | None = None, *, days_after: int | None = None
) -> list[Origin]:
    """Every origin of which the outcome is known, in order of time.

    A year has an origin before its first quarter where any figure was known by then, and one after each of its first three
    quarters by whose vintage a figure that ends in it had been reported (on a day after it: any of the year): years known by totals
    alone have one origin, not four.

    Parameters
    ----------
    years : those to forecast; every year with a total of any unit when not given.
    days_after : of each origin.
    """
    counts = tables.counts[(tables.counts["measure"] == measure.name) & (tables.counts["status"] != "estimate")]
    counts = counts[counts[["value", "low", "high"]].notna().any(axis=1)]
    origins = []
    for year in sorted(final_totals(tables, measure)):
        if years is not None and year not in years:
            continue
        for origin in (Origin(year, quarter, days_after) for quarter in range(SEASONS)):
            known = counts[seen_at(counts, parse_vintage(origin.as_of))]
            # on a day a late report is no reason not to look
            new_from = 0 if days_after is not None else origin.quarter - 1
            opens = quarter_start(SEASONS * year + new_from) if origin.quarter else -np.inf
            if (known["stop"] > opens).any():
                origins.append(origin)
    return origins
