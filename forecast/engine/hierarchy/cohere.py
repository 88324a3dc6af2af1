"""The laws of a panel's trees made coherent: one set of draws in which children add up to their parents, read as laws again.

Tree by tree and in blocks of units, so that no array holds more than the draws of one tree; a tree's answer depends on nothing
outside it but the panel-wide `TreeWeights`. The draws themselves are `forecast.engine.hierarchy.climb`; here too stand the steps
in which the branches of a tree that is too large for one block are made coherent apart (`forecast.engine.branches`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np

from forecast.distributions import GridLaw
from forecast.engine.hierarchy.branch import OPEN_SKY, Branch, Risen, Settled, Shade, Span
from forecast.engine.hierarchy.climb import AT_ONCE, Ground, Setting, climb, settle, shades, survey
from forecast.engine.hierarchy.forest import Grove, groves
from forecast.engine.hierarchy.standing import Standing
from forecast.engine.hierarchy.to_law import read_draws
from forecast.engine.laws import Evidence, Together, YearLaws
from forecast.engine.means import tree_means, whole_means


def cohere_years(
    years: YearLaws, setting: Setting, branches: Mapping[str, tuple[Shade, Settled]] | None = None
) -> YearLaws:
    """The laws with those of units in trees replaced by coherent ones; the same object where there are no trees.

    Parameters
    ----------
    branches : highest unit of a branch of a larger tree -> what stands above it, and what it has come to.
    """
    given = branches or {}
    trees = list(_trees(setting, given))
    if not trees:
        return years
    made = _Made(years, setting)
    for grove in trees:
        shade, settled = given.get(setting.units[grove.members[0]], (OPEN_SKY, None))
        ground = survey(years, _deep(grove, shade.depth), setting)
        climbed = climb(ground, shade)
        made.take(ground, climbed.draws, settle(ground, climbed, settled), climbed.evidence)
    made.expect(given)
    return made.years()


def survey_branches(years: YearLaws, setting: Setting, depths: Mapping[str, int]) -> dict[str, Branch]:
    """Highest unit of each branch -> where it stands; `depths` are the levels above it."""
    return {
        unit: survey(years, _deep(grove, depths[unit]), setting).branch() for unit, grove in _branches(setting, depths)
    }


def raise_branches(years: YearLaws, setting: Setting, above: Mapping[str, Shade]) -> dict[str, Risen]:
    """Highest unit of each branch -> its draws before anything is poured down."""
    found = {}
    for unit, grove in _branches(setting, above):
        found[unit] = climb(survey(years, _deep(grove, above[unit].depth), setting), above[unit]).top()
    return found


def shade_branches(years: YearLaws, setting: Setting, branches: Mapping[str, Branch]) -> dict[str, Shade]:
    """What stands above each branch, by the units above the branches alone."""
    tops = _tops(years, setting, branches)
    return {ends[place]: shade for ground, ends in tops for place, shade in shades(ground).items()}


def settle_tops(
    years: YearLaws, setting: Setting, told: Mapping[str, tuple[Branch, Risen]], spans: Iterable[Span]
) -> tuple[YearLaws, dict[str, Settled]]:
    """The coherent laws of the units above the branches, and what each branch has come to.

    Parameters
    ----------
    years : of the units above the branches and of the branches' highest units; the latters' own laws are not looked at.
    told : highest unit of a branch -> what came up from it.
    spans : years over which whole numbers are to be dealt out.
    """
    made, settled = _Made(years, setting), {}
    for ground, ends in _tops(years, setting, {unit: branch for unit, (branch, _) in told.items()}):
        climbed = climb(ground, risen={place: told[unit][1] for place, unit in ends.items()})
        filled = settle(ground, climbed)
        made.take(ground, climbed.draws, filled, climbed.evidence)
        for place, unit in ends.items():
            parent = int(ground.grove.parent[place])
            settled[unit] = Settled(
                tuple(draws[place].copy() for draws in climbed.draws),
                tuple(bool(one[place]) for one in filled),
                tuple(parts[:, parent].copy() for parts in climbed.evidence),
            )
    laws = made.years()
    assert laws.together is not None
    above, wanted = laws.together.above, spans if laws.laws[0].whole else ()
    dealt = {span: whole_means(tree_means(laws, span), above) for span in wanted}
    position = {unit: at for at, unit in enumerate(setting.units)}
    for unit, one in settled.items():
        numbers = {span: float(row[position[unit]]) for span, row in dealt.items()}
        settled[unit] = replace(one, expected=numbers)
    return laws, settled


def _trees(setting: Setting, branches: Collection[str]) -> Iterable[Grove]:
    """The trees, and the branches that are one unit alone."""
    alone = [at for at, unit in enumerate(setting.units) if unit in branches] if branches else []
    return groves(setting.hierarchy.above, set(alone))


def _branches(setting: Setting, named: Collection[str]) -> Iterable[tuple[str, Grove]]:
    for grove in _trees(setting, named):
        unit = setting.units[grove.members[0]]
        if unit in named:
            yield unit, grove


def _tops(years: YearLaws, setting: Setting, branches: Mapping[str, Branch]) -> Iterable[tuple[Ground, dict[int, str]]]:
    """The trees that end in branches, and which unit stands at each end."""
    for grove in groves(setting.hierarchy.above):
        units = [setting.units[member] for member in grove.members.tolist()]
        ends = {place: unit for place, unit in enumerate(units) if unit in branches}
        yield survey(years, grove, setting, {place: branches[unit] for place, unit in ends.items()}), ends


def _deep(grove: Grove, depth: int) -> Grove:
    return replace(grove, depth=grove.depth + depth)


class _Made:
    """The years' laws in the making: rows of units in trees are replaced tree by tree."""

    def __init__(self, years: YearLaws, setting: Setting) -> None:
        self._before, self._setting = years, setting
        n_units = len(setting.units)
        self._laws = [_Replaced(law, n_units) for law in years.laws]
        self._parts = [np.stack([told.own, told.panel, told.plan, told.prior]) for told in years.evidence]
        self._row_of, self._n_rows = np.full(n_units, -1), 0
        self._kept: list[list[np.ndarray]] = [[] for _ in years.years]
        self._expected: dict[Span, np.ndarray] = {}

    def take(
        self, ground: Ground, draws: list[np.ndarray], filled: list[np.ndarray], evidence: list[np.ndarray]
    ) -> None:
        members = ground.grove.members
        ends = list(ground.ends)
        for at, law in enumerate(self._laws):
            law.take(members, draws[at], ground.known[at], filled[at], ends)
            self._parts[at][:, members] = evidence[at]
            if self._setting.keep:
                self._kept[at].append(draws[at])
        if self._setting.keep:
            self._row_of[members] = self._n_rows + np.arange(len(members))
            self._n_rows += len(members)

    def expect(self, given: Mapping[str, tuple[Shade, Settled]]) -> None:
        """Whole numbers that were dealt out to the highest units of branches."""
        for at, unit in enumerate(self._setting.units):
            for span, number in given[unit][1].expected.items() if unit in given else ():
                self._expected.setdefault(span, np.full(len(self._setting.units), np.nan))[at] = number

    def years(self) -> YearLaws:
        draws = tuple(np.concatenate(of_year) for of_year in self._kept) if self._setting.keep and self._n_rows else ()
        means = tuple(one.means for one in self._laws)
        together = Together(self._setting.hierarchy.above, means, self._row_of, draws, self._expected)
        evidence = tuple(Evidence(*parts) for parts in self._parts)
        return replace(self._before, laws=tuple(one.law() for one in self._laws), evidence=evidence, together=together)


class _Replaced:
    """A year's law in the making."""

    def __init__(self, law: GridLaw, n_units: int) -> None:
        self.before = law
        self.points, self.probability = law.points.copy(), law.probability.copy()
        self.certain = law.certain.copy()
        self.lowest, self.means = law.lowest.copy(), np.full(n_units, np.nan)

    def take(
        self, members: np.ndarray, draws: np.ndarray, known: Standing, filled: np.ndarray, ends: list[int]
    ) -> None:
        """Read the draws of the members that have any; of the ends of a tree, the means alone."""
        rows = np.flatnonzero(filled)
        for start in range(0, len(rows), AT_ONCE):
            block = rows[start : start + AT_ONCE]
            self.means[members[block]] = draws[block].mean(1, dtype=np.float64)
        rows = np.setdiff1d(rows, ends) if ends else rows
        for start in range(0, len(rows), AT_ONCE):
            block = rows[start : start + AT_ONCE]
            chosen = members[block]
            self.lowest[chosen] = known.floor[block]
            is_open = ~known.certain[block]
            sure = chosen[~is_open]
            self.points[sure], self.probability[sure], self.certain[sure] = draws[block[~is_open], :1], 1.0, True
            read = read_draws(draws[block[is_open]], self.points.shape[1], whole=self.before.whole)
            self.points[chosen[is_open]], self.probability[chosen[is_open]] = read

    def law(self) -> GridLaw:
        return GridLaw(self.points, self.probability, self.before.whole, self.certain, self.lowest)
