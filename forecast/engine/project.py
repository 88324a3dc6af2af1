"""The main job: tables in, one row per unit, measure, year and quota out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from forecast.core.results import Projection
from forecast.core.tables import Tables
from forecast.engine.ask import needs_draws
from forecast.engine.case import Case
from forecast.engine.estimates import latest_estimates, usual_columns
from forecast.engine.hierarchy.climb import Setting
from forecast.engine.hierarchy.cohere import cohere_years
from forecast.engine.laws import YearLaws, combine_years, restate_years
from forecast.engine.learn import Learned, learn
from forecast.engine.prepare import DEFAULT_QUANTILES, Ask, Past, Prepared, prepare
from forecast.engine.ready import add_ready, name_ready
from forecast.engine.reasons import add_codes, name_reasons, no_reasons
from forecast.engine.record import Restating, Wish, add_visits, judge
from forecast.engine.rows import make_rows, no_rows
from forecast.engine.sharpen import sharpen_years
from forecast.engine.together import meet_together
from forecast.engine.units import give_reasons
from forecast.engine.widen import widen_years
from forecast.models import MODELS, Model, Progress


def project(
    tables: Tables,
    *,
    year: str | int,
    measure: str | None = None,
    as_of: str | None = None,
    quantiles: Sequence[float] = DEFAULT_QUANTILES,
    seed: int = 0,
    model: str = "by_size",
    prior: str | None = None,
    priors: str | Path | None = None,
    progress: Progress | None = None,
    show_restricted: bool = False,
    strict: bool = False,
    units_as_of: str | None = None,
    wish: Wish | None = None,
    capacity: int | None = None,
    past: Past | None = None,
) -> Projection:
    """Will the quotas be met, by how much, and which units are at risk?

    Parameters
    ----------
    tables : from `forecast.read`.
    year : `2023` or a run `2023..2025`.
    measure : one measure; every flow that is not sensitive when not given.
    as_of : a period (`2023Q1`: what ends by then, reported in good time) or a date (what was reported by then); everything
        known when not given.
    quantiles : levels between 0 and 1.
    seed : of the draws that terms of several years need.
    model : a name of `forecast.models.MODELS`.
    prior : `admissions` or `neutral`, against what the measures table says.
    priors : folder with other prior files.
    show_restricted : keep restricted units as rows of their own instead of adding them up into one.
    strict : take warnings for errors.
    units_as_of : on the units of which day (`2025-07-01`) the figures of all years stand; `reported` leaves each with the unit that
        reported it. By default the day of `as_of` or the end of the last year, where a lineage table tells of reorganisations.
    wish : what is wanted of warnings: a cost ratio, a precision or a recall.
    capacity : how many units can be visited first.
    past : the rows of a backtest of these figures, and the last answer.

    Raises
    ------
    InputError : the tables hold errors; all findings are in it.
    UsageError : a setting cannot be used.
    """
    folder = str(priors) if priors else None
    wanted = asdict(wish) if wish else {}
    ask = Ask(
        str(year),
        measure,
        as_of,
        tuple(quantiles),
        seed,
        model,
        prior,
        folder,
        show_restricted,
        units_as_of,
        capacity=capacity,
        **wanted,
    )
    prepared = prepare(tables, ask, strict=strict, past=past)
    answered = tell_all(prepared, learn_all(prepared), progress)
    return Projection(finish(answered.table, prepared), prepared.findings, reasons=answered.reasons)


def finish(table: pd.DataFrame, prepared: Prepared) -> pd.DataFrame:
    """The whole answer, with the columns that compare its rows with each other."""
    parents = {unit: above for case in prepared.cases.values() for unit, above in case.tree.parents.items()}
    return add_visits(table, parents, prepared.ask.capacity)


def learn_all(prepared: Prepared) -> dict[str, Learned]:
    """What the panel of each measure teaches."""
    return {name: learn(case, MODELS[prepared.ask.model]) for name, case in prepared.cases.items()}


@dataclass(frozen=True)
class Answered:
    """The rows of all measures, and the parts of their gaps (`forecast.core.results.Projection`)."""

    table: pd.DataFrame
    reasons: pd.DataFrame


def answer_all(prepared: Prepared, learned: Mapping[str, Learned], progress: Progress | None = None) -> pd.DataFrame:
    """The rows of all measures that are asked for; the same for a unit whichever others are prepared."""
    return tell_all(prepared, learned, progress).table


def tell_all(
    prepared: Prepared, learned: Mapping[str, Learned], progress: Progress | None = None,
    laws: Mapping[str, YearLaws] | None = None,
) -> Answered:  # fmt: skip
    """The rows as `answer_all` gives them, with the parts of their gaps.

    Parameters
    ----------
    laws : measure -> coherent laws, where they are there already.
    """
    ask, filled = prepared.ask, []
    told: list[pd.DataFrame] = []
    for name, case in prepared.cases.items():
        if not case.questions:
            continue
        found = laws[name] if laws else cohere(case, land(prepared, name, learned, progress), learned[name], ask.seed)
        rows = make_answer(case, learned[name], found, quantiles=ask.quantiles, as_of=ask.as_of or "", seed=ask.seed)
        if name in prepared.asked:
            reasons = name_reasons(rows, case.summed, case.now, whole=case.measure.whole)
            rows = add_ready(rows, case.ready)
            reasons = name_ready(rows, case.ready, reasons)
            rows = add_codes(rows, reasons)
            told.append(reasons)
        filled.append(judge(usual_columns(rows, prepared.scored[name]), prepared.judging[name]))
    table = pd.concat(filled or [no_rows(ask.quantiles)], ignore_index=True)
    table["p_all_met"] = meet_together(table, prepared.measures)
    table = table[table["measure"].isin(prepared.asked)].reset_index(drop=True)
    return Answered(table, pd.concat([one for one in told if len(one)] or [no_reasons()], ignore_index=True))


def answer(
    case: Case, learned: Learned, model: Model, *, quantiles: Sequence[float], as_of: str = "", seed: int = 0
) -> pd.DataFrame:
    """The rows of a case, given what its panel taught; the same for a unit whichever others are in the case."""
    laws = cohere(case, land_case(case, learned, model), learned, seed)
    return make_answer(case, learned, laws, quantiles=quantiles, as_of=as_of, seed=seed)


def land(prepared: Prepared, name: str, learned: Mapping[str, Learned], progress: Progress | None = None) -> YearLaws:
    """The laws of the units of one measure, each for itself."""
    model, restating = MODELS[prepared.ask.model], prepared.judging[name].restating
    return land_case(prepared.cases[name], learned[name], model, progress=progress, restating=restating)


def land_case(
    case: Case, learned: Learned, model: Model, *, progress: Progress | None = None, restating: Sequence[Restating] = ()
) -> YearLaws:
    """The laws of the units of a case, each for itself."""
    panel, whole = case.now.panel, case.measure.whole
    path_panel = panel.of_whole_years() if learned.by_whole_years else panel
    landing = model.land(path_panel, learned.horizon, whole, learned.path, progress).tilted(learned.odds)
    laws = combine_years(panel, landing, case.plans, case.prior, learned, whole=whole)
    laws = restate_years(laws, panel, restating)
    return widen_years(sharpen_years(laws, panel, case.stated, learned.estimates), case.now)


def cohere(case: Case, laws: YearLaws, learned: Learned, seed: int) -> YearLaws:
    """The laws of a case made to add up."""
    return cohere_years(laws, setting_of(case, learned, seed))


def setting_of(case: Case, learned: Learned, seed: int) -> Setting:
    """What makes the laws of a case add up."""
    keep = needs_draws(case.questions)
    return Setting(case.hierarchy, case.now.panel.units, learned.trees, case.plans, seed, keep=keep)


def make_answer(
    case: Case, learned: Learned, laws: YearLaws, *, quantiles: Sequence[float], as_of: str, seed: int
) -> pd.DataFrame:
    """The rows of a case by its coherent laws."""
    estimates, panel = latest_estimates(case.estimates), case.summed
    rows = make_rows(
        panel, case.questions, laws, estimates, as_of=as_of, quantiles=quantiles, seed=seed, reported=learned.reported
    )
    return give_reasons(rows, panel, case.tree, grown=learned.grown, judged=learned.judged)


__all__ = ["DEFAULT_QUANTILES", "answer", "answer_all", "learn_all", "project", "tell_all"]
