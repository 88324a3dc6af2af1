"""All of a projection that comes before any unit is landed: settings judged, one vintage, one case per measure.

What the panel teaches is `forecast.engine.learn`; the rows are `forecast.engine.project`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from forecast.core.findings import Finding
from forecast.core.measures import Measure
from forecast.core.periods import parse_years
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.ask import concerns_years, of_years
from forecast.engine.case import Case, make_case
from forecast.engine.estimates import score_estimates
from forecast.engine.fold import fold_restricted, without_names
from forecast.engine.recast import checked_on, choose_day
from forecast.engine.record.cuts import Wish
from forecast.engine.record.hold import earlier_answers
from forecast.engine.record.judge import Judging, make_judging
from forecast.engine.together import parts_of
from forecast.errors import UsageError
from forecast.models import MODELS
from forecast.models.priors import load_prior

DEFAULT_QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Ask:
    """What is asked of a projection; the settings of `forecast.engine.project.project`, where they are explained."""

    year: str
    measure: str | None = None
    as_of: str | None = None
    quantiles: tuple[float, ...] = DEFAULT_QUANTILES
    seed: int = 0
    model: str = "by_size"
    prior: str | None = None
    priors: str | None = None
    show_restricted: bool = False
    units_as_of: str | None = None
    cost_ratio: float | None = None
    precision: float | None = None
    recall: float | None = None
    capacity: int | None = None

    @property
    def wish(self) -> Wish:
        return Wish(self.cost_ratio, self.precision, self.recall)


@dataclass(frozen=True)
class Past:
    """What is known of earlier answers.

    Attributes
    ----------
    record : rows of a backtest of the same figures.
    since : the last answer, with the columns of the contract.
    """

    record: pd.DataFrame | None = None
    since: pd.DataFrame | None = None


@dataclass(frozen=True)
class Prepared:
    """What is asked, of whom, and all that is known of them.

    Attributes
    ----------
    measures : every measure of the tables.
    asked : those that get rows.
    cases : by measure, sub-targets of the asked ones included; without those that nothing is asked about.
    scored : by measure, the units' past estimates against their finals.
    judging : by measure, cut points, track record and earlier flags.
    findings : of the checks, and notices of what was folded; those that concern the answer.
    known : the tables of the vintage; None where only some units are left.
    """

    ask: Ask
    measures: Mapping[str, Measure]
    asked: tuple[str, ...]
    cases: Mapping[str, Case]
    scored: Mapping[str, pd.DataFrame]
    judging: Mapping[str, Judging]
    findings: tuple[Finding, ...] = ()
    known: Tables | None = None

    @property
    def units(self) -> list[str]:
        """Every unit that gets a row, in sorted order."""
        return sorted({case.panel.units[asked.unit] for case in self.cases.values() for asked in case.questions})

    @property
    def in_trees(self) -> list[str]:
        """Every unit that gets a row, and those in its trees that get none (closed before the year), in sorted order."""
        return sorted({unit for case in self.cases.values() for unit in case.in_trees})

    def only(self, units: Sequence[str]) -> Prepared:
        """The same of some units; of the trees that they stand in the other units come along, without rows."""
        return self._of(units, Case.only)

    def alone(self, units: Sequence[str]) -> Prepared:
        """The same of some units outside any tree."""
        return self._of(units, Case.alone)

    def part(self, units: Sequence[str]) -> Prepared:
        """The same of some units with all that stands below them, without the units above."""
        return self._of(units, Case.part)

    def crown(self, units: Sequence[str]) -> Prepared:
        """The same of some units with all that stands above them and, without rows, the units right below."""
        return self._of(units, Case.crown)

    def without(self, units: Sequence[str]) -> Prepared:
        """The same without the figures and the rows of some units; the trees stay."""
        others = sorted(set(self.units).difference(units))
        return self._of(others, lambda case, kept: case.only(kept).silent(units))

    def above(self, units: Iterable[str]) -> set[str]:
        """All units over some, that have rows."""
        trees = [case.tree.only(units) for case in self.cases.values()]
        return {parent for tree in trees for parent in tree.parents.values()}.intersection(self.units)

    def _of(self, units: Sequence[str], part: Callable[[Case, Sequence[str]], Case]) -> Prepared:
        wanted = set(units)
        scored = {name: table[table["unit"].isin(wanted)] for name, table in self.scored.items()}
        cases = {name: part(case, units) for name, case in self.cases.items() if wanted.intersection(case.panel.units)}
        judging = {name: by.only(wanted) for name, by in self.judging.items()}
        return replace(self, cases=cases, scored=scored, judging=judging, findings=(), known=None)


def prepare(tables: Tables, ask: Ask, *, strict: bool = False, past: Past | None = None) -> Prepared:
    """Check the tables and the settings, put the figures on the units asked for, and arrange every measure that is needed.

    Raises
    ------
    InputError : the tables hold errors; all findings are in it.
    UsageError : a setting cannot be used.
    """
    tables, findings = on_units(tables, ask, strict=strict)
    years, levels, vintage = _years(ask.year), _check_quantiles(ask.quantiles), parse_vintage(ask.as_of)
    if ask.model not in MODELS:
        raise UsageError("unknown_model", value=ask.model, known=", ".join(MODELS))
    known = known_at(tables, vintage)
    asked = choose_measures(tables, ask.measure)
    cases, scored = {}, {}
    for chosen in [*asked, *_sub_targets(asked, known, years)]:
        shown, notices = (known, []) if ask.show_restricted else fold_restricted(known, chosen.name)
        findings = (*findings, *notices)
        prior = load_prior(ask.prior or chosen.prior, Path(ask.priors) if ask.priors else None)
        case = make_case(shown, chosen, years, prior)
        if case is not None:
            cases[chosen.name] = case
            scored[chosen.name] = score_estimates(tables, chosen.name, vintage=vintage)
    told = [finding for finding in findings if concerns_years(finding, tables, years)]
    named = tuple(told) if ask.show_restricted else without_names(told, tables.units)
    names = tuple(measure.name for measure in asked)
    judging = _judge_by(ask, years[0], cases, past or Past())
    return Prepared(replace(ask, quantiles=levels), tables.measures, names, cases, scored, judging, named, known)


def _judge_by(ask: Ask, year: int, measures: Iterable[str], past: Past) -> dict[str, Judging]:
    earlier = earlier_answers(past.since) if past.since is not None else None
    return {name: make_judging(ask.wish, name, year, rows=past.record, earlier=earlier) for name in measures}


def on_units(tables: Tables, ask: Ask, *, strict: bool = False) -> tuple[Tables, tuple[Finding, ...]]:
    """The tables on the units that the answer stands on, and everything noticed; tables that stand there already as they are.

    Raises
    ------
    InputError : the tables hold errors; all findings are in it.
    UsageError : a setting cannot be used.
    """
    day = choose_day(ask.units_as_of, tables, years=_years(ask.year), as_of=ask.as_of)
    return checked_on(tables, day, strict=strict)


def _years(text: str) -> list[int]:
    try:
        return list(parse_years(text))
    except ValueError:
        raise UsageError("bad_years", value=text) from None


def _check_quantiles(quantiles: Sequence[float]) -> tuple[float, ...]:
    levels = sorted({float(level) for level in quantiles})
    if not levels or not all(0 < level < 1 for level in levels):
        raise UsageError("bad_quantiles", value=", ".join(f"{level:g}" for level in quantiles))
    return tuple(levels)


def choose_measures(tables: Tables, name: str | None) -> list[Measure]:
    """The measure of a name, or every flow that need not be named.

    Raises
    ------
    UsageError : there is none of that name, or it is a stock, or there is none at all.
    """
    if name is not None:
        if name not in tables.measures:
            near = get_close_matches(name, tables.measures, n=1, cutoff=0.5)
            raise UsageError(
                "unknown_measure", value=name, known=", ".join(tables.measures), near=near[0] if near else ""
            )
        if tables.measures[name].kind == "stock":
            raise UsageError("stock_measure", value=name)
        return [tables.measures[name]]
    flows = [m for m in tables.measures.values() if m.kind == "flow" and not m.sensitive]
    if not flows:
        raise UsageError("no_measure")
    return flows


def _sub_targets(asked: Sequence[Measure], known: Tables, years: Sequence[int]) -> list[Measure]:
    """Parts of the asked measures that have a quota in the years: their chances are needed, their rows are not shown."""
    names = dict.fromkeys(part for measure in asked for part in parts_of(measure.name, known.measures))
    with_quota = set(of_years(known.quotas, years)["measure"].unique())
    return [known.measures[name] for name in names if name in with_quota and known.measures[name] not in asked]
