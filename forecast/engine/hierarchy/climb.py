"""One tree from its units' own laws to coherent draws: surveyed, drawn from below, and settled from above.

A branch of a larger tree is worked on like a tree of its own, with what stands above it told (`forecast.engine.hierarchy.branch`),
and the top of a larger tree like one whose lowest units are the branches: the draws are the same to the last bit. Which trees
there are, and laws read from the draws, is `forecast.engine.hierarchy.cohere`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from forecast.engine.hierarchy.branch import OPEN_SKY, Branch, Risen, Settled, Shade
from forecast.engine.hierarchy.figures import Hierarchy
from forecast.engine.hierarchy.forest import Grove
from forecast.engine.hierarchy.meet import Pull, fall, rise
from forecast.engine.hierarchy.remainder import share_remainder
from forecast.engine.hierarchy.shocks import (
    N_DRAWS,
    Needs,
    arrange,
    handed_down,
    need_shocks,
    own_scores,
    share_shocks,
    shared_scores,
    sorted_totals,
    spreads,
)
from forecast.engine.hierarchy.standing import Standing, stand
from forecast.engine.hierarchy.weights import TreeWeights
from forecast.engine.laws import YearLaws, seed_of

AT_ONCE = 500  # units worked on at a time
LARGEST = 2.0**30  # sum of a tree's greatest totals up to which 32 bits hold its draws


@dataclass(frozen=True)
class Setting:
    """What coherence needs beside the laws.

    Attributes
    ----------
    hierarchy : its trees (`forecast.engine.hierarchy.figures.Hierarchy`), by position of the units.
    plans : year -> (n_units,) plan; by them totals are steered, and silent units share a remainder.
    keep : keep the draws, which terms and quotas with an uncertain base need.
    """

    hierarchy: Hierarchy
    units: tuple[str, ...]
    weights: TreeWeights
    plans: Mapping[int, np.ndarray]
    seed: int = 0
    keep: bool = False


@dataclass(frozen=True)
class Ground:
    """One tree before any draw.

    Attributes
    ----------
    known : per year where its members stand.
    needs : what they have to share.
    ends : place of a member whose own branch is not here -> where that stands.
    """

    grove: Grove
    years: YearLaws
    setting: Setting
    known: tuple[Standing, ...]
    needs: Needs
    ends: Mapping[int, Branch] = field(default_factory=dict)

    @property
    def units(self) -> list[str]:
        return [self.setting.units[member] for member in self.grove.members.tolist()]

    def pull(self, year: int) -> Pull:
        """How parents' own forecasts and plans count in it."""
        grove, n_levels = self.grove, int(self.grove.depth.max()) + 1
        names, weights = ("direct", "spread", "just", "beyond"), self.setting.weights
        direct, spread, just, beyond = (weights.at_levels(name, n_levels)[grove.depth] for name in names)
        turn = np.array([seed_of(0, unit) % N_DRAWS for unit in self.units])
        plan = self.setting.plans.get(year, np.full(len(self.setting.units), np.nan))[grove.members]
        return Pull(direct, spread, self.setting.hierarchy.free[grove.members], turn, just, beyond, plan)

    @property
    def roots(self) -> np.ndarray:
        """(n_members, n_years, n_years) lower roots of the correlation between the years."""
        n_years = len(self.years.years)
        if n_years == 1:
            return np.ones((len(self.grove.members), 1, 1))
        return np.linalg.cholesky(self.years.correlation[self.grove.members] + 1e-9 * np.eye(n_years))

    @property
    def largest(self) -> tuple[float, ...]:
        """Per year, sum of the greatest totals of all members and of all below them."""
        of_members = [float(np.nan_to_num(law.points[self.grove.members, -1]).sum()) for law in self.years.laws]
        of_ends = [sum(branch.largest[at] for branch in self.ends.values()) for at in range(len(of_members))]
        return tuple(here + below for here, below in zip(of_members, of_ends, strict=True))

    @property
    def wide(self) -> tuple[bool, ...]:
        """Per year, whether its draws need 64 bits."""
        pairs = zip(self.years.laws, self.largest, strict=True)
        return tuple(not law.whole or largest >= LARGEST for law, largest in pairs)

    def branch(self) -> Branch:
        """The tree as one unit of a larger one."""
        sums = float(self.needs.spread[0]), float(self.needs.variance[0]), float(self.needs.shared[0])
        return Branch(int(self.grove.depth[0]), tuple(one.of(0) for one in self.known), *sums, self.largest)


@dataclass(frozen=True)
class Climbed:
    """A tree with its draws, made in place of nothing: they are changed as the tree is settled.

    Attributes
    ----------
    draws : per year (n_members, n_draws).
    apart : per year (n_members,) parents whose children do not add up to them.
    evidence : per year (4, n_members), NaN where there is none.
    """

    draws: list[np.ndarray]
    apart: list[np.ndarray]
    evidence: list[np.ndarray]

    def top(self) -> Risen:
        """What the highest unit has."""
        return Risen(tuple(one[0].copy() for one in self.draws), tuple(one[:, 0].copy() for one in self.evidence))


def survey(years: YearLaws, grove: Grove, setting: Setting, ends: Mapping[int, Branch] | None = None) -> Ground:
    """What can be said of a tree before any draw."""
    ends = ends or {}
    is_rest = setting.hierarchy.is_rest[grove.members]
    known = tuple(
        stand(grove, law, is_rest, {place: branch.known[at] for place, branch in ends.items()})
        for at, law in enumerate(years.laws)
    )
    drawn = known[0].alone & known[0].speaks
    drawn[list(ends)] = False
    spread = np.where(drawn, spreads(years.laws[0], grove.members), 0.0)
    shared = setting.weights.at_levels("shared", int(grove.depth.max()) + 1)
    sums = {place: (branch.spread, branch.variance, branch.shared) for place, branch in ends.items()}
    return Ground(grove, years, setting, known, need_shocks(grove, spread, shared, sums), ends)


def shades(ground: Ground, above: Shade = OPEN_SKY) -> dict[int, Shade]:
    """Place of each of the ends -> what stands above it."""
    grove, wide = ground.grove, ground.wide if above.wide is None else above.wide
    own, level = share_shocks(grove, ground.needs, above.level)
    loads = np.sqrt(own)
    shocks = shared_scores(grove, ground.units, ground.roots, loads, seed=ground.setting.seed, above=above)
    handed = handed_down(grove, loads**2, above.handed)
    found = {}
    for place, branch in ground.ends.items():
        parent = int(grove.parent[place])
        scores = tuple(of_year[parent] for of_year in shocks)
        found[place] = Shade(branch.depth, float(level[parent]), float(handed[place]), scores, wide)
    return found


def climb(ground: Ground, above: Shade = OPEN_SKY, risen: Mapping[int, Risen] | None = None) -> Climbed:
    """Draws of all members, parents' from their own forecasts and their children's sums, before anything is poured down.

    Parameters
    ----------
    above : what stands above the tree.
    risen : place of each of the ends -> its draws.
    """
    drawn, apart, evidence = _first_draws(ground, above, risen or {}), [], []
    for at, (law, told) in enumerate(zip(ground.years.laws, ground.years.evidence, strict=True)):
        apart.append(rise(drawn[at], ground.grove, law, ground.known[at], ground.pull(ground.years.years[at])))
        parts = np.stack([told.own, told.panel, told.plan, told.prior])[:, ground.grove.members]
        for place, end in (risen or {}).items():
            parts[:, place] = end.evidence[at]
        evidence.append(_gather_evidence(parts, drawn[at], ground.grove, ground.known[at]))
    return Climbed(drawn, apart, evidence)


def _first_draws(ground: Ground, above: Shade, risen: Mapping[int, Risen]) -> list[np.ndarray]:
    """Per year (n_members, n_draws): the units that stand alone drawn from their own laws with shared shocks, the rest 0."""
    grove, laws, units, seed = ground.grove, ground.years.laws, ground.units, ground.setting.seed
    roots, loads = ground.roots, np.sqrt(share_shocks(grove, ground.needs, above.level)[0])
    shocks = shared_scores(grove, units, roots, loads, seed=seed, above=above)
    own_part = np.sqrt(1 - handed_down(grove, loads**2, above.handed))
    kinds = [np.float64 if wide else np.int32 for wide in (ground.wide if above.wide is None else above.wide)]
    drawn: list[np.ndarray] = [np.zeros((len(units), N_DRAWS), kind) for kind in kinds]
    own = [one.alone & one.speaks for one in ground.known]
    for place, end in risen.items():
        for at, draws in enumerate(end.draws):
            drawn[at][place], own[at][place] = draws, False
    alone = np.flatnonzero(np.any(own, axis=0))
    for start in range(0, len(alone), AT_ONCE):
        rows = alone[start : start + AT_ONCE]
        scores = own_scores([units[row] for row in rows.tolist()], roots[rows], seed=seed)
        scores *= own_part[rows, None].astype(np.float32)
        for at, law in enumerate(laws):
            use = np.flatnonzero(own[at][rows])
            chosen = rows[use]
            parent = grove.parent[chosen]
            shared = above.score(at)
            if len(shocks[at]):
                shared = np.where(parent[:, None] >= 0, shocks[at][parent], shared)
            drawn[at][chosen] = arrange(sorted_totals(law, grove.members[chosen]), scores[at][use] + shared)
    return drawn


def _gather_evidence(parts: np.ndarray, draws: np.ndarray, grove: Grove, known: Standing) -> np.ndarray:
    """(4, n_members) the evidence with that of parents without a law of their own: their children's, by size."""
    for head in grove.heads[::-1].tolist():
        if known.speaks[head] and not np.isfinite(parts[0, head]):
            children = np.arange(len(known.speaks))[grove.children(head)]
            told = children[np.isfinite(parts[0, children]) & known.speaks[children]]
            if len(told):
                sizes = draws[told].mean(1, dtype=np.float64)
                parts[:, head] = np.average(parts[:, told], axis=1, weights=sizes + 1e-9)
    return parts


def settle(ground: Ground, climbed: Climbed, given: Settled | None = None) -> list[np.ndarray]:
    """Pour down what differs, in place; per year (n_members,) which members then have a law.

    Parameters
    ----------
    given : what the highest unit has come to, where others stand above it.
    """
    grove, hierarchy, everybody = ground.grove, ground.setting.hierarchy, []
    rests = {
        place: seed_of(ground.setting.seed, f"{ground.units[place]}/remainder")
        for place in np.flatnonzero(hierarchy.is_rest[grove.members]).tolist()
    }
    for at, year in enumerate(ground.years.years):
        draws, known, filled = climbed.draws[at], ground.known[at], ground.known[at].speaks.copy()
        if given is not None:
            draws[0], filled[0] = given.draws[at], given.filled[at]
        fall(draws, grove, known, ground.pull(year), climbed.apart[at])
        plan = ground.setting.plans.get(year)
        if plan is not None and rests:
            filled |= share_remainder(draws, grove, known, rests, plan[grove.members])
        _hand_evidence_down(climbed.evidence[at], grove, filled, None if given is None else given.evidence[at])
        everybody.append(filled)
    return everybody


def _hand_evidence_down(parts: np.ndarray, grove: Grove, filled: np.ndarray, above: np.ndarray | None) -> None:
    """What a silent unit is told rests on what its parent's total does."""
    for place in np.flatnonzero(filled & ~np.isfinite(parts[0])).tolist():
        if grove.parent[place] >= 0:
            parts[:, place] = parts[:, grove.parent[place]]
        elif above is not None:
            parts[:, place] = above
