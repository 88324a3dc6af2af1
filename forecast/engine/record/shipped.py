"""The record of public panels, shipped for those who have none of their own: read as it is from a small table.

It is written by the script docs/learn_track_record.py from backtests; what the panels are stands in the head of the file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from forecast.engine.record.record import PUBLIC, Cases, Record

FOLDER = Path(__file__).resolve().parents[2] / "priors"
CASES_FILE, FIRSTS_FILE = "track_record.csv", "track_record_first_warnings.csv"
BIN = 0.05  # width of the steps of P(miss)


@cache
def shipped_record() -> Record:
    """The public record; every panel weighs the same, however many units it has.

    Examples
    --------
    >>> shipped_record().source
    'public'
    """
    rows = pd.read_csv(FOLDER / CASES_FILE, comment="#")
    cases = Cases(
        group=pd.factorize(rows["panel"])[0],
        known_quarters=rows["known_quarters"].to_numpy(int),
        size=np.zeros(len(rows), int),
        chance=rows["miss_from"].to_numpy(float) + BIN / 2,
        cases=rows["cases"].to_numpy(int),
        missed=rows["missed"].to_numpy(int),
        weight=1 / rows.groupby("panel")["cases"].transform("sum").to_numpy(float),
    )
    firsts = pd.read_csv(FOLDER / FIRSTS_FILE, comment="#")
    misses = firsts.groupby(["panel", "warned_from"])["misses"].transform("sum")
    return Record(PUBLIC, cases, firsts.assign(weight=firsts["misses"] / misses))
