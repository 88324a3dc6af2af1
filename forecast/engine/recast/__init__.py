"""Figures of all years on the units of one day."""

from forecast.engine.recast.choose import RecastShare, checked_on, choose_day, notices, recast_history
from forecast.engine.recast.recast import Recast, recast, recast_told

__all__ = [
    "Recast",
    "RecastShare",
    "checked_on",
    "choose_day",
    "notices",
    "recast",
    "recast_history",
    "recast_told",
]
