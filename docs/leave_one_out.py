"""Ideas and settings compared over panels, and what would have been chosen without the panel that judges.

python docs/leave_one_out.py all_on.parquet no_outliers.parquet outlier=4.parquet ...

The files are those of `bench.py --save`, named as in docs/ablate.py; `all_on` is the shipped state. First the CRPS of each against
it, with a paired interval over units. Then, for each setting, the value that is best on the other panels (mean of the ratios to the
shipped value), and what it would have cost or won on the panel left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from docs.measure_coverage import INTERVAL, SAME_ORIGIN, bootstrap_means

SHIPPED = "all_on"


def compare(rows: pd.DataFrame, shipped: pd.DataFrame) -> pd.DataFrame:
    """Per panel: CRPS and Brier of a variant over the shipped state, with the interval of the former's difference [%]."""
    pairs = rows.merge(shipped, on=SAME_ORIGIN, suffixes=("", "_shipped"))
    pairs["more"] = pairs["crps"] - pairs["crps_shipped"]
    lines = {}
    for panel, group in pairs.groupby("panel", sort=False):
        mean, means = bootstrap_means(group, ["crps", "crps_shipped", "brier", "brier_shipped", "more"])
        low, high = np.quantile(means[:, 4], [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2]) / mean[1]
        lines[panel] = {
            "crps": mean[0] / mean[1], "low": low, "high": high, "brier": mean[2] / mean[3],
        }  # fmt: skip
    return pd.DataFrame(lines).T


def leave_out(ratios: pd.DataFrame) -> pd.DataFrame:
    """For each panel the variant that is best on the others, and its ratio on the panel itself.

    Parameters
    ----------
    ratios : (n_variants, n_panels) of the CRPS to the shipped state's, which is one of the variants.

    Examples
    --------
    >>> ratios = pd.DataFrame({"m": [1.0, 0.9], "n": [1.0, 0.8], "o": [1.0, 1.3]}, index=["shipped", "other"])
    >>> leave_out(ratios)["chosen"].tolist()
    ['shipped', 'shipped', 'other']
    """
    lines = {}
    for panel in ratios.columns:
        chosen = ratios.drop(columns=panel).mean(axis=1).idxmin()
        lines[panel] = {"chosen": chosen, "ratio": ratios.loc[chosen, panel]}
    return pd.DataFrame(lines).T


def main() -> None:
    """Print the tables of the files named on the command line."""
    found = {Path(name).name.removesuffix(".parquet"): pd.read_parquet(name) for name in sys.argv[1:]}
    shipped = found.pop(SHIPPED)
    tables = {name: compare(rows, shipped) for name, rows in found.items()}
    print("CRPS over the shipped state's (difference in %, 95 % interval over units); Brier likewise\n")
    for name, table in tables.items():
        for panel, line in table.iterrows():
            spread = f"{100 * (line.crps - 1):+.2f} [{100 * line.low:+.2f}, {100 * line.high:+.2f}]"
            print(f"{name:20s} {panel:14s} {spread:28s} Brier {100 * (line.brier - 1):+.2f}")
    ratios = pd.DataFrame({name: table["crps"] for name, table in tables.items()}).T
    for setting in sorted({name.partition("=")[0] for name in tables if "=" in name}):
        variants = ratios[[name.startswith(f"{setting}=") for name in ratios.index]].dropna(axis=1)
        shipped_line = pd.DataFrame(1.0, index=["shipped"], columns=variants.columns)
        print(f"\n{setting}: chosen without the panel, and its CRPS over the shipped state's there")
        print(leave_out(pd.concat([shipped_line, variants])).to_string())


if __name__ == "__main__":
    main()
