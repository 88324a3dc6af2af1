"""The laws of the years as wide as what is known may yet move: the last step before units are made coherent.

What the year to date is expected to become, and how far that may miss, is `forecast.engine.nowcast`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecast.engine.laws import YearLaws
from forecast.engine.nowcast import Nowcast


def widen_years(years: YearLaws, now: Nowcast) -> YearLaws:
    """The laws with the spread of the young figures; the very same object where there are none."""
    laws = list(years.laws)
    for at, year in enumerate(years.years):
        if year in now.spread and now.spread[year].any():
            law, spread = laws[at], now.spread[year]
            laws[at] = law.widened(spread, lowest=np.where(spread > 0, now.floor[year], law.lowest))
    return replace(years, laws=tuple(laws)) if now.spread else years
