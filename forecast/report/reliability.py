"""The reliability curve of a report: from the same cases that its precision and recall are told from."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from forecast.core.periods import SEASONS
from forecast.engine.record.judge import Judging, known_quarters
from forecast.engine.record.track import review_tier
from forecast.report.beside import Curve
from forecast.report.model import Report
from forecast.scores.reliability import reliability


def find_curve(report: Report, judging: Judging) -> Curve | None:
    """The curve for the time of the year at which most units stand; None where no record is thick enough.

    Parameters
    ----------
    judging : of the report's measure.
    """
    told = [line.row["observed_through"] for line in report.all_lines if line.row["review_basis"]]
    if not told:
        return None
    quarters = Counter(known_quarters(pd.Series(told), report.year).tolist()).most_common(1)[0][0]
    tier = review_tier(judging.records, judging.cuts, min(quarters, SEASONS - 1))
    if tier is None:
        return None
    cases = tier.cases
    chance, met = np.round(1 - cases.chance, 3), 1 - cases.missed / cases.cases
    found = reliability(chance, met, cases.cases * cases.weight)
    share = found.count / found.count.sum()
    return Curve(
        tier.basis,
        tuple(found.stated.tolist()),
        tuple(found.observed.tolist()),
        tuple(share.tolist()),
        int(cases.cases.sum()),
        len(np.unique(cases.group)),
    )
