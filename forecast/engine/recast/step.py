"""One reorganisation applied in one direction: who hands what to whom, of which days, and how surely that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from forecast.core.lineage import Event, Link


@dataclass(frozen=True)
class Step:
    """Links from the units that are left to those that are wanted.

    Attributes
    ----------
    on : the first day of the new order. [day ordinal]
    forward : from the old order to the new one; otherwise back.
    everything : figures of all days are moved; otherwise only those of the days before (forward) or from the day on (back).
    units : ids; links name them by position.
    source, target : (n_links,) in rising order of source, then target.
    share : (n_links,) adding up to 1 for each source.
    spread : (n_links,) half the width of what the share may be, 0 where it was stated.
    """

    on: int
    forward: bool
    everything: bool
    units: tuple[str, ...]
    source: np.ndarray
    target: np.ndarray
    share: np.ndarray
    spread: np.ndarray

    @property
    def is_own(self) -> np.ndarray:
        """(n_links,) of a unit to itself."""
        return self.source == self.target

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {unit: at for at, unit in enumerate(self.units)}

    def codes(self, units: pd.Series) -> np.ndarray:
        """(n_rows,) position of each row's unit, -1 where it is none of the step."""
        code, names = pd.factorize(units)
        return np.array([self.place.get(name, -1) for name in names.tolist()] or [-1], np.int64)[code]

    @cached_property
    def leaves(self) -> np.ndarray:
        """(n_units,) units that are left: not in the wanted order."""
        left = np.zeros(len(self.units), bool)
        left[self.source] = True
        left[self.target] = False
        return left

    @cached_property
    def comes(self) -> np.ndarray:
        """(n_units,) units of the wanted order that are not in the one left."""
        come = np.zeros(len(self.units), bool)
        come[self.target] = True
        come[self.source] = False
        return come

    @cached_property
    def first_link(self) -> np.ndarray:
        """(n_units + 1,) place of the first link of each unit as source."""
        return np.searchsorted(self.source, np.arange(len(self.units) + 1))

    def side(self, start: np.ndarray, stop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The part of periods on the days that are moved; where there is none, the last day is not after the first."""
        if self.everything:
            return start, stop
        return (start, np.minimum(stop, self.on)) if self.forward else (np.maximum(start, self.on), stop)

    def with_shares(self, share: np.ndarray, spread: np.ndarray) -> Step:
        return replace(self, share=share, spread=spread)


def make_step(event: Event, *, forward: bool, everything: bool) -> Step:
    """The links of an event in a direction; shares that are not stated, and all shares back, are left to be found."""
    links: Sequence[Link] = sorted(event.links if forward else [(new, old) for old, new in event.links])
    units = tuple(sorted({unit for link in links for unit in link}))
    place = {unit: at for at, unit in enumerate(units)}
    source, target = (np.array([place[link[end]] for link in links], int) for end in (0, 1))
    share = np.array([event.links[link] for link in links]) if forward else np.full(len(links), np.nan)
    alone = np.bincount(source, minlength=len(units))[source] == 1
    share = np.where(alone, 1.0, share)
    return Step(event.on, forward, everything, units, source, target, share, np.zeros(len(links)))
