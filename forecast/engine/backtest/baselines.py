"""The forecasts that anyone can make in the head, each also with a simple range, so that skill over them can be stated.

    pace_plain   year to date x 4/k, as the press does it: a number without a range
    pace         the same times what came of that number in past years
    last_year    the last known total times past changes from year to year
    climatology  the mean of past totals times how far totals have been from the mean before them

The ratios are those of all units of the panel in the years before, so each range is as wide as that forecast has been wrong.
"""

from __future__ import annotations

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import year_period
from forecast.models.in_year import past_shares

BASELINES = ("pace", "last_year", "climatology")
YEARS = 10  # of past totals looked at


def baseline_quantiles(panel: Panel, year: int, levels: np.ndarray, *, whole: bool) -> dict[str, np.ndarray]:
    """Name -> (n_units, n_levels) quantiles of the year's total, never below what is known of it; NaN where there is no forecast.

    Parameters
    ----------
    panel : what was known at the origin.
    """
    totals = past_totals(panel, year)
    means = np.stack([_mean(totals[:, :at]) for at in range(totals.shape[1] + 1)], axis=1)
    latest = np.full(len(panel.units), np.nan)
    for column in totals.T:
        latest = np.where(np.isfinite(column), column, latest)
    found = {
        **_paces(panel, year, levels),
        "last_year": latest[:, None] * _spread(totals[:, 1:] / _positive(totals[:, :-1]), levels),
        "climatology": means[:, -1:] * _spread(totals / _positive(means[:, :-1]), levels),
    }
    known = np.nan_to_num(panel.observed(year))[:, None]
    laws = {name: np.maximum(np.round(quantiles) if whole else quantiles, known) for name, quantiles in found.items()}
    return {name: np.where(np.isfinite(found[name]), law, np.nan) for name, law in laws.items()}


def past_totals(panel: Panel, year: int) -> np.ndarray:
    """(n_units, n_years) totals of the years before, oldest first; NaN where not known."""
    first = min(panel.years(), default=year)
    past = [panel.total(before) for before in range(max(first, year - YEARS), year)]
    return np.stack(past, axis=1) if past else np.full((len(panel.units), 0), np.nan)


def _paces(panel: Panel, year: int, levels: np.ndarray) -> dict[str, np.ndarray]:
    """The even pace, plain and with its range; units at the same day of the year share the latter."""
    whole = year_period(year)
    plain, ranged = (np.full((len(panel.units), len(levels)), np.nan) for _ in range(2))
    spreads: dict[int, np.ndarray] = {}
    for block in panel.blocks:
        stop = block.known_until(whole)
        if block.at_work(year) != whole or not whole.start < stop < whole.stop:
            continue
        elapsed = (stop - whole.start) / (whole.stop - whole.start)
        if stop not in spreads:
            shares = past_shares(panel, year, (whole.start, stop, whole.stop))
            spreads[stop] = _spread(elapsed / np.exp(shares), levels)
        point = block.sum_to(whole, stop)[:, None] / elapsed
        plain[block.units], ranged[block.units] = point, point * spreads[stop]
    return {"pace_plain": plain, "pace": ranged}


def _spread(ratios: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """(n_levels,) quantiles of all ratios of outcome to forecast; 1 where there is none."""
    known = ratios[np.isfinite(ratios)]
    return np.quantile(known, levels) if len(known) else np.ones(len(levels))


def _mean(totals: np.ndarray) -> np.ndarray:
    known = np.isfinite(totals)
    return np.where(known.any(1), np.where(known, totals, 0.0).sum(1) / np.maximum(known.sum(1), 1), np.nan)


def _positive(totals: np.ndarray) -> np.ndarray:
    return np.where(totals > 0, totals, np.nan)
