"""Writes the track record that is shipped for those who have none of their own, from backtests of public panels.

forecast backtest --counts counts.csv --quotas quotas.csv --output DIR       once for each panel
python docs/learn_track_record.py --panel NAME DIR "what it is and where it is from" [--panel …]

Only counts are kept: of so many chances in a step of .05 so many missed. See docs/flags.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from forecast.engine.record.record import make_record
from forecast.engine.record.shipped import BIN, CASES_FILE, FIRSTS_FILE, FOLDER

NEVER = 9999  # a year later than all
HEAD = """# How often quotas were missed where the forecast gave the chance of missing as so much, in public panels.
# Written by docs/learn_track_record.py from `forecast backtest`: run that instead of editing this file. Chances that were certain
# (quota reached already) are left out.
"""


def learn(panel: str, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counts of one panel: by known quarters and step of P(miss), and of its misses by the first warning."""
    rows = pd.read_parquet(folder / "rows.parquet")
    (measure,) = rows["measure"].unique()
    record = make_record(rows, measure, NEVER)
    step = np.minimum((record.cases.chance / BIN + 1e-9).astype(int), round(1 / BIN) - 1)
    kept = {name: getattr(record.cases, name) for name in ("known_quarters", "cases", "missed")}
    cases = pd.DataFrame(kept).assign(panel=panel, miss_from=(step * BIN).round(2))
    counts = cases.groupby(["panel", "known_quarters", "miss_from"])[["cases", "missed"]].sum().reset_index()
    firsts = record.firsts.assign(panel=panel, misses=record.firsts["weight"].astype(int))
    return counts, firsts[["panel", "warned_from", "first_quarter", "misses"]]


def main() -> None:
    """Write both tables into the folder of shipped priors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--panel", nargs=3, action="append", required=True, metavar=("NAME", "DIR", "ORIGIN"))
    parser.add_argument("--output", type=Path, default=FOLDER)
    asked = parser.parse_args()
    origins = "".join(f"# {name}: {origin}\n" for name, _, origin in asked.panel)
    tables = [learn(name, Path(folder)) for name, folder, _ in asked.panel]
    for at, file in enumerate((CASES_FILE, FIRSTS_FILE)):
        table = pd.concat([pair[at] for pair in tables], ignore_index=True)
        (asked.output / file).write_text(HEAD + origins + table.to_csv(index=False), encoding="utf-8")


if __name__ == "__main__":
    main()
