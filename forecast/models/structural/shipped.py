"""How plausible each structure of the quarterly grid is before any figure of the panel: learned from public panels.

A panel of ten units counts as much as this, one of a thousand leaves nothing of it (`weights`).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from forecast.models.structural.structures import SCALES, Structure

FILE = "structures.csv"
NUMBERS = ("alpha", "beta", "phi", "gamma", "slope_sd", "season_sd")


def read_weights(path: Path) -> Mapping[Structure, float]:
    """The weights of the structures named in a file; lines that begin with # tell its origin.

    Raises
    ------
    ValueError : a column is missing, a value is no number, or the weights are more than 1 in all.
    """
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    weights: dict[Structure, float] = {}
    for row in csv.DictReader(lines):
        if row.get("scale") not in SCALES:
            raise ValueError(f"scale {row.get('scale')!r}")
        numbers = {name: float(row.get(name) or "nan") for name in (*NUMBERS, "weight")}
        weight = numbers.pop("weight")
        structure = Structure(**numbers, scale="log" if row["scale"] == "log" else "linear")
        if not (weight >= 0 and np.isfinite(list(numbers.values())).all()):
            raise ValueError(", ".join(f"{name} {value}" for name, value in row.items()))
        weights[structure] = weight
    if sum(weights.values()) > 1 + 1e-6:
        raise ValueError(f"weights {sum(weights.values()):g}")
    return weights


def weigh_grid(grid: Sequence[Structure], told: Mapping[Structure, float]) -> np.ndarray:
    """(n_structures,) weights summing to 1: those told, and what they leave of 1 in even parts for the others.

    Examples
    --------
    >>> grid = [Structure(0.1), Structure(0.35), Structure(0.7)]
    >>> weigh_grid(grid, {Structure(0.35): 0.5}).tolist(), weigh_grid(grid, {}).round(2).tolist()
    ([0.25, 0.5, 0.25], [0.33, 0.33, 0.33])
    """
    by_name = {_rounded(structure): weight for structure, weight in told.items()}
    weights = np.array([by_name.get(_rounded(structure), np.nan) for structure in grid])
    others = np.isnan(weights)
    left = max(1 - np.nansum(weights), 0.0)
    weights[others] = left / max(others.sum(), 1)
    return weights / weights.sum()


def _rounded(structure: Structure) -> tuple[str | float, ...]:
    return structure.scale, *(round(getattr(structure, name), 6) for name in NUMBERS)
