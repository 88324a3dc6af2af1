"""One reorganisation applied to the counts: the rows of the units concerned give way to those of their successors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.core.lineage import RECAST
from forecast.core.lives import ALWAYS
from forecast.core.measures import Measure
from forecast.core.periods import Period
from forecast.core.tables import COUNTS
from forecast.engine.recast.allocate import decimals
from forecast.engine.recast.gather import Lives, Sums, gather
from forecast.engine.recast.parts import hand_over
from forecast.engine.recast.step import Step

MOST_SOURCES = 3
_KEPT = {*COUNTS, "start", "stop", "row", RECAST}


@dataclass(frozen=True)
class Carried:
    """Counts after a reorganisation; (unit, period) of figures that could not be added up, a part not being reported."""

    counts: pd.DataFrame
    lost: tuple[tuple[str, str], ...] = ()


def carry_counts(counts: pd.DataFrame, measure: Measure, step: Step, lives: Lives) -> Carried:
    """The counts of one measure on the other side of a reorganisation.

    Parameters
    ----------
    step : with all its shares known.
    lives : unit -> days at work before the step.
    """
    concerned = step.codes(counts["unit"]) >= 0
    if not concerned.any():
        return Carried(counts)
    running = measure.kind == "flow"
    own = _within_lives(counts[concerned], step, lives) if running else counts[concerned]
    moved = _moved(own, step, running=running)
    rest, sheet = own[~moved], own[moved]
    if not len(sheet):
        return Carried(pd.concat([counts[~concerned], own]))
    per_unit = 1.0 if measure.whole else 10.0 ** decimals(sheet[["value", "low", "high"]].to_numpy(float))
    parts = hand_over(sheet if running else _by_day(sheet), step, per_unit)
    gathered = gather(parts, step, lives, running=running)
    table = _rows(sheet, gathered.sums, step, per_unit)
    if not running:
        table["start"] = sheet["start"].to_numpy()[gathered.sums.row]
    lost = tuple((step.units[unit], Period(start, stop).text) for unit, start, stop in gathered.lost.tolist())
    kept = [part for part in (counts[~concerned], rest, _unless_told(table, rest)) if len(part)]
    return Carried(pd.concat(kept) if kept else counts.iloc[:0], lost)


def _within_lives(own: pd.DataFrame, step: Step, lives: Lives) -> pd.DataFrame:
    """The rows, those that go over the beginning or the end of their unit cut to its days at work; others stand."""
    if step.everything:
        return own
    unit = step.codes(own["unit"])
    bounds = np.array([lives.get(name, (ALWAYS.start, ALWAYS.stop)) for name in step.units], np.int64)[unit]
    start, stop = (own[name].to_numpy() for name in ("start", "stop"))
    from_day, to_day = np.maximum(start, bounds[:, 0]), np.minimum(stop, bounds[:, 1])
    changed = (from_day < to_day) & ((from_day != start) | (to_day != stop))
    if not changed.any():
        return own
    start, stop = np.where(changed, from_day, start), np.where(changed, to_day, stop)
    cut = own.assign(start=start, stop=stop, period=np.where(changed, _texts(start, stop), own["period"]))
    twice = cut.duplicated(["unit", "start", "stop", "reported_on", "status"], keep="first") & changed
    return cut[~twice.to_numpy()]


def _moved(own: pd.DataFrame, step: Step, *, running: bool) -> np.ndarray:
    """(n_rows,) figures that are carried: of units that go on all, of units that are left those of the days before (or after)."""
    unit = step.codes(own["unit"])
    hands_over = np.zeros(len(step.units), bool)
    hands_over[step.source] = True
    stop = own["stop"].to_numpy()
    start = own["start"].to_numpy() if running else stop - 1
    from_day, to_day = step.side(start, stop)
    return hands_over[unit] & (~step.leaves[unit] | (from_day < to_day))


def _by_day(sheet: pd.DataFrame) -> pd.DataFrame:
    """Stocks as figures of the last day of their period."""
    return sheet.assign(start=sheet["stop"] - 1)


def _rows(sheet: pd.DataFrame, sums: Sums, step: Step, per_unit: float) -> pd.DataFrame:
    """The rows of the counts that sums are; words come from one of the figures behind each."""
    value, low, high = (np.round(getattr(sums, name) * per_unit) / per_unit for name in ("value", "low", "high"))
    half = np.minimum(np.round(np.where(np.isfinite(value), sums.swing, 0.0) * per_unit) / per_unit, np.abs(value))
    ranged = half > 0
    centre = np.where(np.isfinite(low) & np.isfinite(high), (low + high) / 2, value)
    wide = np.where(np.isfinite(low) & np.isfinite(high), (high - low) / 2, 0.0)
    half = np.where(ranged, np.minimum(half + wide, np.abs(centre)), 0.0)
    taken = sheet.take(sums.row)
    before = taken["start"].to_numpy(), taken["stop"].to_numpy()
    same = (sums.start == before[0]) & (sums.stop == before[1])
    untouched = same & (sums.n_links == 1) & ~ranged & (value == taken["value"].to_numpy(float))
    estimated = (sums.swing > 0) | _any_estimated(sheet, sums)
    changed = {
        "unit": np.array(step.units, object)[sums.target],
        "period": np.where(same, taken["period"].to_numpy(object), _texts(sums.start, sums.stop)),
        "start": sums.start,
        "stop": sums.stop,
        "value": np.where(ranged, np.nan, value),
        "low": np.where(ranged, centre - half, low),
        "high": np.where(ranged, centre + half, high),
        "reported_on": np.where(sums.day < 0, np.nan, sums.day),
        RECAST: _how(taken, sums, step, estimated),
    }
    rows = taken.assign(**changed)
    rows = _with_joined_words(rows, sheet, sums)
    extra = [name for name in rows.columns if name not in _KEPT]
    return rows.assign(**{name: rows[name].where(untouched, "") for name in extra}) if extra else rows


def _how(taken: pd.DataFrame, sums: Sums, step: Step, estimated: np.ndarray) -> np.ndarray:
    before = taken[RECAST].to_numpy(object)
    same_unit = taken["unit"].to_numpy(object) == np.array(step.units, object)[sums.target]
    as_before = same_unit & (sums.n_links == 1) & (sums.value == taken["value"].to_numpy(float))
    return np.where(as_before, before, np.where(estimated, "estimated", "stated"))


def _any_estimated(sheet: pd.DataFrame, sums: Sums) -> np.ndarray:
    """(n_sums,) whether a figure behind a sum rests on estimated shares already."""
    said = (sheet[RECAST] == "estimated").to_numpy()
    found = said[sums.row]
    if len(sums.others):
        np.logical_or.at(found, sums.others[:, 0], said[sums.others[:, 1]])
    return found


def _with_joined_words(rows: pd.DataFrame, sheet: pd.DataFrame, sums: Sums) -> pd.DataFrame:
    """Sources and notes of all figures behind a sum, as far as they differ; provisional where one of them is."""
    if not len(sums.others):
        return rows
    of, row = sums.others.T
    provisional = (sheet["status"] == "provisional").to_numpy()[row]
    status = rows["status"].to_numpy(object).copy()
    status[np.unique(of[provisional])] = "provisional"
    columns = {"status": status}
    for name in ("source", "note"):
        code, words = pd.factorize(sheet[name])
        differs = np.flatnonzero(code[row] != code[sums.row][of])
        cells = rows[name].to_numpy(object).copy()
        for sum_at in np.unique(of[differs]).tolist():
            among = row[slice(*np.searchsorted(of, [sum_at, sum_at + 1]))]
            said = [word for word in dict.fromkeys(words[code[at]] for at in among.tolist()) if word]
            cells[sum_at] = "; ".join(said[:MOST_SOURCES]) + ("; …" if len(said) > MOST_SOURCES else "")
        columns[name] = cells
    return rows.assign(**columns)


def _unless_told(table: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """The carried figures without those that the successor has told itself: an office that restated its past is right."""
    keys = ["unit", "start", "stop"]
    if not len(own) or not len(table):
        return table
    guess = [frame["status"] == "estimate" for frame in (table, own)]
    told = pd.MultiIndex.from_arrays([*(own[key] for key in keys), guess[1]])
    here = pd.MultiIndex.from_arrays([*(table[key] for key in keys), guess[0]])
    return table[~here.isin(told)]


def _texts(start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    pairs, code = np.unique(np.column_stack([start, stop]), axis=0, return_inverse=True)
    texts = np.array([Period(*pair).text for pair in pairs.tolist()] or [""], object)
    return np.asarray(texts[code.ravel()])
