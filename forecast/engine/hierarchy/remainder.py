"""A remainder shared out among children that have a quota but no figures: part of it is most likely theirs.

The remainder itself, what a parent has beyond its children that report, is `forecast.engine.hierarchy.figures`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from forecast.engine.hierarchy.forest import Grove
from forecast.engine.hierarchy.meet import EVEN
from forecast.engine.hierarchy.shocks import N_DRAWS
from forecast.engine.hierarchy.standing import Standing

SHAPE = 4.0  # of the gamma law of a silent child's part: its share is known to within a half


def share_remainder(
    draws: np.ndarray, grove: Grove, known: Standing, rests: Mapping[int, int], plan: np.ndarray
) -> np.ndarray:
    """Fill in place the draws of silent children from their remainders; (n_members,) which were filled.

    They share in proportion to their plans. What the remainder's mean has beyond all their plans stays with units that no one
    lists.

    Parameters
    ----------
    rests : place of each remainder -> its seed.
    plan : (n_members,) NaN for none.
    """
    filled = np.zeros(len(draws), bool)
    for rest, seed in rests.items():
        if not known.speaks[rest]:
            continue
        children = grove.children(int(grove.parent[rest]))
        places = np.arange(children.start, children.stop)
        silent = places[~known.speaks[places] & (plan[places] > 0)]
        if not len(silent):
            continue
        left = draws[rest].mean(dtype=np.float64) - plan[silent].sum()
        sizes = np.concatenate([plan[silent], [max(left, 0.0)]])
        random = np.random.default_rng(seed)
        weights = sizes[:, None] * random.gamma(SHAPE, 1 / SHAPE, (len(sizes), N_DRAWS))
        running = np.cumsum(weights, axis=0)
        running = running / np.maximum(running[-1], 1e-300) * draws[rest]
        running[-1] = draws[rest]
        if np.issubdtype(draws.dtype, np.integer):
            running[:-1] = np.floor(running[:-1] + EVEN).clip(max=draws[rest])
        draws[[*silent.tolist(), rest]] = np.diff(running, axis=0, prepend=0.0)
        filled[silent] = True
    return filled
