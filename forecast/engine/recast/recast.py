"""The figures of all years on the units of one day: the step between check and panel, for offices that were reorganised.

What the lineage table states is read by `forecast.core.lineage`; when to recast, and to which day, by `forecast.engine.prepare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from forecast.core.lineage import RECAST, Event, read_events, read_lives
from forecast.core.measures import Measure
from forecast.core.tables import Tables
from forecast.engine.recast.figures import carry_counts
from forecast.engine.recast.heads import without_told_heads
from forecast.engine.recast.shares import with_known_shares
from forecast.engine.recast.step import make_step
from forecast.engine.recast.targets import carry_quotas
from forecast.engine.recast.tree import as_stated, carry_lives, lives_on, units_on


@dataclass(frozen=True)
class Recast:
    """What recasting came to.

    Attributes
    ----------
    events : that lay between the figures and the day.
    lost : (unit, measure, period) of figures that could not be added up because a part was not reported.
    lost_quotas : (unit, measure, years) of quotas that could not be carried, a part having none or another kind.
    """

    tables: Tables
    events: tuple[Event, ...] = ()
    lost: tuple[tuple[str, str, str], ...] = ()
    lost_quotas: tuple[tuple[str, str, str], ...] = ()


def recast(tables: Tables, day: int) -> Tables:
    """The tables on the units of a day; totals are conserved exactly for every period, measure and report.

    Figures of days before a reorganisation go to the successors by share, figures of days after it back to the units before:
    added up where units were split, by what the parts last brought where they were merged. A figure whose share had to be
    estimated is a range. Quotas go the same way; every unit stands below its parent of that day.

    Parameters
    ----------
    day : ordinal of a calendar day.
    """
    return recast_told(tables, day).tables


def recast_told(tables: Tables, day: int) -> Recast:
    """The tables on the units of a day, and what could not be carried."""
    if tables.units_as_of == day:
        return Recast(tables)
    units = as_stated(tables.units)
    events = read_events(replace(tables, units=units))
    at = tables.units_as_of
    steps = _between(events, day, at)
    counts = tables.counts if RECAST in tables.counts else tables.counts.assign(**{RECAST: ""})
    kept = without_told_heads(replace(tables, counts=counts, units=units), events, day) if at is None else counts
    quotas, lost, lost_quotas = tables.quotas, [], []
    names = [*tables.measures]
    if steps:
        done = [_carry(kept, quotas, tables.measures[name], _Way(units, events, steps, at)) for name in names]
        others = kept[~kept["measure"].isin(names)], quotas[~quotas["measure"].isin(names)]
        kept = _joined([others[0], *(one.counts for one in done)], kept)
        quotas = _joined([others[1], *(one.quotas for one in done)], quotas)
        lost = [(unit, name, period) for name, one in zip(names, done, strict=True) for unit, period in one.lost]
        lost_quotas = [
            (unit, name, years) for name, one in zip(names, done, strict=True) for unit, years in one.lost_quotas
        ]
    carried = replace(tables, counts=kept, quotas=quotas)
    moved = units_on(units, carried, events, day)
    return Recast(
        replace(carried, units=moved, units_as_of=day),
        tuple(event for event, _ in steps),
        tuple(lost),
        tuple(lost_quotas),
    )


@dataclass(frozen=True)
class _Way:
    """The events to go through, each forward or back, and the units they start from."""

    units: pd.DataFrame
    events: Sequence[Event]
    steps: Sequence[tuple[Event, bool]]
    at: int | None


@dataclass(frozen=True)
class _Done:
    counts: pd.DataFrame
    quotas: pd.DataFrame
    lost: tuple[tuple[str, str], ...]
    lost_quotas: tuple[tuple[str, str], ...]


def _between(events: Sequence[Event], day: int, at: int | None) -> list[tuple[Event, bool]]:
    """Events to go through in their order: forward up to the day, then back from the last one to it."""
    ahead = [(event, True) for event in events if event.on <= day and (at is None or event.on > at)]
    back = [(event, False) for event in reversed(events) if event.on > day and (at is None or event.on <= at)]
    return [*ahead, *back]


def _carry(counts: pd.DataFrame, quotas: pd.DataFrame, measure: Measure, way: _Way) -> _Done:
    """The figures and quotas of one measure through all events."""
    counts, quotas = (table[table["measure"] == measure.name] for table in (counts, quotas))
    reported = counts if measure.kind == "flow" else counts.assign(start=counts["stop"] - 1)
    everything = way.at is not None
    lives = read_lives(way.units, way.events) if way.at is None else lives_on(way.units, way.events, way.at)
    lost: list[tuple[str, str]] = []
    lost_quotas: list[tuple[str, str]] = []
    for event, forward in way.steps:
        step = make_step(event, forward=forward, everything=everything)
        step = with_known_shares(step, event.links, reported)
        carried = carry_counts(counts, measure, step, lives)
        asked = carry_quotas(quotas, set(counts["unit"].unique()), measure, (step, lives))
        counts, quotas = carried.counts, asked.quotas
        lives = carry_lives(lives, event, forward=forward)
        lost, lost_quotas = [*lost, *carried.lost], [*lost_quotas, *asked.lost]
    return _Done(counts, quotas, tuple(lost), tuple(lost_quotas))


def _joined(parts: Sequence[pd.DataFrame], like: pd.DataFrame) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    if not filled:
        return like.iloc[:0]
    order = ["row", "unit", "start"] if "start" in like else ["row", "unit"]
    return pd.concat(filled).sort_values(order, kind="stable").reset_index(drop=True)
