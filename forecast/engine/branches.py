"""Trees too large for one block: cut below their tops into branches that are landed, drawn and answered one by one.

Four steps, each of which needs the one before it from all blocks of a tree: the units' own laws, and where each branch stands
(`land_part`); the draws of the branches' highest units (`raise_part`); the top, made coherent and answered (`Top.settle`); the
branches, which pour down what the top has given them (`answer_part`). The answer is that of the whole tree to the last bit.
Which blocks there are is `forecast.engine.batch`, who computes them, and where they are kept, `forecast.store`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from forecast.distributions import GridLaw
from forecast.engine.case import Case
from forecast.engine.hierarchy.branch import Branch, Risen, Settled, Shade, Span
from forecast.engine.hierarchy.climb import Setting
from forecast.engine.hierarchy.cohere import (
    cohere_years,
    raise_branches,
    settle_tops,
    shade_branches,
    survey_branches,
)
from forecast.engine.laws import Evidence, YearLaws
from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.engine.project import land, setting_of, tell_all

Laws = Mapping[str, YearLaws]  # by measure
Depths = Mapping[str, Mapping[str, int]]  # measure -> highest unit of a branch -> levels above it
Branches = Mapping[str, Mapping[str, Branch]]
Shades = Mapping[str, Mapping[str, Shade]]
Raised = Mapping[str, Mapping[str, Risen]]
Given = Mapping[str, Mapping[str, tuple[Shade, Settled]]]


def land_part(prepared: Prepared, learned: Mapping[str, Learned], depths: Depths) -> tuple[Laws, Branches]:
    """The laws of a part's units, each for itself, and where the part's branches stand."""
    laws = {name: land(prepared, name, learned) for name in prepared.cases}
    stand = {
        name: survey_branches(laws[name], _setting(prepared, name, learned), depths.get(name, {})) for name in laws
    }
    return laws, stand


def raise_part(prepared: Prepared, learned: Mapping[str, Learned], laws: Laws, shades: Shades) -> Raised:
    """The draws of the part's branches before anything is poured down."""
    return {name: raise_branches(laws[name], _setting(prepared, name, learned), shades.get(name, {})) for name in laws}


def answer_part(prepared: Prepared, learned: Mapping[str, Learned], laws: Laws, given: Given) -> pd.DataFrame:
    """The rows of a part whose branches have come to what the top has given them."""
    coherent = {name: cohere_years(laws[name], _setting(prepared, name, learned), given.get(name, {})) for name in laws}
    return tell_all(prepared, learned, laws=coherent).table


def _setting(prepared: Prepared, name: str, learned: Mapping[str, Learned]) -> Setting:
    return setting_of(prepared.cases[name], learned[name], prepared.ask.seed)


@dataclass(frozen=True)
class Top:
    """The units above the branches of a tree, with the branches' highest units.

    Attributes
    ----------
    crown : of both, with rows of the former.
    units : those above the branches.
    spans : measure -> spans of years that the tree is asked about.
    """

    crown: Prepared
    units: frozenset[str]
    spans: Mapping[str, tuple[Span, ...]]

    @classmethod
    def of(cls, prepared: Prepared, units: Sequence[str]) -> Top:
        """The top of a tree by the units above its branches."""
        spans = {
            name: tuple(sorted({(q.quota.first_year, q.quota.last_year) for q in case.questions}))
            for name, case in prepared.cases.items()
        }
        return cls(prepared.crown(units), frozenset(units), spans)

    @property
    def depths(self) -> dict[str, dict[str, int]]:
        """Measure -> highest unit of each branch -> levels above it."""
        return {name: self._depths(case) for name, case in self.crown.cases.items()}

    def _depths(self, case: Case) -> dict[str, int]:
        above, found = case.hierarchy.above, {}
        for at in self._ends(case):
            depth, higher = 0, above[at]
            while higher >= 0:
                depth, higher = depth + 1, above[higher]
            found[case.panel.units[at]] = depth
        return found

    def _ends(self, case: Case) -> list[int]:
        """Positions of the branches' highest units."""
        rest = case.hierarchy.is_rest
        return [at for at, unit in enumerate(case.panel.units) if unit not in self.units and not rest[at]]

    def shade(self, learned: Mapping[str, Learned], laws: Laws, branches: Branches) -> Shades:
        """What stands above each branch.

        Parameters
        ----------
        laws : of the units above the branches (`land_part`).
        """
        whole = self._spread_out(laws)
        return {
            name: shade_branches(whole[name], _setting(self.crown, name, learned), branches.get(name, {}))
            for name in self.crown.cases
        }

    def settle(
        self, learned: Mapping[str, Learned], laws: Laws, branches: Branches, raised: Raised
    ) -> tuple[pd.DataFrame, dict[str, dict[str, Settled]]]:
        """The rows of the units above the branches, and what each branch has come to."""
        whole, coherent, settled = self._spread_out(laws), {}, {}
        for name in self.crown.cases:
            told = {unit: (branch, raised[name][unit]) for unit, branch in branches.get(name, {}).items()}
            setting = _setting(self.crown, name, learned)
            coherent[name], settled[name] = settle_tops(whole[name], setting, told, self.spans[name])
        return tell_all(self.crown, learned, laws=coherent).table, settled

    def _spread_out(self, laws: Laws) -> dict[str, YearLaws]:
        """The laws with rows for the branches' highest units too, which no one looks at."""
        found = {}
        for name, case in self.crown.cases.items():
            ends = set(self._ends(case))
            rows = [at for at in range(len(case.panel.units)) if at not in ends]
            found[name] = _spread(laws[name], np.array(rows, int), len(case.panel.units))
        return found


def _spread(years: YearLaws, rows: np.ndarray, n_units: int) -> YearLaws:
    def over(values: np.ndarray) -> np.ndarray:
        empty = np.full((n_units, *values.shape[1:]), np.nan if values.dtype.kind == "f" else 0, values.dtype)
        empty[rows] = values
        return empty

    laws = tuple(
        GridLaw(over(law.points), over(law.probability), law.whole, over(law.certain), over(law.lowest))
        for law in years.laws
    )
    evidence = tuple(Evidence(*(over(getattr(one, part.name)) for part in fields(one))) for one in years.evidence)
    correlation = over(years.correlation)
    correlation[~np.isfinite(correlation[:, 0, 0])] = np.eye(len(years.years))
    return replace(years, laws=laws, evidence=evidence, correlation=correlation)
