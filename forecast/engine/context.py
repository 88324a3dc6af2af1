"""What the quotas of one measure depend on, gathered from the tables of one vintage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from forecast.core.measures import Measure
from forecast.core.panel import Panel
from forecast.core.periods import year_period
from forecast.core.rules import parse_rule, parse_size
from forecast.core.tables import Tables
from forecast.quotas import Context, StockSeries


def gather_context(known: Tables, quotas: pd.DataFrame, panel: Panel, measure: Measure) -> Context:
    """Attributes, stocks and finished totals, each only as far as a quota asks for it.

    Parameters
    ----------
    known : the tables of the wanted vintage.
    quotas : the rows of the measure among them.
    """
    kinds = set(quotas["kind"].unique())
    growth = quotas[quotas["kind"] == "growth"]
    before = sorted({int(year) - 1 for year in growth["year"].dropna()})
    return Context(
        whole=measure.whole,
        attributes=_attributes(known.units, quotas) if "stepwise" in kinds else {},
        stocks=_stocks(known.counts, quotas) if "share" in kinds else {},
        totals=_totals(panel, before),
        first_years=_first_years(panel) if before else {},
    )


def _attributes(units: pd.DataFrame, quotas: pd.DataFrame) -> Mapping[str, Mapping[str, float]]:
    rules = quotas.loc[quotas["kind"] == "stepwise", "rule"].unique().tolist()
    names = sorted({parse_rule(rule).attribute for rule in rules} & set(units.columns))
    columns = {name: [_size(cell) for cell in units[name].tolist()] for name in names}
    return {
        unit: {name: column[at] for name, column in columns.items()} for at, unit in enumerate(units["unit"].tolist())
    }


def _size(cell: str | float) -> float:
    try:
        return parse_size("" if cell != cell else str(cell))
    except ValueError:
        return np.nan


def _stocks(counts: pd.DataFrame, quotas: pd.DataFrame) -> Mapping[tuple[str, str], StockSeries]:
    share = quotas[quotas["kind"] == "share"]
    wanted = counts[counts["measure"].isin(share["of"].unique()) & counts["unit"].isin(share["unit"].unique())]
    wanted = wanted[(wanted["status"] != "estimate") & wanted[["value", "low", "high"]].notna().any(axis=1)]
    rows = wanted.sort_values(["measure", "unit", "stop"], kind="stable")
    rows = rows.drop_duplicates(["measure", "unit", "stop"], keep="last")
    value, low, high = (rows[column].to_numpy(float) for column in ("value", "low", "high"))
    ends = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
    low, high = (np.where(np.isnan(value), end, value) for end in ends)
    units, names, days = rows["unit"].tolist(), rows["measure"].tolist(), rows["stop"].to_numpy(np.int64)
    starts = np.flatnonzero(~rows.duplicated(["measure", "unit"]).to_numpy()).tolist()
    runs = [slice(start, stop) for start, stop in zip(starts, [*starts[1:], len(rows)], strict=False)]
    return {(units[run.start], names[run.start]): StockSeries(days[run], low[run], high[run]) for run in runs}


def _totals(panel: Panel, years: Sequence[int]) -> Mapping[tuple[str, int], float]:
    """Totals of years that are over and in which the unit was at work throughout."""
    totals = {}
    for year in years:
        for block in panel.blocks:
            inside = list(block.covered(year))
            if block.at_work(year) != year_period(year) or block.unknown(year):
                continue
            if not inside or (block.spreads[:, inside] > 0).any():
                continue
            found = zip(block.units.tolist(), block.observed(year).tolist(), strict=True)
            totals.update({(panel.units[unit], year): total for unit, total in found})
    return totals


def _first_years(panel: Panel) -> Mapping[str, int]:
    """The first year of each unit with a figure in it and the unit at work from its first day."""
    first = {}
    for block in panel.blocks:
        start = min(piece[0].start for piece in block.pieces)
        year = next(year for year in panel.years() if year_period(year).stop > start)
        year += block.life.start > year_period(year).start
        first.update({panel.units[unit]: year for unit in block.units.tolist()})
    return first
