"""The flag of a row: a word for the chance of missing the quota."""

from __future__ import annotations

import numpy as np

ON_TRACK_BELOW, WATCH_BELOW, AT_RISK_BELOW = 0.25, 0.5, 0.95  # of P(miss)


def choose_flag(p_met: float, *, certain_met: bool, no_data: bool) -> str:
    """`met`, `on_track`, `watch`, `at_risk`, `out_of_reach`, `no_data`; empty without a quota.

    Examples
    --------
    >>> choose_flag(0.6, certain_met=False, no_data=False)
    'watch'
    """
    if certain_met:
        return "met"
    if no_data:
        return "no_data"
    if np.isnan(p_met):
        return ""
    for limit, flag in ((ON_TRACK_BELOW, "on_track"), (WATCH_BELOW, "watch"), (AT_RISK_BELOW, "at_risk")):
        if 1 - p_met < limit:
            return flag
    return "out_of_reach"
