"""The units of a day: since when and until when each is at work with all that it carries, under whom, and what stays withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from forecast.core.lineage import Event, read_lives, read_moves
from forecast.core.lives import ALWAYS
from forecast.core.tables import Tables

STATED = {
    "parent": "parent_stated",
    "opened": "opened_stated",
    "closed": "closed_stated",
    "restricted": "restricted_stated",
}
_MOST_LEVELS = 12
Lives = dict[str, tuple[int, int]]


def as_stated(units: pd.DataFrame) -> pd.DataFrame:
    """The units table as the office gave it, whatever day it was put on."""
    if STATED["parent"] not in units:
        return units
    given = units.assign(**{name: units[kept] for name, kept in STATED.items()})
    return given.drop(columns=list(STATED.values()))


def carry_lives(lives: Mapping[str, tuple[int, int]], event: Event, *, forward: bool) -> Lives:
    """Days at work where successors carry the past of those before them (forward), or the other way round."""
    carried = dict(lives)
    for old, new in event.links:
        heir, ancestor = (new, old) if forward else (old, new)
        mine, theirs = (lives.get(unit, (ALWAYS.start, ALWAYS.stop)) for unit in (heir, ancestor))
        start, stop = carried.get(heir, mine)
        carried[heir] = (min(start, theirs[0]), stop) if forward else (start, max(stop, theirs[1]))
    return carried


def lives_on(units: pd.DataFrame, events: Sequence[Event], day: int) -> Lives:
    """Days at work of the units of a day with all that they carry."""
    lives = read_lives(units, events)
    for event in events:
        if event.on <= day:
            lives = carry_lives(lives, event, forward=True)
    for event in reversed(events):
        if event.on > day:
            lives = carry_lives(lives, event, forward=False)
    return lives


def units_on(units: pd.DataFrame, tables: Tables, events: Sequence[Event], day: int) -> pd.DataFrame:
    """The units table for the order of a day; what was stated is kept in columns of its own.

    Parameters
    ----------
    units : as stated.
    tables : with the figures and quotas of that day, and the lineage.
    """
    lives = lives_on(units, events, day)
    kept = units.assign(**{column: units[name] for name, column in STATED.items()})
    if not len(units):
        return kept
    kept = _with_new_rows(kept, events)
    names = kept["unit"].tolist()
    above = _parents(kept, tables, events, day)
    bounds = [lives.get(unit, (ALWAYS.start, ALWAYS.stop)) for unit in names]
    opened = [np.nan if start == ALWAYS.start else float(start) for start, _ in bounds]
    closed = [np.nan if stop == ALWAYS.stop else _closing_day(stop) for _, stop in bounds]
    withheld = _withheld(dict(zip(names, kept["restricted"].tolist(), strict=True)), events, day)
    return kept.assign(
        parent=[above.get(unit, "") for unit in names],
        opened=opened,
        closed=closed,
        restricted=[withheld[unit] for unit in names],
    )


def _closing_day(stop: int) -> float:
    """The closing day that a units table would hold: the last day at work, or the first of a month from which there is none."""
    return float(stop) if date.fromordinal(stop).day == 1 else float(stop - 1)


def _with_new_rows(units: pd.DataFrame, events: Sequence[Event]) -> pd.DataFrame:
    """The table with a row for every unit of an event; one that is not listed stands where its predecessors or successors do."""
    listed = set(units["unit"].tolist())
    parents = dict(zip(units["unit"].tolist(), units["parent"].tolist(), strict=True))
    new: dict[str, str] = {}
    for event in events:
        for link in event.links:
            for unit, other in (link, link[::-1]):
                if unit not in listed and not new.get(unit):
                    new[unit] = parents.get(other, "") or new.get(other, "")
    if not new:
        return units
    columns = {name: pd.Series([_blank(column)] * len(new), dtype=column.dtype) for name, column in units.items()}
    rows = pd.DataFrame({**columns, "unit": list(new), "parent": list(new.values()), "row": [0] * len(new)})
    return pd.concat([units, rows.astype(units.dtypes.to_dict())], ignore_index=True)


def _blank(column: pd.Series) -> object:
    if not pd.api.types.is_numeric_dtype(column.dtype):
        return ""
    return 0 if pd.api.types.is_integer_dtype(column.dtype) else np.nan


def _parents(units: pd.DataFrame, tables: Tables, events: Sequence[Event], day: int) -> dict[str, str]:
    """Unit -> parent on a day: as stated by a move, else as listed; a parent that is not there then hands its place on.

    A unit that is not there either, and carries nothing, stands below nobody: its silence says nothing of the others' sum.
    """
    listed = dict(zip(units["unit"].tolist(), units["parent"].tolist(), strict=True))
    stated = dict(listed)
    for unit, moves in read_moves(tables.lineage).items():
        past = [new for on, _, new in moves if on <= day and new]
        coming = [old for on, old, _ in moves if on > day and old]
        stated[unit] = past[-1] if past else coming[0] if coming else stated.get(unit, "")
    lives, heirs = read_lives(units, events), _heirs(events, day)
    carrying = {*tables.counts["unit"].tolist(), *tables.quotas["unit"].tolist()}
    return {
        unit: _present(parent, stated, lives, heirs, day, unit)
        for unit, parent in stated.items()
        if parent and (unit in carrying or _is_there(lives, unit, day))
    }


def _is_there(lives: Lives, unit: str, day: int) -> bool:
    start, stop = lives.get(unit, (ALWAYS.start, ALWAYS.stop))
    return start <= day < stop


def _present(
    parent: str, stated: Mapping[str, str], lives: Lives, heirs: Mapping[str, list[str]], day: int, unit: str
) -> str:
    """The parent, or who stands in its place on the day: its only heir, else the one above it."""
    for _ in range(_MOST_LEVELS):
        if not parent or _is_there(lives, parent, day):
            break
        others = [heir for heir in heirs.get(parent, ()) if heir != unit]
        parent = others[0] if len(others) == 1 else stated.get(parent, "")
    return parent if parent != unit else ""


def _heirs(events: Sequence[Event], day: int) -> dict[str, list[str]]:
    """Unit that is not there on a day -> those that have its place by the nearest event: successors, or predecessors."""
    heirs: dict[str, list[str]] = {}
    for event in events:
        for old, new in event.links:
            if event.on <= day and old in event.ended:
                heirs.setdefault(old, []).append(new)
            elif event.on > day and new in event.formed:
                heirs.setdefault(new, []).append(old)
    return heirs


def _withheld(said: Mapping[str, str], events: Sequence[Event], day: int) -> dict[str, str]:
    """The column `restricted`: what carries figures of a restricted unit is restricted, unless stated otherwise."""
    found = dict(said)
    forward = [(event, True) for event in events if event.on <= day]
    for event, ahead in [*forward, *((event, False) for event in reversed(events) if event.on > day)]:
        for old, new in event.links:
            heir, ancestor = (new, old) if ahead else (old, new)
            if str(found.get(ancestor, "")).lower() in ("yes", "có") and not found.get(heir):
                found[heir] = "yes"
    return found
