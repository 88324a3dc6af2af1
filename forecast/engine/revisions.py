"""How first figures are usually revised, by how often and how long ago they were told: from figures that were told more than once.

It says what a young figure is worth. What that makes of the year to date is `forecast.engine.nowcast`; what was told when is
`forecast.engine.as_of`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from forecast.core.tables import Tables

SETTLED_DAYS = 183  # after the first report, from which on a figure is taken to stand
AGES = tuple(range(0, SETTLED_DAYS, 15))  # days since the first report at which one looks
MOST_TIMES = 4  # told so often or more is one kind
UNREVISED_FIGURES = 4.0  # that were never moved, against which the panel's are weighed
SHIPPED_SPREAD = 0.01  # of the log of the ratio, worth as many figures
FARTHEST = float(np.log(2))  # a figure that more than doubled was mistyped, not late
PART_DAYS = 200  # a longer figure beside figures of parts of its year is a sum of them
PANEL = ""  # unit of the rows for units without figures of their own
COLUMNS = ("unit", "times", "age", "ratio", "spread", "own_figures", "panel_figures", "deepest")
_FIGURE = ["unit", "start", "stop"]


def usual_revisions(known: Tables, measure: str) -> pd.DataFrame:
    """How the figures of each unit usually moved after they had been told, by how often and how long ago that was.

    Parameters
    ----------
    known : of `known_at`: what had been told by the vintage.

    Returns
    -------
    One row per unit, number of times told (up to MOST_TIMES) and age [days], with the columns COLUMNS; the age counts for figures
    told once, and is 0 for others. `ratio`: the latest value over the one that stood then, drawn from the unit's own figures
    towards the panel's; `spread` of the log of that ratio for one figure; how many figures of the unit and of the panel are behind
    it; `deepest`: the lowest ratio of the panel, at most 1. The unit PANEL stands for those without figures of their own.
    Without rows where nothing was ever revised.
    """
    told = tellings(known, measure)
    if not (told["times"] > 1).any():
        return pd.DataFrame(columns=[*COLUMNS])
    found = [_of_kind(*kind) for kind in _kinds(told, today_of(known, told))]
    return pd.concat(found, ignore_index=True).sort_values(["unit", "times", "age"], kind="stable", ignore_index=True)


def today_of(known: Tables, told: pd.DataFrame) -> float:
    """The day up to which reports are known: the last one's where no vintage was asked for."""
    return float(told["day"].max()) if known.today is None else known.today


def tellings(known: Tables, measure: str) -> pd.DataFrame:
    """Every report of a figure, in order: `unit, start, stop, reported_on, day` (of
    the report, else the end of the period)`, times` (1 for the first)`, age` since the first [days]`, value`.

    `value` is what the report added: a figure cumulative from the same start, as it stood then, is taken off. Figures without any
    day of report, from before the unit's first, tell nothing of revisions and are left out.
    """
    told = known.counts.iloc[:0] if known.told is None else known.told
    told = told[(told["measure"] == measure) & (told["status"] != "estimate") & told["value"].notna()]
    told = told[[*_FIGURE, "value", "reported_on"]]
    if not told["reported_on"].notna().any():
        return told.assign(day=told["reported_on"], times=1, age=0.0)
    begun = told.groupby("unit")["reported_on"].transform("min")  # NaN where no report has a day
    dated = told.groupby(_FIGURE)["reported_on"].transform("count") > 0
    told = told[dated | (told["stop"] >= begun)]
    told = told.assign(day=told["reported_on"].fillna(told["stop"].astype(float)))
    told = told.sort_values([*_FIGURE, "day"], kind="stable", ignore_index=True)
    by_figure = told.groupby(_FIGURE)
    told["times"] = by_figure.cumcount() + 1
    told["age"] = told["day"] - by_figure["day"].transform("first")
    return _without_sums(_freed(told))


def _freed(told: pd.DataFrame) -> pd.DataFrame:
    """Cumulative figures less the shorter one from the same start, as that stood on the day."""
    figures = told[_FIGURE].drop_duplicates()
    figures["before"] = figures.groupby(["unit", "start"])["stop"].shift()
    told = told.merge(figures, on=_FIGURE, how="left")
    told["fresh_days"] = told["stop"] - told["before"].fillna(told["start"])
    longer = told[told["before"].notna()].assign(before=lambda rows: rows["before"].astype("int64"))
    if longer.empty:
        return told
    stood = told[[*_FIGURE, "day", "value"]].rename(columns={"stop": "before", "value": "off"}).sort_values("day")
    longer = longer.reset_index().sort_values("day", kind="stable")
    less = pd.merge_asof(longer, stood, on="day", by=["unit", "start", "before"]).set_index("index")["off"]
    told["value"] = told["value"].sub(less.reindex(told.index).fillna(0.0))
    return told


def _without_sums(told: pd.DataFrame) -> pd.DataFrame:
    """The reports without totals of years that are told by their parts as well: they move as those do."""
    year = (told["stop"] - 15) // 365.2425  # near enough: figures end with a month or shortly before
    shortest = told.groupby([told["unit"], year])["fresh_days"].transform("min")
    return told[(told["fresh_days"] <= PART_DAYS) | (shortest > PART_DAYS)].drop(columns=["before", "fresh_days"])


def _kinds(told: pd.DataFrame, today: float) -> Iterator[tuple[pd.DataFrame, int, int]]:
    """The figures with `stood` and `latest`, for every number of times told and every age at which that can be looked at."""
    by_figure = told.groupby(_FIGURE)
    told = told.assign(
        latest=by_figure["value"].transform("last"), next=by_figure["age"].shift(-1).fillna(np.inf), stood=told["value"]
    )
    first = told[told["times"] == 1]
    for age in AGES:
        yield first[(first["next"] > age) & (first["day"] + age + SETTLED_DAYS <= today)], 1, age
    for times in range(2, MOST_TIMES + 1):
        yield told[(told["times"] == times) & (told["day"] + SETTLED_DAYS <= today)], times, 0


def _of_kind(figures: pd.DataFrame, times: int, age: int) -> pd.DataFrame:
    """The rows of one kind: the mean of each unit drawn towards the panel's as its own figures are few and alike."""
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(figures["latest"].to_numpy(float) / figures["stood"].to_numpy(float))
    moved = pd.Series(moved.clip(-FARTHEST, FARTHEST), index=figures["unit"].to_numpy(object))
    moved = moved[np.isfinite(moved)]
    if moved.empty:
        return pd.DataFrame(columns=[*COLUMNS])
    by_unit = moved.groupby(level=0).agg(["mean", "count"])
    own, n_own, n = by_unit["mean"].to_numpy(float), by_unit["count"].to_numpy(float), len(moved)
    panel = float(moved.sum()) / (n + UNREVISED_FIGURES)
    within = float(((moved - moved.groupby(level=0).transform("mean")) ** 2).sum())
    within = (within + UNREVISED_FIGURES * SHIPPED_SPREAD**2) / (n - len(own) + UNREVISED_FIGURES)
    between = max(float((n_own * (own - panel) ** 2).sum()) / n - within * len(own) / n, 0.0)
    trust = np.append(n_own * between / (n_own * between + within), 0.0)
    return pd.DataFrame(
        {
            "unit": [*by_unit.index, PANEL],
            "times": times,
            "age": age,
            "ratio": np.exp(panel + trust * (np.append(own, panel) - panel)),
            "spread": np.sqrt(within + between * (1 - trust)),
            "own_figures": [*n_own.astype(int).tolist(), 0],
            "panel_figures": n,
            "deepest": min(float(np.exp(moved.min())), 1.0),
        }
    )
