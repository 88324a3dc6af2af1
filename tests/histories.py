"""Grows random histories of reorganisation: units merge, split, hand parts over, are renamed, moved, founded and abolished.

Knows the tables of the contract and nothing of forecast/. What a history must come to on the units of a day is worked out
here the slow and obvious way, in fractions; whole numbers may differ from it by rounding alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

Row = dict[str, object]
FIRST, LAST = 2019, 2024  # years with figures
KINDS = ("merge", "absorb", "split", "hand_over", "rename", "abolish", "found", "move")
EXACT = ("split", "rename", "abolish", "found", "move")  # can be undone without an estimate
TABLES = ("counts", "quotas", "units", "lineage", "measures")


@dataclass
class Unit:
    """One unit and the days at work: from `opened`, to the day before `closed`."""

    name: str
    parent: str
    size: float
    opened: date | None = None
    closed: date | None = None

    def at_work(self, start: date, stop: date) -> bool:
        return (self.opened is None or self.opened < stop) and (self.closed is None or self.closed > start)


@dataclass
class History:
    """The tables of a history, and its events.

    Attributes
    ----------
    links : (from, to, day, share) of every reorganisation; a unit that goes on beside others is linked to itself.
    figures : (unit, first day, day after the last) -> revisions, each with its day of report; of whole quarters, cut to the
        days at work. Yearly totals stand in `counts` alone.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    links: list[tuple[str, str, date, Fraction]] = field(default_factory=list)
    moves: list[tuple[str, str, str, date]] = field(default_factory=list)
    figures: dict[tuple[str, date, date], list[tuple[date, int]]] = field(default_factory=dict)
    counts: list[Row] = field(default_factory=list)
    quotas: list[Row] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """The days of the events, in order."""
        return sorted({link[2] for link in self.links} | {move[3] for move in self.moves})

    def tables(self) -> dict[str, list[Row]]:
        """Rows of the five tables."""
        listed: list[Row] = [{"unit": parent} for parent in sorted({unit.parent for unit in self.units.values()})]
        listed += [
            {"unit": unit.name, "parent": unit.parent, "opened": _day(unit.opened), "closed": _last_day(unit.closed)}
            for unit in self.units.values()
        ]
        lineage: list[Row] = [
            {"from_unit": old, "to_unit": new, "on": _day(on), "share": f"{float(share):.4f}"}
            for old, new, on, share in self.links
        ]
        lineage += [
            {"from_unit": unit, "to_unit": unit, "on": _day(on), "share": "1", "from_parent": old, "to_parent": new}
            for unit, old, new, on in self.moves
        ]
        measures: list[Row] = [{"measure": "m", "kind": "flow", "whole": "yes"}]
        return dict(zip(TABLES, (self.counts, self.quotas, listed, lineage, measures), strict=True))

    def total(self, start: date, by: date | None = None) -> int:
        """What all units brought in the quarter of a first day, in the latest revisions by a day."""
        quarter = _quarter(start)
        return sum(
            [value for day, value in told if by is None or day <= by][-1]
            for (_, first, _), told in self.figures.items()
            if _quarter(first) == quarter
        )

    def reported_by(self, start: date) -> date:
        """The first day on which every unit had reported the quarter."""
        return max(told[0][0] for (_, first, _), told in self.figures.items() if _quarter(first) == _quarter(start))

    def expected(self, on: date) -> dict[tuple[str, tuple[int, int]], Fraction]:
        """(unit of the day, quarter) -> exact amount of its latest figures; for days after which no event is undone."""
        found: dict[tuple[str, tuple[int, int]], Fraction] = {}
        for (unit, first, _), told in self.figures.items():
            spread = {unit: Fraction(told[-1][1])}
            for day in self.days:
                if first < day <= on:
                    spread = self._through(spread, day)
            for name, amount in spread.items():
                found[name, _quarter(first)] = found.get((name, _quarter(first)), Fraction(0)) + amount
        return found

    def _through(self, spread: dict[str, Fraction], day: date) -> dict[str, Fraction]:
        after: dict[str, Fraction] = {}
        for unit, amount in spread.items():
            parts = [(new, share) for old, new, on, share in self.links if old == unit and on == day] or [
                (unit, Fraction(1))
            ]
            for new, share in parts:
                after[new] = after.get(new, Fraction(0)) + amount * share
        return after


def grow_history(seed: int, *, kinds: Sequence[str] = KINDS, n_events: int = 5, within: bool = False) -> History:
    """A history of some units over six years.

    Parameters
    ----------
    kinds : of events that may happen.
    within : events may fall within a quarter, on the day after which units report the part at which they were at work.
    """
    chance = random.Random(seed)
    history = History()
    for at in range(chance.randint(3, 7)):
        history.units[f"A{at}"] = Unit(f"A{at}", chance.choice(("north", "south")), chance.choice((2, 8, 40, 300)))
    days = sorted(chance.sample(list(_event_days(within)), n_events))
    for on in days:
        _happen(history, chance, chance.choice(kinds), on)
    yearly = chance.random() < 0.5
    for unit in history.units.values():
        _report(history, chance, unit, yearly=yearly)
    return history


def grow_two_tiers(seed: int, *, districts: int = 4, communes: int = 6, on: date = date(2023, 7, 1)) -> History:
    """A province whose districts end on a day: most communes merge in twos to fours, some over the border of a district.

    The districts told the sums of their communes until then; from then on the communes stand below the province.
    """
    chance = random.Random(seed)
    history = History()
    old = []
    for district in range(districts):
        for at in range(communes):
            unit = Unit(f"D{district}-{at:02d}", f"D{district}", chance.choice((1, 4, 15, 60)))
            history.units[unit.name] = unit
            old.append(unit)
    at = 0
    while at < len(old):
        group = old[at : at + chance.randint(1, 4)]
        at += len(group)
        if len(group) == 1 and chance.random() < 0.5:  # goes on as it is, below the province
            history.moves.append((group[0].name, group[0].parent, "P", on))
            continue
        merged = Unit(f"N{at:05d}", "P", sum(unit.size for unit in group), opened=on)
        history.units[merged.name] = merged
        for unit in group:
            unit.closed = on
            history.links.append((unit.name, merged.name, on, Fraction(1)))
    for unit in history.units.values():
        _report(history, chance, unit, yearly=False, revised=0.0)
    return history


def district_rows(history: History, districts: int, on: date) -> tuple[list[Row], list[Row]]:
    """Rows of the districts of a history of two tiers: their figures until they end, and their lines in the units table."""
    sums: dict[tuple[str, date, date], int] = {}
    tier = {f"D{district}" for district in range(districts)}
    for (unit, first, after), told in history.figures.items():
        above = unit.partition("-")[0]
        if above in tier and first < on:
            sums[above, first, after] = sums.get((above, first, after), 0) + told[-1][1]
    counts = [
        _count(unit, first, after, value, _reported(after, 20)) for (unit, first, after), value in sorted(sums.items())
    ]
    listed: list[Row] = [{"unit": unit, "parent": "P", "closed": _last_day(on)} for unit in sorted(tier)]
    return counts, listed


def as_csv(rows: Iterable[Row]) -> str:
    """Rows as a CSV file."""
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    return "\n".join([",".join(columns), *(",".join(str(row.get(c, "")) for c in columns) for row in listed)]) + "\n"


def _happen(history: History, chance: random.Random, kind: str, on: date) -> None:
    """One event, where there are units for it."""
    open_ones = [unit for unit in history.units.values() if unit.closed is None]
    chance.shuffle(open_ones)
    if kind in ("merge", "absorb") and len(open_ones) >= 2:
        parts = open_ones[: chance.randint(2, min(3, len(open_ones)))]
        stays = parts.pop() if kind == "absorb" else _new(history, parts[0].parent, sum(p.size for p in parts), on)
        for part in parts:
            _close(history, part, {stays.name: Fraction(1)}, on)
        stays.size += sum(part.size for part in parts) if kind == "absorb" else 0
    elif kind in ("split", "hand_over"):
        whole = open_ones[0]
        shares = _shares(chance, 2 if kind == "hand_over" else chance.randint(2, 3))
        if kind == "hand_over":
            other = open_ones[1] if len(open_ones) > 1 else _new(history, whole.parent, 0.0, on)
            history.links += [(whole.name, whole.name, on, shares[0]), (whole.name, other.name, on, shares[1])]
            other.size += float(shares[1]) * whole.size
            whole.size *= float(shares[0])
        else:
            made = [_new(history, whole.parent, float(share) * whole.size, on) for share in shares]
            _close(history, whole, {unit.name: share for unit, share in zip(made, shares, strict=True)}, on)
    elif kind == "rename":
        _close(history, open_ones[0], {_new(history, open_ones[0].parent, open_ones[0].size, on).name: Fraction(1)}, on)
    elif kind == "abolish" and len(open_ones) > 2:
        open_ones[0].closed = on
    elif kind == "found":
        _new(history, chance.choice(("north", "south")), 10.0, on)
    elif kind == "move":
        unit = open_ones[0]
        there = "south" if unit.parent == "north" else "north"
        history.moves.append((unit.name, unit.parent, there, on))
        unit.parent = there


def _new(history: History, parent: str, size: float, on: date) -> Unit:
    unit = Unit(f"N{len(history.units)}", parent, size, opened=on)
    history.units[unit.name] = unit
    return unit


def _close(history: History, unit: Unit, parts: dict[str, Fraction], on: date) -> None:
    unit.closed = on
    history.links += [(unit.name, name, on, share) for name, share in parts.items()]


def _shares(chance: random.Random, n: int) -> list[Fraction]:
    """Shares of four decimals that add up to one."""
    cuts = sorted(chance.sample(range(1, 10_000), n - 1))
    return [Fraction(b - a, 10_000) for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]


def _report(history: History, chance: random.Random, unit: Unit, *, yearly: bool, revised: float = 0.2) -> None:
    """Every quarter of a unit's life, some revised later; and the years at whose end all is known."""
    for year in range(FIRST, LAST + 1):
        told = 0
        for quarter in range(4):
            start, stop = _start(year, quarter), _start(year, quarter + 1)
            if not unit.at_work(start, stop):
                continue
            value = round(chance.gammavariate(3.0, unit.size / 12 + 0.05))
            first, after = max(start, unit.opened or start), min(stop, unit.closed or stop)
            day = _reported(stop, chance.randint(3, 20))
            revisions = [(day, value)]
            if chance.random() < revised:
                value = max(0, value + chance.choice((-1, 1, 2)))
                revisions.append((day + timedelta(days=60), value))
            history.figures[unit.name, first, after] = revisions
            history.counts += [_count(unit.name, start, stop, figure, on) for on, figure in revisions]
            told += value
        if unit.at_work(_start(year, 0), _start(year + 1, 0)):
            if yearly:
                history.counts.append(
                    _count(unit.name, _start(year, 0), _start(year + 1, 0), told, _reported(_start(year + 1, 0), 120))
                )
            quota = {"unit": unit.name, "measure": "m", "year": year, "kind": "fixed", "value": round(unit.size) + 1}
            history.quotas.append({**quota, "set_on": f"{year - 1}-12-20", "basis": "assigned"})


def _count(unit: str, start: date, stop: date, value: int, on: date) -> Row:
    months = 12 * (stop.year - start.year) + stop.month - start.month
    period = f"{start.year}" if months == 12 else f"{start.year}Q{(start.month + 2) // 3}"
    return {"unit": unit, "measure": "m", "period": period, "value": value, "reported_on": _day(on)}


def _event_days(within: bool) -> Iterable[date]:
    for year in range(FIRST, LAST + 1):
        for month in (2, 5, 8, 11) if within else (1, 4, 7, 10):
            if (year, month) > (FIRST, 2):
                yield date(year, month, 16 if within else 1)


def _start(year: int, quarter: int) -> date:
    return date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _reported(stop: date, days: int) -> date:
    return stop + timedelta(days=days)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _last_day(closed: date | None) -> str:
    return (closed - timedelta(days=1)).isoformat() if closed else ""
