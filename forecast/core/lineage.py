"""Reorganisations as the lineage table states them: for each day who hands what to whom, and who goes on.

Carrying figures over is `forecast.engine.recast`; judging the table is `forecast.checks.lineage`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from forecast.core.lives import ALWAYS, closing_stop
from forecast.core.tables import Tables

Link = tuple[str, str]  # from, to
RECAST = "recast"  # column of recast counts: "" as reported, `stated` or `estimated` by how the shares were known


@dataclass(frozen=True)
class Event:
    """All that is reorganised on one day.

    Attributes
    ----------
    on : the first day of the new order. [day ordinal]
    links : (from, to) -> share of what `from` brought that `to` carries on; NaN where it is not stated and must be
        estimated. A unit that goes on, beside handing over or taking in, is linked to itself.
    """

    on: int
    links: Mapping[Link, float]

    @cached_property
    def before(self) -> frozenset[str]:
        """The units of the old order."""
        return frozenset(old for old, _ in self.links)

    @cached_property
    def after(self) -> frozenset[str]:
        """The units of the new order."""
        return frozenset(new for _, new in self.links)

    @cached_property
    def ended(self) -> frozenset[str]:
        """Units of the old order that are not in the new one."""
        return self.before - self.after

    @cached_property
    def formed(self) -> frozenset[str]:
        """Units of the new order that were not in the old one."""
        return self.after - self.before


def read_events(tables: Tables) -> tuple[Event, ...]:
    """The reorganisations of a lineage table in order of time; rows of units that only move to another parent are none.

    A unit that takes in others is taken to have been there before if it opened before, brought anything before, or was formed
    by an earlier event. Shares are scaled to add up to 1; a single one that is missing is what the others leave.
    """
    lineage = tables.lineage
    if not len(lineage):
        return ()
    links: dict[int, dict[Link, float]] = {}
    rows = zip(*(lineage[name].tolist() for name in ("from_unit", "to_unit", "on", "share")), strict=True)
    for old, new, on, share in rows:
        links.setdefault(int(on), {})[old, new] = float(share)
    opened = _opened(tables.units)
    counts = tables.counts
    own = counts[counts[RECAST] == ""] if RECAST in counts else counts
    first_stop = own.groupby("unit")["stop"].min().to_dict()
    events, formed = [], set[str]()
    for on in sorted(links):
        stated = _without_moves(links[on])
        old_ones = {old for old, _ in stated}
        for unit in sorted({new for _, new in stated} - old_ones):
            day = opened.get(unit, np.nan)
            early = day < on if np.isfinite(day) else first_stop.get(unit, np.inf) <= on
            if early or unit in formed:
                stated[unit, unit] = 1.0
        if stated:
            events.append(Event(on, _scaled(stated)))
            formed |= events[-1].after
    return tuple(events)


def read_moves(lineage: pd.DataFrame) -> dict[str, list[tuple[int, str, str]]]:
    """Unit -> (day, parent until then, parent from then on) in order of time; "" where one is not stated."""
    moves: dict[str, list[tuple[int, str, str]]] = {}
    names = ("to_unit", "on", "from_parent", "to_parent")
    if set(names) <= set(lineage.columns):
        for unit, on, old, new in zip(*(lineage[name].tolist() for name in names), strict=True):
            if old or new:
                moves.setdefault(unit, []).append((int(on), old, new))
    return {unit: sorted(of_unit) for unit, of_unit in moves.items()}


def read_lives(units: pd.DataFrame, events: Iterable[Event]) -> dict[str, tuple[int, int]]:
    """Unit -> first day at work and first day after, for units that the table or an event bounds."""
    lives = {}
    for unit, opened, closed in zip(*(units[name].tolist() for name in ("unit", "opened", "closed")), strict=True):
        if np.isfinite(opened) or np.isfinite(closed):
            lives[unit] = (int(opened) if np.isfinite(opened) else ALWAYS.start, closing_stop(closed))
    for event in events:
        for unit in event.formed:
            start, stop = lives.get(unit, (ALWAYS.start, ALWAYS.stop))
            lives[unit] = (max(start, event.on), stop)
        for unit in event.ended:
            start, stop = lives.get(unit, (ALWAYS.start, ALWAYS.stop))
            lives[unit] = (start, min(stop, event.on))
    return lives


def _opened(units: pd.DataFrame) -> dict[str, float]:
    return dict(zip(units["unit"].tolist(), units["opened"].tolist(), strict=True))


def _without_moves(links: dict[Link, float]) -> dict[Link, float]:
    """The links without units that are linked to themselves alone."""
    several = {old for old, new in links if old != new}
    taking = {new for old, new in links if old != new}
    return {link: share for link, share in links.items() if link[0] != link[1] or link[0] in several | taking}


def _scaled(links: dict[Link, float]) -> dict[Link, float]:
    of_unit: dict[str, list[Link]] = {}
    for link in sorted(links):
        of_unit.setdefault(link[0], []).append(link)
    scaled: dict[Link, float] = {}
    for own in of_unit.values():
        if len(own) == 1:  # one successor goes on with all, unless it is said to take nothing
            scaled[own[0]] = 1.0 if not links[own[0]] <= 0 else links[own[0]]
            continue
        total = sum(links[link] for link in own) if len(own) == 2 else np.nan
        if total > 0:  # the usual split in two, without an array for each unit
            scaled.update({link: links[link] / total for link in own})
            continue
        shares = np.array([links[link] for link in own])
        unknown = np.isnan(shares)
        left = max(1.0 - shares[~unknown].sum(), 0.0)
        if unknown.sum() == 1:
            shares[unknown] = left
        elif not unknown.any() and shares.sum() > 0:
            shares = shares / shares.sum()
        scaled.update(zip(own, shares.tolist(), strict=True))
    return scaled
