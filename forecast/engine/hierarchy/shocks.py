"""Draws of the units of a tree whose ranks share shocks: one factor for each unit that has others below it.

The draws of a unit are its own law at evenly spread levels, in an order that the factors above it and its own noise give: a
Gaussian one-factor copula per level. So every unit keeps its law to the last draw, and only the sums feel the shocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from scipy.special import ndtri

from forecast.distributions import GridLaw
from forecast.engine.hierarchy.branch import OPEN_SKY, Shade
from forecast.engine.hierarchy.forest import Grove

N_DRAWS = 1000  # per unit; must stay below 2 ** INDEX_BITS
INDEX_BITS = 10
SCORE_STEPS = 2**18  # steps of a normal score in the key by which draws are ordered; scores within +-8
MOST_SHARED = 0.9  # correlation of two units at the end, by all shocks above them
LEAST_LEVEL = 0.001  # the outermost levels that a draw counts, those at which a mean is cut off


def spread_levels() -> np.ndarray:
    """(n_draws,) evenly spread levels, the outermost at those at which a mean is cut off."""
    return np.clip((np.arange(N_DRAWS) + 0.5) / N_DRAWS, LEAST_LEVEL, 1 - LEAST_LEVEL)


def sorted_totals(law: GridLaw, members: np.ndarray) -> np.ndarray:
    """(n_members, n_draws) totals of some units at evenly spread levels, rising; whole where the measure is."""
    levels, out = spread_levels(), np.empty((len(members), N_DRAWS))
    for row, member in enumerate(members.tolist()):
        out[row] = np.interp(levels, law.probability[member], law.points[member])
    lowest = law.lowest[members, None]
    if law.whole:
        np.subtract(out, 0.5 + 1e-9, out=out)
        np.ceil(out, out=out)
        lowest = np.ceil(lowest - 1e-9)
    np.maximum(out, lowest, out=out)
    out += 0.0  # no negative zero
    sure = law.certain[members]
    out[sure] = np.round(law.points[members[sure], :1]) if law.whole else law.points[members[sure], :1]
    return out


def own_scores(units: Sequence[str], roots: np.ndarray, *, seed: int) -> np.ndarray:
    """(n_years, n_units, n_draws) normal scores of the units' own noise.

    Parameters
    ----------
    roots : (n_units, n_years, n_years) lower roots of the correlation between a unit's years.
    """
    n_years = roots.shape[1]
    scores = np.empty((n_years, len(units), N_DRAWS), np.float32)
    stream = np.random.PCG64(0)
    generator = np.random.Generator(stream)
    for row, unit in enumerate(units):
        stream.state = state_of(seed, unit)  # type: ignore[assignment]  # its stub is private
        noise = generator.standard_normal((n_years, N_DRAWS), dtype=np.float32)
        scores[:, row] = noise if n_years == 1 else roots[row].astype(np.float32) @ noise
    return scores


def state_of(seed: int, unit: str) -> dict[str, Any]:
    """State of a unit's own stream: set whole, which takes a tenth of the time of making a generator from a seed."""
    digest = blake2b(f"{seed}/{unit}".encode(), digest_size=32).digest()
    state, step = int.from_bytes(digest[:16], "little"), int.from_bytes(digest[16:], "little") | 1
    return {"bit_generator": "PCG64", "state": {"state": state, "inc": step}, "has_uint32": 0, "uinteger": 0}


def even_scores(scores: np.ndarray) -> np.ndarray:
    """(..., n_draws) the scores with their ranks kept and their values spread as a normal law's are."""
    even = ndtri((np.arange(N_DRAWS) + 0.5) / N_DRAWS).astype(np.float32)
    out = np.empty_like(scores)
    np.put_along_axis(out, order_of(scores), np.broadcast_to(even, scores.shape), -1)
    return out


def order_of(scores: np.ndarray) -> np.ndarray:
    """(..., n_draws) positions of the scores from the least to the greatest; of equal ones the first comes first.

    Score and position are packed into one whole number, which sorts several times as fast as positions do.

    Examples
    --------
    >>> order_of(np.array([[0.5, -1.0, 0.5]], np.float32)).tolist()
    [[1, 0, 2]]
    """
    keys = np.clip(scores * SCORE_STEPS, -(2**21), 2**21 - 1).astype(np.int32)
    keys <<= INDEX_BITS
    keys |= np.arange(scores.shape[-1], dtype=np.int32)
    keys.sort(axis=-1)
    keys &= 2**INDEX_BITS - 1
    return keys


def arrange(totals: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """(n_units, n_draws) each unit's rising totals in the order of its scores."""
    out = np.empty_like(totals)
    np.put_along_axis(out, order_of(scores), totals, -1)
    return out


@dataclass(frozen=True)
class Needs:
    """What the units below each member need to share; (n_members,) each.

    Attributes
    ----------
    spread, variance : sums over the units at the end below it.
    shared : correlation of those below it that its level asks for.
    """

    spread: np.ndarray
    variance: np.ndarray
    shared: np.ndarray


def need_shocks(
    grove: Grove, spread: np.ndarray, shared: np.ndarray, ends: Mapping[int, tuple[float, float, float]] | None = None
) -> Needs:
    """How far the units below each member are to miss together, by all shocks above them.

    The children of a unit are to miss together as its level says. They are sums themselves, so what the units at the end need
    to share is less: with S the sum of their spreads and V a child's variance, the covariance of two children is the shared
    correlation times S S', and is to be the wanted one times the root of V V'.

    Parameters
    ----------
    spread : (n_members,) of the units at the end; 0 for those that have others below them.
    shared : (n_levels,) wanted correlation of the children of a unit, by its level.
    ends : place of a member whose own branch is not here -> its sums.
    """
    end, variance, at_least = spread.copy(), spread**2, np.zeros(len(spread))
    for place, sums in (ends or {}).items():
        end[place], variance[place], at_least[place] = sums
    for head in grove.heads[::-1].tolist():
        below = grove.children(head)
        pairs = end[below].sum() ** 2 - (end[below] ** 2).sum()
        deviation = np.sqrt(variance[below])
        wanted = shared[grove.depth[head]] * (deviation.sum() ** 2 - variance[below].sum())
        at_least[head] = np.clip(wanted / pairs, 0.0, MOST_SHARED) if pairs > 1e-12 else 0.0
        end[head] += end[below].sum()
        variance[head] += variance[below].sum() + at_least[head] * pairs
    return Needs(end, variance, at_least)


def share_shocks(grove: Grove, needs: Needs, above: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """(n_members,) twice: correlation that the shock of each unit with others below it gives to all of those, beside the shocks
    above; and what they then share, the shocks above included.

    Parameters
    ----------
    above : what all members share already.
    """
    level = needs.shared.copy()
    own = np.zeros(len(level))
    for head in grove.heads.tolist():
        higher = level[grove.parent[head]] if head else above
        own[head], level[head] = max(level[head] - higher, 0.0), max(level[head], higher)
    return own, level


def shared_scores(
    grove: Grove, units: Sequence[str], roots: np.ndarray, loads: np.ndarray, *, seed: int, above: Shade = OPEN_SKY
) -> list[np.ndarray]:
    """Per year (n_members, n_draws): the shocks that a unit hands to those below it, its own and those from above.

    Parameters
    ----------
    roots : (n_members, n_years, n_years) lower roots of the correlation between a unit's years.
    loads : (n_members,) roots of what `share_shocks` gives.
    """
    heads = grove.heads
    if not len(heads):
        return [np.zeros((0, N_DRAWS), np.float32)] * roots.shape[1]
    shocks = []
    own = own_scores([f"{units[head]}/shock" for head in heads.tolist()], roots[heads], seed=seed)
    for at, scores in enumerate(even_scores(own)):
        handed = np.zeros((int(heads.max()) + 1, N_DRAWS), np.float32)
        for row, head in enumerate(heads.tolist()):
            higher = handed[grove.parent[head]] if head else above.score(at)
            handed[head] = higher + np.float32(loads[head]) * scores[row]
        shocks.append(handed)
    return shocks


def handed_down(grove: Grove, share: np.ndarray, above: float = 0.0) -> np.ndarray:
    """(n_members,) what each unit gets from all shocks above it together; `above` is what the whole tree gets."""
    total = np.full(len(share), above)
    for head in grove.heads.tolist():
        total[grove.children(head)] = total[head] + share[head]
    return total


def spreads(law: GridLaw, members: np.ndarray) -> np.ndarray:
    """(n_members,) half the distance of the quantiles that lie two standard deviations apart in a normal law; 0 if known."""
    points, probability, certain, lowest = (
        part[members] for part in (law.points, law.probability, law.certain, law.lowest)
    )
    picked = GridLaw(points, probability, False, certain, lowest)
    return np.nan_to_num((picked.quantile(0.8413) - picked.quantile(0.1587)) / 2)
