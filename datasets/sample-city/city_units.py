"""The invented city's units: names, sizes, habits of reporting, planted causes, and who succeeds whom in July 2025.

What they admit is `city_truth`; how they report it is `city_reports`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

CITY = "TP"
CLOSED, REORGANISED = "2025-06-30", "2025-07-01"
CAUSES = ("level_drop", "quota_raised", "late_quarters", "late_reports", "always_late")
LEAST_PLANTED = 80  # admissions a year: below this no cause shows in one year's figures
DISTRICT_SIZES, COMMITTEE_SIZES = (600.0, 70.0), (620.0, 1.2)  # admissions a year, largest and smallest
RESTRICTED = 2


@dataclass(frozen=True)
class Shape:
    """How large a city to make.

    Attributes
    ----------
    communes : successors of the districts from July of the last year on; 0 for a city that is not reorganised.
    cells : grass-roots cells below each district and committee, a third level; only without communes.
    planted : group and year of the planted causes: one unit of the group for each of `CAUSES`.
    """

    districts: int = 30
    committees: int = 20
    communes: int = 126
    cells: int = 0
    first_year: int = 2014
    last_year: int = 2025
    quarterly_from: int = 2019
    planted: tuple[tuple[str, int], ...] = (("district", 2023), ("committee", 2025))

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True)
class Unit:
    """One unit and its habits.

    Attributes
    ----------
    group : city, district, committee, commune or cell.
    size : admissions of a usual year.
    style : quarters, cumulative or months.
    report_day : days from the end of a quarter to its report.
    optimism : by how much its own estimate of the year exceeds the result (0.05 = 5 %); None for one that gives none.
    cause, cause_year : what was planted; the year is 0 for a habit of every year.
    """

    name: str
    label: str
    parent: str
    group: str
    size: float = 0.0
    opened: str = ""
    closed: str = ""
    restricted: bool = False
    style: str = "quarters"
    report_day: int = 15
    optimism: float | None = None
    cause: str = ""
    cause_year: int = 0
    members: int = 0
    workers: int = 0
    cells: int = 0

    def lives(self, year: int, quarter: int) -> bool:
        """Whether the unit reports for a quarter (1 to 4)."""
        first, last = f"{year}-{3 * quarter - 2:02d}-01", f"{year}-{3 * quarter:02d}-31"
        return (not self.opened or self.opened <= last) and (not self.closed or self.closed >= first)


def make_units(random: np.random.RandomState, shape: Shape, plant: bool) -> list[Unit]:
    """Districts and committees in official order, with sizes, habits and planted causes."""
    if shape.communes and (shape.cells or not 0 < shape.districts <= shape.communes):
        raise ValueError("a city with communes has no cells and at most as many districts as communes")
    closed = CLOSED if shape.communes else ""
    urban = (2 * shape.districts + 4) // 5
    units = []
    for at, size in enumerate(_sizes(random, shape.districts, DISTRICT_SIZES)):
        kind, number = ("Quận", at) if at < urban else ("Huyện", at - urban)
        name, label = f"{kind[0]}{number + 1:02d}", f"{kind} Mẫu {_letters(number)}"
        units.append(Unit(name, label, CITY, "district", size, closed=closed))
    for at, size in enumerate(_sizes(random, shape.committees, COMMITTEE_SIZES)):
        units.append(Unit(f"K{at + 1:02d}", f"Đảng ủy Khối Mẫu {at + 1:02d}", CITY, "committee", size))
    units = [_with_habits(random, unit) for unit in units]
    for at in _positions(units, "committee")[-RESTRICTED:]:
        units[at] = replace(units[at], restricted=True)
    return _planted(random, units, shape) if plant else units


def _sizes(random: np.random.RandomState, n: int, ends: tuple[float, float]) -> list[float]:
    """Sizes spread evenly on the log scale between the ends, in random order."""
    grid = np.exp(np.linspace(np.log(ends[0]), np.log(ends[1]), n))
    return list(random.permutation(grid * np.exp(0.05 * random.standard_normal(n))).tolist())


def _letters(number: int) -> str:
    return chr(ord("A") + number % 26) + (str(number // 26 + 1) if number >= 26 else "")


def _with_habits(random: np.random.RandomState, unit: Unit) -> Unit:
    style = ("quarters", "cumulative", "months")[int(np.searchsorted((0.65, 0.9), random.uniform()))]
    optimism = 0.02 + 0.08 * random.uniform() if random.uniform() < 0.35 else None
    members = max(3, round(unit.size * random.uniform(24, 34)))
    return replace(
        unit,
        style=style,
        report_day=int(random.randint(5, 26)),
        optimism=optimism,
        members=members,
        workers=round(members * random.uniform(2, 12)),
        cells=max(1, round(members / random.uniform(20, 35))),
    )


def _planted(random: np.random.RandomState, units: list[Unit], shape: Shape) -> list[Unit]:
    """One unit of each named group for each cause, as far as there are units large enough."""
    units = list(units)
    for group, year in shape.planted:
        large = [at for at in _positions(units, group) if units[at].size >= LEAST_PLANTED and not units[at].cause]
        free = [at for at in large if not units[at].restricted]
        for at, cause in zip(random.permutation(free).tolist(), CAUSES, strict=False):
            habit = cause in ("late_reports", "always_late")
            units[at] = replace(units[at], cause=cause, cause_year=0 if habit else year)
    return units


def _positions(units: list[Unit], group: str) -> list[int]:
    return [at for at, unit in enumerate(units) if unit.group == group]


def make_lineage(random: np.random.RandomState, units: list[Unit], shape: Shape) -> dict[str, dict[str, float]]:
    """District -> {commune: share}: several communes each, a few of them formed of two districts."""
    districts = [unit for unit in units if unit.group == "district"]
    each = min(2, shape.communes // len(districts))
    left = shape.communes - each * len(districts)
    more = random.multinomial(left, np.full(len(districts), 1 / len(districts))).tolist()
    home = [unit.name for unit, extra in zip(districts, more, strict=True) for _ in range(each + extra)]
    kinds = {name: "P" if name.startswith("Q") else "X" for name in home}
    numbers = {"P": 0, "X": 0}
    shares: dict[str, dict[str, float]] = {unit.name: {} for unit in districts}
    for name in home:
        numbers[kinds[name]] += 1
        shares[name][f"{kinds[name]}{numbers[kinds[name]]:02d}"] = 0.3 + random.gamma(4.0)
    for left, right in zip(districts[:-1:5], districts[1::5], strict=False):  # a commune over the old border
        if shares[left.name] and shares[right.name]:
            shares[right.name][list(shares[left.name])[-1]] = 1.0 + random.uniform()
    return {name: _rounded(parts) for name, parts in shares.items() if parts}


def _rounded(parts: dict[str, float]) -> dict[str, float]:
    """Shares of four decimals that add up to one; what rounding leaves goes to the largest."""
    points = {name: round(10_000 * part / sum(parts.values())) for name, part in parts.items()}
    points[max(points, key=lambda name: points[name])] += 10_000 - sum(points.values())
    return {name: point / 10_000 for name, point in points.items()}


def make_communes(random: np.random.RandomState, units: list[Unit], lineage: dict[str, dict[str, float]]) -> list[Unit]:
    """The successors, of the size and the members that the lineage hands them."""
    districts = {unit.name: unit for unit in units if unit.group == "district"}
    names = dict.fromkeys(name for parts in lineage.values() for name in parts)
    communes = []
    for name in sorted(names, key=lambda name: (name[0], int(name[1:]))):
        parts = [(districts[district], shares[name]) for district, shares in lineage.items() if name in shares]
        handed = [
            sum(getattr(unit, what) * share for unit, share in parts)
            for what in ("size", "members", "workers", "cells")
        ]
        label = f"{'Phường' if name[0] == 'P' else 'Xã'} Mẫu {name[1:]}"
        commune = Unit(name, label, CITY, "commune", handed[0], opened=REORGANISED, report_day=random.randint(5, 26))
        members, workers, cells = (max(1, round(number)) for number in handed[1:])
        communes.append(replace(commune, members=members, workers=workers, cells=cells))
    return communes


def make_cells(random: np.random.RandomState, unit: Unit, shape: Shape) -> list[tuple[Unit, float]]:
    """Cells below a unit, each with its share of the unit's admissions."""
    cells = []
    for at, share in enumerate(random.dirichlet(np.full(shape.cells, 2.0)).tolist() if shape.cells else ()):
        name, label = f"{unit.name}-{at + 1:03d}", f"Chi bộ Mẫu {at + 1:03d}, {unit.label}"
        cell = Unit(name, label, unit.name, "cell", unit.size * share, report_day=unit.report_day)
        cells.append((replace(cell, members=max(3, round(unit.members * share)), cells=1), share))
    return cells
