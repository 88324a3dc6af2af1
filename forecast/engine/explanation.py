"""What a landing is made of, as values: one item per figure and source, and the tables that reports read.

How the items are worked out is `forecast.engine.explain`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SOURCES = ("own", "panel", "plan", "prior", "law")


@dataclass(frozen=True)
class Item:
    """One thing that moves the landing of some units, and by how much.

    Attributes
    ----------
    source : `own` figures, `panel`, `plan`, `prior`; `law` for what lies in the shape of the law: its mean is not its middle.
    name : the figure's period; `usual_season`, `usual_share` of the year, `plan`, `unit_estimate`, `rates`, `first_level`, `path`,
        `shape`, `restated`, `mean_over_median`.
    members : (n,) positions of the units.
    figure : (n,) the known figure or the plan; NaN where there is none.
    weight : (n,) change of the landing with the figure; NaN where there is none.
    as_itself : (n,) part of the contribution that is known of the year.
    contribution : (n,) all that it brings [units of the measure].
    """

    source: str
    name: str
    members: np.ndarray
    figure: np.ndarray
    weight: np.ndarray
    as_itself: np.ndarray
    contribution: np.ndarray

    def only(self, answered: np.ndarray) -> Item:
        """The item for the units that have a landing at all, (n_units,)."""
        kept = answered[self.members]
        values = (self.members, self.figure, self.weight, self.as_itself, self.contribution)
        return Item(self.source, self.name, *(each[kept] for each in values))


def without_figure(source: str, name: str, members: np.ndarray, contribution: np.ndarray) -> Item:
    """An item that is no figure: it has neither a weight nor a part that is known."""
    none = np.full(len(members), np.nan)
    return Item(source, name, members, none, none, np.zeros(len(members)), contribution)


@dataclass(frozen=True)
class Explanation:
    """The landings of one measure, taken apart.

    Attributes
    ----------
    measure : its name.
    units : ids by position.
    landings : year -> (n_units,) mean of the law: column `mean` of the answer, of which `expected` is the whole number.
    items : year -> what the landing is made of; for every unit the contributions add up to its landing.
    """

    measure: str
    units: tuple[str, ...]
    landings: dict[int, np.ndarray]
    items: dict[int, tuple[Item, ...]]

    def table(self) -> pd.DataFrame:
        """One row per unit, year and item: unit, measure, year, source, item, figure, weight, as_itself, contribution."""
        every = [(year, order, item) for year, items in self.items.items() for order, item in enumerate(items)]
        sizes = [len(item.members) for _, _, item in every]
        member, figure, weight, as_itself, contribution = (
            np.concatenate([getattr(item, name) for _, _, item in every] or [np.zeros(0)])
            for name in ("members", "figure", "weight", "as_itself", "contribution")
        )
        member = member.astype(int)
        year, order = (np.repeat([row[at] for row in every], sizes).astype(int) for at in (0, 1))
        source, name = (
            np.repeat(np.array([getattr(item, column) for _, _, item in every], dtype=object), sizes)
            for column in ("source", "name")
        )
        told = pd.DataFrame(
            {
                "unit": np.array(self.units, dtype=object)[member] if len(member) else [], "measure": self.measure, "year": year,
                "source": source, "item": name, "figure": figure, "weight": weight, "as_itself": as_itself,
                "contribution": contribution,
            }
        )  # fmt: skip
        kept = np.isfinite(contribution) & ((contribution != 0) | (np.nan_to_num(weight) != 0))
        return told[kept].iloc[np.lexsort((order[kept], year[kept], member[kept]))].reset_index(drop=True)

    def by_source(self) -> pd.DataFrame:
        """One row per unit and year: known (what counts as itself), own, panel, plan, prior, law, and landing, their sum."""
        table, keys = self.table(), ["unit", "measure", "year"]
        wide = table.pivot_table(index=keys, columns="source", values="contribution", aggfunc="sum", sort=False)
        wide = wide.reindex(columns=list(SOURCES)).fillna(0.0)
        known = table.groupby(keys, sort=False)["as_itself"].sum().reindex(wide.index)
        wide["own"] -= known
        wide.insert(0, "known", known)
        return wide.assign(landing=wide.sum(axis=1)).rename_axis(columns=None).reset_index()
