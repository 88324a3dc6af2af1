"""The plan as evidence: plan x usual final-to-plan ratio, moved by the year to date with credibility.

With x = log(final / plan) and l = log(year to date / final), both predicted from past years, the year to date over the plan is an
observation of x + l; weighing the two predictions by precision is the Bornhuetter-Ferguson and Benktander credibility of the
chain ladder. Without a plan the year to date over its usual share speaks alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import year_period
from forecast.distributions import Mixture
from forecast.models.priors import Prior
from forecast.models.short_history import DOF, YEARS, Prediction, Shipped, predict_next

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
    """

    total: Mixture
    credibility: np.ndarray
    from_plan: np.ndarray
    from_prior: np.ndarray


def land_plan(panel: Panel, year: int, plans: dict[int, np.ndarray], prior: Prior) -> PlanLanding:
    """Law of the year's total for all units.

    Parameters
    ----------
    plans : year -> (n_units,) plan of the year [units of the measure], NaN where there is none; past years included.
    """
    n_units = len(panel.units)
    past = range(year - YEARS, year)
    none = np.full(n_units, np.nan)
    finals = np.stack([panel.total(past_year) for past_year in past], 1)
    planned = np.stack([plans.get(past_year, none) for past_year in past], 1)
    ratio = predict_next(_log(finals / _positive(planned)), prior.ratio)
    to_date, share = _in_year(panel, year, finals, prior)
    plan = _log(plans.get(year, none))
    return _blend(plan, ratio, to_date, share, prior)


def _blend(
    plan: np.ndarray, ratio: Prediction, to_date: np.ndarray, share: Prediction | None, prior: Prior
) -> PlanLanding:
    n_units = len(plan)
    plan_precision = np.where(np.isfinite(plan), 1 / ratio.scale**2, 0.0)
    by_plan = np.where(np.isfinite(plan), plan + ratio.location, 0.0)
    share_precision, by_share, own = np.zeros(n_units), np.zeros(n_units), np.zeros(n_units)
    if share is not None:
        seen = np.isfinite(to_date)
        share_precision = np.where(seen, 1 / share.scale**2, 0.0)
        by_share = np.where(seen, to_date - share.location, 0.0)
        own = np.full(n_units, share.unit_years / (share.unit_years + prior.ratio.unit_years))
    has_plan = plan_precision > 0
    trusted = 1.0 if prior.speaks else ratio.unit_years / (ratio.unit_years + PAIRS_TO_TRUST)
    alone = (1 - own) if prior.speaks else np.zeros(n_units)
    credibility = np.where(has_plan, trusted, np.where(share_precision > 0, alone, 0.0))
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
    return PlanLanding(total, np.where(usable, credibility, 0.0), plan_precision / safe, 1 - own)


def _in_year(panel: Panel, year: int, finals: np.ndarray, prior: Prior) -> tuple[np.ndarray, Prediction | None]:
    """Log of the year to date, and the share of the final that past years had reached by the same day."""
    to_date, history = np.full(len(panel.units), np.nan), np.full(finals.shape, np.nan)
    fractions = np.full(len(panel.units), np.nan)
    whole = year_period(year)
    for block in panel.blocks:
        stop = block.known_until(whole)
        if not whole.start < stop < whole.stop:
            continue
        fractions[block.units] = (stop - whole.start) / (whole.stop - whole.start)
        to_date[block.units] = _log(block.sum_to(whole, stop))
        for column, past_year in enumerate(range(year - finals.shape[1], year)):
            past = year_period(past_year)
            reached = _log(block.sum_to(past, min(past.start + stop - whole.start, past.stop)))
            history[block.units, column] = reached - _log(finals[block.units, column])
    if not np.isfinite(fractions).any():
        return to_date, None
    location, scale, n_own, unit_years = (np.full(len(panel.units), np.nan) for _ in range(4))
    for fraction in np.unique(fractions[np.isfinite(fractions)]):
        group = fractions == fraction
        shipped = prior.share(float(fraction))
        found = predict_next(history[group], Shipped(shipped.location, shipped.scale, shipped.unit_years))
        location[group], scale[group], n_own[group] = found.location, found.scale, found.own
        unit_years[group] = found.unit_years
    return to_date, Prediction(location, np.maximum(scale, 1e-4), n_own, unit_years)


def _positive(values: np.ndarray) -> np.ndarray:
    return np.where(values > 0, values, np.nan)


def _log(values: np.ndarray) -> np.ndarray:
    return np.log(_positive(values))
