"""What changed from one run to another: which answers moved, and whether by new figures, quotas, settings or version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from forecast.store.run_folder import ANSWER, SERIES, RunFolder

SAME_ROW = ["unit", "measure", "year", "quota_kind", "basis", "reading"]
SHOWN = ("expected", "p_met", "flag")
MOVED, ADDED, GONE = "moved", "added", "gone"
COLUMNS = (*SAME_ROW, "change", "reasons", *(f"{name}_{side}" for name in SHOWN for side in ("before", "after")))


@dataclass(frozen=True)
class Side:
    """One of two answers: its table, the digests of what stands behind it, what was asked, and of which version."""

    answer: pd.DataFrame
    series: pd.DataFrame
    ask: Mapping[str, Any]
    version: str


def side_of(folder: RunFolder) -> Side:
    """A run that is stored."""
    manifest = folder.manifest()
    return Side(folder.read(ANSWER), folder.read(SERIES), manifest["ask"], manifest["version"])


def diff_runs(before: RunFolder, after: RunFolder) -> pd.DataFrame:
    """The differences of two runs that are stored."""
    return diff_sides(side_of(before), side_of(after))


def diff_sides(before: Side, after: Side) -> pd.DataFrame:
    """One row per answer that differs, those whose chance moved most first: COLUMNS.

    `change` is moved, added or gone. `reasons`, joined by `;`: `new_data` and `new_quota` of the unit itself, `new_settings`
    and `new_version` of the whole run, `others` where only what the rest of the panel teaches is new.
    """
    old, new = before.answer, after.answer
    numbered = [table.assign(nth=table.groupby(SAME_ROW).cumcount()) for table in (old, new)]
    both = numbered[0].merge(
        numbered[1], on=[*SAME_ROW, "nth"], how="outer", suffixes=("_before", "_after"), indicator="side"
    )
    change = both["side"].astype(str).map({"both": MOVED, "left_only": GONE, "right_only": ADDED})
    differs = (change != MOVED).to_numpy() | _differing(both, old, new)
    both = both.assign(change=change)[differs]
    reasons = _series_reasons(both, before.series, after.series)
    whole = _whole_reasons(before, after)
    both["reasons"] = [";".join([*own, *whole] or ["others"]) for own in reasons]
    step = (both["p_met_after"] - both["p_met_before"]).abs().fillna(0)
    by_expected = (both["expected_after"] - both["expected_before"]).abs().fillna(0)
    order = both.assign(step=-step, by_expected=-by_expected).sort_values(["step", "by_expected", *SAME_ROW])
    return order[list(COLUMNS)].reset_index(drop=True)


def _differing(both: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> np.ndarray:
    """Whether any column that both answers have differs; nothing given in both is the same."""
    differs = np.zeros(len(both), bool)
    for name in [name for name in old.columns if name in new.columns and name not in (*SAME_ROW, "as_of")]:
        first, second = both[f"{name}_before"], both[f"{name}_after"]
        differs |= ((first != second) & ~(first.isna() & second.isna())).to_numpy(bool)
    return differs


def _series_reasons(rows: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> list[list[str]]:
    keys = pd.MultiIndex.from_frame(rows[["unit", "measure"]])
    codes = {"counts": "new_data", "quotas": "new_quota"}
    new = {}
    for column, code in codes.items():
        old, now = (
            table.set_index(["unit", "measure"])[column].reindex(keys).fillna("").to_numpy(object)
            for table in (before, after)
        )
        new[code] = (old != now).tolist()
    return [[code for code in new if new[code][at]] for at in range(len(rows))]


def _whole_reasons(before: Side, after: Side) -> list[str]:
    reasons = []
    if before.ask != after.ask:
        reasons.append("new_settings")
    if before.version != after.version:
        reasons.append("new_version")
    return reasons
