"""Whether totals reach their quotas: in closed form for a number, by joint draws where the quota's base is uncertain too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecast.distributions import NEVER_CERTAIN, GridLaw
from forecast.engine.ask import Question
from forecast.engine.laws import YearLaws, draw_years, seed_of
from forecast.quotas import Multiple, Stock, round_up


@dataclass
class Attainment:
    """How a law stands to the quotas of its rows; (n_rows,) each, NaN where there is no quota or its number is not known.

    Attributes
    ----------
    low, high : ends of the quota; at the base's median where it is uncertain. [units of the measure]
    p_met : P(total >= low), the quota drawn with its base.
    p_above : P(total > high), for a range.
    expected_shortfall : E[max(low - total, 0)].
    settled : (n_rows,) highest value that the low end can have; infinite where it has no bound.
    """

    low: np.ndarray
    high: np.ndarray
    p_met: np.ndarray
    p_above: np.ndarray
    expected_shortfall: np.ndarray
    settled: np.ndarray


def attain(asked: Sequence[Question], law: GridLaw, years: YearLaws, units: Sequence[str], *, seed: int) -> Attainment:
    """Judge the totals of one span of years by the quotas of its rows.

    Parameters
    ----------
    law : of the totals, one row per question.
    units : ids by position, for the seeds.
    """
    low = np.array([question.quota.low for question in asked], float)
    high = np.array([question.quota.high for question in asked], float)
    ranged = np.isfinite(high) & (high > low)
    beyond = np.floor(high) + 1 if law.whole else np.nextafter(high, np.inf)
    found = Attainment(
        low=low,
        high=high,
        p_met=law.reaches(low),
        p_above=np.where(ranged, law.reaches(beyond), np.nan),
        expected_shortfall=np.maximum(law.expected_shortfall(low), 0.0),
        settled=low.copy(),
    )
    for row, question in enumerate(asked):
        if question.quota.multiple is not None:
            _attain_drawn(found, row, question, (law, years), seed=seed_of(seed, units[question.unit]))
    return found


def _attain_drawn(
    found: Attainment, row: int, question: Question, laws: tuple[GridLaw, YearLaws], *, seed: int
) -> None:
    quota, (law, years), multiple = question.quota, laws, question.quota.multiple
    assert multiple is not None
    base_years = [quota.base_year] if quota.base_year is not None else []
    draws = draw_years(years, [*base_years, *quota.years], question.unit, seed=seed)
    total = draws[:, len(base_years) :].sum(1)
    if isinstance(multiple.base, Stock):
        base, median = multiple.base.draw(np.random.default_rng((seed, 1)), len(draws)), multiple.base.median
        bound = multiple.base.high if multiple.base.spread == 0 else np.inf
    else:
        base, bound = draws[:, 0], np.inf
        median = float(years.laws[years.years.index(multiple.base)].quantile(0.5)[question.unit])
    low = round_up(multiple.low * base, whole=law.whole)
    found.low[row], found.high[row] = _ends_at(median, multiple, whole=law.whole)
    found.settled[row] = round_up(multiple.low * bound, whole=law.whole) if np.isfinite(bound) else np.inf
    if not np.isfinite(total).all() or not np.isfinite(base).all():
        found.p_met[row] = found.p_above[row] = found.expected_shortfall[row] = np.nan
        return
    surely = law.lowest[row] >= found.settled[row]
    found.p_met[row] = 1.0 if surely else np.clip(np.mean(total >= low), NEVER_CERTAIN, 1 - NEVER_CERTAIN)
    found.expected_shortfall[row] = np.mean(np.maximum(low - total, 0.0))
    found.p_above[row] = np.nan
    if found.high[row] > found.low[row]:
        above = np.mean(total > multiple.high * base + 1e-6)
        found.p_above[row] = min(np.clip(above, NEVER_CERTAIN, 1 - NEVER_CERTAIN), found.p_met[row])


def _ends_at(base: float, multiple: Multiple, *, whole: bool) -> tuple[float, float]:
    low = float(round_up(multiple.low * base, whole=whole))
    return low, low if np.isnan(multiple.high) else float(np.maximum(np.round(multiple.high * base, 6), low))
