"""What each figure of a reorganised unit hands to each of its successors, period by period and report by report.

Adding up what a successor receives from several units is `forecast.engine.recast.gather`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from forecast.engine.recast.allocate import allocate
from forecast.engine.recast.nest import depths, directly_above
from forecast.engine.recast.step import Step

_LONG = 10_000_000.0  # days, beyond any calendar
UNSURE = 0.5  # of what is taken to lie before the day in a figure that goes over it: half the width of what it may be


@dataclass(frozen=True)
class Parts:
    """Parts of figures; (n_parts,) each.

    Attributes
    ----------
    link : place of the link of the step that hands it over.
    guess : the unit's own estimate, never a figure.
    start, stop : days it is the sum of.
    day : of its report, -1 where none is given.
    value, low, high : NaN where not given.
    swing : half the width of what it may be, for shares that are estimated.
    row : place of the figure in its table.
    """

    link: np.ndarray
    guess: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    day: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    swing: np.ndarray
    row: np.ndarray

    def take(self, at: np.ndarray, **changed: Any) -> Parts:
        """Some of the parts, in the order of their places."""
        kept = {name: getattr(self, name)[at] for name in self.__dataclass_fields__}
        return Parts(**{**kept, **changed})


def hand_over(counts: pd.DataFrame, step: Step, per_unit: float) -> Parts:
    """The parts of figures of one measure.

    A period that holds others is handed over as the parts of those, as they were known on the day of its report, and what they
    leave: so sums stay sums. Of a figure that goes over the day, of a unit that goes on, the days decide how much is moved.

    Parameters
    ----------
    counts : rows of units that hand over; of those that are left only such as are moved. A stock has the day of its end.
    """
    order = _in_order(counts, step)
    sheet = counts.iloc[order]
    unit = step.codes(sheet["unit"])
    start, stop = (sheet[name].to_numpy(np.int64) for name in ("start", "stop"))
    guess = (sheet["status"] == "estimate").to_numpy(bool)
    day = sheet["reported_on"].fillna(-1.0).to_numpy(np.float64)
    value, low, high = (sheet[name].to_numpy(np.float64) for name in ("value", "low", "high"))
    from_day, to_day = step.side(start, stop)
    moved_days = np.where(step.leaves[unit] | step.everything, stop - start, np.maximum(to_day - from_day, 0))
    sharing = _beside_links(step, unit, per_unit)
    inside = _find_insides(2 * unit + guess, start, stop, day, value)
    days, amount = (stop - start).astype(float), np.nan_to_num(value)
    left, left_days, left_moved = (_left(figure, inside) for figure in (amount, days, moved_days.astype(float)))
    all_moved = moved_days / np.maximum(days, 1.0)
    own, swing = sharing.share_out(
        left, np.where(left_days > 0, left_moved / np.where(left_days > 0, left_days, 1.0), all_moved)
    )
    for level in range(int(inside.level.max(initial=0)), 0, -1):
        chosen = inside.level == level
        for figure in (own, swing):
            sharing.add(figure, inside.outer[chosen], inside.inner[chosen])
    own = sharing.mended(own, value, all_moved)
    lows, highs = _ranges(sharing, own, (value, low, high), all_moved)
    stays, of = step.is_own[sharing.link], sharing.row
    parts = Parts(
        sharing.link, guess[of], np.where(stays, start[of], from_day[of]), np.where(stays, stop[of], to_day[of]), day[of],
        np.where(np.isfinite(value)[of], own, np.nan), lows, highs, swing, order[of],
    )  # fmt: skip
    kept = np.flatnonzero(stays | (moved_days > 0)[of])
    return _told_once(parts.take(kept), days[of][kept])


def _in_order(counts: pd.DataFrame, step: Step) -> np.ndarray:
    """Rows by unit, estimates apart, period, and day of report."""
    unit = step.codes(counts["unit"])
    guess = (counts["status"] == "estimate").to_numpy(bool)
    day = counts["reported_on"].fillna(-1.0).to_numpy(np.float64)
    return np.lexsort((day, counts["stop"].to_numpy(), counts["start"].to_numpy(), guess, unit))


@dataclass(frozen=True)
class _Insides:
    """Figures directly within others: (n_pairs,) rows of the outer and the inner one, and how many lie around the inner one."""

    outer: np.ndarray
    inner: np.ndarray
    level: np.ndarray

    def only(self, chosen: np.ndarray) -> _Insides:
        return _Insides(self.outer[chosen], self.inner[chosen], self.level[chosen])


def _find_insides(
    series: np.ndarray, start: np.ndarray, stop: np.ndarray, day: np.ndarray, value: np.ndarray
) -> _Insides:
    """For every figure the figures directly within it, each as it was known when the outer one was reported.

    An inner figure that was first reported later counts as it was first. Where the inner ones exceed the outer one it stands alone.
    """
    known = np.flatnonzero(np.isfinite(value))
    keys = [key[known] for key in (series, start, stop)]
    new = np.ones(len(known), bool)
    new[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    base = np.flatnonzero(new)
    above = directly_above(*(key[base] for key in keys))
    inner = np.flatnonzero(above >= 0)
    n_reports = np.diff(np.append(base, len(known)))
    times = n_reports[above[inner]]
    child = np.repeat(inner, times)
    outer = base[above[child]] + np.arange(len(child)) - np.repeat(np.cumsum(times) - times, times)
    period = np.cumsum(new) - 1
    clock = period * _LONG + day[known] + 1
    by_then = np.searchsorted(clock, child * _LONG + day[known][outer] + 1, side="right") - 1
    found = _Insides(known[outer], known[np.maximum(by_then, base[child])], depths(above)[child])
    wrong = (_left(np.nan_to_num(value), found) < 0) & (value >= 0)
    return found.only(~wrong[found.outer])


def _left(figure: np.ndarray, inside: _Insides) -> np.ndarray:
    """(n_rows,) each figure less those directly within it."""
    left = figure.copy()
    np.subtract.at(left, inside.outer, figure[inside.inner])
    return left


def _told_once(parts: Parts, days: np.ndarray) -> Parts:
    """The parts without those cut to a period that a shorter figure of the unit tells.

    Parameters
    ----------
    days : (n_parts,) length of the period that each is cut from.
    """
    order = np.lexsort((days, parts.stop, parts.start, parts.guess, parts.link))
    keys = [key[order] for key in (parts.link, parts.guess, parts.start, parts.stop)]
    new = np.ones(len(order), bool)
    new[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    shortest = days[order][np.flatnonzero(new)][np.cumsum(new) - 1]
    return parts.take(np.sort(order[days[order] == shortest]))


@dataclass(frozen=True)
class _Sharing:
    """Figures beside the links of their units: part p is that of row `row[p]` for link `link[p]`.

    Attributes
    ----------
    begins, n_links : (n_rows,) place of a row's first part, and how many it has.
    """

    step: Step
    per_unit: float
    begins: np.ndarray
    n_links: np.ndarray
    row: np.ndarray
    link: np.ndarray

    def share_out(self, amount: np.ndarray, part_moved: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(n_parts,) of each amount, and half the width of what they may be; what is not moved stays with its unit."""
        amount, share, row = np.nan_to_num(amount), self.step.share[self.link], self.row
        moved = np.where(part_moved == 1, amount, np.rint(amount * part_moved * self.per_unit) / self.per_unit)
        own = allocate(moved, row, share, self.per_unit)
        own += np.where(self.step.is_own[self.link], (amount - moved)[row], 0.0)
        unsure = np.where((part_moved > 0) & (part_moved < 1), np.abs(moved), 0.0)[row]
        swing = self.step.spread[self.link] * np.abs(moved)[row] + UNSURE * unsure * share
        return np.round(own * self.per_unit) / self.per_unit, swing

    def add(self, figure: np.ndarray, to: np.ndarray, these: np.ndarray) -> None:
        """Add the parts of some rows to those of others of the same unit."""
        n_links = self.n_links[these]
        steps = np.arange(n_links.sum()) - np.repeat(np.cumsum(n_links) - n_links, n_links)
        taken = figure[np.repeat(self.begins[these], n_links) + steps]
        np.add.at(figure, np.repeat(self.begins[to], n_links) + steps, taken)

    def mended(self, own: np.ndarray, value: np.ndarray, part_moved: np.ndarray) -> np.ndarray:
        """The parts, those of a row with one below zero shared out from its whole figure."""
        own = np.round(own * self.per_unit) / self.per_unit
        wrong = np.zeros(len(value), bool)
        wrong[self.row[own < 0]] = True
        wrong &= value >= 0
        if not wrong.any():
            return own
        return np.where(wrong[self.row], self.share_out(value, part_moved)[0], own)


def _beside_links(step: Step, unit: np.ndarray, per_unit: float) -> _Sharing:
    first = step.first_link
    n_links = first[unit + 1] - first[unit]
    begins = np.cumsum(n_links) - n_links
    row = np.repeat(np.arange(len(unit)), n_links)
    link = first[unit][row] + np.arange(len(row)) - begins[row]
    return _Sharing(step, per_unit, begins, n_links, row, link)


def _ranges(
    sharing: _Sharing, own: np.ndarray, figures: tuple[np.ndarray, np.ndarray, np.ndarray], part_moved: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of each part; NaN where the figure has none."""
    value, low, high = figures
    row = sharing.row
    if not (np.isfinite(low) | np.isfinite(high)).any():
        return np.full(len(row), np.nan), np.full(len(row), np.nan)
    base = np.where(np.isfinite(value), value, low)
    lows = np.where(np.isfinite(value)[row], own, sharing.share_out(base, part_moved)[0])
    highs = np.where(np.isfinite(base)[row], lows, 0.0)
    highs = highs + sharing.share_out(high - np.nan_to_num(base), part_moved)[0]
    lows = lows - np.where(np.isfinite(value)[row], sharing.share_out(value - low, part_moved)[0], 0.0)
    lows = np.maximum(lows, np.minimum(low[row], 0.0))
    return np.where(np.isfinite(low)[row], lows, np.nan), np.where(np.isfinite(high)[row], highs, np.nan)


def join_parts(first: Parts, second: Parts) -> Parts:
    """The parts of both."""
    names = Parts.__dataclass_fields__
    return Parts(**{name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in names})
