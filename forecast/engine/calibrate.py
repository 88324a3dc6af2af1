"""What past answers say of the next: how the two models of the path share it, how much the path counts beside the plan, how
wide laws should be, and how far results are steered to their plans.

The units of one year share its shocks, so a year of the panel counts as few observations, not as many as it has units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import ndtri

from forecast.core.panel import Panel
from forecast.distributions import EDGE_80, GridLaw, Law
from forecast.engine.combine import BELIEF, POWERS, SHIPPED_POWER, pool, stretched_part
from forecast.engine.past import PastOrigin, PastQuestion, look_back
from forecast.engine.steer import Steering, weigh_steering

YEARS_BACK = 3
SHIPPED_YEARS = 0.5  # panel-years that the width as computed is worth: years agree better than panels do
WORTH_OF_YEAR = 6.0  # a year of a large panel, in units that miss on their own, where powers or odds are compared
MOST_UNITS = 200  # units with figures looked at; more say nothing more of what is common
LEAST_PIECES = 4  # figures before a past origin; with fewer the answer is mostly shipped
FARTHEST = 3.0  # normal scores beyond this count as this
LIMITS = (0.7, 1.5)
VARIANCE_OF_CUT_NORMAL = 0.973  # of a normal score drawn in at FARTHEST
BEYOND_80 = 0.0939  # mean distance of a normal score beyond it, 0 within, drawn in at FARTHEST
UNITS_FOR_TAILS = 50.0  # units at which a panel-year says half as much of the tails as a large panel's
TAIL_LIMITS = (0.6, 1.3)
ODDS = (0.0, 0.25, 1.0, 4.0)  # of the chain of small counts against its shipped share
BELIEF_IN_ODDS = (0.1, 0.25, 0.4, 0.25)  # before any past origin has spoken
NEAR = 0.02  # of the 80 % range: half the width in which a density is measured
FLOOR = 1e-4  # of an even density over that range: no miss counts as worse


def past_sample(panel: Panel, year: int, question: PastQuestion) -> list[PastOrigin]:
    """The past origins of a sample of the panel."""
    members = panel.sample(MOST_UNITS)
    return list(look_back(panel.cut(members.tolist()), year, question.of(members), YEARS_BACK))


def learn_odds(origins: Sequence[PastOrigin]) -> float:
    """Odds of the counted part of the path's law against those as landed: mean of the few compared, weighed as in `learn_power`."""
    gained = np.zeros(len(ODDS))
    for origin in origins:
        share = origin.path.continuous
        judged = _judged(origin) & (share > 0) & (share < 1)
        if judged.any():
            told = [_log_chance(origin.path.tilted(odds), origin.total, judged).mean() for odds in ODDS]
            gained += WORTH_OF_YEAR * origin.weight(float(judged.sum())) * np.array(told)
    return _weigh(ODDS, BELIEF_IN_ODDS, gained) if gained.any() else 1.0


def learn_power(origins: Sequence[PastOrigin], *, whole: bool) -> float:
    """Power of the path's density beside a trusted plan: mean of the few powers compared, weighed by how well the pool would have
    told past totals (logarithmic score) and by what is believed before.
    """
    gained = np.zeros(len(POWERS))
    for origin in origins:
        judged = _judged(origin) & (origin.plan.credibility > 0) & origin.path.answered
        if judged.any():
            told = [_log_density(origin, judged, power, whole=whole).mean() for power in POWERS]
            gained += WORTH_OF_YEAR * origin.weight(float(judged.sum())) * np.array(told)
    return _weigh(POWERS, BELIEF, gained) if gained.any() else SHIPPED_POWER


def _weigh(values: Sequence[float], belief: Sequence[float], gained: np.ndarray) -> float:
    """Mean of the values, weighed by what is believed of them and by what each gained."""
    weights = np.array(belief) * np.exp(gained - gained.max())
    return float(weights @ np.array(values) / weights.sum())


@dataclass(frozen=True)
class Width:
    """How laws are to be stretched about their medians.

    Attributes
    ----------
    spread : factor of every distance.
    tails : further factor of the normal score's distance beyond the 80 % range: below 1 where tails were too heavy.
    """

    spread: float
    tails: float

    def stretch(self, law: GridLaw, share: np.ndarray) -> GridLaw:
        """The law stretched, of each unit the part that is to be (`forecast.engine.combine.stretched_part`)."""
        return law.stretched(self.spread, share=share).with_tails(self.tails, share=share)


def learn_width(origins: Sequence[PastOrigin], *, power: float, whole: bool) -> Width:
    """Factors by which to stretch the laws of a year about their medians; 1 where past years say nothing.

    Counted chances that no plan moved are not stretched and say nothing of the stretching.
    """
    told = [_scores(origin, power=power, whole=whole) for origin in origins]
    weighed, weights = SHIPPED_YEARS, SHIPPED_YEARS
    for origin, (scores, stretched) in zip(origins, told, strict=True):
        weight = origin.weight(float(stretched.sum()))
        if weight > 0:
            weighed += weight * float((stretched * scores**2).sum() / stretched.sum()) / VARIANCE_OF_CUT_NORMAL
            weights += weight
    spread = float(np.clip(np.sqrt(weighed / weights), *LIMITS))
    beyond, weights = SHIPPED_YEARS * BEYOND_80, SHIPPED_YEARS
    for origin, (scores, stretched) in zip(origins, told, strict=True):
        n = float(stretched.sum())
        if n > 0:
            weight = origin.recency * n / (n + UNITS_FOR_TAILS)
            beyond += weight * float((stretched * np.maximum(np.abs(scores) / spread - EDGE_80, 0)).sum() / n)
            weights += weight
    return Width(spread, float(np.clip(beyond / weights / BEYOND_80, *TAIL_LIMITS)))


def learn_steering(origins: Sequence[PastOrigin], *, power: float, width: Width, whole: bool) -> Steering:
    """How far results are steered to plans that are trusted."""
    past = []
    for origin in origins:
        law = answer_then(origin, power=power, width=width, steering=Steering(), whole=whole)
        plan = np.where(_judged(origin), origin.plan.trusted, np.nan)
        past.append((law, plan, origin.total, WORTH_OF_YEAR * origin.weight(float(np.isfinite(plan).sum()))))
    return weigh_steering(past)


def answer_then(origin: PastOrigin, *, power: float, width: Width, steering: Steering, whole: bool) -> GridLaw:
    """The law that a past origin would have been told, with what is learned now."""
    law = pool(origin.path, origin.plan, whole=whole, power=power, observed=origin.then.observed(origin.year))
    return steering.pull(width.stretch(law, stretched_part(origin.path, origin.plan)), origin.plan.trusted)


def _scores(origin: PastOrigin, *, power: float, whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """(n_judged,) normal scores of the totals that came, and the part of each law that is stretched."""
    reached = _reached(origin, power=power, whole=whole)
    judged = _judged(origin) & np.isfinite(reached)
    scores = np.clip(ndtri(np.clip(reached[judged], 1e-6, 1 - 1e-6)), -FARTHEST, FARTHEST)
    return scores, stretched_part(origin.path, origin.plan)[judged]


def _judged(origin: PastOrigin) -> np.ndarray:
    """(n_units,) whose answer rested on some figures, was open, and has its total."""
    enough = np.zeros(len(origin.total), bool)
    for block in origin.then.blocks:
        enough[block.units] = len(block.pieces) >= LEAST_PIECES
    return enough & np.isfinite(origin.total) & ~origin.path.certain


def _reached(origin: PastOrigin, *, power: float, whole: bool) -> np.ndarray:
    """(n_units,) chance given to at most the total that came.

    A whole total is held against the middle of its step, so that many zeros do not look like a narrow law.
    """
    if (origin.plan.credibility > 0).any():
        at_most = pool(origin.path, origin.plan, whole=whole, power=power).at_most
    else:
        at_most = partial(_path_at_most, origin.path)
    return (at_most(origin.total - 0.5) + at_most(origin.total + 0.5)) / 2 if whole else at_most(origin.total)


def _log_chance(law: Law, total: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """Log of the chance given to the whole totals that came, of the units judged."""
    edges = law.cdf(np.stack([total - 0.5, total + 0.5], axis=1))
    return np.log(np.maximum(edges[:, 1] - edges[:, 0], FLOOR)[judged])


def _path_at_most(path: Law, total: np.ndarray) -> np.ndarray:
    return path.cdf(total[:, None])[:, 0]


def _log_density(origin: PastOrigin, judged: np.ndarray, power: float, *, whole: bool) -> np.ndarray:
    """Log density of the totals that came, of the units judged."""
    law = pool(origin.path, origin.plan, whole=whole, power=power)
    width = np.maximum(law.quantile(0.9) - law.quantile(0.1), 1e-9)
    near = np.maximum(NEAR * width, 0.5 if whole else 0.0)
    density = (law.at_most(origin.total + near) - law.at_most(origin.total - near)) / (2 * near)
    return np.log(np.maximum(density, FLOOR / width)[judged])
