"""Targets of the invented city: how they are set from year to year, revised in a shock, and handed over in July 2025."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from city_units import CITY, Unit

OWN_FROM, OWN_UNITS, OWN_MORE = 2021, 4, 1.07  # the last units of the list set themselves a higher target too
OWN_SIZE = 20  # as far as they are so large
RESERVE_CHANCE, RESERVE = 0.35, 0.015  # some years the city asks its units for a little more than is asked of it
REVISED_YEAR, REVISED_ON, REVISED_CHANCE, REVISED_FACTOR = 2020, "2020-07-15", 0.2, 0.88
HALF_YEAR = 0.42  # what districts that close in June keep of the year's target
HANDED_ON = "2025-07-10"


@dataclass(frozen=True)
class Target:
    """One target of a unit's year; the day it was set tells revisions apart."""

    unit: str
    year: int
    value: int
    set_on: str
    basis: str = "assigned"


def rounded(number: float) -> int:
    """As offices round: large targets to fives, small ones to whole persons, at least one."""
    return 5 * round(number / 5) if number >= 100 else max(1, round(number))


def city_target(random: np.random.RandomState, year: int, values: np.ndarray) -> Target:
    """The city's target: the sum of its units', or in some years a round number a little below."""
    total, reserve = int(values.sum()), random.uniform(0, RESERVE)
    if random.uniform() < RESERVE_CHANCE:
        total = rounded((1 - reserve) * total)
    return Target(CITY, year, total, f"{year - 1}-12-20")


def unit_targets(units: list[Unit], year: int, values: np.ndarray) -> list[Target]:
    """What is assigned in December for the year to come, and the units' own higher targets of February."""
    assigned = [
        Target(unit.name, year, int(value), f"{year - 1}-12-20") for unit, value in zip(units, values, strict=True)
    ]
    if year < OWN_FROM:
        return assigned
    own = [target for unit, target in zip(units, assigned, strict=True) if unit.size >= OWN_SIZE][-OWN_UNITS:]
    return assigned + [Target(o.unit, year, rounded(OWN_MORE * o.value), f"{year}-02-10", "own") for o in own]


def revised(random: np.random.RandomState, units: list[Unit], year: int, values: np.ndarray) -> list[Target]:
    """Targets of some units are lowered in the middle of the year of the shock; `values` follows."""
    if year != REVISED_YEAR:
        return []
    chosen = np.flatnonzero((random.uniform(size=len(units)) < REVISED_CHANCE) & (values >= 20))
    values[chosen] = [rounded(REVISED_FACTOR * value) for value in values[chosen]]
    return [Target(units[at].name, year, int(values[at]), REVISED_ON) for at in chosen]


def handed_over(units: list[Unit], values: np.ndarray, lineage: dict[str, dict[str, float]], year: int) -> list[Target]:
    """In July districts keep the target of their half year, and the rest goes to their successors by share."""
    kept, rest = [], dict.fromkeys((name for parts in lineage.values() for name in parts), 0.0)
    for unit, value in zip(units, values.tolist(), strict=True):
        if unit.name in lineage:
            half = round(HALF_YEAR * value)
            kept.append(Target(unit.name, year, half, HANDED_ON))
            for name, share in lineage[unit.name].items():
                rest[name] += share * (value - half)
    return kept + [Target(name, year, max(1, round(value)), HANDED_ON) for name, value in rest.items()]
