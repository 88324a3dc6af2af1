"""What each unit's forecast is made of, in numbers that add up to the number that is printed.

The parts are those of `forecast.engine.explain`; nothing is weighed here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from forecast.report.model import MADE_OF, Report


def read_made_of(report: Report, by_source: pd.DataFrame) -> Mapping[str, tuple[float, ...]]:
    """Unit -> its parts in the order of `MADE_OF`, rounded as the measure is counted.

    The last part, `fit`, is what remains: by the shape of the law, by adding up with the units above and below, and by rounding.

    Parameters
    ----------
    by_source : one row per unit and year, as `Explanation.by_source` gives it.
    """
    rows = by_source[by_source["year"] == report.year].set_index("unit")
    parts = rows[list(MADE_OF[:-1])].round(0 if report.measure.whole else 1)
    told = dict(zip(parts.index, parts.itertuples(index=False, name=None), strict=True))
    found = {}
    for line in report.all_lines:
        if line.unit in told and not math.isnan(line.expected):
            values = [float(value) + 0.0 for value in told[line.unit]]
            found[line.unit] = (*values, round(line.expected - math.fsum(values), 6) + 0.0)
    return found
