"""The invented Thành phố Mẫu, made anew from a seed: the same seed gives the same bytes.

    python datasets/sample-city/make_city.py [--seed 2025] [--output DIR]

It imports nothing from forecast/, so that its figures can try the forecasts. How they come about is told in SOURCE.md;
`make_city` makes other cities for tests.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from city_reports import PARTS, SOURCE, Row, count_rows
from city_targets import rounded
from city_truth import Truth, make_truth
from city_units import CITY, CLOSED, REORGANISED, Shape

SEED = 2025
HERE = Path(__file__).resolve().parent
TERM, TERM_MORE = (2021, 2025, "2020-10-28"), 1.04

COLUMNS = {
    "counts": ("unit", "measure", "period", "value", "reported_on", "status", "source", "note"),
    "quotas": ("unit", "measure", "year", "kind", "value", "first_year", "last_year", "set_on", "basis", "source", "note"),
    "units": (
        "unit", "name", "parent", "order", "opened", "closed", "restricted", "members", "workers", "cells", "source",
    ),
    "lineage": ("from_unit", "to_unit", "on", "share", "source"),
    "measures": ("measure", "kind", "whole", "part_of", "prior", "sensitive", "label_vi", "label_en"),
    "planted": ("unit", "cause", "year", "size", "note"),
}  # fmt: skip

PLANTED = {
    "level_drop": (0.62, "level from January of the year on, times the mean of three years before"),
    "quota_raised": (1.25, "target raised, times the best year before"),
    "late_quarters": ("", "12, 27 and 50 % after each quarter, of a usual year's total"),
    "late_reports": (1.08, "every first figure revised up, times about the size"),
    "always_late": ("", "12, 27 and 50 % after each quarter, every year"),
}

MEASURES = (
    ("admissions", "flow", "", "admissions", "Kết nạp đảng viên", "Admissions"),
    ("admissions_private", "flow", "admissions", "admissions", "Kết nạp trong doanh nghiệp", "In enterprises"),
    ("admissions_students", "flow", "admissions", "admissions", "Kết nạp trong học sinh, sinh viên", "Of students"),
    ("members", "stock", "", "neutral", "Đảng viên", "Members"),
)


def make_city(seed: int, *, shape: Shape | None = None, plant: bool = True) -> dict[str, list[Row]]:
    """All tables of one city, as rows by column.

    Parameters
    ----------
    shape : how large it is, how many years, whether it is reorganised; `Shape(communes=0, cells=20)` has three levels.
    plant : whether causes are planted; without, every unit goes its usual way.

    Returns
    -------
    Tables `counts`, `quotas`, `units`, `lineage`, `measures`, and `planted`, which no forecast may read.
    """
    random = np.random.RandomState(seed)  # numpy keeps this stream the same in every version, unlike default_rng
    truth = make_truth(random, shape or Shape(), plant)
    counts = count_rows(random, truth)
    return {
        "counts": counts,
        "quotas": _quota_rows(random, truth, counts),
        "units": _unit_rows(truth),
        "lineage": [
            {"from_unit": old, "to_unit": new, "on": REORGANISED, "share": f"{share:.4f}", "source": SOURCE}
            for old, parts in truth.lineage.items()
            for new, share in parts.items()
        ],
        "measures": [_measure_row(*measure) for measure in MEASURES],
        "planted": [
            {"unit": unit.name, "cause": unit.cause, "year": unit.cause_year or "", "size": size, "note": note}
            for unit in truth.units
            if unit.cause
            for size, note in [PLANTED[unit.cause]]
        ],
    }


def write_city(tables: Mapping[str, Sequence[Row]], folder: Path) -> None:
    """The tables as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _quota_rows(random: np.random.RandomState, truth: Truth, counts: Sequence[Row]) -> list[Row]:
    """Targets of every unit and year, the city's for its parts, and that of the term."""
    rows = [_quota(target.unit, "admissions", target.value, target.set_on, target.year) for target in truth.targets]
    for row, target in zip(rows, truth.targets, strict=True):
        row["basis"] = target.basis
    of_city = {target.year: target.value for target in truth.targets if target.unit == CITY}
    for measure, share in PARTS.items():
        for year, value in of_city.items():
            part = rounded(share * value * random.uniform(0.94, 1.04))
            rows.append(_quota(CITY, measure, part, f"{year - 1}-12-20", year))
    first, last, set_on = TERM
    if first in of_city and last in truth.shape.years:
        total = 500 * round(TERM_MORE * 5 * of_city[first] / 500)
        term = {"year": "", "kind": "term", "first_year": first, "last_year": last, "basis": "resolution"}
        rows.append(_quota(CITY, "admissions", total, set_on, 0) | term)
    order = {CITY: 0} | {unit.name: at + 1 for at, unit in enumerate(truth.units)}
    return sorted(rows, key=lambda row: (order[str(row["unit"])], row["measure"], str(row["year"]), row["set_on"]))


def _quota(unit: str, measure: str, value: int, set_on: str, year: int) -> Row:
    row: Row = {"unit": unit, "measure": measure, "year": year, "kind": "fixed", "value": value, "set_on": set_on}
    return row | {"basis": "assigned", "source": SOURCE}


def _unit_rows(truth: Truth) -> list[Row]:
    direct = [unit for unit in truth.units if unit.parent == CITY and unit.closed != CLOSED]
    sums = {name: sum(getattr(unit, name) for unit in direct) for name in ("members", "workers", "cells")}
    city: Row = {"unit": CITY, "name": "Thành phố Mẫu (giả lập)", "parent": "", "order": 1, "restricted": "no"}
    rows = [city | sums | {"source": SOURCE}]
    for at, unit in enumerate(truth.units):
        row: Row = {"unit": unit.name, "name": unit.label, "parent": unit.parent, "order": at + 2, "source": SOURCE}
        row |= {name: getattr(unit, name) for name in ("opened", "closed", "members", "workers", "cells")}
        rows.append(row | {"restricted": "yes" if unit.restricted else "no"})
    return rows


def _measure_row(measure: str, kind: str, part_of: str, prior: str, label_vi: str, label_en: str) -> Row:
    row: Row = {"measure": measure, "kind": kind, "whole": "yes", "part_of": part_of, "prior": prior}
    return row | {"sensitive": "no", "label_vi": f"{label_vi} (giả lập)", "label_en": f"{label_en} (synthetic)"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the city and write its tables."""
    parser = argparse.ArgumentParser(description="Make the invented Thành phố Mẫu.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--output", type=Path, default=HERE, metavar="DIR", help="folder for the tables")
    options = parser.parse_args(arguments)
    write_city(make_city(options.seed), options.output)


if __name__ == "__main__":
    main()
