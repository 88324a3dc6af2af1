"""Cut points for what is wanted of warnings: a cost ratio, a precision or a recall, the latter two read off a track record.

The record holds years before the one asked about only, so no cut point knows what it is to be judged by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecast.engine.flag import Cuts
from forecast.engine.record.record import STEPS, Record
from forecast.engine.record.track import LEAST_CASES, LEAST_GROUPS, Tier, review_of
from forecast.errors import UsageError


@dataclass(frozen=True)
class Wish:
    """What is wanted of warnings; at most one of them is given.

    Attributes
    ----------
    cost_ratio : how many false warnings a missed one is worth.
    precision : share of warnings that are to be right, 0-1.
    recall : share of misses that are to be warned of, 0-1.
    """

    cost_ratio: float | None = None
    precision: float | None = None
    recall: float | None = None


def choose_cuts(wish: Wish, records: tuple[Record, ...]) -> Cuts:
    """The cut points of a wish; the usual ones where nothing is wished for.

    Raises
    ------
    UsageError : no cut point had the wanted precision or recall; the best that there was is named.
    """
    if wish.cost_ratio is not None:
        return Cuts.of_costs(wish.cost_ratio)
    if wish.precision is not None:
        return _best(records, "precision", wish.precision, STEPS)
    if wish.recall is not None:
        return _best(records, "recall", wish.recall, STEPS[::-1])
    return Cuts()


def _best(records: tuple[Record, ...], figure: str, wanted: float, steps: np.ndarray) -> Cuts:
    """The first of the steps that had what is wanted: the least strict one for a precision, the strictest for a recall."""
    record = next((record for record in records if _tells(record)), records[-1])
    whole = Tier(record.source, record, record.cases)
    reached = {}
    for step in steps.tolist():
        review = review_of(whole, Cuts.warning_from(step))
        if review.precision.cases >= LEAST_CASES:
            reached[step] = float(getattr(review, figure).value)
            if reached[step] >= wanted:
                return Cuts.warning_from(step)
    best = max(reached.values(), default=0.0)
    raise UsageError("flags.unreached", option=f"--{figure}", value=wanted, best=best)


def _tells(record: Record) -> bool:
    return bool(record.cases.missed.sum() >= LEAST_CASES and len(np.unique(record.cases.group)) >= LEAST_GROUPS)
