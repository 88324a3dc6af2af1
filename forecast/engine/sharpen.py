"""The landing with the unit's own estimate as a further source, by as much as past estimates were worth.

The law of the landing and that of the estimate (`forecast.models.own_estimate`) are pooled with powers, as path and plan are: both
have seen the same year to date. What an estimate gets depends on how sharp it is beside the landing, so that noise does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from forecast.core.panel import Panel
from forecast.distributions import GridLaw
from forecast.distributions.grid_law import NORMAL_80
from forecast.engine.combine import path_power, pool_rows, spread_points
from forecast.engine.laws import Evidence, YearLaws
from forecast.models.own_estimate import EstimateLaw, Stated, half, land_estimates
from forecast.models.short_history import Common

BESIDE_ESTIMATE = 0.3  # power of the landing beside an estimate that is trusted fully


def sharpen_years(
    years: YearLaws, panel: Panel, stated: Mapping[int, Stated], learned: Mapping[int, Mapping[int, Common]]
) -> YearLaws:
    """The laws of the years with the estimates that stand; the very same object where none does."""
    laws, evidence = list(years.laws), list(years.evidence)
    for at, year in enumerate(years.years):
        if year in stated and learned.get(year):
            said = land_estimates(panel, year, stated[year], learned[year], whole=laws[at].whole)
            laws[at], evidence[at] = sharpen(laws[at], evidence[at], said)
    return replace(years, laws=tuple(laws), evidence=tuple(evidence))


def sharpen(law: GridLaw, evidence: Evidence, said: EstimateLaw) -> tuple[GridLaw, Evidence]:
    """The law pooled with the estimate's, and the evidence that it then rests on: an estimate is the unit's own."""
    of_law, of_estimate = log_precision(law), 1 / said.total.scale[0] ** 2
    used = np.flatnonzero((said.trust > 0) & ~law.certain & np.isfinite(of_law) & np.isfinite(law.points[:, 0]))
    if not len(used):
        return law, evidence
    trust, of_law, of_estimate = said.trust[used], of_law[used], of_estimate[used]
    power = trust * of_estimate / (of_estimate + of_law)
    points, probability = law.points.copy(), law.probability.copy()
    points[used] = _lay(law, said, used, (path_power(power, BESIDE_ESTIMATE) * of_law, power * of_estimate))
    heights = np.stack(
        [
            np.interp(x, at, chance)
            for x, at, chance in zip(points[used], law.points[used], probability[used], strict=True)
        ]
    )
    heights = np.where(
        points[used] <= law.points[used, :1], 0.0, heights
    )  # what stands at the lowest point comes above it
    ends = points[used] + half(whole=law.whole)
    probability[used] = pool_rows(
        ends, heights, said.total.cdf(points)[used], path_power(power, BESIDE_ESTIMATE)[:, None], power[:, None]
    )
    share = np.zeros(len(said.trust))
    share[used] = power * of_estimate / (path_power(power, BESIDE_ESTIMATE) * of_law + power * of_estimate)
    return replace(law, points=points, probability=probability), _with_share(evidence, share)


def _with_share(evidence: Evidence, share: np.ndarray) -> Evidence:
    kept = {name: getattr(evidence, name) * (1 - share) for name in ("own", "panel", "plan", "prior")}
    return Evidence(**{**kept, "own": kept["own"] + share})


def log_precision(law: GridLaw) -> np.ndarray:
    """(n_units,) precision of the log of the total, by the 80 % range; infinite where that has no width."""
    smooth, above = replace(law, whole=False), half(whole=law.whole)
    low, high = smooth.quantile(0.1) + above, smooth.quantile(0.9) + above
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (np.log(high) - np.log(np.maximum(low, 1e-3 * high))) / NORMAL_80
        return 1 / spread**2


def _lay(law: GridLaw, said: EstimateLaw, used: np.ndarray, precision: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Half of the law's points and as many dense where the product is; whole numbers counted one by one keep all of theirs."""
    above = half(whole=law.whole)
    middle = np.log(np.maximum(replace(law, whole=False).quantile(0.5)[used] + above, 1e-9))
    own, both = said.total.location[0][used], precision[0] + precision[1]
    centre = (precision[0] * middle + precision[1] * own) / both
    reach = np.maximum(1 / np.sqrt(both), 0.25 * np.abs(own - middle))
    laid = np.maximum(spread_points(np.exp(centre) - above, np.exp(centre) * reach), law.lowest[used, None])
    points = law.points[used]
    both_kinds = np.sort(np.concatenate([points[:, ::2], laid[:, 1::2]], axis=1), axis=1)
    return np.where((law.whole & (points[:, 1] - points[:, 0] == 0.5))[:, None], points, both_kinds)
