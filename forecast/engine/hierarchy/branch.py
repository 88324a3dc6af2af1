"""What a branch of a large tree and the units above it tell each other, so that branches are worked on one by one.

Upward first where the branch stands (`Branch`), then its draws (`Risen`); downward what shocks it shares with the others (`Shade`)
and what its total came to (`Settled`). All of it speaks of the branch's highest unit. How trees are cut is
`forecast.engine.branches`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from forecast.engine.hierarchy.standing import Standing

Span = tuple[int, int]  # first and last year of a row of the answer


@dataclass(frozen=True)
class Branch:
    """Where a branch stands, before any draw.

    Attributes
    ----------
    depth : levels above its highest unit.
    known : per year where the highest unit stands; arrays of one.
    spread, variance, shared : sums that `forecast.engine.hierarchy.shocks.Needs` holds of it.
    largest : per year, sum of the greatest totals of all its units.
    """

    depth: int
    known: tuple[Standing, ...]
    spread: float
    variance: float
    shared: float
    largest: tuple[float, ...]


@dataclass(frozen=True)
class Risen:
    """Draws of a branch's highest unit before anything is poured down.

    Attributes
    ----------
    draws : per year (n_draws,).
    evidence : per year (4,), NaN where there is none.
    """

    draws: tuple[np.ndarray, ...]
    evidence: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Shade:
    """What stands above a tree or a branch: nothing above a tree.

    Attributes
    ----------
    depth : levels above its highest unit.
    level : correlation that the unit above gives to all below it, the shocks above it included.
    handed : what the shocks from above take up of a unit's own noise, 0-1.
    scores : per year (n_draws,) the shocks from above.
    wide : per year whether draws are held in 64 bits; None where the tree itself decides.
    """

    depth: int = 0
    level: float = 0.0
    handed: float = 0.0
    scores: tuple[np.ndarray | float, ...] = ()
    wide: tuple[bool, ...] | None = None

    def score(self, at: int) -> np.ndarray | float:
        """The shock of a year, by its place; 0 where nothing stands above."""
        return self.scores[at] if self.scores else 0.0


OPEN_SKY = Shade()


@dataclass(frozen=True)
class Settled:
    """What a branch's highest unit has come to.

    Attributes
    ----------
    draws : per year (n_draws,).
    filled : per year whether it has a law at all.
    evidence : per year (4,) of the unit above it.
    expected : whole number of each span of years, as dealt out from above; NaN for none.
    """

    draws: tuple[np.ndarray, ...]
    filled: tuple[bool, ...]
    evidence: tuple[np.ndarray, ...]
    expected: Mapping[Span, float] = field(default_factory=dict)
