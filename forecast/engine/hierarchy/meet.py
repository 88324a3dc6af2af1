"""Draws of one tree and year made coherent: children's sums drawn towards each parent's own forecast, then what differs
poured down.

The first draws, from each unit's own law, are `forecast.engine.hierarchy.shocks`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.distributions import GridLaw
from forecast.engine.hierarchy.forest import Grove
from forecast.engine.hierarchy.pour import pour
from forecast.engine.hierarchy.shocks import N_DRAWS, order_of, sorted_totals
from forecast.engine.hierarchy.standing import Standing
from forecast.engine.steer import Steering

AT_ONCE = 2_000_000  # numbers worked on at a time
LEAST_VARIANCE = 1e-9  # of what is open but does not vary
EVEN = (np.arange(N_DRAWS) * 0.6180339887498949 + 0.5) % 1.0  # by the golden section: even over any run of draws


@dataclass(frozen=True)
class Pull:
    """How parents' own forecasts count; (n_members,) each.

    Attributes
    ----------
    direct : weight (0-1) of the unit's own forecast in where its total is expected; the rest is its children's sum's.
    spread : its weight in how far the total may miss.
    free : nothing shows how far its children make it up: what they do not reach belongs to units that no one lists.
    turn : by how many draws its way of rounding is turned, so that parents do not round alike.
    just, beyond : how far its total is steered to its plan (`forecast.engine.steer.Steering`).
    plan : NaN for none.
    """

    direct: np.ndarray
    spread: np.ndarray
    free: np.ndarray
    turn: np.ndarray
    just: np.ndarray
    beyond: np.ndarray
    plan: np.ndarray


def rise(draws: np.ndarray, grove: Grove, law: GridLaw, known: Standing, pull: Pull) -> np.ndarray:
    """(n_members,) parents whose children do not add up to them, with the rows of all parents filled in place.

    Parameters
    ----------
    draws : (n_members, n_draws) with the rows of the units that stand alone filled.
    """
    apart = np.zeros(len(grove.members), bool)
    for head in _parents(grove, known)[::-1]:
        below = known.below(grove, head)
        summed = draws[_run(below)].sum(0, dtype=draws.dtype)
        own = sorted_totals(law, grove.members[head : head + 1])[0] if known.has_law[head] else None
        draws[head], apart[head] = _meet(summed, own, head, (known, below), pull)
    return apart


def fall(draws: np.ndarray, grove: Grove, known: Standing, pull: Pull, apart: np.ndarray) -> None:
    """Give what parents' draws differ from their children's sums to the children, in place and from above.

    Parameters
    ----------
    apart : (n_members,) parents that have nothing to give (`rise`).
    """
    for head in _parents(grove, known):
        if not apart[head]:
            _pour_down(draws, head, known.below(grove, head), known, pull)


def _parents(grove: Grove, known: Standing) -> list[int]:
    """Places of the members below which others speak, from above."""
    return [head for head in grove.heads.tolist() if not known.alone[head]]


def _meet(
    summed: np.ndarray, own: np.ndarray | None, head: int, standing: tuple[Standing, np.ndarray], pull: Pull
) -> tuple[np.ndarray, bool]:
    """A parent's draws from its children's sums and its own law; and whether the two must stand apart.

    They must where a known total contradicts the children's known figures, or nothing below it can move: then what is known
    stands, and what the children do not reach belongs to units that no one lists.
    """
    known, below = standing
    if own is None:
        return summed, False
    movable = bool(known.movable[below].any())
    if known.certain[head]:
        total = np.full_like(summed, own[0])
        contradicted = own[0] < known.floor[below].sum() * (1 - 1e-12) - 1e-9
        return total, contradicted or (not movable and not np.allclose(total, summed))
    within_reach = known.floor[head] <= summed.min() + 1e-9
    if not movable and within_reach and not pull.free[head]:
        return summed, False
    order = order_of(_standard(summed))
    rising = summed[order]
    shift = (pull.direct[head] - pull.spread[head]) * (own.mean() - rising.mean(dtype=np.float64))
    met = (1 - pull.spread[head]) * rising + pull.spread[head] * own + shift
    steering = Steering(float(pull.just[head]), float(pull.beyond[head]))
    met = steering.pull_sorted(met, float(pull.plan[head]), whole=np.issubdtype(summed.dtype, np.integer))
    if pull.free[head] or not movable:
        met = np.where(own >= rising, own, met)
    if np.issubdtype(summed.dtype, np.integer):
        met = np.floor(met + EVEN)
    out = np.empty_like(summed)
    out[order] = np.maximum(met, known.floor[head])
    return out, not movable


def _standard(summed: np.ndarray) -> np.ndarray:
    centred = summed - summed.mean(dtype=np.float64)
    return (centred / max(float(centred.std()), 1e-12)).astype(np.float32)


def _pour_down(draws: np.ndarray, head: int, below: np.ndarray, known: Standing, pull: Pull) -> None:
    """Give a parent's difference to its children, by blocks of draws so that a wide family needs no more room than others."""
    rows, floors = _run(below), known.floor[below]
    weights = np.where(known.movable[below], np.maximum(_variances(draws, below), LEAST_VARIANCE), 0.0)
    even, width = np.roll(EVEN, pull.turn[head]), max(AT_ONCE // len(below), 1)
    for start in range(0, N_DRAWS, width):
        part = slice(start, start + width)
        children = draws[rows, part]
        difference = draws[head, part] - children.sum(0, dtype=draws.dtype)
        if pull.free[head]:
            difference = np.minimum(difference, 0)
        draws[rows, part] = pour(children, difference, weights, floors, even[part])


def _variances(draws: np.ndarray, rows: np.ndarray) -> np.ndarray:
    at_once = max(AT_ONCE // N_DRAWS, 1)
    blocks = [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
    return np.concatenate([draws[_run(block)].var(1) for block in blocks])


def _run(rows: np.ndarray) -> slice | np.ndarray:
    """The rows as a slice where they are one run, which is not copied."""
    return slice(int(rows[0]), int(rows[-1]) + 1) if rows[-1] - rows[0] == len(rows) - 1 else rows
