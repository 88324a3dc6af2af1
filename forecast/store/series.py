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
    """One row per unit and measure: `counts` and `quotas`, digests of its rows, 0 where it has none.

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
    counts = _digests(known.counts, COUNTS).rename("counts")
    quotas = _digests(known.quotas, QUOTAS).rename("quotas")
    both = pd.concat([counts, quotas], axis=1).fillna(0).astype(np.uint64)
    return both.sort_index().reset_index()


def _digests(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
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
    keyed = pd.Series(mixed.view(np.int64)).groupby([table["unit"].to_numpy(object), table["measure"].to_numpy(object)])
    summed = keyed.sum()
    summed.index.names = ["unit", "measure"]
    return pd.Series(summed.to_numpy().view(np.uint64), index=summed.index)
