"""The laws behind the rows: one per year for all units, and cumulative ones for terms, with the evidence they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np
from scipy.special import ndtr

from forecast.core.panel import Panel
from forecast.core.periods import SEASONS, quarter_start, year_period
from forecast.distributions import GridLaw, Law
from forecast.engine.combine import N_POINTS, path_power, pool, stretched_part
from forecast.engine.learn import Learned
from forecast.engine.record.restate import Restating
from forecast.models import Landing
from forecast.models.plan import PlanLanding, land_plan
from forecast.models.priors import Prior

N_DRAWS = 4000  # per unit, where several years or an uncertain base count


@dataclass(frozen=True)
class Evidence:
    """Shares of the precision of the log total, (n_units,) each; they sum to 1."""

    own: np.ndarray
    panel: np.ndarray
    plan: np.ndarray
    prior: np.ndarray


@dataclass(frozen=True)
class Together:
    """What adds up in trees.

    Attributes
    ----------
    above : (n_units,) position of the parent, -1 for none.
    means : per year (n_units,) means of the coherent draws, which add up from children to parents; NaN for units in no tree.
    row_of : (n_units,) row of a unit in the draws, -1 where they are not kept.
    draws : per year (n_rows, n_draws) draws in which children add up to their parents; empty unless they are kept.
    dealt : first and last year of a span -> (n_units,) whole numbers that units without a parent here were dealt from above.
    """

    above: np.ndarray
    means: tuple[np.ndarray, ...]
    row_of: np.ndarray
    draws: tuple[np.ndarray, ...] = ()
    dealt: Mapping[tuple[int, int], np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class YearLaws:
    """Everything known of the totals of the years.

    Attributes
    ----------
    years : in order.
    laws, evidence : one per year.
    correlation : (n_units, n_years, n_years).
    together : what adds up in trees, where there are any.
    """

    years: tuple[int, ...]
    laws: tuple[GridLaw, ...]
    evidence: tuple[Evidence, ...]
    correlation: np.ndarray
    together: Together | None = None


def combine_years(
    panel: Panel,
    landing: Landing,
    plans: dict[int, np.ndarray],
    prior: Prior,
    learned: Learned,
    *,
    whole: bool,
) -> YearLaws:
    """Pool the path's law of each year with the plan's, and stretch it and steer it to the plan as past origins ask
    (`forecast.engine.calibrate`).
    """
    years = learned.horizon
    laws, evidence = [], []
    for at, year in enumerate(years):
        plan = land_plan(panel, year, plans, prior, learned.plan[year])
        so_far = np.where(np.isnan(panel.total(year)), panel.observed(year), np.nan)
        law = pool(landing.totals[at], plan, whole=whole, power=learned.power, observed=so_far)
        law = learned.width.stretch(law, stretched_part(landing.totals[at], plan))
        laws.append(learned.steering.pull(law, plan.trusted))
        evidence.append(weigh_evidence(landing, at, plan, power=learned.power))
    return YearLaws(tuple(years), tuple(laws), tuple(evidence), landing.correlation)


def restate_years(years: YearLaws, panel: Panel, restating: Sequence[Restating]) -> YearLaws:
    """The first year's law with its probabilities as they turned out in the past; the very same object without maps.

    Parameters
    ----------
    restating : map of probabilities by number of known quarters.
    """
    if not restating:
        return years
    return replace(years, laws=(_restated(years.laws[0], panel, years.years[0], restating), *years.laws[1:]))


def _restated(law: GridLaw, panel: Panel, year: int, restating: Sequence[Restating]) -> GridLaw:
    """The law with its probabilities as they turned out at the same number of known quarters."""
    probability, whole = law.probability.copy(), year_period(year)
    for block in panel.blocks:
        known = sum(quarter_start(SEASONS * year + at + 1) <= block.known_until(whole) for at in range(SEASONS))
        if known < SEASONS:
            probability[block.units] = restating[known].chance(probability[block.units])
    return replace(law, probability=np.where(law.certain[:, None], law.probability, probability))


def weigh_evidence(landing: Landing, at: int, plan: PlanLanding, *, power: float) -> Evidence:
    """Where the precision of the log total comes from.

    The path's precision is split between the unit's own figures, the panel that taught the weights and shipped settings; the
    plan's between the plan itself and the usual share of the year, which the panel or the shipped prior knows.
    """
    path = landing.totals[at]
    by_path, by_plan = precisions(path, plan, power=power)
    in_year = by_plan * (1 - plan.from_plan)
    parts = {
        "own": by_path * landing.own,
        "panel": by_path * landing.panel + in_year * (1 - plan.from_prior),
        "plan": by_plan * plan.from_plan,
        "prior": by_path * (1 - landing.own - landing.panel) + in_year * plan.from_prior,
    }
    total = sum(parts.values())
    shares = {name: np.where(total > 0, part / np.where(total > 0, total, 1.0), np.nan) for name, part in parts.items()}
    known = path.certain
    return Evidence(**{name: np.where(known, float(name == "own"), share) for name, share in shares.items()})


def precisions(path: Law, plan: PlanLanding, *, power: float) -> tuple[np.ndarray, np.ndarray]:
    """(n_units,) precision that path and plan bring to the log of the total, each with its power in the pool."""
    trust = np.where(plan.total.answered, plan.credibility, 0.0)
    centre, spread = path.centre_and_spread()
    with np.errstate(divide="ignore", invalid="ignore"):
        by_path = path_power(trust, power) * (centre / np.maximum(spread, 1e-9 * np.maximum(centre, 1.0))) ** 2
    by_path = np.nan_to_num(np.where(path.answered, np.maximum(by_path, 1e-6), 0.0))
    return by_path, trust / np.maximum(plan.total.scale[0], 1e-9) ** 2


def add_years(
    years: YearLaws, first: int, last: int, units: Sequence[str], members: Sequence[int], *, seed: int
) -> GridLaw:
    """Law of the cumulative total of a term, for some units, by joint draws over its years."""
    wanted = [years.years.index(year) for year in range(first, last + 1)]
    levels = (np.arange(N_POINTS) + 0.5) / N_POINTS
    levels = np.r_[0.0005, levels, 0.9995]
    points, certain, lowest = [], [], []
    for member in members:
        draws = draw_years(years, range(first, last + 1), member, seed=seed_of(seed, units[member]))
        points.append(np.quantile(draws.sum(1), levels))
        certain.append(all(years.laws[at].certain[member] for at in wanted))
        lowest.append(sum(years.laws[at].lowest[member] for at in wanted))
    heights = np.where(np.array(certain)[:, None], 1.0, levels) if members else np.zeros((0, len(levels)))
    whole = years.laws[0].whole
    return GridLaw(
        np.array(points).reshape(len(members), -1), heights, whole, np.array(certain, bool), np.array(lowest)
    )


def draw_years(years: YearLaws, wanted: Sequence[int], member: int, *, seed: int) -> np.ndarray:
    """(n_draws, n_years) joint draws of the totals of some years of one unit; whole where the measure is.

    A Gaussian copula: each year follows its own law, and their ranks the correlation of the path. A unit has its own seed
    (`seed_of`), so that an answer does not depend on which other units, or which other years, are asked about. A unit in a tree
    has the draws that add up.
    """
    at = [years.years.index(year) for year in wanted]
    if years.together is not None and (row := years.together.row_of[member]) >= 0:
        return np.stack([years.together.draws[year][row] for year in at], 1).astype(float)
    correlation = years.correlation[member][np.ix_(at, at)]
    normal = np.random.default_rng(seed).standard_normal((N_DRAWS, len(at)))
    uniform = ndtr(normal @ np.linalg.cholesky(correlation + 1e-9 * np.eye(len(at))).T)
    draws = np.empty_like(uniform)
    for column, year in enumerate(at):
        law = years.laws[year]
        total = np.interp(uniform[:, column], law.probability[member], law.points[member])
        draws[:, column] = np.maximum(np.ceil(total - 0.5 - 1e-9), law.lowest[member]) if law.whole else total
    return draws


def seed_of(seed: int, unit: str) -> int:
    """Seed of a unit, the same whatever other units are there.

    Examples
    --------
    >>> seed_of(0, "hanoi") == seed_of(0, "hanoi") != seed_of(1, "hanoi")
    True
    """
    return crc32(f"{seed}/{unit}".encode())
