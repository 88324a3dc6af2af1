"""What the invented city admits month by month: the truth behind its reports.

A year comes about in this order: the target from the years before (`city_targets`), the months as they fall (level,
batches, shocks, noise), and in the last quarter the steering towards the target.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from city_targets import Target, city_target, handed_over, revised, rounded, unit_targets
from city_units import Shape, Unit, make_cells, make_communes, make_lineage, make_units

# Shares of the year by month: batches near 3 February, 19 May, 2 September and 7 November; after each quarter about
# 22, 42 and 66 % of the year, as public reports on admissions have it. LATE has 12, 27 and 50 %.
USUAL = np.array([5, 11, 6, 5, 10, 5, 5, 10, 9, 8, 14, 12]) / 100
LATE = np.array([2, 6, 4, 3, 8, 4, 5, 8, 10, 12, 20, 18]) / 100
SHARE_WEIGHT = 150.0  # how alike the units' usual shares are (Dirichlet)
QUARTER_SPREAD = 0.05  # of one year's quarters around the usual shares, log scale

# Factors on the quarters of a year: the shock of 2020-21 with its partial recovery; congress years are slow to June.
SHOCKS = {2020: (0.71, 0.59, 0.92, 1.00), 2021: (0.96, 0.94, 0.87, 1.00)}
SHOCK_SPREAD = 0.05
CONGRESS_YEARS, CONGRESS = (2015, 2025), (0.94, 0.94, 1.0, 1.04)

LEVEL_SPREAD, CITY_SPREAD = 0.035, 0.012  # yearly steps of a unit's level and of the common one, log scale
NOISE = 50.0  # months are negative binomial: a Poisson mean times gamma noise of this shape

STEERED = 0.9  # chance that a unit steers its last quarter
REACH = (0.55, 1.5)  # what it can make of the last quarter, times what would have come by itself
ABOVE = 0.04  # mean of the exponential excess over the target that it aims for
LEVEL_DROP, QUOTA_RAISED = 0.62, 1.25


@dataclass
class Truth:
    """Everything that happened: unit -> (n_years, 12) admissions, zero where the unit does not live."""

    shape: Shape
    units: list[Unit]
    months: dict[str, np.ndarray] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)
    lineage: dict[str, dict[str, float]] = field(default_factory=dict)

    def total(self, unit: str, year: int) -> int:
        return int(self.months[unit][year - self.shape.first_year].sum())

    def recent(self, unit: str, before: int) -> float:
        """Mean of up to three years before: what a planted cause is measured against."""
        at = before - self.shape.first_year
        return float(self.months[unit][max(at - 3, 0) : at].sum(axis=1).mean())

    def best(self, unit: str, before: int) -> int:
        return int(self.months[unit][: before - self.shape.first_year].sum(axis=1).max())


def make_truth(random: np.random.RandomState, shape: Shape, plant: bool) -> Truth:
    """Units, months and targets of every year; then the successors, or the cells."""
    units = make_units(random, shape, plant)
    truth = Truth(shape, units, {unit.name: np.zeros((len(shape.years), 12), dtype=np.int64) for unit in units})
    usual = np.array([random.dirichlet(SHARE_WEIGHT * (LATE if u.cause == "always_late" else USUAL)) for u in units])
    level = np.array([unit.size for unit in units])
    values = np.array([rounded(size) for size in level])
    for at, year in enumerate(shape.years):
        level *= np.exp(CITY_SPREAD * random.standard_normal() + LEVEL_SPREAD * random.standard_normal(len(units)))
        values = _values(random, truth, year, values)
        for position, unit in enumerate(units):
            if unit.cause_year == year > shape.first_year:
                level[position] = truth.recent(unit.name, year) * (LEVEL_DROP if unit.cause == "level_drop" else 1.0)
        truth.targets += [city_target(random, year, values), *unit_targets(units, year, values)]
        truth.targets += revised(random, units, year, values)
        months = _as_they_fall(random, units, year, level[:, None] * usual)
        for position, unit in enumerate(units):
            free = unit.cause_year == year and unit.cause in ("level_drop", "quota_raised")
            steers = not free and random.uniform() < STEERED
            fallen = months[position]
            truth.months[unit.name][at] = _steered(random, fallen, int(values[position])) if steers else fallen
    if shape.communes:
        _reorganise(random, truth, values)
    _fill_cells(random, truth)
    return truth


def _values(random: np.random.RandomState, truth: Truth, year: int, before: np.ndarray) -> np.ndarray:
    """(n_units,) targets of a year, from the results and targets of the year before."""
    if year == truth.shape.first_year:
        return before
    last = np.array([truth.total(unit.name, year - 1) for unit in truth.units])
    steps = (0.55 * last + 0.45 * before) * random.uniform(0.95, 1.01, len(before))
    values = np.array([rounded(step) for step in steps])
    for at, unit in enumerate(truth.units):
        if (unit.cause, unit.cause_year) == ("quota_raised", year):
            values[at] = rounded(QUOTA_RAISED * truth.best(unit.name, year))
    return values


def _as_they_fall(random: np.random.RandomState, units: list[Unit], year: int, means: np.ndarray) -> np.ndarray:
    """(n_units, 12) months before any steering."""
    late = [at for at, unit in enumerate(units) if (unit.cause, unit.cause_year) == ("late_quarters", year)]
    means[late] = means[late].sum(axis=1, keepdims=True) * LATE
    quarters = np.exp(QUARTER_SPREAD * random.standard_normal((len(units), 4)))
    if year in CONGRESS_YEARS:
        quarters *= CONGRESS
    if year in SHOCKS:
        quarters *= np.array(SHOCKS[year]) * np.exp(SHOCK_SPREAD * random.standard_normal((len(units), 1)))
    noise = random.gamma(NOISE, 1 / NOISE, size=means.shape)
    return random.poisson(means * np.repeat(quarters, 3, axis=1) * noise)


def _steered(random: np.random.RandomState, months: np.ndarray, target: int) -> np.ndarray:
    """The last quarter is stretched or held back to end just above the target; out of reach, it stays as it falls."""
    to_date, by_itself = int(months[:9].sum()), int(months[9:].sum())
    wanted = int(np.ceil(target * (1 + random.exponential(ABOVE)))) - to_date
    if wanted > max(REACH[1] * by_itself, by_itself + 1):
        return months
    last = max(wanted, int(REACH[0] * by_itself))
    weights = months[9:] + USUAL[9:]
    return np.concatenate([months[:9], random.multinomial(last, weights / weights.sum())])


def _reorganise(random: np.random.RandomState, truth: Truth, values: np.ndarray) -> None:
    """The districts' second half of the last year is admitted, and targeted, by their successors."""
    truth.lineage = make_lineage(random, truth.units, truth.shape)
    communes = make_communes(random, truth.units, truth.lineage)
    truth.months |= {unit.name: np.zeros((len(truth.shape.years), 12), dtype=np.int64) for unit in communes}
    for district, shares in truth.lineage.items():
        split = random.dirichlet(40 * np.array(list(shares.values())))
        for month in range(6, 12):
            handed = random.multinomial(truth.months[district][-1, month], split)
            for name, number in zip(shares, handed.tolist(), strict=True):
                truth.months[name][-1, month] += number
        truth.months[district][-1, 6:] = 0
    truth.targets += handed_over(truth.units, values, truth.lineage, truth.shape.last_year)
    truth.units += communes


def _fill_cells(random: np.random.RandomState, truth: Truth) -> None:
    """The third level: every unit's admissions and targets dealt out to its cells."""
    for unit in list(truth.units):
        cells = make_cells(random, unit, truth.shape)
        if not cells:
            continue
        shares = np.array([share for _, share in cells])
        months = truth.months[unit.name].ravel()
        dealt = np.array([random.multinomial(number, shares) for number in months]).T
        truth.units += [cell for cell, _ in cells]
        for (cell, _), admitted in zip(cells, dealt, strict=True):
            truth.months[cell.name] = admitted.reshape(-1, 12)
        assigned = [target for target in truth.targets if target.unit == unit.name and target.basis == "assigned"]
        for target in assigned:
            parts = random.multinomial(target.value, shares).tolist()
            truth.targets += [
                Target(cell.name, target.year, part, target.set_on)
                for (cell, _), part in zip(cells, parts, strict=True)
            ]
