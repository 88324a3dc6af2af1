"""How first figures are usually revised, by how long ago they were first told: from figures that were told more than once.

It says what a young figure is worth; no landing uses it yet. What was told when is `forecast.engine.as_of`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from forecast.core.tables import Tables
from forecast.engine.as_of import REPORTING_DAYS, Vintage

AGES = (0, 31, 92, 183)  # days since the first report
SETTLED_DAYS = 183  # by which a figure must be older than the age that it is looked at, for its latest value to stand
UNREVISED_FIGURES = 4.0  # that were never moved, against which the panel's are weighed
SHIPPED_SPREAD = 0.01  # of the log of the ratio, worth as many figures
FARTHEST = float(np.log(2))  # a figure that more than doubled was mistyped, not late
COLUMNS = ("unit", "age", "ratio", "spread", "own_figures", "panel_figures", "panel_fell")
_FIGURE = ["unit", "start", "stop"]


def usual_revisions(known: Tables, measure: str, vintage: Vintage | None = None) -> pd.DataFrame:
    """How the figures of each unit usually moved after they had been told, by the age at which one looks.

    Parameters
    ----------
    known : of `known_at`: what had been told by the vintage.
    vintage : the same; everything told when not given.

    Returns
    -------
    One row per unit and age [days], with the columns COLUMNS: `ratio`, the latest value over the one that stood at that age,
    drawn from the unit's own figures towards the panel's; `spread` of the log of that ratio for one figure; how many figures of
    the unit and of the panel are behind it; `panel_fell`, the share of the panel's that were revised downwards. Without rows where
    nothing was ever revised.
    """
    told = known.counts.iloc[:0] if known.told is None else known.told
    told = told[(told["measure"] == measure) & (told["status"] != "estimate") & told["value"].notna()]
    if not told.duplicated(_FIGURE).any():
        return pd.DataFrame(columns=[*COLUMNS])
    told = told.assign(day=told["reported_on"].fillna(told["stop"])).sort_values([*_FIGURE, "day"], kind="stable")
    told["age"] = told["day"] - told.groupby(_FIGURE)["day"].transform("first")
    oldest = _today(told, vintage) - (told["day"] - told["age"])
    found = [_of_age(told[oldest >= age + SETTLED_DAYS], age) for age in AGES]
    return pd.concat(found, ignore_index=True).sort_values(["unit", "age"], kind="stable").reset_index(drop=True)


def _today(told: pd.DataFrame, vintage: Vintage | None) -> float:
    if vintage is None:
        return float(told["day"].max())
    return float(vintage.day + (0 if vintage.dated else REPORTING_DAYS))


def _of_age(told: pd.DataFrame, age: int) -> pd.DataFrame:
    """The rows of one age: the mean of each unit drawn towards the panel's as its own figures are few and alike."""
    latest = told.drop_duplicates(_FIGURE, keep="last").set_index(_FIGURE)["value"]
    stood = told[told["age"] <= age].drop_duplicates(_FIGURE, keep="last").set_index(_FIGURE)["value"]
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(latest / stood).clip(-FARTHEST, FARTHEST)
    moved = moved[np.isfinite(moved)]
    if moved.empty:
        return pd.DataFrame(columns=[*COLUMNS])
    by_unit = moved.groupby(level="unit").agg(["mean", "count"])
    own, n_own, n = by_unit["mean"].to_numpy(float), by_unit["count"].to_numpy(float), len(moved)
    panel = float(moved.sum()) / (n + UNREVISED_FIGURES)
    within = float(((moved - moved.groupby(level="unit").transform("mean")) ** 2).sum())
    within = (within + UNREVISED_FIGURES * SHIPPED_SPREAD**2) / (n - len(own) + UNREVISED_FIGURES)
    between = max(float((n_own * (own - panel) ** 2).sum()) / n - within * len(own) / n, 0.0)
    trust = n_own * between / (n_own * between + within)
    return pd.DataFrame(
        {
            "unit": by_unit.index.to_numpy(object),
            "age": age,
            "ratio": np.exp(panel + trust * (own - panel)),
            "spread": np.sqrt(within + between * (1 - trust)),
            "own_figures": n_own.astype(int),
            "panel_figures": n,
            "panel_fell": float((moved < 0).mean()),
        }
    )
