"""The share of a year's total that is usual by a day: from the unit's own past years, the panel's, and for young units from
those beside and above them.

A unit without a year of figures has nothing of its own to show how its year runs. It takes the share from the units under
the same parent and the parent itself, drawn towards the panel, which is itself drawn towards the shipped prior.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forecast.core.panel import Panel
from forecast.core.periods import Period, same_day, year_period
from forecast.models.priors import Prior
from forecast.models.short_history import LEAST_COUNT, YEARS, Common, Prediction, Shipped, learn_common, predict_next

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


@dataclass(frozen=True)
class InYearLearned:
    """What the panel knows of how a year runs.

    Attributes
    ----------
    grown : whether any unit has two years of figures, so that others can be new.
    windows : what the units have in common that stand at the same day within the same working time.
    everyone : the same from all units.
    siblings : by window and parent, from the units under the parent and the parent itself.
    """

    grown: bool
    windows: dict[Window, Common]
    everyone: dict[Window, Common]
    siblings: dict[tuple[Window, str], Common]


def learn_in_year(panel: Panel, year: int, prior: Prior, *, whole: bool = False) -> InYearLearned:
    """Learn from past years what share of a total is usual by each day at which a unit stands."""
    grown = any_grown(panel, year)
    _, windows = _stand(panel, year, whole=whole)
    counts = past_counts(panel, year) if whole else None
    young = _unseen(panel, year, windows, grown) > 0
    of_window, everyone, siblings = {}, {}, {}
    for window in _distinct(windows):
        group = np.flatnonzero((windows == window).all(1))
        shipped = _shipped(prior, year_period(year), window)
        history = past_shares(panel, year, window, whole=whole)
        of_window[window] = learn_common(history[group], shipped, None if counts is None else counts[group, :-1])
        children = group[young[group]]
        if len(children):
            everyone[window] = learn_common(history, shipped, None if counts is None else counts[:, :-1])
            for parent, common in _learn_siblings(panel, (history, counts), children, everyone[window]).items():
                siblings[window, parent] = common
    return InYearLearned(grown, of_window, everyone, siblings)


def usual_in_year(panel: Panel, year: int, prior: Prior, learned: InYearLearned, *, whole: bool = False) -> InYear:
    """Where every unit stands within the year, and how far that usually is."""
    n_units = len(panel.units)
    to_date, windows = _stand(panel, year, whole=whole)
    counts = past_counts(panel, year) if whole else None
    young = _unseen(panel, year, windows, learned.grown)
    location, scale, own, unit_years = (np.full(n_units, np.nan) for _ in range(4))

    def put(members: np.ndarray, found: Prediction) -> None:
        location[members], scale[members], own[members] = found.location, found.scale, found.own
        unit_years[members] = found.unit_years

    for window in _distinct(windows):
        group = np.flatnonzero((windows == window).all(1))
        history = past_shares(panel, year, window, whole=whole)
        put(group, predict_next(history[group], learned.windows[window], None if counts is None else counts[group]))
        children = group[young[group] > 0]
        for parent in sorted({_parent(panel, at) for at in children}):
            members = np.array([at for at in children if _parent(panel, at) == parent])
            everyone = learned.everyone[window]
            found = predict_next(history[members], learned.siblings.get((window, parent), everyone))
            put(members, replace(found, unit_years=np.full(len(members), everyone.unit_years)))
    elapsed = (windows[:, 1] - windows[:, 0]) / np.maximum(windows[:, 2] - windows[:, 0], 1)
    with np.errstate(divide="ignore"):
        uneven = (location - np.log(elapsed)) ** 2
    young = np.where(young > 0, young * uneven / (uneven + scale**2), 0.0)
    from_panel = unit_years / (unit_years + prior.ratio.unit_years)
    return InYear(to_date, Prediction(location, np.maximum(scale, 1e-4), own, unit_years), from_panel, young)


def _stand(panel: Panel, year: int, *, whole: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """(n_units,) log of the year to date, NaN for none, and (n_units, 3) window of each unit, -1 for none.

    A whole number of 0 counts as a half.
    """
    to_date, windows = np.full(len(panel.units), np.nan), np.full((len(panel.units), 3), -1)
    for block in panel.blocks:
        at_work = block.at_work(year)
        stop = block.known_until(at_work) if at_work else 0
        if at_work and at_work.start < stop < at_work.stop:
            to_date[block.units] = _log(np.maximum(block.sum_to(at_work, stop), LEAST_COUNT if whole else 0.0))
            windows[block.units] = (at_work.start, stop, at_work.stop)
    return to_date, windows


def _unseen(panel: Panel, year: int, windows: np.ndarray, grown: bool) -> np.ndarray:
    """(n_units,) how much of a year a new unit within its window has not shown yet, 0-1; 0 for others."""
    unseen = np.clip(1 - own_years(panel, year) / GROWN_AFTER, 0.0, 1.0)
    return np.where((windows[:, 0] >= 0) & are_new(panel, year, grown=grown), unseen, 0.0)


def _distinct(windows: np.ndarray) -> list[Window]:
    return [(int(a), int(b), int(c)) for a, b, c in np.unique(windows[windows[:, 0] >= 0], axis=0)]


def _parent(panel: Panel, at: int) -> str:
    return panel.parents[at] if panel.parents else ""


def own_years(panel: Panel, year: int) -> np.ndarray:
    """(n_units,) years that the own figures of each unit cover up to the end of a year."""
    years, end = np.zeros(len(panel.units)), year_period(year).stop
    for block in panel.blocks:
        runs = [run for piece in block.pieces for run in piece if run.stop <= end]
        years[block.units] = sum(run.stop - run.start for run in runs) / DAYS_A_YEAR
    return years


def any_grown(panel: Panel, year: int) -> bool:
    """Whether any unit has two years of own figures."""
    return bool((own_years(panel, year) >= NEW_YEARS - 0.01).any())


def are_new(panel: Panel, year: int, *, grown: bool) -> np.ndarray:
    """(n_units,) which units have under two years of own figures, where others have more (`grown`)."""
    return (own_years(panel, year) < NEW_YEARS - 0.01) & grown


def past_counts(panel: Panel, year: int) -> np.ndarray:
    """(n_units, n_years + 1) totals of the years before, oldest first, and their mean for the year; NaN where not known."""
    totals = np.stack([panel.total(past_year) for past_year in range(year - YEARS, year)], 1)
    known = np.isfinite(totals)
    mean = np.where(known, totals, 0.0).sum(1) / np.where(known.any(1), known.sum(1), np.nan)
    return np.concatenate([totals, mean[:, None]], 1)


def past_shares(panel: Panel, year: int, window: Window, *, whole: bool = False) -> np.ndarray:
    """(n_units, n_years) log of the share that past years had reached by the same day, oldest first; NaN where not known.

    Of a whole total above 0, a whole 0 by that day counts as a half.
    """
    shares = np.full((len(panel.units), YEARS), np.nan)
    for column, past_year in enumerate(range(year - YEARS, year)):
        opens, stop, closes = (same_day(day, past_year - year) for day in window)
        span = Period(opens, closes)
        for block in panel.blocks:
            at_work = block.at_work(past_year)
            if at_work and at_work.contains(span):
                by_then = np.maximum(block.sum_to(span, stop), LEAST_COUNT if whole else 0.0)
                shares[block.units, column] = _log(by_then) - _log(block.sum_to(span, closes))
    return shares


def _learn_siblings(
    panel: Panel, past: tuple[np.ndarray, np.ndarray | None], children: np.ndarray, everyone: Common
) -> dict[str, Common]:
    """What the units under each parent of a young unit, and the parent, have in common, drawn towards the panel.

    Parameters
    ----------
    past : log shares of past years, and the counts behind them.
    """
    history, counts = past
    found = predict_next(history, everyone, counts)
    shared = Shipped(float(found.location.mean()), float(np.sqrt((found.scale**2).mean())), PANEL_UNIT_YEARS)
    families: dict[str, list[int]] = {}
    for at, (unit, parent) in enumerate(zip(panel.units, panel.parents, strict=False)):
        families.setdefault(parent, []).append(at)
        families.setdefault(unit, []).append(at)
    parents = {panel.parents[at] for at in children.tolist()} if panel.parents else set()
    return {
        parent: learn_common(
            history[families[parent]], shared, None if counts is None else counts[families[parent], :-1]
        )
        for parent in sorted(parents - {""})
    }


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


def _log(values: np.ndarray) -> np.ndarray:
    return np.log(np.where(values > 0, values, np.nan))
