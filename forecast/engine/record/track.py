"""Precision, recall, false alarms and lead time of flags, by known quarters and size, from the nearest record that is thick enough.

The nearest is one's own for this number of known quarters and this third of size; then for all sizes; then for all numbers of
known quarters; then that of public panels. Which of them spoke is always named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from forecast.core.periods import SEASONS
from forecast.engine.flag import BANDS, Cuts
from forecast.engine.record.record import OWN, STEPS, Cases, Record
from forecast.engine.record.shares import Share, share_of

LEAST_CASES = 20  # earlier cases with a flag, from which on its share is told
LEAST_GROUPS = 2  # years that they come from: one year's shock says nothing of the next
SIZES = 3
OF_FLAGS = ("record_basis", "record_n", "record_missed", "record_missed_low", "record_missed_high")
OF_REVIEWS = (
    "review_basis", "review_groups", "review_warnings", "review_precision", "review_precision_low", "review_precision_high",
    "review_misses", "review_recall", "review_false_alarms", "review_lead",
)  # fmt: skip
FIGURES = (*OF_FLAGS, *OF_REVIEWS)


class Review(NamedTuple):
    """How warnings (`at_risk` or graver) did.

    Attributes
    ----------
    precision : share of the warnings that missed.
    recall : share of the misses that were warned of.
    false_alarms : share of all judged units that were warned and met; NaN without units.
    lead : mean quarters before the end of the year at which a miss was first warned of.
    """

    precision: Share
    recall: Share
    false_alarms: float
    lead: float


class Tier(NamedTuple):
    """Some cases of a record, with the name that says which: `own_quarters_size`, `own_quarters`, `own`, `public_quarters`."""

    basis: str
    record: Record
    cases: Cases


def track_table(records: tuple[Record, ...], cuts: Cuts) -> pd.DataFrame:
    """One row per `known_quarters`, `size` and `flag` with the columns FIGURES; a basis of "" where too little is known.

    What is told of a flag is of units of this size, what is told of a review (all warnings of it) of units of all sizes.

    Parameters
    ----------
    records : in the order in which they are asked.
    """
    found = []
    for quarters in range(SEASONS):
        review = _of_review(records, cuts, quarters)
        for size in range(SIZES):
            for flag in BANDS:
                key = {"known_quarters": quarters, "size": size, "flag": flag}
                found.append({**key, **_of_flag(records, cuts, quarters, size, flag), **review})
    return pd.DataFrame(found)


def _of_flag(records: tuple[Record, ...], cuts: Cuts, quarters: int, size: int, flag: str) -> dict[str, object]:
    for tier in tiers(records, quarters, size):
        of_flag = tier.cases.where(cuts.band(tier.cases.chance) == BANDS.index(flag))
        if _enough(of_flag):
            share = _share(of_flag)
            return dict(zip(OF_FLAGS, (tier.basis, share.cases, share.value, share.low, share.high), strict=True))
    return dict(zip(OF_FLAGS, ("", *[np.nan] * (len(OF_FLAGS) - 1)), strict=True))


def _of_review(records: tuple[Record, ...], cuts: Cuts, quarters: int) -> dict[str, object]:
    tier = review_tier(records, cuts, quarters)
    if tier is None:
        return dict(zip(OF_REVIEWS, ("", *[np.nan] * (len(OF_REVIEWS) - 1)), strict=True))
    review = review_of(tier, cuts)
    precision, recall = review.precision, review.recall
    told = (
        tier.basis, len(np.unique(tier.cases.group)), precision.cases, precision.value, precision.low, precision.high,
        recall.cases, recall.value, review.false_alarms, review.lead,
    )  # fmt: skip
    return dict(zip(OF_REVIEWS, told, strict=True))


def review_tier(records: tuple[Record, ...], cuts: Cuts, quarters: int) -> Tier | None:
    """The nearest cases, of all sizes, with enough warnings and enough misses to tell of a review; None where there are none."""
    for tier in tiers(records, quarters, None):
        if _enough(_warned(tier.cases, cuts)) and tier.cases.missed.sum() >= LEAST_CASES:
            return tier
    return None


def tiers(records: tuple[Record, ...], quarters: int, size: int | None) -> Iterator[Tier]:
    """The cases of the records from the nearest to the farthest."""
    for record in records:
        same = record.cases.where(record.cases.known_quarters == quarters)
        if record.source == OWN and size is not None:
            yield Tier(f"{record.source}_quarters_size", record, same.where(same.size == size))
        yield Tier(f"{record.source}_quarters", record, same)
        yield Tier(record.source, record, record.cases)


def review_of(tier: Tier, cuts: Cuts) -> Review:
    """How warnings did among some cases."""
    cases, warned = tier.cases, _warned(tier.cases, cuts)
    judged = float((cases.weight * cases.cases).sum())
    false = float((warned.weight * (warned.cases - warned.missed)).sum())
    misses = replace(cases, cases=cases.missed, missed=np.where(cases.chance >= cuts.at_risk, cases.missed, 0))
    return Review(_share(warned), _share(misses), false / judged if judged else np.nan, lead_of(tier.record, cuts))


def _warned(cases: Cases, cuts: Cuts) -> Cases:
    return cases.where(cases.chance >= cuts.at_risk)


def lead_of(record: Record, cuts: Cuts) -> float:
    """Mean quarters from the first warning of a miss to the end of the year, read off the nearest of STEPS."""
    nearest = STEPS[np.abs(STEPS - cuts.at_risk).argmin()]
    firsts = record.firsts[(record.firsts["warned_from"] == nearest) & (record.firsts["first_quarter"] >= 0)]
    weight = firsts["weight"].to_numpy(float)
    quarters = SEASONS - firsts["first_quarter"].to_numpy(float)
    return float((weight * quarters).sum() / weight.sum()) if weight.sum() else np.nan


def _enough(cases: Cases) -> bool:
    return bool(cases.cases.sum() >= LEAST_CASES and len(np.unique(cases.group)) >= LEAST_GROUPS)


def _share(cases: Cases) -> Share:
    """The share of cases that missed, by their groups."""
    names, group = np.unique(cases.group, return_inverse=True)
    missed, counted = (np.bincount(group, part, len(names)) for part in (cases.missed, cases.cases))
    weight = np.zeros(len(names))
    weight[group] = cases.weight
    return share_of(missed, counted, weight)
