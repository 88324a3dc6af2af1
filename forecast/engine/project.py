"""The main job: tables in, one row per unit, measure, year and quota out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from forecast.checks import check
from forecast.core.measures import Measure
from forecast.core.results import Projection
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.ask import concerns_years, needs_draws, of_years
from forecast.engine.case import Case, make_case
from forecast.engine.estimates import latest_estimates, score_estimates, usual_columns
from forecast.engine.fold import fold_restricted, without_names
from forecast.engine.hierarchy.cohere import Setting, cohere_years
from forecast.engine.hierarchy.figures import with_sums
from forecast.engine.laws import combine_years
from forecast.engine.learn import Learned, learn
from forecast.engine.rows import make_rows, no_rows
from forecast.engine.together import meet_together, parts_of
from forecast.engine.units import give_reasons
from forecast.errors import InputError, UsageError
from forecast.models import MODELS, Model, Progress
from forecast.models.priors import load_prior

DEFAULT_QUANTILES = (0.1, 0.5, 0.9)
MOST_YEARS = 20
_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")


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

    Raises
    ------
    InputError : the tables hold errors; all findings are in it.
    UsageError : a setting cannot be used.
    """
    findings = check(tables, strict=strict)
    if any(finding.severity == "error" for finding in findings):
        raise InputError(findings)
    years, levels, vintage = _parse_years(str(year)), _check_quantiles(quantiles), parse_vintage(as_of)
    if model not in MODELS:
        raise UsageError("unknown_model", value=model, known=", ".join(MODELS))
    known = known_at(tables, vintage)
    asked = _choose_measures(tables, measure)
    tables_of: dict[str, pd.DataFrame] = {}
    for chosen in [*asked, *_sub_targets(asked, known, years)]:
        shown, notices = (known, []) if show_restricted else fold_restricted(known, chosen.name)
        findings = (*findings, *notices)
        case = make_case(shown, chosen, years, load_prior(prior or chosen.prior, Path(priors) if priors else None))
        if case is None:
            tables_of[chosen.name] = no_rows(levels)
            continue
        learned = learn(case, MODELS[model])
        rows = answer(case, learned, MODELS[model], quantiles=levels, as_of=as_of or "", seed=seed, progress=progress)
        tables_of[chosen.name] = usual_columns(rows, score_estimates(tables, chosen.name, vintage=vintage))
    filled = [rows for rows in tables_of.values() if len(rows)]
    table = pd.concat(filled or [no_rows(levels)], ignore_index=True)
    table["p_all_met"] = meet_together(table, tables.measures)
    table = table[table["measure"].isin([chosen.name for chosen in asked])].reset_index(drop=True)
    told = [finding for finding in findings if concerns_years(finding, tables, years)]
    return Projection(table, tuple(told) if show_restricted else without_names(told, tables.units))


def answer(
    case: Case, learned: Learned, model: Model, *, quantiles: Sequence[float], as_of: str = "", seed: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The rows of a case, given what its panel taught; the same for a unit whichever others are in the case."""
    panel, whole = case.panel, case.measure.whole
    path_panel = panel.of_whole_years() if learned.by_whole_years else panel
    landing = model.land(path_panel, learned.horizon, whole, learned.path, progress)
    laws = combine_years(panel, landing, case.plans, case.prior, learned, whole=whole)
    laws = cohere_years(
        laws, Setting(case.hierarchy, panel.units, learned.trees, case.plans, seed, keep=needs_draws(case.questions))
    )
    estimates, panel = latest_estimates(case.counts), with_sums(panel, case.tree)
    rows = make_rows(panel, case.questions, laws, estimates, as_of=as_of, quantiles=quantiles, seed=seed)
    return give_reasons(rows, panel, case.tree, grown=learned.grown)


def _parse_years(text: str) -> list[int]:
    match = _YEARS.fullmatch(text.strip())
    if not match:
        raise UsageError("bad_years", value=text)
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last < first + MOST_YEARS or not 1900 < first < 2200:
        raise UsageError("bad_years", value=text)
    return list(range(first, last + 1))


def _check_quantiles(quantiles: Sequence[float]) -> list[float]:
    levels = sorted({float(level) for level in quantiles})
    if not levels or not all(0 < level < 1 for level in levels):
        raise UsageError("bad_quantiles", value=", ".join(f"{level:g}" for level in quantiles))
    return levels


def _choose_measures(tables: Tables, name: str | None) -> list[Measure]:
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
    with_quota = set(of_years(known.quotas, years)["measure"])
    return [known.measures[name] for name in names if name in with_quota and known.measures[name] not in asked]


__all__ = ["DEFAULT_QUANTILES", "answer", "project"]
