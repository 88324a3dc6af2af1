"""The model used by default: the structural panel for large counts, the chain of small counts for small ones, and between them
a mixture of both that moves smoothly with the size of the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from forecast.core.panel import Panel
from forecast.distributions import Blend, Mixture
from forecast.models.in_year import GROWN_AFTER, own_years
from forecast.models.landing import Landing, Progress, Weighed
from forecast.models.priors import Prior
from forecast.models.small_counts.calendar import mean_counts
from forecast.models.small_counts.landing import land_counts
from forecast.models.small_counts.learn import LARGEST, SHIPPED_UNITS, CountsLearned, learn_counts
from forecast.models.structural.contributions import weigh_structural
from forecast.models.structural.landing import land_structural
from forecast.models.structural.learn import StructuralLearned, learn_structural


@dataclass(frozen=True)
class SizedLearned:
    """What both models take from the panel."""

    structural: StructuralLearned
    counts: CountsLearned


EVEN_AT = 32.0  # mean count a quarter at which both models count about the same
LEAST_SHARE = 0.02  # of the structural model: smaller shares are none, and the smallest units are left to the chain


def structural_share(mean_count: np.ndarray, years_told: np.ndarray) -> np.ndarray:
    """(n_units,) 0-1, weight of the structural model; 1 without figures and from `LARGEST` counts a quarter on.

    m² / (m² + 32²) by the mean count m, with what is left to the chain fading to nothing at `LARGEST`, and growing from nothing
    over the first year of own figures: before that a unit's year runs as its siblings' (`forecast.models.in_year`), not as the
    panel's. Drawn down so that `LEAST_SHARE` is 0.

    Examples
    --------
    >>> structural_share(np.array([0.0, 1.0, 16.0, 100.0, 1.0]), np.array([5, 5, 5, 5, 0.25])).round(2).tolist()
    [0.0, 0.0, 0.27, 1.0, 0.75]
    """
    fade = np.maximum(1 - (mean_count / LARGEST) ** 2, 0.0) * np.minimum(years_told / GROWN_AFTER, 1.0)
    share = 1 - EVEN_AT**2 / (mean_count**2 + EVEN_AT**2) * fade
    return np.where(np.isnan(mean_count), 1.0, np.maximum((share - LEAST_SHARE) / (1 - LEAST_SHARE), 0.0))


def learn_by_size(panel: Panel, whole: bool = True, prior: Prior | None = None) -> SizedLearned:
    """Learn both models from the panel."""
    return SizedLearned(learn_structural(panel, whole, prior), learn_counts(panel, whole))


def land_by_size(
    panel: Panel, years: Sequence[int], whole: bool, learned: SizedLearned, progress: Progress | None = None
) -> Landing:
    """Laws of the totals of the years, all units at once; amounts that are not counted are left to the structural model."""
    if not whole:
        return land_structural(panel, years, whole, learned.structural, progress)
    counts = land_counts(panel, years, learned.counts)
    share, totals = structural_share(mean_counts(panel), own_years(panel, max(years))), []
    needed = (share > 0) | ~np.all([law.answered for law in counts.totals], axis=0)
    structural = land_structural(panel.only(np.flatnonzero(needed)), years, whole, learned.structural, progress)
    for first, second in zip(structural.totals, counts.totals, strict=True):
        assert isinstance(first, Mixture)
        totals.append(Blend(first, second, share))
    share = totals[0].continuous
    taught = learned.counts.n_units / (learned.counts.n_units + SHIPPED_UNITS)
    return Landing(
        tuple(totals),
        share[:, None, None] * structural.correlation + (1 - share)[:, None, None] * counts.correlation,
        share * structural.own + (1 - share) * counts.own,
        share * structural.panel + (1 - share) * (1 - counts.own) * taught,
    )


def weigh_by_size(panel: Panel, years: Sequence[int], whole: bool, learned: SizedLearned) -> Iterable[Weighed]:
    """What the figures bring to the structural part of the law; the chain's part cannot be shared out to single figures."""
    return weigh_structural(panel, years, whole, learned.structural)
