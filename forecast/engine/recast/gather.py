"""What a successor receives from several units, added up: only where every unit at work on those days has reported.

A sum is known from the day on which the last of its parts was; a part that is revised revises it. A unit that has not
reported is not zero, so the sum is not known; one that was not yet there, or no longer, is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forecast.core.lives import ALWAYS
from forecast.engine.recast.express import Spans, express
from forecast.engine.recast.parts import Parts, join_parts
from forecast.engine.recast.step import Step

Lives = Mapping[str, tuple[int, int]]
_SUMMED = ("value", "low", "high")


@dataclass(frozen=True)
class Sums:
    """Figures of the wanted units; (n_sums,) each.

    Attributes
    ----------
    target : position among the units of the step.
    n_links : from how many units it comes.
    others : (n_others, 2) sum and row of each figure behind it; `row` is one of them.
    """

    target: np.ndarray
    guess: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    day: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    swing: np.ndarray
    row: np.ndarray
    n_links: np.ndarray
    others: np.ndarray


@dataclass(frozen=True)
class Gathered:
    """Sums, and (n_lost, 3) target, start and stop of figures that could not be added up."""

    sums: Sums
    lost: np.ndarray


def gather(
    parts: Parts, step: Step, lives: Lives, *, running: bool = True, counted: np.ndarray | None = None
) -> Gathered:
    """The figures of every wanted unit.

    Parameters
    ----------
    lives : unit -> days at work; without an entry always.
    counted : (n_units,) units that must have a figure even if none of theirs is among the parts.
    running : figures are sums over their days, so that others can be worked out of them; False for stocks.
    """
    order = np.lexsort((parts.day, parts.stop, parts.start, parts.guess, parts.link))
    parts = parts.take(order)
    speaks = np.zeros(len(step.source), bool)
    speaks[parts.link] = True
    if counted is not None:
        speaks |= counted[step.source]
    n_speaking = np.bincount(step.target[speaks], minlength=len(step.units))
    single = n_speaking[step.target[parts.link]] == 1
    alone, shared = parts.take(np.flatnonzero(single)), parts.take(np.flatnonzero(~single))
    if not len(shared.link):
        return Gathered(_alone(alone, step), np.zeros((0, 3), np.int64))
    windows = _windows(shared, step, lives)
    asked = _ask(shared, step, speaks, windows)
    shared, asked = _with_expressed(shared, asked) if running else (shared, asked)
    added, lost = _add(shared, step, asked)
    return Gathered(_joined(_alone(alone, step), added), lost)


def _alone(parts: Parts, step: Step) -> Sums:
    exact = np.isfinite(parts.value)
    return Sums(
        step.target[parts.link], parts.guess, parts.start, parts.stop, parts.day, parts.value, parts.low, parts.high,
        np.where(exact | np.isfinite(parts.low) | np.isfinite(parts.high), parts.swing, 0.0), parts.row,
        np.ones(len(parts.link), int), np.zeros((0, 2), np.int64),
    )  # fmt: skip


def _windows(parts: Parts, step: Step, lives: Lives) -> tuple[np.ndarray, np.ndarray]:
    """(n_links,) first day and day after the last on which a link can bring anything; figures beyond the days at work stand."""
    known = [lives.get(unit, (ALWAYS.start, ALWAYS.stop)) for unit in step.units]
    start, stop = (np.array([life[end] for life in known], np.int64)[step.source] for end in (0, 1))
    from_day, to_day = step.side(start, stop)
    opens, closes = np.where(step.is_own, start, from_day), np.where(step.is_own, stop, to_day)
    np.minimum.at(opens, parts.link, parts.start)
    np.maximum.at(closes, parts.link, parts.stop)
    return opens, closes


@dataclass(frozen=True)
class _Asked:
    """The sums to try, and the parts that each needs.

    Attributes
    ----------
    sum_key : (n_sums, 4) target, guess, start, stop.
    of, link, start, stop : (n_needed,) place of the sum, link, and the days needed of it.
    first, n_parts : (n_needed,) place of the first part that serves, and how many there are: one for each report.
    """

    sum_key: np.ndarray
    of: np.ndarray
    link: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    first: np.ndarray
    n_parts: np.ndarray


def _ask(parts: Parts, step: Step, speaks: np.ndarray, windows: tuple[np.ndarray, np.ndarray]) -> _Asked:
    """Every period of every wanted unit that any of its parts has, with all links that must bring something."""
    sums = _distinct(np.column_stack([step.target[parts.link], parts.guess, parts.start, parts.stop]))
    by_target = np.flatnonzero(speaks)
    by_target = by_target[np.argsort(step.target[by_target], kind="stable")]
    first = np.searchsorted(step.target[by_target], sums[:, 0])
    n_links = np.searchsorted(step.target[by_target], sums[:, 0], side="right") - first
    of = np.repeat(np.arange(len(sums)), n_links)
    link = by_target[first[of] + np.arange(len(of)) - (np.cumsum(n_links) - n_links)[of]]
    start, stop = np.maximum(sums[of, 2], windows[0][link]), np.minimum(sums[of, 3], windows[1][link])
    at_work = start < stop
    of, link, start, stop = of[at_work], link[at_work], start[at_work], stop[at_work]
    have = np.column_stack([parts.link, parts.guess, parts.start, parts.stop])
    need = np.column_stack([link, sums[of, 1], start, stop])
    codes = _codes(np.concatenate([have, need]))
    have_code, need_code = codes[: len(have)], codes[len(have) :]
    order = np.argsort(have_code, kind="stable")  # parts stand in this order already
    begins = np.searchsorted(have_code[order], need_code)
    n_parts = np.searchsorted(have_code[order], need_code, side="right") - begins
    places = order[np.minimum(begins, len(order) - 1)]
    return _Asked(sums, of, link, start, stop, places, n_parts)


def _with_expressed(parts: Parts, asked: _Asked) -> tuple[Parts, _Asked]:
    """The parts with those that were not reported as such, but can be made of what was."""
    missing = np.flatnonzero(asked.n_parts == 0)
    if not len(missing):
        return parts, asked
    series = 2 * parts.link + parts.guess
    bounds = np.flatnonzero(np.r_[True, series[1:] != series[:-1], True])
    place = {int(series[begin]): (begin, end) for begin, end in pairwise(bounds.tolist())}
    reported: dict[int, tuple[Spans, np.ndarray, np.ndarray]] = {}
    made: list[tuple[int, Parts]] = []
    for at in missing.tolist():
        key = 2 * int(asked.link[at]) + int(asked.sum_key[asked.of[at], 1])
        if key not in place:
            continue
        if key not in reported:
            reported[key] = _reports(parts, *place[key])
        spans, firsts, lasts = reported[key]
        terms = express(spans, (int(asked.start[at]), int(asked.stop[at])))
        if terms is None:
            continue
        for rows in (firsts, lasts) if (firsts != lasts).any() else (firsts,):
            made.append((at, _made(parts, rows, terms, (asked.start[at], asked.stop[at]))))
    first, n_parts = asked.first.copy(), asked.n_parts.copy()
    at_end = len(parts.link)
    for at, _ in made:
        first[at] = at_end if n_parts[at] == 0 else first[at]
        n_parts[at] += 1
        at_end += 1
    names = Parts.__dataclass_fields__
    if made:
        more = Parts(**{name: np.concatenate([getattr(part, name) for _, part in made]) for name in names})
        parts = join_parts(parts, more)
    return parts, _Asked(asked.sum_key, asked.of, asked.link, asked.start, asked.stop, first, n_parts)


def _reports(parts: Parts, begin: int, end: int) -> tuple[Spans, np.ndarray, np.ndarray]:
    """Periods that a link reports as numbers, and places of the first and the last report of each."""
    start, stop = parts.start[begin:end], parts.stop[begin:end]
    new = np.r_[True, (start[1:] != start[:-1]) | (stop[1:] != stop[:-1])]
    firsts = begin + np.flatnonzero(new)
    lasts = begin + np.flatnonzero(np.r_[new[1:], True])
    told = np.isfinite(parts.value) | (np.isfinite(parts.low) & np.isfinite(parts.high))
    known = told[firsts] & told[lasts]
    firsts, lasts = firsts[known], lasts[known]
    return tuple(zip(parts.start[firsts].tolist(), parts.stop[firsts].tolist(), strict=True)), firsts, lasts


def _made(parts: Parts, rows: np.ndarray, terms: tuple[tuple[int, int], ...], span: tuple[int, int]) -> Parts:
    """The part that reported periods make up, some added and some taken off; a range where one of them is."""
    at = rows[[place for place, _ in terms]]
    plus = np.array([sign > 0 for _, sign in terms])
    value, known = parts.value[at], np.isfinite(parts.value[at])
    low, high = np.where(known, value, parts.low[at]), np.where(known, value, parts.high[at])
    ends = np.where(plus, low, -high).sum(), np.where(plus, high, -low).sum()
    ranged = not known.all()
    return parts.take(
        at[:1], start=np.array([span[0]]), stop=np.array([span[1]]), day=parts.day[at].max(keepdims=True),
        value=np.array([np.nan if ranged else ends[0]]), low=np.array([ends[0] if ranged else np.nan]),
        high=np.array([ends[1] if ranged else np.nan]), swing=np.array([float(np.sqrt((parts.swing[at] ** 2).sum()))]),
    )  # fmt: skip


def _add(parts: Parts, step: Step, asked: _Asked) -> tuple[Sums, np.ndarray]:
    """Sums of which every part is known, a figure for each day on which it changed; and those that lack a part."""
    n_sums = len(asked.sum_key)
    lacking = np.bincount(asked.of, asked.n_parts == 0, n_sums) > 0
    needed = np.bincount(asked.of, minlength=n_sums)
    used = np.flatnonzero(~lacking[asked.of])
    n_parts = asked.n_parts[used]
    of = np.repeat(used, n_parts)
    report = np.arange(len(of)) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    part = asked.first[of] + report
    change = _changes(parts, part, report == 0)
    order = np.lexsort((parts.day[part], asked.of[of]))
    total, day = asked.of[of][order], parts.day[part][order]
    begins = np.flatnonzero(np.r_[True, total[1:] != total[:-1]]) if len(total) else np.zeros(0, int)
    last = np.r_[(total[1:] != total[:-1]) | (day[1:] != day[:-1]), True] if len(total) else np.zeros(0, bool)
    run = np.repeat(np.arange(len(begins)), np.diff(np.r_[begins, len(total)]))
    sums = {name: _running(change[name][order], begins, run) for name in change}
    emit = np.flatnonzero(last & (np.rint(sums["seen"]) == needed[total]))
    key, others = asked.sum_key[total[emit]], _others(total, parts.row[part][order], total[emit])
    known = np.rint(sums["ranged"][emit]) == 0
    stated = np.rint(sums["stated"][emit]) > 0
    low = np.where((np.rint(sums["no_low"][emit]) == 0) & (stated | ~known), sums["low"][emit], np.nan)
    high = np.where((np.rint(sums["no_high"][emit]) == 0) & (stated | ~known), sums["high"][emit], np.nan)
    added = Sums(
        key[:, 0], key[:, 1].astype(bool), key[:, 2], key[:, 3], day[emit], np.where(known, sums["value"][emit], np.nan), low,
        high, np.sqrt(np.maximum(sums["swing"][emit], 0.0)), others[0], needed[total[emit]], others[1],
    )  # fmt: skip
    return added, _lost(asked.sum_key, lacking, added)


def _changes(parts: Parts, part: np.ndarray, first: np.ndarray) -> dict[str, np.ndarray]:
    """By how much each report changes the sum that it is part of."""
    value, low, high = (getattr(parts, name)[part] for name in _SUMMED)
    known = np.isfinite(value)
    figures = {
        "seen": np.ones(len(part)),
        "value": np.nan_to_num(value),
        "ranged": (~known).astype(float),
        "stated": (np.isfinite(low) | np.isfinite(high)).astype(float),
        "no_low": (~known & np.isnan(low)).astype(float),
        "no_high": (~known & np.isnan(high)).astype(float),
        "low": np.where(np.isfinite(low), low, np.nan_to_num(value)),
        "high": np.where(np.isfinite(high), high, np.nan_to_num(value)),
        "swing": parts.swing[part] ** 2,
    }
    return {
        name: figure - np.where(first, 0.0, np.r_[0.0, figure[:-1]][: len(figure)]) for name, figure in figures.items()
    }


def _running(change: np.ndarray, begins: np.ndarray, run: np.ndarray) -> np.ndarray:
    """Sum of the changes up to each, within its run."""
    total = np.cumsum(change)
    return total - (total[begins] - change[begins])[run] if len(total) else total


def _others(total: np.ndarray, row: np.ndarray, emitted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each emitted figure the smallest row behind its sum; and all rows behind each figure."""
    pairs = _distinct(np.column_stack([total, row]))
    first = np.searchsorted(pairs[:, 0], emitted)
    n_rows = np.searchsorted(pairs[:, 0], emitted, side="right") - first
    of = np.repeat(np.arange(len(emitted)), n_rows)
    rows = pairs[first[of] + np.arange(len(of)) - (np.cumsum(n_rows) - n_rows)[of], 1]
    return pairs[first, 1] if len(pairs) else np.zeros(0, int), np.column_stack([of, rows])


def _lost(sums: np.ndarray, lacking: np.ndarray, added: Sums) -> np.ndarray:
    """Sums that could not be made and of whose days no other figure of the unit tells."""
    if not lacking.any():
        return np.zeros((0, 3), np.int64)
    told: dict[tuple[int, int], list[tuple[int, int]]] = {}
    keys = zip(added.target.tolist(), added.guess.tolist(), added.start.tolist(), added.stop.tolist(), strict=True)
    for target, guess, start, stop in dict.fromkeys(keys):
        told.setdefault((target, guess), []).append((start, stop))
    lost = [
        (target, start, stop)
        for target, guess, start, stop in sums[lacking].tolist()
        if not guess and not any(a < stop and b > start for a, b in told.get((target, guess), ()))
    ]
    return np.array(lost, np.int64).reshape(-1, 3)


def _joined(first: Sums, second: Sums) -> Sums:
    shifted = second.others + np.array([len(first.target), 0])
    kept = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in Sums.__dataclass_fields__
        if name != "others"
    }
    return Sums(**kept, others=np.concatenate([first.others, shifted]))


def _distinct(keys: np.ndarray) -> np.ndarray:
    """Rows of whole numbers, each once, in order."""
    order = np.lexsort(keys.T[::-1])
    keys = keys[order]
    return keys[np.r_[True, (keys[1:] != keys[:-1]).any(1)]] if len(keys) else keys


def _codes(keys: np.ndarray) -> np.ndarray:
    """(n_rows,) a number for each distinct row of whole numbers."""
    order = np.lexsort(keys.T[::-1])
    new = np.r_[False, (keys[order][1:] != keys[order][:-1]).any(1)] if len(keys) else np.zeros(0, bool)
    codes = np.empty(len(keys), np.int64)
    codes[order] = np.cumsum(new)
    return codes
