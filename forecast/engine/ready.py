"""Stocks that stand ready for a measure (files that wait for a decision, people who passed the course) beside what remains.

They are shown and compared, never counted on: the forecast does not know them. Which stock is ready for which measure the
measures table says (`ready_for`, `covers`); no name of a measure is known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from forecast.core.lives import Tree
from forecast.core.measures import Measure
from forecast.core.periods import Period, parse_period, year_period
from forecast.core.results import REASON_COLUMNS, ROW_KEY, ready_text
from forecast.core.tables import Tables

COLUMNS = ("unit", "year", "stock", "value", "day", "covers")
CODE = "ready_below_remaining"
Figures = Mapping[str, tuple[float, int]]  # unit -> a stock's figure and its day


def gather_ready(known: Tables, measure: str, tree: Tree, years: Sequence[int]) -> pd.DataFrame:
    """The last figure of every stock that is ready for a measure, by unit and year; columns COLUMNS.

    Of a year count the figures from the last day of the year before to its own last day. Of a figure known as a range the lower
    end counts. A unit without a figure has the sum of the units under it, where all of them have one.
    """
    stocks = [one for one in known.measures.values() if one.ready_for == measure and one.kind == "stock"]
    found: list[tuple[str, str, str, float, int, bool]] = []
    for year in years if stocks else ():
        for stock in stocks:
            figures = _with_sums(_latest(known.counts, stock, year), tree, year_period(year))
            found += [(unit, str(year), stock.name, *figure, stock.covers) for unit, figure in figures.items()]
    return pd.DataFrame(found, columns=list(COLUMNS))


def add_ready(rows: pd.DataFrame, ready: pd.DataFrame) -> pd.DataFrame:
    """The rows with what stands ready for each (`ready`); a term has none."""
    if ready.empty:
        return rows
    told: dict[tuple[str, str], list[tuple[str, float, date]]] = {}
    for unit, year, stock, value, day, _ in ready.itertuples(index=False):
        told.setdefault((unit, year), []).append((stock, value, date.fromordinal(day)))
    keys = zip(rows["unit"], rows["year"].astype(str), strict=True)
    return rows.assign(ready=[ready_text(told.get(key, ())) for key in keys])


def name_ready(rows: pd.DataFrame, ready: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """The reasons, with the rows whose stock is less than what remains though all of that must come from it.

    Only a figure as new as the year to date is compared with it: what was admitted since has left an older one.
    """
    drawn_on = ready[ready["covers"].astype(bool)]
    if drawn_on.empty:
        return reasons
    least = drawn_on.sort_values(["value", "stock"], kind="stable").drop_duplicates(["unit", "year"])
    figures = least.set_index(["unit", "year"])
    place = figures.index.get_indexer(pd.MultiIndex.from_arrays([rows["unit"], rows["year"].astype(str)]))
    has, value, day = place >= 0, figures["value"].to_numpy(float)[place], figures["day"].to_numpy(np.int64)[place]
    days = {text: parse_period(text).stop - 1 for text in rows["observed_through"].unique() if text}
    through = rows["observed_through"].map(days).to_numpy(float)
    remaining = rows["remaining"].to_numpy(float)
    short = np.flatnonzero(has & (value < remaining) & (day >= through))  # a row without figures has no `through`
    if not len(short):
        return reasons
    named = reasons[reasons["order"] > 0].groupby(level=0)["order"].max() if len(reasons) else pd.Series(dtype=int)
    told = rows.iloc[short]
    order = named.reindex(told.index).fillna(0).astype(int) + 1
    more = told[list(ROW_KEY)].assign(order=order, code=CODE, part="", value=value[short], base=remaining[short])
    more = more.reindex(columns=list(REASON_COLUMNS))
    return pd.concat([reasons, more]).sort_index(kind="stable") if len(reasons) else more


def _latest(counts: pd.DataFrame, stock: Measure, year: int) -> dict[str, tuple[float, int]]:
    """Each unit's last figure of a stock for a year, with its day."""
    span = year_period(year)
    inside = counts["stop"].between(span.start, span.stop) & (counts["status"] != "estimate")
    rows = counts[(counts["measure"] == stock.name) & inside]
    rows = rows.assign(figure=rows["value"].fillna(rows["low"]))
    rows = rows[rows["figure"].notna()].sort_values("stop", kind="stable").drop_duplicates("unit", keep="last")
    figures = zip(rows["figure"].tolist(), (rows["stop"] - 1).tolist(), strict=True)
    return dict(zip(rows["unit"].tolist(), figures, strict=True))


def _with_sums(figures: Figures, tree: Tree, span: Period) -> dict[str, tuple[float, int]]:
    """The figures, and the sums of those units that have none of their own; the day of a sum is that of its oldest part."""
    if not figures:
        return {}
    below: dict[str, list[str]] = {}
    for unit, parent in tree.parents.items():
        if tree.life(unit).overlaps(span):
            below.setdefault(parent, []).append(unit)
    found = dict(figures)
    waiting = [unit for unit in below if unit not in found]
    while waiting:
        told = [unit for unit in waiting if all(part in found for part in below[unit])]
        if not told:
            break
        for unit in told:
            parts = [found[part] for part in below[unit]]
            found[unit] = (sum(value for value, _ in parts), min(day for _, day in parts))
        waiting = [unit for unit in waiting if unit not in found]
    return found


__all__ = ["add_ready", "gather_ready", "name_ready"]
