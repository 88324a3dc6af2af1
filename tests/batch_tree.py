"""Grows cities for proofs of size: trees of units with years of quarterly counts and quotas, written as an office's tables.

Knows the file format and nothing of the program: whatever is proved on these cities cannot have leaked into them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

QUARTER_SHARES = np.array([0.21, 0.24, 0.25, 0.30])  # back-loaded, as admissions are
FIRST_YEAR, LAST_YEAR = 2013, 2023


@dataclass(frozen=True)
class City:
    """A grown tree; arrays along its leaves unless stated.

    Attributes
    ----------
    parents : unit -> parent ("" at the top) of every unit, the leaves last.
    leaves : ids.
    counts : (n_leaves, n_quarters) from the first quarter of `first_year`; -1 = not reported.
    quotas : (n_leaves, n_years) of every year, the one that is under way last.
    """

    parents: dict[str, str]
    leaves: tuple[str, ...]
    counts: np.ndarray
    quotas: np.ndarray
    first_year: int


def grow(
    n_leaves: int, *, seed: int = 0, mean: float = 3.0, silent: float = 0.01, late: float = 0.05, shape: tuple[int, int] = (20, 10)
) -> City:  # fmt: skip
    """A city of three levels after the first quarter of the year that follows ten whole ones.

    Parameters
    ----------
    mean : of a quarter's count of the median leaf; leaves vary about it by a factor of three.
    silent, late : shares of the leaves that never report, and that begin in the middle of the years.
    shape : leaves below a unit of the middle level, and units of the middle level below one of the top level.
    """
    random = np.random.default_rng(seed)
    n_years, per_middle, per_top = LAST_YEAR - FIRST_YEAR + 1, *shape
    n_middles = -(-n_leaves // per_middle)
    tops = [f"T{at:03d}" for at in range(-(-n_middles // per_top))]
    middles = [f"{tops[at // per_top]}-M{at % per_top:02d}" for at in range(n_middles)]
    leaves = tuple(f"{middles[at // per_middle]}-U{at % per_middle:03d}" for at in range(n_leaves))
    parents = {**dict.fromkeys(tops, ""), **{middle: middle[:4] for middle in middles}}
    parents |= {leaf: leaf.rpartition("-")[0] for leaf in leaves}
    size = mean * np.exp(random.normal(0, 1.1, n_leaves))
    whole = random.normal(0, 0.06, n_years)
    by_top = random.normal(0, 0.05, (len(tops), n_years))[np.arange(n_leaves) // (per_middle * per_top)]
    path = np.cumsum(random.normal(0, 0.08, (n_leaves, n_years)), axis=1)
    yearly = size[:, None] * np.exp(whole + by_top + path)
    shares = random.dirichlet(60 * QUARTER_SHARES, (n_leaves, n_years)) * 4
    quarters = random.poisson((yearly[:, :, None] * shares).reshape(n_leaves, -1))
    counts = quarters[:, : 4 * (n_years - 1) + 1].astype(np.int64)
    counts[random.random(n_leaves) < silent] = -1
    starts = np.where(random.random(n_leaves) < late, random.integers(4, counts.shape[1] - 1, n_leaves), 0)
    counts[np.arange(counts.shape[1]) < starts[:, None]] = -1
    quotas = np.maximum(1, np.round(4 * yearly * np.exp(random.normal(0.02, 0.08, yearly.shape)))).astype(np.int64)
    return City(parents, leaves, counts, quotas, FIRST_YEAR)


def under_one_root(city: City, root: str = "CITY") -> City:
    """The city with all its top units under one more."""
    return replace(city, parents={root: "", **{unit: parent or root for unit, parent in city.parents.items()}})


def plant_city(
    city: City, folder: Path, *, quota_years: int = 4, measures: Sequence[str] = (), shuffled: int | None = None
) -> Path:
    """Write counts.csv, quotas.csv and units.csv of a city; the folder.

    Parameters
    ----------
    quota_years : how many years have quotas, the one that is under way included.
    measures : names of several measures, each after the first with half of the counts of the one before; none = no column.
    shuffled : seed of another order of the rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unit, quarter = np.nonzero(city.counts >= 0)
    periods = np.array([f"{city.first_year + at // 4}Q{at % 4 + 1}" for at in range(city.counts.shape[1])])
    ids, year = np.array(city.leaves), np.arange(city.quotas.shape[1])[-quota_years:]
    of_unit = np.repeat(np.arange(len(ids)), len(year))
    counts: dict[str, np.ndarray] = {"unit": ids[unit], "period": periods[quarter], "value": city.counts[unit, quarter]}
    quotas: dict[str, np.ndarray] = {
        "unit": ids[of_unit],
        "year": np.tile(city.first_year + year, len(ids)),
        "kind": np.full(len(of_unit), "fixed"),
        "value": city.quotas[:, year].ravel(),
    }
    parents = {"unit": np.array(list(city.parents)), "parent": np.array(list(city.parents.values()))}
    tables = {"counts": _several(counts, measures), "quotas": _several(quotas, measures), "units": parents}
    for at, (name, columns) in enumerate(tables.items()):
        _write(columns, folder / f"{name}.csv", None if shuffled is None else shuffled + at)
    return folder


def _several(columns: dict[str, np.ndarray], measures: Sequence[str]) -> dict[str, np.ndarray]:
    """The rows once for every measure."""
    if not measures:
        return columns
    n = len(columns["unit"])
    told = {name: np.tile(column, len(measures)) for name, column in columns.items() if name != "value"}
    values = np.concatenate([columns["value"] // 2**at for at in range(len(measures))])
    return {**told, "measure": np.repeat(np.array(measures), n), "value": values}


def _write(columns: dict[str, np.ndarray], path: Path, shuffled: int | None) -> None:
    table = pa.table(columns)
    if shuffled is not None:
        table = table.take(np.random.default_rng(shuffled).permutation(table.num_rows))
    csv.write_csv(table, path, csv.WriteOptions(quoting_style="none", quoting_header="none"))
