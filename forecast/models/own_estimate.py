"""The unit's own estimate of its year as evidence, once it is known how far such estimates were off.

With r = log(final / estimate) of past years, by the time of the year at which the estimate stood: the panel says how far off
estimates are and to which side, the unit's own years move that (`forecast.models.short_history`). Which estimate stood when is
left to `forecast.engine.stated`; how the law meets the landing to `forecast.engine.sharpen`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Panel
from forecast.distributions import Mixture
from forecast.models.short_history import DOF, YEARS, Common, Shipped, learn_common, predict_next

SHIPPED = Shipped(0.0, 0.15, 4.0)  # log of final over estimate before any is known: as mild as that of final over plan
LEAST_PAIRS = 3  # unit-years of estimate and final; with fewer an estimate is no evidence
PAIRS_TO_TRUST = 4.0  # from which it counts half
COMMON_SPREAD_YEARS = 4.0  # years that the panel's spread is worth against the unit's own errors


@dataclass(frozen=True)
class Stated:
    """The units' own estimates of one year, and those of the years before that stood at the same time of theirs.

    Attributes
    ----------
    now : (n_units,) the latest estimate of the year; NaN for none.
    when : (n_units,) quarter, from the start of the year, in which it was reported; -1 where no day is given.
    past : time -> (n_units, YEARS) estimates of the years before, oldest first, NaN for none.
    """

    now: np.ndarray
    when: np.ndarray
    past: Mapping[int, np.ndarray]


@dataclass(frozen=True)
class EstimateLaw:
    """What the estimates say of the totals.

    Attributes
    ----------
    total : one Student component on the log of the total; weight NaN where the estimate says nothing.
    trust : (n_units,) 0-1, by how many past estimates there are.
    """

    total: Mixture
    trust: np.ndarray


def learn_estimates(panel: Panel, year: int, stated: Stated, *, whole: bool) -> dict[int, Common]:
    """Time -> what the past errors of all units have in common."""
    return {
        when: learn_common(past_errors(panel, year, past, whole=whole), SHIPPED) for when, past in stated.past.items()
    }


def land_estimates(
    panel: Panel, year: int, stated: Stated, learned: Mapping[int, Common], *, whole: bool
) -> EstimateLaw:
    """Law of the year's total by the unit's own estimate: the estimate moved by its usual error, as wide as that was."""
    n_units = len(panel.units)
    location, scale, trust = np.full(n_units, np.nan), np.ones(n_units), np.zeros(n_units)
    for when, common in learned.items():
        units = np.flatnonzero(np.isfinite(stated.now) & (stated.when == when))
        if not len(units) or common.unit_years < LEAST_PAIRS or when not in stated.past:
            continue
        errors = past_errors(panel, year, stated.past[when], whole=whole)[units]
        found = predict_next(errors, common)
        drawn_in = common.drawn_in(errors, np.ones(errors.shape))
        off = np.nan_to_num(drawn_in - found.location[:, None])
        squares = COMMON_SPREAD_YEARS * found.scale**2 + (off**2).sum(1)
        location[units] = _log(stated.now[units], whole=whole) + found.location
        scale[units] = np.sqrt(squares / (COMMON_SPREAD_YEARS + found.own))
        trust[units] = common.unit_years / (common.unit_years + PAIRS_TO_TRUST)
    usable = np.isfinite(location)
    total = Mixture(
        weight=np.where(usable, 1.0, np.nan)[None],
        location=np.where(usable, location, 0.0)[None],
        scale=scale[None],
        logarithmic=np.ones((1, n_units), bool),
        dof=np.full(n_units, DOF),
        shift=np.full(n_units, -half(whole=whole)),
    )
    return EstimateLaw(total, np.where(usable, trust, 0.0))


def past_errors(panel: Panel, year: int, past: np.ndarray, *, whole: bool) -> np.ndarray:
    """(n_units, YEARS) log of final over estimate of the years before, oldest first; NaN unless both are known."""
    finals = np.stack([panel.total(before) for before in range(year - YEARS, year)], 1)
    return _log(finals, whole=whole) - _log(past, whole=whole)


def half(*, whole: bool) -> float:
    """What is added before logs are taken: a half of whole numbers, so that zero has a place."""
    return 0.5 if whole else 0.0


def _log(values: np.ndarray, *, whole: bool) -> np.ndarray:
    above = values + half(whole=whole)
    return np.log(np.where(above > 0, above, np.nan))
