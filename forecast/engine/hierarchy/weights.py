"""What a panel teaches about its trees, apart from where it is used: how far units share shocks, how far a parent's own
forecast is better than its children's sum, and how far its total is steered to its plan beyond what its children show. By level,
the top's first; the last value holds for all deeper levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

SHIPPED_SHARED, SHIPPED_DIRECT, SHIPPED_SPREAD = 0.01, 0.5, 0.5


@dataclass(frozen=True)
class TreeWeights:
    """Panel-wide values of coherence; plain numbers, so that they can be frozen with a run and used for part of it.

    Attributes
    ----------
    shared : correlation that units have from the shock of the unit above them, one per level of that unit.
    direct : weight (0-1) of a parent's own forecast in where its total is expected, one per level of the parent; the rest is
        its children's sum's.
    spread : its weight in how far the total may miss.
    just, beyond : how far totals are steered (`forecast.engine.steer.Steering`), one per level of the parent.

    Examples
    --------
    >>> TreeWeights.from_dict(TreeWeights(direct=(0.4, 0.5)).as_dict()).at_levels("direct", 3)
    array([0.4, 0.5, 0.5])
    """

    shared: tuple[float, ...] = (SHIPPED_SHARED,)
    direct: tuple[float, ...] = (SHIPPED_DIRECT,)
    spread: tuple[float, ...] = (SHIPPED_SPREAD,)
    just: tuple[float, ...] = (0.0,)
    beyond: tuple[float, ...] = (0.0,)

    def at_levels(self, name: str, n_levels: int) -> np.ndarray:
        """(n_levels,) the values of one name, from the top down."""
        values = getattr(self, name)
        return np.array([values[min(level, len(values) - 1)] for level in range(n_levels)])

    def as_dict(self) -> dict[str, list[float]]:
        return {field.name: list(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Sequence[float]]) -> TreeWeights:
        return cls(**{name: tuple(values) for name, values in stored.items()})
