"""Which units carry the expected shortfall of those they stand beside, and whom to visit first; told in no order of its own.

It compares rows with each other, so it comes last, over the whole answer.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from forecast.engine.flag import BANDS

YES = "yes"
WORTH_A_VISIT = BANDS[1:]  # nobody is sent to a unit that is on track
_TINY = 1e-9


def add_visits(rows: pd.DataFrame, parents: Mapping[str, str], capacity: int | None) -> pd.DataFrame:
    """The rows with `shortfall_share` and `to_visit`; as they are where no capacity is given.

    `to_visit` says `yes` for at most `capacity` units of a measure and year: those with the largest expected shortfalls among
    the units that have no other judged unit below them. Of several quotas of a unit the assigned one counts.

    Parameters
    ----------
    parents : unit -> unit above it.
    """
    if not capacity:
        return rows
    share = shortfall_shares(rows, parents)
    wanted = stand_alone(rows, parents) & rows["flag"].isin(WORTH_A_VISIT).to_numpy()
    wanted &= rows["expected_shortfall"].to_numpy(float) > _TINY
    chosen = np.full(len(rows), "", object)
    for _, group in rows[wanted].groupby(["measure", "year"], sort=False):
        largest = group.sort_values(["expected_shortfall", "unit"], ascending=[False, True], kind="stable")[:capacity]
        chosen[rows.index.get_indexer(largest.index)] = YES
    return rows.assign(shortfall_share=share, to_visit=chosen)


def shortfall_shares(rows: pd.DataFrame, parents: Mapping[str, str]) -> np.ndarray:
    """(n_rows,) share of each row in the expected shortfall of all judged units under the same parent in the same year."""
    counted, short = _one_a_unit(rows), rows["expected_shortfall"].to_numpy(float)
    place = rows.assign(above=_above(rows, parents), short=np.where(counted, short, 0.0))
    total = place.groupby(["measure", "year", "above"])["short"].transform("sum").to_numpy(float)
    return np.where(counted & (total > _TINY), short / np.where(total > _TINY, total, 1.0), np.nan)


def stand_alone(rows: pd.DataFrame, parents: Mapping[str, str]) -> np.ndarray:
    """(n_rows,) which rows stand for a unit that has no other judged unit below it: their shortfalls add up to the whole."""
    counted = _one_a_unit(rows)
    above = _above(rows, parents)
    heads = set(zip(rows["measure"][counted], rows["year"][counted], above[counted], strict=True))
    keys = zip(rows["measure"], rows["year"], rows["unit"], strict=True)
    return counted & np.array([key not in heads for key in keys], bool)


def _above(rows: pd.DataFrame, parents: Mapping[str, str]) -> np.ndarray:
    return np.array([parents.get(unit, "") for unit in rows["unit"]], object)


def _one_a_unit(rows: pd.DataFrame) -> np.ndarray:
    """(n_rows,) which rows stand for their unit in a year: judged, and against the assigned quota where there are several."""
    rank = rows["basis"].map({basis: at for at, basis in enumerate(("assigned", "", "own", "resolution"))}).fillna(4)
    rank += 10 * (rows["reading"] != "")
    judged = rows["flag"].isin((*BANDS, "met")) & rows["expected_shortfall"].notna()
    first = rows.assign(rank=rank)[judged].sort_values("rank", kind="stable")
    first = first.drop_duplicates(["measure", "year", "unit"])
    return rows.index.isin(first.index)
