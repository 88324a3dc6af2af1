"""The lineage table: shares that add up, units that are there on the day, nobody handing over what it has not."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from forecast.checks.latest import MOST, Latest, describe_row
from forecast.core.findings import Finding, Severity
from forecast.core.lineage import Event, read_events, read_moves
from forecast.core.lives import ALWAYS, closing_stop
from forecast.core.tables import Tables

ROUNDING = 0.005  # of each share, printed with two decimals
NEAR = 0.8  # likeness of names from which one may be meant for the other
RECENT = 366  # days before its closing in which a unit still told figures


def check_shares_of_units(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: shares outside 0 to 1, a link twice, shares of a unit that do not add up to 1."""
    groups: dict[tuple[str, float], list[int]] = {}
    findings, first = [], dict[tuple[str, str, float], int]()
    for at, (old, new, on, share) in enumerate(_links(tables)):
        if not math.isnan(share) and not 0 <= share <= 1:
            findings.append(_finding(tables, at, "lineage_share", ("share", "error"), {"unit": old, "value": share}))
        if (old, new, on) in first:
            line = str(int(tables.lineage["row"].iloc[first[old, new, on]]))
            findings.append(
                _finding(tables, at, "lineage_twice", ("to_unit", "error"), {"unit": old, "to": new, "first": line})
            )
        first.setdefault((old, new, on), at)
        groups.setdefault((old, on), []).append(at)
    shares = tables.lineage["share"].tolist()
    for (unit, on), rows in groups.items():
        stated = [shares[at] for at in rows if not math.isnan(shares[at])]
        slack, total = ROUNDING * len(rows) + 1e-9, math.fsum(stated)
        if stated and (total > 1 + slack or (len(stated) == len(rows) and total < 1 - slack)):
            told = {"unit": unit, "day": _day(on), "sum": total}
            findings.append(_finding(tables, rows[0], "lineage_shares", ("share", "error"), told))
    return findings[:MOST]


def check_units_handing_over(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: units that hand over and stand in no other table: names near one that does, or beside known units.

    A lineage of the whole country may serve one province: events of units that are all unknown are no matter here.
    """
    if not len(tables.lineage):
        return []
    known = {str(unit) for table in (tables.counts, tables.quotas, tables.units) for unit in table["unit"].tolist()}
    known |= {str(parent) for parent in tables.units["parent"].tolist() if parent}
    findings: list[Finding] = []
    formed, sought = set[str](), 0
    for event in read_events(tables):
        here = known | formed
        touched = here | {new for old, new in event.links if old in here}
        unknown = sorted(event.before - here)
        concerned = {old for old, new in event.links if new in touched}
        formed |= {new for new in event.formed if new in touched}
        for unit in unknown if len(findings) < MOST else ():
            near = difflib.get_close_matches(unit, sorted(known), n=1, cutoff=NEAR) if sought < MOST else []
            sought += 1
            if near or unit in concerned:
                values = {"unit": unit, "day": _day(event.on)} | ({"near": near[0]} if near else {})
                code = "lineage_unknown_near" if near else "lineage_unknown"
                findings.append(_finding(tables, _row_of(tables, unit, event), code, ("from_unit", "warning"), values))
    return findings


def check_order_of_events(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: units that hand over what they handed over before, and units that end on the day on which they take in others."""
    findings, ended = [], dict[str, int]()
    for event in read_events(tables):
        taking = {new for old, new in event.links if old != new}
        going_on = {old for old, new in event.links if old == new}
        for unit in sorted((event.before & taking) - going_on):
            at = _row_of(tables, unit, event)
            findings.append(
                _finding(tables, at, "lineage_circle", ("from_unit", "error"), {"unit": unit, "day": _day(event.on)})
            )
        for unit in sorted(event.before & set(ended)):
            told = {"unit": unit, "day": _day(event.on), "before": _day(ended[unit])}
            findings.append(
                _finding(tables, _row_of(tables, unit, event), "lineage_ended", ("from_unit", "error"), told)
            )
        ended.update(dict.fromkeys(event.ended, event.on))
        for unit in event.formed & set(ended):
            del ended[unit]  # a name given anew
    return findings[:MOST]


def check_events_in_life(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: units that are not there on the day; warnings: days between a closing and the handing over, or the opening."""
    if not len(tables.lineage):
        return []
    lives = {
        unit: (opened, closing_stop(closed))
        for unit, opened, closed in zip(
            *(tables.units[name].tolist() for name in ("unit", "opened", "closed")), strict=True
        )
    }
    findings = []
    for at, (old, new, on, _) in enumerate(_links(tables)):
        opened, stop = lives.get(old, (np.nan, ALWAYS.stop))
        if opened >= on:
            findings.append(
                _finding(
                    tables,
                    at,
                    "lineage_not_open",
                    ("on", "error"),
                    {"unit": old, "day": _day(on), "opened": _day(opened)},
                )
            )
        elif stop < on:
            told = {"unit": old, "day": _day(on), "closed": _day(stop - 1)}
            findings.append(_finding(tables, at, "lineage_gap", ("on", "warning"), told))
        if old != new:
            opened, stop = lives.get(new, (np.nan, ALWAYS.stop))
            if stop <= on:
                told = {"unit": new, "day": _day(on), "closed": _day(stop - 1)}
                findings.append(_finding(tables, at, "lineage_closed", ("to_unit", "error"), told))
            elif opened > on:
                told = {"unit": new, "day": _day(on), "opened": _day(opened)}
                findings.append(_finding(tables, at, "lineage_opens_later", ("to_unit", "warning"), told))
    return findings[:MOST]


def check_figures_after_handing_over(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: figures of units from days on which they had handed all over; units that told figures and end without successor."""
    if not len(tables.lineage):
        return []
    events, findings = read_events(tables), []
    ended: dict[str, int] = {}
    for event in events:
        ended = {unit: on for unit, on in ended.items() if unit not in event.after} | dict.fromkeys(
            event.ended, event.on
        )
    counts = tables.counts
    unit, start = counts["unit"], counts["start"].to_numpy()
    something = (counts[["value", "low", "high"]] > 0).any(axis=1).to_numpy(bool)
    late = (start >= unit.map(ended).fillna(np.inf).to_numpy(float)) & something
    seen: set[str] = set()
    for position in np.flatnonzero(late).tolist():
        name = str(unit.iat[position])
        if name not in seen:
            day = _day(ended[name])
            findings.append(describe_row(tables, position, "figure_after_handing_over", "warning", "value", day=day))
        seen.add(name)
    return [*findings, *_without_successor(tables, events)][:MOST]


def _without_successor(tables: Tables, events: tuple[Event, ...]) -> Iterator[Finding]:
    """Closed units with recent figures that no event names; heads of others pass their place on by their units."""
    named = {unit for event in events for unit in event.before}
    heads = set(tables.units["parent"].tolist()) | {
        parent for moves in read_moves(tables.lineage).values() for _, old, _ in moves for parent in (old,)
    }
    last = tables.counts.groupby("unit")["stop"].max().to_dict()
    columns = (tables.units[name].tolist() for name in ("unit", "closed", "row"))
    for unit, closed, row in zip(*columns, strict=True):
        if np.isnan(closed) or unit in named or unit in heads:
            continue
        if last.get(unit, 0) > closing_stop(closed) - RECENT:
            file = tables.files.get("units", "units")
            told = {
                "unit": unit,
                "closed": _day(closing_stop(closed) - 1),
                "lineage_file": tables.files.get("lineage", "lineage"),
            }
            yield Finding("closed_without_successor", "warning", file, int(row), "closed", told)


def _links(tables: Tables) -> list[tuple[str, str, float, float]]:
    columns = (tables.lineage[name].tolist() for name in ("from_unit", "to_unit", "on", "share"))
    return list(zip(*columns, strict=True))


def _row_of(tables: Tables, unit: str, event: Event) -> int:
    """Position of the first row by which a unit hands over in an event."""
    here = (tables.lineage["from_unit"] == unit) & (tables.lineage["on"] == event.on)
    return int(np.flatnonzero(here.to_numpy())[0]) if here.any() else 0


def _day(ordinal: float) -> date:
    return date.fromordinal(int(ordinal))


def _finding(tables: Tables, at: int, code: str, place: tuple[str, Severity], values: dict[str, Any]) -> Finding:
    row = int(tables.lineage["row"].to_numpy()[at])
    return Finding(code, place[1], tables.files.get("lineage", "lineage"), row, place[0], values)
