"""Answers of two rules of thumb to the landing benchmark's origins, as rows to hold against ours in pairs.

python docs/measure_ratios.py PATH/TO/bench vn --save ratios.parquet
python docs/measure_flags.py pairs ours.parquet ratios-chain_own.parquet ratios-plan.parquet

chain_own   the year to date (before the first quarter: last year's total) times each of the unit's own past ratios
plan        the year to date plus the plan times past ratios of (total - to date) / plan, half of the unit's own, half of all units

The benchmark records these two without rows; here they are asked again, as near as their description tells.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

MONTHS = 12


def main() -> None:
    """Write one file of rows for each rule, and print their means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("panels", nargs="+")
    parser.add_argument("--save", type=Path, default=Path("ratios.parquet"))
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.bench))
    from panels import panel
    from scores import score, summary

    origins = [origin for name in asked.panels for origin in panel(name)]
    for method, ratios in (("chain_own", own_chain), ("plan", plan_rests)):
        rows = []
        for origin in origins:
            answer = _answer(origin, ratios(origin, sums_by_month(origin.counts)))
            rows.append(score(replace(origin, truth=origin.truth.loc[answer["unit"]]), answer))
        table = pd.concat(rows)
        table.to_parquet(asked.save.with_name(f"{asked.save.stem}-{method}.parquet"))
        for label, part in [("all", table), *table.groupby("k")]:
            print(method, label, summary(part)[["n", "crps", "brier", "precision", "recall"]].round(4).to_dict())


def sums_by_month(counts: pd.DataFrame) -> dict[tuple[str, int], dict[int, float]]:
    """(unit, year) -> {month: sum from January to its end}, as far as figures follow one another."""
    found: dict[tuple[str, int], dict[int, float]] = {}
    for (unit, year), rows in counts.groupby(["unit", counts["period"].str[:4].astype(int)]):
        ends, at, total = {}, 0, 0.0
        for (start, end), value in sorted(zip(rows["period"].map(_months), rows["value"], strict=True)):
            if start == at:
                at, total = end, total + value
                ends[end] = total
        found[str(unit), int(str(year))] = ends
    return found


def _months(period: str) -> tuple[int, int]:
    if "Q" in period:
        return 3 * int(period[5]) - 3, 3 * int(period[5])
    return (int(period[5:7]) - 1, int(period[-2:])) if ".." in period else (0, MONTHS)


def own_chain(origin: Any, sums: dict[tuple[str, int], dict[int, float]]) -> dict[str, np.ndarray]:
    """Unit -> totals by its own past ratios of a total to the same moment's sum, or to the total of the year before."""
    found = {}
    for unit in origin.truth.index:
        base = _base(sums, unit, origin.year, origin.k)
        past = range(origin.year - 10, origin.year)
        ratios = [
            sums[unit, year][MONTHS] / before
            for year in past
            if MONTHS in sums.get((unit, year), {}) and (before := _base(sums, unit, year, origin.k)) > 0
        ]
        if ratios and base > 0:
            found[unit] = base * np.array(ratios)
    return found


def _base(sums: dict[tuple[str, int], dict[int, float]], unit: str, year: int, quarters: int) -> float:
    where, month = (sums.get((unit, year), {}), 3 * quarters) if quarters else (sums.get((unit, year - 1), {}), MONTHS)
    return where.get(month, np.nan)


def plan_rests(origin: Any, sums: dict[tuple[str, int], dict[int, float]]) -> dict[str, np.ndarray]:
    """Unit -> totals by past ratios of what came after this moment to the plan."""
    month, ratios, plan = 3 * origin.k, {}, {}
    for row in origin.quotas.itertuples():
        ends = sums.get((row.unit, row.year), {})
        so_far = ends.get(month, np.nan) if month else 0.0
        if row.year == origin.year:
            plan[row.unit] = so_far, row.quota
        elif MONTHS in ends and np.isfinite(so_far):
            ratios.setdefault(row.unit, []).append((ends[MONTHS] - so_far) / row.quota)
    everyone = np.array([ratio for own in ratios.values() for ratio in own])
    levels = (np.arange(200) + 0.5) / 200
    found = {}
    for unit, (so_far, quota) in plan.items():
        parts = [np.array(own) for own in (ratios.get(unit, []), everyone) if len(own)]
        if parts and np.isfinite(so_far):
            found[unit] = so_far + quota * np.concatenate([np.quantile(part, levels) for part in parts])
    return found


def _answer(origin: Any, totals: dict[str, np.ndarray]) -> pd.DataFrame:
    from scores import LEVELS, QUANTILES

    quota = origin.quotas[origin.quotas["year"] == origin.year].set_index("unit")["quota"]
    rows = []
    for unit, draws in totals.items():
        quantiles = dict(zip(QUANTILES, np.quantile(draws, LEVELS), strict=True))
        rows.append({"unit": unit, "p_met": float((draws >= quota[unit]).mean()), **quantiles})
    return pd.DataFrame(rows, columns=["unit", "p_met", *QUANTILES])


if __name__ == "__main__":
    main()
