"""Shares that nobody stated, read off the figures: what the parts brought in the last known year, and how that moved before.

Back through a merger the parts are told apart by what each brought last; forward through a split without stated shares by
what each brings first. Where no figures tell, parts are taken to be equal, with a wide spread.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from forecast.core.lineage import Link
from forecast.engine.recast.nest import directly_above
from forecast.engine.recast.step import Step

WINDOWS = 5  # years looked at, from the event
DAYS = 365
UNSEEN = 0.5  # standard deviation of a share seen once, or never, as a part of share x (1 - share)
HALF_WIDTH = np.sqrt(3.0)  # of an even law, in standard deviations


def with_known_shares(step: Step, stated: Mapping[Link, float], counts: pd.DataFrame) -> Step:
    """The step with a share for every link.

    Parameters
    ----------
    stated : (from, to) in order of time -> share, NaN where it was not stated.
    counts : figures of one measure, of all units.
    """
    unknown = np.isnan(step.share)
    if not unknown.any():
        return step
    brought = _yearly_rates(counts, step)
    old = step.source if step.forward else step.target
    new = step.target if step.forward else step.source
    handed = np.array(
        [stated[step.units[a], step.units[b]] for a, b in zip(old.tolist(), new.tolist(), strict=True)], float
    )
    handed = np.where(np.isnan(handed), 1.0 / np.bincount(old, minlength=len(step.units))[old], handed)
    if step.forward:
        weight = brought[new] * (handed[:, None] / np.bincount(new, handed, len(step.units))[new, None])
    else:
        weight = brought[old] * handed[:, None]
    share, spread = _shares(step.source, weight, handed, unknown)
    left = 1.0 - np.bincount(step.source, np.where(unknown, 0.0, step.share), len(step.units))[step.source]
    return step.with_shares(np.where(unknown, left * share, step.share), np.where(unknown, left * spread, 0.0))


def _shares(
    source: np.ndarray, weight: np.ndarray, handed: np.ndarray, unknown: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Share of each unknown link among those of its source, and half the width of what it may be."""
    n_sources = int(source.max()) + 1
    silent = np.zeros((n_sources, weight.shape[1]), bool)
    np.logical_or.at(silent, source[unknown], np.isnan(weight[unknown]))
    total = np.zeros((n_sources, weight.shape[1]))
    np.add.at(total, source[unknown], np.nan_to_num(weight[unknown]))
    told = np.greater(np.where(silent, 0.0, total), 0.0)
    by_year = np.where(told[source], np.nan_to_num(weight) / np.where(told, total, 1.0)[source], np.nan)
    even = handed / np.bincount(source[unknown], handed[unknown], n_sources)[source].clip(1e-12)
    first = np.argmax(told, axis=1)[source]
    some = np.atleast_1d(told.any(axis=1))
    share: np.ndarray = np.where(some[source], by_year[np.arange(len(source)), first], even)
    n_years = told.sum(axis=1)[source]
    off = np.nansum((by_year - share[:, None]) ** 2, axis=1) / np.maximum(n_years - 1, 1)
    seen = np.where(n_years > 1, np.sqrt(off), UNSEEN * share * (1 - share) * np.where(n_years > 0, 1.0, 2.0))
    return share, HALF_WIDTH * seen


def _yearly_rates(counts: pd.DataFrame, step: Step) -> np.ndarray:
    """(n_units, WINDOWS) what a unit brought a day in the years before the event, the last first; from it on for forward steps.

    NaN where nothing is told.
    """
    place = step.place
    rows = counts[counts["unit"].isin(place) & (counts["status"] != "estimate")]
    rows = rows.sort_values("reported_on", na_position="first", kind="stable")
    rows = rows.drop_duplicates(["unit", "start", "stop"], keep="last")
    value = rows["value"].fillna((rows["low"] + rows["high"]) / 2).to_numpy(float)
    start, stop = (rows[name].to_numpy(np.int64) for name in ("start", "stop"))
    unit = step.codes(rows["unit"])
    known = np.isfinite(value)
    known &= (start >= step.on) if step.forward else (stop <= step.on)
    unit, start, stop, value = unit[known], start[known], stop[known], value[known]
    above = directly_above(unit, start, stop)
    days, amount = (stop - start).astype(float), value.copy()
    inside = above >= 0
    np.subtract.at(days, above[inside], (stop - start)[inside])
    np.subtract.at(amount, above[inside], value[inside])
    middle = (start + stop) / 2
    window = ((middle - step.on if step.forward else step.on - middle) // DAYS).astype(int)
    near = (window < WINDOWS) & (days > 0)
    sums, spans = np.zeros((len(place), WINDOWS)), np.zeros((len(place), WINDOWS))
    np.add.at(sums, (unit[near], window[near]), np.maximum(amount[near], 0.0))
    np.add.at(spans, (unit[near], window[near]), days[near])
    return np.where(spans > 0, sums / np.where(spans > 0, spans, 1.0), np.nan)
