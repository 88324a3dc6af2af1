"""What the months of a running quarter are worth: the landing after each month of a year, for monthly figures.

python docs/measure_months.py counts.csv --years 2 --months 3,4,5,6,7

The file is a counts table whose periods are months; each of the last whole years is landed as of the end of each month, with the
quarters alone and with the months of the running quarter. CRPS in % of the year before, coverage of the 80 % range.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

import forecast
from forecast.scores import covered, crps_of_quantiles

LEVELS = tuple(np.round(np.arange(0.01, 1.0, 0.01), 2).tolist())


def main() -> None:
    """Print one line for each month, with and without the months of its quarter."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=Path)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--months", default="3,4,5,6,7")
    asked = parser.parse_args()
    tables = forecast.read(counts=asked.counts)
    last = int(tables.counts["period"].str[:4].max())
    for month in map(int, asked.months.split(",")):
        for what, end in (("quarters alone", month - month % 3), ("with its months", month)):
            scored = [score_year(tables, year, end) for year in range(last - asked.years + 1, last + 1)]
            crps, held = (np.concatenate([one[at] for one in scored]) for at in range(2))
            print(
                f"after month {month}, {what}: CRPS {100 * crps.mean():.3f}, 80 % covers {held.mean():.3f}, n {len(held)}"
            )


def score_year(tables: forecast.Tables, year: int, month: int) -> tuple[np.ndarray, np.ndarray]:
    """CRPS over the year before, and whether the 80 % range held, of the units with both years whole."""
    counts = tables.counts
    whole = (
        counts.assign(year=counts["period"].str[:4].astype(int))
        .groupby(["unit", "year"])["value"]
        .agg(["sum", "count"])
    )
    whole = whole["sum"].where(whole["count"] == 12).unstack("year")
    units = whole.index[whole[[year - 1, year]].notna().all(axis=1)]
    known = counts[counts["unit"].isin(units) & (counts["period"] <= f"{year}-{month:02d}")]
    answer = forecast.project(replace(tables, counts=known), year=year, quantiles=LEVELS).set_index("unit").loc[units]
    truth, scale = whole.loc[units, year].to_numpy(), whole.loc[units, year - 1].to_numpy()
    quantiles = answer[[f"q{level:g}" for level in LEVELS]].to_numpy()
    crps = crps_of_quantiles(truth, quantiles, np.array(LEVELS)) / scale
    return crps, covered(truth, quantiles[:, LEVELS.index(0.1)], quantiles[:, LEVELS.index(0.9)])


if __name__ == "__main__":
    main()
