"""Which units to follow up: the largest expected shortfalls, told in official order so that no list ranks anyone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from forecast.report.model import Focus, Line

MOST = 8
FLAGS = ("watch", "at_risk", "out_of_reach")
_TINY = 0.5  # expected shortfall below which a unit is not worth a line


def choose_focus(lines: Sequence[Line], most: int = MOST) -> Focus:
    """Up to so many units of the highest level at which units are judged.

    Parameters
    ----------
    lines : in official order, without the top unit.
    """
    judged = [line for line in lines if line.flag not in ("", "no_data")]
    level = min((line.depth for line in judged), default=0)
    judged = [line for line in judged if line.depth == level]
    candidates = [line for line in judged if line.flag in FLAGS and line.row["expected_shortfall"] >= _TINY]
    chosen = sorted(candidates, key=lambda line: -line.row["expected_shortfall"])[:most]
    units = {line.unit for line in chosen}
    shortfall = math.fsum(line.row["expected_shortfall"] for line in chosen)
    total = math.fsum(line.row["expected_shortfall"] for line in judged)
    share = shortfall / total if total > 0 else math.nan
    return Focus(tuple(line.unit for line in lines if line.unit in units), shortfall, share)
