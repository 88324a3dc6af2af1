"""How the invented city reports: totals of old years, quarters, cumulative figures or months, revisions and estimates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from city_truth import Truth
from city_units import CITY, Unit

SOURCE = "synthetic"
FIRST_FIGURE = 1 / 1.08  # of units that report late: their first figures are later revised up by about 8 %
SMALL_REVISION, REVISED_CHANCE = 0.02, 0.06  # of all others, now and then
OVERDUE_CHANCE, OVERDUE_DAYS = 0.015, (50, 75)  # reports that come after the usual time
CITY_DAY = 30  # days from the end of a quarter to the city's own table
MONTHS_FROM = 2022  # units that report months did so from then on, quarters before
PARTS = {"admissions_private": 0.046, "admissions_students": 0.09}  # shares of the city's admissions
ESTIMATES = (((7, 10), 1.5), ((10, 10), 1.0))  # day of the year's estimate, and its optimism in that of October
RUNS = ("01..{y}-03", "01..{y}-06", "01..{y}-09", "01..{y}-12")
Row = dict[str, object]


def count_rows(random: np.random.RandomState, truth: Truth) -> list[Row]:
    """The counts table: the city first, then its units, each in the order of its periods and reports."""
    figures = {unit.name: _first_and_final(random, truth, unit) for unit in truth.units}
    rows = list(_city_rows(random, truth, figures))
    for unit in truth.units:
        rows += _old_years(truth, unit.name, truth.months[unit.name].sum(axis=1))
        for year in truth.shape.years:
            if year >= truth.shape.quarterly_from:
                rows += _year_rows(random, truth, unit, year, *figures[unit.name][year])
        if unit.optimism is not None:
            rows += _estimates(random, truth, unit)
    return rows + _members(random, truth)


def _first_and_final(
    random: np.random.RandomState, truth: Truth, unit: Unit
) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Year -> (12,) months as first reported and as they were."""
    figures = {}
    for year, final in zip(truth.shape.years, truth.months[unit.name], strict=True):
        first = final.copy()
        for quarter in range(4):
            here = slice(3 * quarter, 3 * quarter + 3)
            if unit.cause == "late_reports":
                first[here] = random.binomial(final[here], FIRST_FIGURE)
            elif random.uniform() < REVISED_CHANCE:
                first[here] = np.maximum(final[here] - random.poisson(SMALL_REVISION * final[here]), 0)
        figures[year] = (first, final)
    return figures


def _year_rows(
    random: np.random.RandomState, truth: Truth, unit: Unit, year: int, first: np.ndarray, final: np.ndarray
) -> Iterator[Row]:
    """One year in the unit's style: every quarter as first reported, and its revision with the next quarter's report."""
    for quarter in range(1, 5):
        if not unit.lives(year, quarter):
            continue
        overdue = unit.cause != "late_reports" and random.uniform() < OVERDUE_CHANCE
        days = int(random.randint(*OVERDUE_DAYS)) if overdue else unit.report_day
        here = slice(3 * quarter - 3, 3 * quarter)
        if unit.style == "months" and year >= MONTHS_FROM:
            pieces = [(f"{year}-{month + 1:02d}", first[month], final[month]) for month in range(here.start, here.stop)]
        elif unit.style == "cumulative":
            before = final[: here.start].sum()
            run = f"{year}-" + RUNS[quarter - 1].format(y=year)
            pieces = [(run, before + first[here].sum(), before + final[here].sum())]
        else:
            pieces = [(f"{year}Q{quarter}", first[here].sum(), final[here].sum())]
        for period, early, late in pieces:
            yield from _figure(
                unit.name, period, (early, late), (_day(year, quarter, days), _next(year, quarter, unit))
            )


def _next(year: int, quarter: int, unit: Unit) -> str:
    """The day on which the unit's next report corrects this one."""
    return _day(year, quarter + 1, unit.report_day)


def _figure(unit: str, period: str, values: tuple[int, int], days: tuple[str, str], **more: object) -> Iterator[Row]:
    early, late = (int(value) for value in values)
    status = "final" if early == late else "provisional"
    row: Row = {"unit": unit, "measure": "admissions", "period": period, "source": SOURCE, "note": ""} | more
    yield row | {"value": early, "reported_on": days[0], "status": status}
    if early != late:
        yield row | {"value": late, "reported_on": days[1], "status": "final"}


def _old_years(truth: Truth, unit: str, totals: np.ndarray, **more: object) -> Iterator[Row]:
    """Yearly totals, of which nobody wrote down when they were reported."""
    for year, total in zip(truth.shape.years, totals.tolist(), strict=True):
        lives = next((u.lives(year, 1) for u in truth.units if u.name == unit), True)
        if year < truth.shape.quarterly_from and lives:
            yield from _figure(unit, str(year), (total, total), ("", ""), **more)


def _city_rows(
    random: np.random.RandomState, truth: Truth, figures: dict[str, dict[int, tuple[np.ndarray, np.ndarray]]]
) -> Iterator[Row]:
    """The city's own table: the sum of its units, and the two parts that only the city counts."""
    direct = [unit.name for unit in truth.units if unit.parent == CITY]
    sums = {
        year: [np.array([figures[name][year][which] for name in direct]).sum(axis=0) for which in (0, 1)]
        for year in truth.shape.years
    }
    totals = np.array([final.sum() for _, final in sums.values()])
    yield from _old_years(truth, CITY, totals)
    for year in range(truth.shape.quarterly_from, truth.shape.last_year + 1):
        for quarter in range(1, 5):
            pair = [int(months[3 * quarter - 3 : 3 * quarter].sum()) for months in sums[year]]
            days = _day(year, quarter, CITY_DAY), _day(year, quarter + 1, CITY_DAY)
            yield from _figure(CITY, f"{year}Q{quarter}", (pair[0], pair[1]), days)
    for measure, share in PARTS.items():
        share_of_year = share * np.exp(0.08 * random.standard_normal(len(totals)))
        parts = random.binomial(totals, share_of_year)
        yield from _old_years(truth, CITY, parts, measure=measure)
        for year in range(truth.shape.quarterly_from, truth.shape.last_year + 1):
            for quarter in range(1, 5):
                total = int(sums[year][1][3 * quarter - 3 : 3 * quarter].sum())
                part = random.binomial(total, share_of_year[year - truth.shape.first_year])
                days = _day(year, quarter, CITY_DAY), ""
                yield from _figure(CITY, f"{year}Q{quarter}", (part, part), days, measure=measure)


def _estimates(random: np.random.RandomState, truth: Truth, unit: Unit) -> Iterator[Row]:
    """The unit's own estimate of the year (ước cả năm), usually too high by its optimism, more so in July."""
    for year in range(truth.shape.quarterly_from, truth.shape.last_year + 1):
        for (month, day), times in ESTIMATES:
            if unit.lives(year, 1) and unit.lives(year, 4):
                excess = times * unit.optimism + 0.03 * random.standard_normal()
                value = max(0, round(truth.total(unit.name, year) * (1 + excess)))
                row = {"unit": unit.name, "measure": "admissions", "period": str(year), "value": value}
                more = {"status": "estimate", "source": SOURCE, "note": "ước cả năm"}
                yield row | {"reported_on": date(year, month, day).isoformat()} | more


def _members(random: np.random.RandomState, truth: Truth) -> list[Row]:
    """Members at the end of every year, of the units that lived then, and of the city as their sum."""
    rows: list[Row] = []
    sums = dict.fromkeys(truth.shape.years, 0)
    for unit in truth.units:
        growth = 1.008 + 0.008 * random.standard_normal()
        for year in truth.shape.years:
            if unit.parent == CITY and unit.lives(year, 4):
                value = max(3, round(unit.members * growth ** (year - truth.shape.last_year)))
                sums[year] += value
                rows.append(_stock(unit.name, year, value))
    return [_stock(CITY, year, value) for year, value in sums.items()] + rows


def _stock(unit: str, year: int, value: int) -> Row:
    row: Row = {"unit": unit, "measure": "members", "period": str(year), "value": value, "note": ""}
    return row | {"reported_on": f"{year + 1}-01-20", "status": "final", "source": SOURCE}


def _day(year: int, quarter: int, days: int) -> str:
    """So many days after the end of a quarter; the quarter may be the fifth."""
    start = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
    return (start + timedelta(days=days - 1)).isoformat()
