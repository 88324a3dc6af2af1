"""The laws of a panel's trees made coherent: one set of draws in which children add up to their parents, read as laws again.

Tree by tree and in blocks of units, so that no array holds more than the draws of one tree; a tree's answer depends on nothing
outside it but the panel-wide `TreeWeights`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from forecast.distributions import GridLaw
from forecast.engine.hierarchy.figures import Hierarchy
from forecast.engine.hierarchy.forest import Grove, groves
from forecast.engine.hierarchy.meet import Pull, cohere_draws
from forecast.engine.hierarchy.remainder import share_remainder
from forecast.engine.hierarchy.shocks import (
    N_DRAWS,
    arrange,
    handed_down,
    own_scores,
    share_shocks,
    shared_scores,
    sorted_totals,
    spreads,
)
from forecast.engine.hierarchy.standing import Standing, stand
from forecast.engine.hierarchy.to_law import read_draws
from forecast.engine.hierarchy.weights import TreeWeights
from forecast.engine.laws import Evidence, Together, YearLaws

AT_ONCE = 500  # units worked on at a time


@dataclass(frozen=True)
class Setting:
    """What coherence needs beside the laws.

    Attributes
    ----------
    plans : year -> (n_units,) plan; by them silent units share a remainder.
    keep : keep the draws, which terms and quotas with an uncertain base need.
    """

    hierarchy: Hierarchy
    units: tuple[str, ...]
    weights: TreeWeights
    plans: Mapping[int, np.ndarray]
    seed: int = 0
    keep: bool = False


def cohere_years(years: YearLaws, setting: Setting) -> YearLaws:
    """The laws with those of units in trees replaced by coherent ones; the same object where there are no trees."""
    trees = list(groves(setting.hierarchy.above))
    if not trees:
        return years
    n_units, row_of = len(setting.units), np.full(len(setting.units), -1)
    replaced = [_Replaced(law, n_units) for law in years.laws]
    kept: list[list[np.ndarray]] = [[] for _ in years.years]
    n_rows = 0
    for grove in trees:
        known = [stand(grove, law, setting.hierarchy.is_rest[grove.members]) for law in years.laws]
        drawn = _first_draws(years, grove, known, setting)
        for at, year in enumerate(years.years):
            filled = _cohere_year(drawn[at], grove, years.laws[at], known[at], setting, year)
            replaced[at].take(grove, drawn[at], known[at], filled)
            if setting.keep:
                kept[at].append(drawn[at])
        if setting.keep:
            row_of[grove.members] = n_rows + np.arange(len(grove.members))
            n_rows += len(grove.members)
    draws = tuple(np.concatenate(of_year) for of_year in kept) if setting.keep else ()
    together = Together(setting.hierarchy.above, tuple(one.means for one in replaced), row_of, draws)
    evidence = tuple(_inherit(of_year, trees, together.means[at]) for at, of_year in enumerate(years.evidence))
    return replace(years, laws=tuple(one.law() for one in replaced), evidence=evidence, together=together)


def _first_draws(years: YearLaws, grove: Grove, known: list[Standing], setting: Setting) -> list[np.ndarray]:
    """Per year (n_members, n_draws): the units that stand alone drawn from their own laws with shared shocks, the rest 0."""
    shared = setting.weights.at_levels("shared", int(grove.depth.max()) + 1)
    spread = np.where(known[0].alone & known[0].speaks, spreads(years.laws[0], grove.members), 0.0)
    loads = np.sqrt(share_shocks(grove, spread, shared))
    roots = _roots(years, grove.members)
    units = [setting.units[member] for member in grove.members.tolist()]
    shocks = shared_scores(grove, units, roots, loads, seed=setting.seed)
    own_part = np.sqrt(1 - handed_down(grove, loads**2))
    drawn: list[np.ndarray] = [np.zeros((len(units), N_DRAWS), _kind(law, grove)) for law in years.laws]
    alone = np.flatnonzero(np.any([one.alone & one.speaks for one in known], axis=0))
    for start in range(0, len(alone), AT_ONCE):
        rows = alone[start : start + AT_ONCE]
        scores = own_scores([units[row] for row in rows.tolist()], roots[rows], seed=setting.seed)
        scores *= own_part[rows, None].astype(np.float32)
        for at, law in enumerate(years.laws):
            use = np.flatnonzero((known[at].alone & known[at].speaks)[rows])
            chosen = rows[use]
            shared = np.where(grove.parent[chosen, None] >= 0, shocks[at][grove.parent[chosen]], 0.0)
            drawn[at][chosen] = arrange(sorted_totals(law, grove.members[chosen]), scores[at][use] + shared)
    return drawn


def _cohere_year(
    draws: np.ndarray, grove: Grove, law: GridLaw, known: Standing, setting: Setting, year: int
) -> np.ndarray:
    """Make the draws of one tree and year coherent in place; (n_members,) which rows then hold a law."""
    hierarchy, members = setting.hierarchy, grove.members
    direct, spread = (
        setting.weights.at_levels(name, int(grove.depth.max()) + 1)[grove.depth] for name in ("direct", "spread")
    )
    cohere_draws(draws, grove, law, known, Pull(direct, spread, hierarchy.free[members]))
    plan = setting.plans.get(year)
    if plan is None or known.speaks.all():
        return known.speaks
    taken = share_remainder(draws, grove, known, hierarchy.is_rest[members], plan[members], seed=setting.seed)
    return known.speaks | taken


def _roots(years: YearLaws, members: np.ndarray) -> np.ndarray:
    """(n_members, n_years, n_years) lower roots of the correlation between the years."""
    n_years = len(years.years)
    if n_years == 1:
        return np.ones((len(members), 1, 1))
    return np.linalg.cholesky(years.correlation[members] + 1e-9 * np.eye(n_years))


def _kind(law: GridLaw, grove: Grove) -> type:
    """32 bits for whole numbers as long as they hold the tree's sums."""
    largest = np.nan_to_num(law.points[grove.members, -1]).sum()
    return np.int32 if law.whole and largest < 2**30 else np.float64


def _inherit(evidence: Evidence, trees: list[Grove], means: np.ndarray) -> Evidence:
    """Evidence of units without a law of their own: a parent's is its children's by size, a silent child's its parent's."""
    parts = np.stack([evidence.own, evidence.panel, evidence.plan, evidence.prior])
    for grove in trees:
        missing = grove.members[~np.isfinite(parts[0, grove.members]) & np.isfinite(means[grove.members])]
        if not len(missing):
            continue
        for head in grove.heads[::-1].tolist():
            children, parent = grove.members[grove.children(head)], grove.members[head]
            told = children[np.isfinite(parts[0, children]) & np.isfinite(means[children])]
            if parent in missing and len(told):
                parts[:, parent] = np.average(parts[:, told], axis=1, weights=means[told] + 1e-9)
        for place in range(1, len(grove.members)):
            if grove.members[place] in missing and not np.isfinite(parts[0, grove.members[place]]):
                parts[:, grove.members[place]] = parts[:, grove.members[grove.parent[place]]]
    return Evidence(*parts)


class _Replaced:
    """A year's law in the making: rows of units in trees are replaced tree by tree."""

    def __init__(self, law: GridLaw, n_units: int) -> None:
        self.before = law
        self.points, self.probability = law.points.copy(), law.probability.copy()
        self.certain = law.certain.copy()
        self.lowest, self.means = law.lowest.copy(), np.full(n_units, np.nan)

    def take(self, grove: Grove, draws: np.ndarray, known: Standing, filled: np.ndarray) -> None:
        rows = np.flatnonzero(filled)
        for start in range(0, len(rows), AT_ONCE):
            block = rows[start : start + AT_ONCE]
            members = grove.members[block]
            self.means[members] = draws[block].mean(1, dtype=np.float64)
            self.lowest[members] = known.floor[block]
            is_open = ~known.certain[block]
            sure = members[~is_open]
            self.points[sure], self.probability[sure], self.certain[sure] = draws[block[~is_open], :1], 1.0, True
            read = read_draws(draws[block[is_open]], self.points.shape[1], whole=self.before.whole)
            self.points[members[is_open]], self.probability[members[is_open]] = read

    def law(self) -> GridLaw:
        return GridLaw(self.points, self.probability, self.before.whole, self.certain, self.lowest)
