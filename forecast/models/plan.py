"""The plan as evidence: plan x usual final-to-plan ratio, moved by the year to date with credibility.

With x = log(final / plan) and l = log(year to date / final), both predicted from past years, the year to date over the plan is an
observation of x + l; weighing the two predictions by precision is the Bornhuetter-Ferguson and Benktander credibility of the
chain ladder. Without a plan the year to date over its usual share speaks alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Panel
from forecast.distributions import Mixture
from forecast.models.in_year import InYear, InYearLearned, learn_in_year, usual_in_year
from forecast.models.priors import Prior
from forecast.models.short_history import DOF, LEAST_COUNT, YEARS, Common, Prediction, learn_common, predict_next

PAIRS_TO_TRUST = 4.0  # unit-years of final and plan from which the plan counts half


@dataclass(frozen=True)
class PlanLanding:
    """Law of a year's total from plan and year to date.

    Attributes
    ----------
    total : one Student component on the log of the total; weight NaN where there is nothing to go by.
    credibility : (n_units,) 0-1, how far the law may be trusted: 0 without past ratios, unless the prior speaks.
    from_plan : (n_units,) part of its precision that comes through the plan; the rest comes through the year to date.
    from_prior : (n_units,) part of what comes through the year to date that is the shipped prior's, not the panel's.
    trusted : (n_units,) the plan, where it is trusted at all; NaN elsewhere.
    by_plan, by_share : (n_units,) log of the total by the plan alone, and by the year to date over its usual share; 0 without.
    """

    total: Mixture
    credibility: np.ndarray
    from_plan: np.ndarray
    from_prior: np.ndarray
    by_plan: np.ndarray
    by_share: np.ndarray
    trusted: np.ndarray


@dataclass(frozen=True)
class PlanLearned:
    """What the panel knows of its plans and of how a year runs.

    Attributes
    ----------
    ratio : of the logs of final over plan.
    in_year : of the usual shares of the year.
    whole : whether figures are counts, which scatter the more the smaller they are.
    """

    ratio: Common
    in_year: InYearLearned
    whole: bool = False


def learn_plan(
    panel: Panel, year: int, plans: dict[int, np.ndarray], prior: Prior, *, whole: bool = False
) -> PlanLearned:
    """Learn from the years before `year`; `plans` as for `land_plan`."""
    history = past_ratios(panel, year, plans, whole=whole)
    counts = planned_counts(year, plans, len(panel.units))[:, :-1] if whole else None
    return PlanLearned(
        learn_common(history, prior.ratio, counts), learn_in_year(panel, year, prior, whole=whole), whole
    )


def land_plan(panel: Panel, year: int, plans: dict[int, np.ndarray], prior: Prior, learned: PlanLearned) -> PlanLanding:
    """Law of the year's total for all units.

    Parameters
    ----------
    plans : year -> (n_units,) plan of the year [units of the measure], NaN where there is none; past years included.
    """
    counts = planned_counts(year, plans, len(panel.units)) if learned.whole else None
    ratio = predict_next(past_ratios(panel, year, plans, whole=learned.whole), learned.ratio, counts)
    plan = _log(plans.get(year, np.full(len(panel.units), np.nan)))
    return _blend(plan, ratio, usual_in_year(panel, year, prior, learned.in_year, whole=learned.whole), prior)


def planned_counts(year: int, plans: dict[int, np.ndarray], n_units: int) -> np.ndarray:
    """(n_units, n_years + 1) plans of the years before, oldest first, and of the year; NaN where there is none."""
    none = np.full(n_units, np.nan)
    return np.stack([plans.get(planned, none) for planned in range(year - YEARS, year + 1)], 1)


def past_ratios(panel: Panel, year: int, plans: dict[int, np.ndarray], *, whole: bool = False) -> np.ndarray:
    """(n_units, n_years) log of final over plan of the years before, oldest first; NaN where either is not known.

    A whole final of 0 counts as a half: as an amount it has no logarithm.
    """
    past = range(year - YEARS, year)
    none = np.full(len(panel.units), np.nan)
    finals = np.stack([panel.total(past_year) for past_year in past], 1)
    planned = np.stack([plans.get(past_year, none) for past_year in past], 1)
    return _log(np.maximum(finals, LEAST_COUNT if whole else 0.0) / _positive(planned))


def _blend(plan: np.ndarray, ratio: Prediction, in_year: InYear, prior: Prior) -> PlanLanding:
    n_units = len(plan)
    plan_precision = np.where(np.isfinite(plan), 1 / ratio.scale**2, 0.0)
    by_plan = np.where(np.isfinite(plan), plan + ratio.location, 0.0)
    seen = np.isfinite(in_year.to_date)
    share_precision = np.where(seen, 1 / in_year.share.scale**2, 0.0)
    by_share = np.where(seen, in_year.to_date - in_year.share.location, 0.0)
    own = np.nan_to_num(in_year.learned)
    has_plan = plan_precision > 0
    trusted = 1.0 if prior.speaks else ratio.unit_years / (ratio.unit_years + PAIRS_TO_TRUST)
    inherited = np.where(seen, in_year.young * own, 0.0)  # a young unit takes its year from the others
    alone = np.maximum(1 - own, inherited) if prior.speaks else inherited
    credibility = np.where(has_plan, np.maximum(trusted, inherited), np.where(share_precision > 0, alone, 0.0))
    plan_precision *= np.where(has_plan, trusted / np.maximum(credibility, 1e-12), 1.0)
    precision = plan_precision + share_precision
    usable = (precision > 0) & (credibility > 0)
    safe = np.where(usable, precision, 1.0)
    location = (plan_precision * by_plan + share_precision * by_share) / safe
    total = Mixture(
        weight=np.where(usable, 1.0, np.nan)[None],
        location=location[None],
        scale=(1 / np.sqrt(safe))[None],
        logarithmic=np.ones((1, n_units), bool),
        dof=np.full(n_units, DOF),
        shift=np.zeros(n_units),
    )
    trust = np.where(usable, credibility, 0.0)
    trusted_plan = np.where(has_plan & (trust > 0), np.exp(plan), np.nan)
    return PlanLanding(total, trust, plan_precision / safe, 1 - own, by_plan, by_share, trusted_plan)


def _positive(values: np.ndarray) -> np.ndarray:
    return np.where(values > 0, values, np.nan)


def _log(values: np.ndarray) -> np.ndarray:
    return np.log(_positive(values))
