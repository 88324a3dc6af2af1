"""Scores: how good stated laws and chances were, once the truth is known. Plain arrays in, plain arrays out.

Which forecasts are scored, and against what, is left to `forecast.engine`.
"""

from forecast.scores.bootstrap import Interval, resample_units, share_interval, skill_interval
from forecast.scores.chances import brier, log_score
from forecast.scores.coverage import (
    covered,
    normal_scores,
    pit,
    pit_of_quantiles,
    place_of_levels,
    share_within,
)
from forecast.scores.crps import crps_of_grid, crps_of_levels, crps_of_quantiles
from forecast.scores.drift import drift_limit, year_score
from forecast.scores.reliability import Reliability, bin_chances, reliability

__all__ = [
    "Interval",
    "Reliability",
    "bin_chances",
    "brier",
    "covered",
    "crps_of_grid",
    "crps_of_levels",
    "crps_of_quantiles",
    "drift_limit",
    "log_score",
    "normal_scores",
    "pit",
    "pit_of_quantiles",
    "place_of_levels",
    "reliability",
    "resample_units",
    "share_interval",
    "share_within",
    "skill_interval",
    "year_score",
]
