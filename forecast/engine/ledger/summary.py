"""The scored rows summed up: by run, by year, by number of known quarters; warnings and the units' own estimates beside them.

How the figures are printed is left to the reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from forecast.scores import reliability

WARNINGS = ("at_risk", "out_of_reach")
COLUMNS = (
    "measure", "group", "value", "issued", "as_of", "year", "units", "n", "n_quota", "stated", "met", "crps", "crps_share", "brier",
    "log_score", "miscalibration", "inside", "nominal", "warned", "warned_missed", "missed", "missed_warned",
)  # fmt: skip


@dataclass(frozen=True)
class Warned:
    """How often warnings were right; a warning is a row at risk or out of reach.

    Attributes
    ----------
    warned : rows that were warned of; `warned_missed` of them missed the quota.
    missed : rows that missed the quota; `missed_warned` of them had been warned of.
    """

    warned: int
    warned_missed: int
    missed: int
    missed_warned: int


@dataclass(frozen=True)
class Estimates:
    """The units' own estimates against our forecast of the same unit-years, as they stood in the runs.

    Attributes
    ----------
    n : rows that have both.
    own_error, our_error : mean distance from what came, as a share of it.
    own_bias : mean of (estimate - total) / total.
    """

    n: int
    own_error: float
    our_error: float
    own_bias: float


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per measure and group, with the columns COLUMNS; terms are in the groups of their runs alone.

    `stated` is the mean chance stated and `met` the share of the quotas met; `crps_share` is the CRPS summed over the units, as a
    share of what came. Groups: `run`, `year`, `year_quarters` (value `2023/1`), `quarters`, `all`.
    """
    found = []
    for measure, of_measure in rows.groupby("measure", sort=True):
        for group, value, part in _groups(of_measure):
            found.append({"measure": measure, "group": group, "value": value, **_told(part), **_scores(part)})
    return pd.DataFrame(found, columns=[*COLUMNS])


def _groups(rows: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    for run, part in rows.groupby("run", sort=True):
        for _, of_year in part.groupby("year", sort=True):
            yield "run", str(run), of_year
    single = rows[rows["year"].str.len() == 4]
    for year, part in single.groupby("year", sort=True):
        yield "year", str(year), part
    standing = single["year"] + "/" + single["known_quarters"].astype(str)
    for value, part in single.groupby(standing, sort=True):
        yield "year_quarters", str(value), part
    for known, part in single.groupby("known_quarters", sort=True):
        yield "quarters", str(known), part
    if len(single):
        yield "all", "", single


def _told(part: pd.DataFrame) -> dict[str, Any]:
    """What all rows of a group say alike; "" where they differ."""
    same = {name: part[name].unique().tolist() for name in ("issued", "as_of", "year")}
    return {name: str(values[0]) if len(values) == 1 else "" for name, values in same.items()}


def _scores(part: pd.DataFrame) -> dict[str, Any]:
    judged = part[part["met"].notna() & part["p_met"].notna()]
    curve = reliability(judged["p_met"].to_numpy(float), judged["met"].to_numpy(float))
    whole = float(part["total"].sum())
    warnings = count_warnings(part)
    return {
        "units": int(part["unit"].nunique()),
        "n": len(part),
        "n_quota": len(judged),
        "stated": float(judged["p_met"].mean()),
        "miscalibration": curve.miscalibration,
        "crps_share": float(part["crps"].sum()) / whole if whole > 0 else np.nan,
        **{name: float(part[name].astype(float).mean()) for name in ("met", "crps", "brier", "log_score", "inside", "nominal")},
        **vars(warnings),
    }  # fmt: skip


def count_warnings(rows: pd.DataFrame) -> Warned:
    """What the warnings among some rows were worth."""
    judged = rows[rows["met"].notna() & ~rows["flag"].isin(["", "no_data"])]
    warned, missed = judged["flag"].isin(WARNINGS), judged["met"] == 0
    both = int((warned & missed).sum())
    return Warned(int(warned.sum()), both, int(missed.sum()), both)


def score_own_estimates(rows: pd.DataFrame) -> Estimates:
    """How the units' own estimates did beside our forecasts."""
    told = rows[rows["unit_estimate"].notna() & (rows["total"] > 0)]
    total = told["total"].to_numpy(float)
    own, ours = ((told[name].to_numpy(float) - total) / total for name in ("unit_estimate", "expected"))
    if not len(told):
        return Estimates(0, np.nan, np.nan, np.nan)
    return Estimates(len(told), float(np.abs(own).mean()), float(np.abs(ours).mean()), float(own.mean()))
