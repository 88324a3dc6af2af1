"""How often the ranges held, with bootstrap bands over units, from the rows that the landing benchmark saves.

python bench.py m3 hospital --save rows.parquet
python docs/measure_coverage.py rows.parquet               coverage of each panel and k
python docs/measure_coverage.py rows.parquet before.parquet  and what changed in CRPS and Brier against other rows

A unit is drawn with all its origins together, because its years share its size, its noise and its outliers. Whole numbers are
judged by randomised PIT (`pit80`, `pit95`), others by either.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

N_QUANTILES = 99
N_BOOTSTRAP = 2000
BAND = 0.90  # of coverage
INTERVAL = 0.95  # of differences
RANGES = {"c80": 0.80, "c95": 0.95, "pit80": 0.80, "pit95": 0.95}
SCORES = ("crps", "brier")
SAME_ORIGIN = ["panel", "year", "k", "unit"]


def held(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with whether each range held the total; `c80`, `c95` as saved, `pit80`, `pit95` from the randomised PIT.

    The PIT saved counts quantiles, of which there are 99; each step is spread over the hundredth that it stands for.
    """
    pit = (N_QUANTILES * rows["pit"] + np.random.default_rng(0).random(len(rows))) / (N_QUANTILES + 1)
    return rows.assign(pit80=(pit >= 0.1) & (pit <= 0.9), pit95=(pit >= 0.025) & (pit <= 0.975))


def bootstrap_means(rows: pd.DataFrame, columns: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Means over the rows, (n_columns,), and over bootstrap samples of whole units, (N_BOOTSTRAP, n_columns).

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["a", "a", "b"], "hit": [1.0, 1.0, 0.0]})
    >>> mean, means = bootstrap_means(rows, ["hit"])
    >>> mean.round(3).tolist(), sorted(set(means[:, 0].round(3).tolist()))
    ([0.667], [0.0, 0.667, 1.0])
    """
    of_unit = rows.groupby("unit")[list(columns)]
    sums, sizes = of_unit.sum().to_numpy(float), of_unit.size().to_numpy(float)
    n_units = len(sizes)
    drawn = np.random.default_rng(0).multinomial(n_units, np.full(n_units, 1 / n_units), size=N_BOOTSTRAP)
    return sums.sum(0) / sizes.sum(), (drawn @ sums) / (drawn @ sizes)[:, None]


def by_panel_and_k(rows: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each panel as a whole, then by its number of known quarters."""
    for panel, of_panel in rows.groupby("panel", sort=False):
        yield str(panel), "all", of_panel
        for k, group in of_panel.groupby("k"):
            yield str(panel), str(k), group


def coverage_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Coverage of each range with the ends of its band, and whether it is within 2 points or the band holds the nominal."""
    lines = []
    for panel, k, group in by_panel_and_k(held(rows)):
        mean, means = bootstrap_means(group, list(RANGES))
        low, high = np.quantile(means, [(1 - BAND) / 2, (1 + BAND) / 2], axis=0)
        line: dict[str, object] = {"panel": panel, "k": k, "units": group["unit"].nunique(), "n": len(group)}
        for at, (name, nominal) in enumerate(RANGES.items()):
            near = abs(mean[at] - nominal) <= 0.02 or low[at] <= nominal <= high[at]
            line[name] = f"{mean[at]:.3f} [{low[at]:.3f}, {high[at]:.3f}]{' ' if near else '*'}"
        lines.append(line)
    return pd.DataFrame(lines)


def difference_table(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Scores of the rows less those of other rows on the same origins and units, with a paired interval over units."""
    pairs = rows.merge(others, on=SAME_ORIGIN, suffixes=("", "_other"))
    for score in SCORES:
        pairs[f"d_{score}"] = pairs[score] - pairs[f"{score}_other"]
    lines = []
    for panel, k, group in by_panel_and_k(pairs):
        names = [f"{start}{score}" for score in SCORES for start in ("", "d_")]
        mean, means = bootstrap_means(group, names)
        low, high = np.quantile(means, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2], axis=0)
        line: dict[str, object] = {"panel": panel, "k": k, "n": len(group)}
        for at, name in enumerate(names):
            is_difference = name.startswith("d_")
            line[name] = f"{mean[at]:+.4f} [{low[at]:+.4f}, {high[at]:+.4f}]" if is_difference else f"{mean[at]:.4f}"
        lines.append(line)
    return pd.DataFrame(lines)


def main() -> None:
    """Print the tables of the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", help="file of `bench.py --save`")
    parser.add_argument("other", nargs="?", help="rows of another run to compare with")
    asked = parser.parse_args()
    rows = pd.read_parquet(asked.rows)
    print("Coverage, 90 % band over units; * neither within 2 points of the nominal nor the band holding it\n")
    print(coverage_table(rows).to_string(index=False))
    if asked.other:
        print("\nDifference (first file less second), 95 % interval over units\n")
        print(difference_table(rows, pd.read_parquet(asked.other)).to_string(index=False))


if __name__ == "__main__":
    main()
