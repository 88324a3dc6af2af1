"""The flag of a row: a word for the chance of missing the quota, and the cut points between the words.

What cut points a user's costs ask for stands here too; those asked for by precision or recall are read off a track record in
`forecast.engine.record.cuts`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BANDS = ("on_track", "watch", "at_risk", "out_of_reach")  # by rising chance of missing
LEAST_OUT_OF_REACH = 0.95  # P(miss) below which no quota is called out of reach


@dataclass(frozen=True)
class Cuts:
    """P(miss) from which each flag is given; below `watch` a unit is on track.

    Examples
    --------
    >>> Cuts.warning_from(0.5) == Cuts(), Cuts.warning_from(0.25)
    (True, Cuts(watch=0.125, at_risk=0.25, out_of_reach=0.95))
    """

    watch: float = 0.25
    at_risk: float = 0.5
    out_of_reach: float = LEAST_OUT_OF_REACH

    @classmethod
    def warning_from(cls, chance: float) -> Cuts:
        """The cuts for warnings (`at_risk`) from a chance on: units are watched from half of it."""
        return cls(chance / 2, chance, max(LEAST_OUT_OF_REACH, chance))

    @classmethod
    def of_costs(cls, ratio: float) -> Cuts:
        """The cuts where a missed warning costs so many false ones: warnings pay from P(miss) = 1 / (1 + ratio) on.

        Examples
        --------
        >>> Cuts.of_costs(3).at_risk
        0.25
        """
        return cls.warning_from(1 / (1 + ratio))

    def band(self, chance: np.ndarray) -> np.ndarray:
        """Position in BANDS of chances of missing.

        Examples
        --------
        >>> Cuts().band(np.array([0.1, 0.25, 0.5, 0.99])).tolist()
        [0, 1, 2, 3]
        """
        limits = np.array([self.watch, self.at_risk, self.out_of_reach])
        return np.searchsorted(limits, chance, side="right")


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
    return BANDS[int(Cuts().band(np.array(1 - p_met)))]
