"""The year to date as it will stand: young figures moved as such figures usually are, and how far that may miss.

Models are told of the panel so moved; answers show what was reported. How figures are usually revised is
`forecast.engine.revisions`, how laws grow wider `forecast.engine.widen`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from forecast.core.panel import Block, Panel
from forecast.core.tables import Tables
from forecast.engine.revisions import AGES, MOST_TIMES, PANEL, SETTLED_DAYS, tellings, today_of, usual_revisions

NOTHING = (1.0, 0.0, 1.0)  # ratio, spread and lowest ratio of a figure that stands


@dataclass(frozen=True)
class Nowcast:
    """What is expected of the figures known.

    Attributes
    ----------
    panel : with young figures as they are expected to stand; the reported panel itself where nothing is young.
    spread : year -> (n_units,) standard deviation of what the year's young figures will yet move [units of the measure].
    floor : year -> (n_units,) least that the sum reported can become, by the deepest fall of any of the panel's figures.
    usual : (n_units,) share by which first figures are usually revised, of units with young figures; NaN for others.
    """

    panel: Panel
    spread: Mapping[int, np.ndarray] = field(default_factory=dict)
    floor: Mapping[int, np.ndarray] = field(default_factory=dict)
    usual: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def cut(self, members: Sequence[int]) -> Nowcast:
        """The same of some units, by position in rising order."""
        panel, at = self.panel.cut(members), list(members)
        if not self.spread:
            return Nowcast(panel)
        spread, floor = ({year: row[at] for year, row in rows.items()} for rows in (self.spread, self.floor))
        return Nowcast(panel, spread, floor, self.usual[at])


def nowcast(known: Tables, panel: Panel, years: Sequence[int], *, whole: bool) -> Nowcast:
    """Move the young figures of a panel.

    Parameters
    ----------
    known : of `known_at`.
    years : those that are to land.
    """
    return move_young(panel, find_young(known, panel), years, whole=whole)


def find_young(known: Tables, panel: Panel) -> pd.DataFrame:
    """The young figures of a panel's units and what is usual of their kind; without rows where nothing was ever revised."""
    usual = usual_revisions(known, panel.measure)
    return _young(known, panel, usual) if len(usual) else usual


def move_young(panel: Panel, young: pd.DataFrame, years: Sequence[int], *, whole: bool) -> Nowcast:
    """Move the young figures (`find_young`) of a panel of the same units."""
    if young.empty:
        return Nowcast(panel)
    blocks, n_units = [], len(panel.units)
    spread, floor = {year: np.zeros(n_units) for year in years}, {year: np.full(n_units, np.nan) for year in years}
    by_stop = dict(iter(young.groupby("stop")))
    for block in panel.blocks:
        ratio, off, deepest = _of_block(block, by_stop, n_units)
        blocks.append(_moved(block, ratio, whole=whole))
        for year in years:
            inside = list(block.covered(year))
            if inside:
                spread[year][block.units] = np.sqrt(((block.values * ratio * off)[:, inside] ** 2).sum(1))
                floor[year][block.units] = (block.values * deepest)[:, inside].sum(1)
    share = np.full(n_units, np.nan)
    share[young["at"].to_numpy(int)] = young["usual"].to_numpy(float) - 1
    return Nowcast(replace(panel, blocks=tuple(blocks)), spread, floor, share)


def _young(known: Tables, panel: Panel, usual: pd.DataFrame) -> pd.DataFrame:
    """The young figures by unit (`at`) and `stop`: `ratio`, `spread` and `deepest` of their kind, and the `usual` first ratio.

    Of a unit's figures that end on one day the one first told counts, as often as it was told.
    """
    told = tellings(known, panel.measure)
    told = told[told["reported_on"].notna()]
    place = {unit: at for at, unit in enumerate(panel.units)}
    figures = told.groupby(["unit", "start", "stop"], as_index=False).agg(day=("day", "first"), times=("times", "last"))
    figures["age"] = today_of(known, told) - figures["day"]
    figures = figures[(figures["age"] < SETTLED_DAYS) & figures["unit"].isin(place)]
    figures = figures.sort_values(["unit", "stop", "day"], kind="stable").drop_duplicates(["unit", "stop"])
    times = figures["times"].clip(upper=MOST_TIMES)
    step = np.searchsorted(AGES, figures["age"].to_numpy(float), side="right") - 1
    age = np.where(times == 1, np.array(AGES)[np.maximum(step, 0)], 0)
    kinds = ["ratio", "spread", "deepest"]
    found = _look_up(usual, figures["unit"], times, age)[kinds]
    first = _look_up(usual, figures["unit"], times * 0 + 1, age * 0)["ratio"].fillna(1.0)
    figures = figures.assign(at=figures["unit"].map(place), usual=first.to_numpy())
    figures[kinds] = found.fillna(dict(zip(kinds, NOTHING, strict=True))).to_numpy()
    return figures


def _look_up(usual: pd.DataFrame, units: pd.Series, times: pd.Series, age: np.ndarray) -> pd.DataFrame:
    """The rows of `usual` for some figures: the unit's own, else the panel's; NaN where no figure of the kind was known."""
    kind = pd.DataFrame({"times": times.to_numpy(int), "age": age.astype(int)})
    own = kind.assign(unit=units.to_numpy(object)).merge(usual, on=["unit", "times", "age"], how="left")
    panel = kind.merge(usual[usual["unit"] == PANEL], on=["times", "age"], how="left")
    return own.fillna(panel)


def _of_block(block: Block, by_stop: Mapping[Any, pd.DataFrame], n_units: int) -> tuple[np.ndarray, ...]:
    """(n_units, n_pieces) ratio, spread and lowest ratio of every figure; a piece is as young as the figure that ends with it."""
    found = tuple(np.full(block.values.shape, neutral) for neutral in NOTHING)
    for column, piece in enumerate(block.pieces):
        rows = by_stop.get(piece[-1].stop)
        if rows is None:
            continue
        at = rows["at"].to_numpy(int)
        for values, name, neutral in zip(found, ("ratio", "spread", "deepest"), NOTHING, strict=True):
            of_unit = np.full(n_units, neutral)
            of_unit[at] = rows[name].to_numpy(float)
            values[:, column] = of_unit[block.units]
    return found


def _moved(block: Block, ratio: np.ndarray, *, whole: bool) -> Block:
    """The block with its figures moved; whole ones so that their running sum is rounded, not each by itself."""
    if (ratio == 1).all():
        return block
    more = block.values * (ratio - 1)
    if whole:
        more = np.diff(np.round(np.cumsum(more, axis=1)), axis=1, prepend=0.0)
    return replace(block, values=np.maximum(block.values + more, 0.0))
