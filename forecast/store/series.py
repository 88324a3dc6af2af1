"""Digests of what stands behind every unit's answer, so that two runs can say whose figures or quotas are new."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.util import hash_array

from forecast.core.tables import Tables

COUNTS = ("start", "stop", "value", "low", "high", "status")
QUOTAS = (
    "year", "kind", "value", "low", "high", "share_low", "share_high", "of", "rule", "scope", "first_year", "last_year",
    "basis", "reading",
)  # fmt: skip


def digest_series(known: Tables) -> pd.DataFrame:
    """One row per unit and measure: `counts` and `quotas`, digests of its rows, "" where it has none.

    Parameters
    ----------
    known : the tables of one vintage (`forecast.engine.as_of`). The order of the rows does not matter, nor do sources,
        notes and places in the file.

    Examples
    --------
    >>> from forecast.io.read_tables import read
    >>> tables = read(counts="datasets/hanoi/counts.csv")
    >>> digest_series(tables).equals(digest_series(tables))
    True
    """
    counts, quotas = _digests(known.counts, COUNTS), _digests(known.quotas, QUOTAS)
    both = counts.merge(quotas, on=["unit", "measure"], how="outer", suffixes=("_counts", "_quotas"))
    named = both.rename(columns={"digest_counts": "counts", "digest_quotas": "quotas"}).fillna(
        {"counts": "", "quotas": ""}
    )
    return named.sort_values(["unit", "measure"], kind="stable").reset_index(drop=True)


def _digests(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Sums of the rows' digests, wrapped around: the order of the rows does not show in them."""
    mixed = np.zeros(len(table), np.uint64)
    for name in columns:
        column = table[name]
        if pd.api.types.is_numeric_dtype(column.dtype):
            hashed = hash_array(column.to_numpy(np.float64) + 0.0)
        else:
            code, words = pd.factorize(column)
            hashed = hash_array(np.array(words.tolist() or [""], object), categorize=False)[code]
        mixed = mixed * np.uint64(1_000_003) + hashed
    mixed ^= mixed >> np.uint64(31)  # a sum of rows hides less when they are mixed once more
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    unit, units = pd.factorize(table["unit"])
    measure, measures = pd.factorize(table["measure"])
    series, code = np.unique(unit * max(len(measures), 1) + measure, return_inverse=True)
    sums = np.zeros(len(series), np.uint64)
    np.add.at(sums, code, mixed)
    of_unit, of_measure = np.divmod(series, max(len(measures), 1))
    names = {"unit": np.array(units, object)[of_unit], "measure": np.array(measures, object)[of_measure]}
    return pd.DataFrame({**names, "digest": [f"{value:016x}" for value in sums.tolist()]}).astype(str)
