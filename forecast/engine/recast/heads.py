"""Units above others that end without a successor, or in parts: what their own units have told is not carried twice.

When districts go, their figures are those of their communes, which have successors. A district's figures of years that no
commune tells stay with the closed district.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from forecast.core.lineage import Event, read_lives, read_moves
from forecast.core.lives import ALWAYS
from forecast.core.tables import Tables


def without_told_heads(tables: Tables, events: Sequence[Event], day: int) -> pd.DataFrame:
    """The counts without the figures of ended heads that lie in years which their units tell.

    Heads that end after the day are left out likewise where figures go on beyond their end: as a sum they go on too.
    """
    counts, members = tables.counts, _members(tables)
    ended = _ended_heads(tables, events, set(members))
    last = int(counts["stop"].max()) if len(counts) else 0
    heads = [head for head, end in ended.items() if end <= day or last > end]
    if not heads:
        return counts
    head_of = {unit: head for head in heads for unit in members[head]}
    below = counts[counts["unit"].isin(head_of)]
    told = below.assign(head=below["unit"].map(head_of)).groupby(["head", "measure"]).agg(
        first=("start", "min"), after=("stop", "max")
    )  # fmt: skip
    own = counts["unit"].isin(heads).to_numpy()
    at = pd.MultiIndex.from_frame(counts.loc[own, ["unit", "measure"]])
    spans = told.reindex(at)
    start, stop = (counts.loc[own, name].to_numpy() for name in ("start", "stop"))
    twice = (start < spans["after"].to_numpy()) & (stop > spans["first"].to_numpy())
    kept = np.ones(len(counts), bool)
    kept[np.flatnonzero(own)[twice]] = False
    return counts[kept]


def _members(tables: Tables) -> dict[str, list[str]]:
    """Head -> the units that ever stood directly below it."""
    pairs = set(zip(tables.units["parent"].tolist(), tables.units["unit"].tolist(), strict=True))
    for unit, moves in read_moves(tables.lineage).items():
        pairs |= {(parent, unit) for _, old, new in moves for parent in (old, new)}
    members: dict[str, list[str]] = {}
    for head, unit in sorted(pairs):
        if head:
            members.setdefault(head, []).append(unit)
    return members


def _ended_heads(tables: Tables, events: Sequence[Event], heads: set[str]) -> dict[str, int]:
    """Head -> day after its last, of those without one successor that takes all."""
    heirs: dict[str, set[str]] = {}
    for event in events:
        for old, new in event.links:
            if old in event.ended:
                heirs.setdefault(old, set()).add(new)
    lives = read_lives(tables.units, events)
    ends = {head: lives.get(head, (ALWAYS.start, ALWAYS.stop))[1] for head in heads}
    return {head: end for head, end in ends.items() if end < ALWAYS.stop and len(heirs.get(head, ())) != 1}
