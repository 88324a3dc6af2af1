"""A track record: the chances that were stated in the past, and what came of them.

Made from the rows of a backtest (`make_record`) or from the counts of public panels (`forecast.engine.record.shipped`).
What share of which flags was right is `forecast.engine.record.track`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from forecast.core.periods import SEASONS

OWN, PUBLIC = "own", "public"
STEPS = np.round(np.arange(1, 20) / 20, 2)  # chances of missing from which a warning may be given
PROJECTION = "projection"  # the engine's own rows among those of a backtest
UNJUDGED = ("", "met", "no_data")  # flags that no chance decided


@dataclass(frozen=True)
class Cases:
    """What was said and what came, (n,) each.

    Attributes
    ----------
    group : number of the year (of one's own record) or panel (of the public one), which shares its shocks.
    known_quarters : 0-3.
    size : 0-2, the third of the quotas.
    chance : P(miss) as stated.
    cases, missed : so many rows with this chance, of which so many missed.
    weight : of one of them.
    """

    group: np.ndarray
    known_quarters: np.ndarray
    size: np.ndarray
    chance: np.ndarray
    cases: np.ndarray
    missed: np.ndarray
    weight: np.ndarray

    def where(self, chosen: np.ndarray) -> Cases:
        """Some of the cases."""
        return Cases(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True)
class Record:
    """A record.

    Attributes
    ----------
    source : `own` or `public`.
    firsts : columns `warned_from` (one of STEPS), `first_quarter`, `weight`: of units that missed, after how many known quarters
        P(miss) first stood so high; -1 for never.
    limits : quotas between the thirds of size.
    """

    source: str
    cases: Cases
    firsts: pd.DataFrame
    limits: tuple[float, ...] = ()


def make_record(rows: pd.DataFrame, measure: str, before: int) -> Record:
    """The record of a measure from the rows of a backtest, of years before the one asked about.

    Parameters
    ----------
    rows : with the columns of `forecast.engine.backtest.replay.ROW`.
    before : no row of this year or a later one is looked at.

    Examples
    --------
    >>> rows = pd.DataFrame({"model": "projection", "measure": "m", "unit": "a", "year": [2021, 2022], "known_quarters": 1,
    ...                      "quota": 9.0, "p_met": 0.2, "met": 0.0, "flag": "at_risk"})
    >>> cases = make_record(rows, "m", 2022).cases
    >>> cases.group.tolist(), cases.chance.tolist(), cases.missed.tolist()
    ([2021], [0.8], [1])
    """
    chosen = rows[(rows["model"] == PROJECTION) & (rows["measure"] == measure) & (rows["year"] < before)]
    judged = chosen["p_met"].notna() & chosen["met"].notna() & ~chosen["flag"].isin(UNJUDGED)
    chosen = chosen[judged & (chosen["known_quarters"] < SEASONS)].reset_index(drop=True)
    quota = chosen["quota"].to_numpy(float)
    limits = tuple(float(limit) for limit in np.quantile(quota, [1 / 3, 2 / 3])) if len(quota) else ()
    cases = Cases(
        group=chosen["year"].to_numpy(int),
        known_quarters=chosen["known_quarters"].to_numpy(int),
        size=size_class(quota, limits),
        chance=1 - chosen["p_met"].to_numpy(float),
        cases=np.ones(len(chosen), int),
        missed=(chosen["met"] == 0).to_numpy(int),
        weight=np.ones(len(chosen)),
    )
    return Record(OWN, cases, first_warnings(chosen[chosen["met"] == 0]), limits)


def size_class(quota: np.ndarray, limits: tuple[float, ...]) -> np.ndarray:
    """(n,) 0, 1 or 2: the third of size that quotas belong to; a limit itself belongs to the smaller."""
    return np.searchsorted(np.array(limits), quota, side="left").astype(int)


def first_warnings(missed: pd.DataFrame) -> pd.DataFrame:
    """The table `firsts` from the rows of units that missed, all with weight 1; the units of every year apart."""
    if missed.empty:
        return pd.DataFrame({"warned_from": [], "first_quarter": np.array([], int), "weight": []})
    highest = (
        missed.assign(chance=1 - missed["p_met"])
        .pivot_table(index=["unit", "year"], columns="known_quarters", values="chance", aggfunc="max")
        .reindex(columns=range(SEASONS))
        .to_numpy(float)
    )
    tables = []
    for step in STEPS:
        warned = highest >= step
        first = np.where(warned.any(1), warned.argmax(1), -1)
        quarters, counts = np.unique(first, return_counts=True)
        tables.append(pd.DataFrame({"warned_from": step, "first_quarter": quarters, "weight": counts.astype(float)}))
    return pd.concat(tables, ignore_index=True)
