"""The share of a year's total that is usual by a day: from the unit's own past years, the panel's, and for young units from
those beside and above them.

A unit without a year of figures has nothing of its own to show how its year runs. It takes the share from the units under
the same parent and the parent itself, drawn towards the panel, which is itself drawn towards the shipped prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import Period, year_period
from forecast.models.priors import Prior
from forecast.models.short_history import YEARS, Prediction, Shipped, predict_next

NEW_YEARS = 2.0  # under so many years of own figures a unit is called new: it has shown no part of the year twice
GROWN_AFTER = 1.0  # years of own figures: by then the unit has shown each part of the year once
PANEL_UNIT_YEARS = (
    4.0  # what the panel's share counts for against that of siblings, as the shipped prior counts against the panel
)
DAYS_A_YEAR = 365.25

Window = tuple[int, int, int]  # days: first at work within the year, end of the figures, end of work (ordinals)


@dataclass(frozen=True)
class InYear:
    """The year to date against its usual share of the total; (n_units,) each, NaN where there is nothing to say.

    Attributes
    ----------
    to_date : log of the year to date.
    share : law of the log share of the total by the same day.
    learned : 0-1, how far the share is the panel's rather than the shipped prior's.
    young : 0-1, how far a unit needs the others' share: it falls from 1 at its first figure to 0 at one year of figures, and is
        little where the share hardly differs from an even year, which the unit's own path assumes.
    """

    to_date: np.ndarray
    share: Prediction
    learned: np.ndarray
    young: np.ndarray


def usual_in_year(panel: Panel, year: int, prior: Prior) -> InYear:
    """Where every unit stands within the year, and how far that usually is."""
    n_units = len(panel.units)
    to_date, windows = np.full(n_units, np.nan), np.full((n_units, 3), -1)
    for block in panel.blocks:
        at_work = block.at_work(year)
        stop = block.known_until(at_work) if at_work else 0
        if at_work and at_work.start < stop < at_work.stop:
            to_date[block.units] = _log(block.sum_to(at_work, stop))
            windows[block.units] = (at_work.start, stop, at_work.stop)
    unseen = np.clip(1 - own_years(panel, year) / GROWN_AFTER, 0.0, 1.0)
    young = np.where((windows[:, 0] >= 0) & are_new(panel, year), unseen, 0.0)
    location, scale, own, unit_years = (np.full(n_units, np.nan) for _ in range(4))
    for opens, stop, closes in np.unique(windows[windows[:, 0] >= 0], axis=0).tolist():
        group = np.flatnonzero((windows == (opens, stop, closes)).all(1))
        shipped = _shipped(prior, year_period(year), (opens, stop, closes))
        history = past_shares(panel, year, (opens, stop, closes))
        found = predict_next(history[group], shipped)
        location[group], scale[group], own[group] = found.location, found.scale, found.own
        unit_years[group] = found.unit_years
        children = group[young[group] > 0]
        if len(children):
            taken = from_siblings(panel, history, children, shipped)
            location[children], scale[children], unit_years[children] = taken.location, taken.scale, taken.unit_years
    elapsed = (windows[:, 1] - windows[:, 0]) / np.maximum(windows[:, 2] - windows[:, 0], 1)
    with np.errstate(divide="ignore"):
        uneven = (location - np.log(elapsed)) ** 2
    young = np.where(young > 0, young * uneven / (uneven + scale**2), 0.0)
    learned = unit_years / (unit_years + prior.ratio.unit_years)
    return InYear(to_date, Prediction(location, np.maximum(scale, 1e-4), own, unit_years), learned, young)


def own_years(panel: Panel, year: int) -> np.ndarray:
    """(n_units,) years that the own figures of each unit cover up to the end of a year."""
    years, end = np.zeros(len(panel.units)), year_period(year).stop
    for block in panel.blocks:
        runs = [run for piece in block.pieces for run in piece if run.stop <= end]
        years[block.units] = sum(run.stop - run.start for run in runs) / DAYS_A_YEAR
    return years


def are_new(panel: Panel, year: int) -> np.ndarray:
    """(n_units,) which units have under two years of own figures, where others have more."""
    years = own_years(panel, year)
    new = years < NEW_YEARS - 0.01
    return new if not new.all() else np.zeros(len(years), bool)


def past_shares(panel: Panel, year: int, window: Window) -> np.ndarray:
    """(n_units, n_years) log of the share that past years had reached by the same day, oldest first; NaN where not known."""
    shares = np.full((len(panel.units), YEARS), np.nan)
    for column, past_year in enumerate(range(year - YEARS, year)):
        opens, stop, closes = (_same_day(day, past_year - year) for day in window)
        span = Period(opens, closes)
        for block in panel.blocks:
            at_work = block.at_work(past_year)
            if at_work and at_work.contains(span):
                shares[block.units, column] = _log(block.sum_to(span, stop)) - _log(block.sum_to(span, closes))
    return shares


def from_siblings(panel: Panel, history: np.ndarray, children: np.ndarray, shipped: Shipped) -> Prediction:
    """The share for young units: their own years, their siblings' and their parent's, and the panel's to start from."""
    everyone = predict_next(history, shipped)
    location, scale, own, unit_years = (
        np.array(getattr(everyone, name), float)[children] for name in ("location", "scale", "own", "unit_years")
    )
    parents = np.array(panel.parents or [""] * len(panel.units), dtype=object)
    units = np.array(panel.units, dtype=object)
    shared = Shipped(float(everyone.location.mean()), float(np.sqrt((everyone.scale**2).mean())), PANEL_UNIT_YEARS)
    for parent in sorted(set(parents[children]) - {""}):
        near = np.flatnonzero((parents == parent) | (units == parent))
        asked = np.flatnonzero(parents[children] == parent)
        found = predict_next(history[near], shared)
        at = np.searchsorted(near, children[asked])
        location[asked], scale[asked], own[asked] = found.location[at], found.scale[at], found.own[at]
    return Prediction(location, scale, own, unit_years)


def _shipped(prior: Prior, year: Period, window: Window) -> Shipped:
    """The prior's share of that part of the year in which the unit is at work."""
    opens, stop, closes = ((day - year.start) / (year.stop - year.start) for day in window)
    at_stop = prior.share(stop)
    if opens <= 0 and closes >= 1:
        return at_stop
    before = np.exp(prior.share(opens).location) if opens > 0 else 0.0
    by_now, by_then = (np.exp(prior.share(day).location) for day in (stop, min(closes, 1.0)))
    share = max(by_now - before, 1e-4) / max(by_then - before, 1e-4)
    return Shipped(float(np.log(min(share, 1.0))), at_stop.scale, at_stop.unit_years)


def _same_day(ordinal: int, years: int) -> int:
    """The same day so many years away; 29 February becomes 1 March."""
    day = date.fromordinal(int(ordinal))
    try:
        return day.replace(year=day.year + years).toordinal()
    except ValueError:
        return date(day.year + years, 3, 1).toordinal()


def _log(values: np.ndarray) -> np.ndarray:
    return np.log(np.where(values > 0, values, np.nan))
