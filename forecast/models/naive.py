"""The floor: what is missing comes in as it did a year earlier, give or take the unit's usual change from year to year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import year_period
from forecast.distributions import Mixture, choose, point_mass
from forecast.models.landing import Landing, Progress
from forecast.models.priors import Prior

USUAL_CHANGE = 0.25  # standard deviation of a year's change, as a share of the total, where the unit shows none
DOF = 4.0


def learn_nothing(panel: Panel, whole: bool = True, prior: Prior | None = None) -> None:
    """Each unit stands alone."""


def land_naive(
    panel: Panel, years: Sequence[int], whole: bool = True, learned: None = None, progress: Progress | None = None
) -> Landing:
    """Laws of the totals of the years: the last known total, less what it had by now, plus what is known."""
    n_units = len(panel.units)
    totals = {year: panel.total(year) for year in range(min([*panel.years(), *years]), max(years))}
    latest, changes = np.full(n_units, np.nan), []
    for year in sorted(totals):
        if year >= min(years):
            break
        with np.errstate(divide="ignore", invalid="ignore"):
            changes.append(totals[year] / latest - 1)
        latest = np.where(np.isfinite(totals[year]), totals[year], latest)
    change = np.array(changes).reshape(len(changes), n_units)
    known = np.isfinite(change)
    squares = np.concatenate([np.where(known, change, 0.0) ** 2, np.full((1, n_units), USUAL_CHANGE**2)])
    squared = np.cumsum(squares, axis=0)[-1]  # in one order, whatever the number of units
    spread = np.sqrt(squared / (known.sum(0) + 1))
    laws = [_land_year(panel, year, ahead + 1, latest, spread) for ahead, year in enumerate(years)]
    ones = np.ones(n_units)
    return Landing(tuple(laws), np.tile(np.eye(len(years)), (n_units, 1, 1)), ones, 0 * ones)


def _land_year(panel: Panel, year: int, ahead: int, latest: np.ndarray, spread: np.ndarray) -> Mixture:
    observed, missing = np.nan_to_num(panel.observed(year)), np.full(len(panel.units), np.nan)
    open_share = np.ones(len(panel.units))
    whole, before = year_period(year), year_period(year - 1)
    for block in panel.blocks:
        units, unknown = block.units, block.unknown(year)
        stop = block.known_until(whole)
        share = sum(run.stop - run.start for run in unknown) / (whole.stop - whole.start)
        by_now = block.sum_to(before, before.start + stop - whole.start)
        if block.at_work(year) != whole:  # last year's rest would reach past the closing
            by_now = np.full(len(units), np.nan)
        missing[units] = np.where(np.isfinite(by_now), latest[units] - by_now, latest[units] * share)
        missing[units] = np.where(
            np.isfinite(latest[units]), missing[units], observed[units] * share / max(1 - share, 1e-9)
        )
        open_share[units] = share
    done = open_share == 0
    scale = np.maximum(np.nan_to_num(latest), 1.0) * spread * np.sqrt(open_share * ahead)
    law = Mixture(
        weight=np.where(np.isfinite(missing), 1.0, np.nan)[None],
        location=np.maximum(missing, 0.0)[None],
        scale=np.maximum(scale, 1e-9)[None],
        logarithmic=np.zeros((1, len(missing)), bool),
        dof=np.full(len(missing), DOF),
        shift=observed,
    )
    return choose(done, point_mass(observed), law)
