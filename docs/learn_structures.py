"""Writes how plausible each structure of the quarterly grid is before any figure, from public panels.

python docs/learn_structures.py --panel NAME counts.csv "what it is and where it is from" [--panel ...] [--output DIR]

Each panel is learned alone; the weights are their mean, with a tenth spread evenly over the whole grid.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import forecast
from forecast.core.panel import build_panel
from forecast.models.priors import SHIPPED_FOLDER
from forecast.models.structural.learn import learn_structural
from forecast.models.structural.shipped import FILE, NUMBERS
from forecast.models.structural.structures import Structure, quarterly_grid

EVEN = 0.1
LEAST = 0.003  # lighter structures are not named; they share what is left
HEAD = """# How plausible each structure of the quarterly grid is before any figure of a panel; what is left of 1 is spread evenly
# over the others. Written by docs/learn_structures.py from public panels: run that instead of editing this file.
"""


def learn_weights(path: Path) -> dict[Structure, float]:
    """What one panel alone makes of the grid."""
    counts = forecast.read(counts=path).counts
    (measure,) = counts["measure"].unique()
    panel = build_panel(counts, measure, counts["unit"].unique())
    whole = bool((counts["value"].dropna() % 1 == 0).all())
    taught = learn_structural(panel, whole).quarterly
    return dict(zip(taught.structures, taught.weights.tolist(), strict=True))


def main() -> None:
    """Write the file into the folder of shipped priors, or another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--panel", nargs=3, action="append", required=True, metavar=("NAME", "COUNTS", "ORIGIN"))
    parser.add_argument("--output", type=Path, default=SHIPPED_FOLDER)
    asked = parser.parse_args()
    grid = quarterly_grid()
    learned = [learn_weights(Path(path)) for _, path, _ in asked.panel]
    weights = (1 - EVEN) * np.mean([[one.get(s, 0.0) for s in grid] for one in learned], axis=0) + EVEN / len(grid)
    lines = [f"# {name}: {origin}" for name, _, origin in asked.panel] + [",".join(("scale", *NUMBERS, "weight"))]
    for at in np.argsort(-weights, kind="stable"):
        if weights[at] >= LEAST:
            numbers = (f"{getattr(grid[at], name):.6g}" for name in NUMBERS)
            lines.append(",".join((grid[at].scale, *numbers, f"{weights[at]:.4f}")))
    asked.output.mkdir(parents=True, exist_ok=True)
    (asked.output / FILE).write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
