"""The main job: tables in, one row per unit, measure, year and quota out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from forecast.checks import check
from forecast.core.measures import Measure
from forecast.core.panel import build_panel
from forecast.core.results import Projection
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.ask import collect_plans, list_questions
from forecast.engine.laws import combine_years
from forecast.engine.rows import make_rows
from forecast.errors import InputError, UsageError
from forecast.models import MODELS, Progress
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
    model: str = "structural",
    prior: str | None = None,
    priors: str | Path | None = None,
    progress: Progress | None = None,
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

    Raises
    ------
    InputError : the tables hold errors; all findings are in it.
    UsageError : a setting cannot be used.
    """
    findings = check(tables)
    if any(finding.severity == "error" for finding in findings):
        raise InputError(findings)
    years, levels, vintage = _parse_years(str(year)), _check_quantiles(quantiles), parse_vintage(as_of)
    if model not in MODELS:
        raise UsageError("unknown_model", value=model, known=", ".join(MODELS))
    known = known_at(tables, vintage)
    parts = []
    for chosen in _choose_measures(tables, measure):
        prior_name = prior or chosen.prior
        loaded = load_prior(prior_name, Path(priors) if priors else None)
        quotas = known.quotas[known.quotas["measure"] == chosen.name]
        counts = known.counts[known.counts["measure"] == chosen.name]
        units = sorted({*counts["unit"], *quotas["unit"]})
        panel = build_panel(counts[counts["status"] != "estimate"], chosen.name, units)
        questions = list_questions(quotas, units, years)
        horizon = sorted({year for question in questions for year in question.quota.years})
        landing = MODELS[model](panel, horizon, chosen.whole, progress)
        laws = combine_years(panel, horizon, landing, collect_plans(quotas, units), loaded, whole=chosen.whole)
        estimates = _unit_estimates(counts)
        parts.append(make_rows(panel, questions, laws, estimates, as_of=as_of or "", quantiles=levels, seed=seed))
    table = pd.concat(parts, ignore_index=True)
    return Projection(table, findings)


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


def _unit_estimates(counts: pd.DataFrame) -> dict[tuple[str, str], float]:
    """(unit, year) -> the unit's own estimate of its year, the latest."""
    rows = counts[(counts["status"] == "estimate") & counts["value"].notna()]
    whole_years = rows[rows["period"].str.fullmatch(r"\d{4}")]
    return {
        (u, p): float(v)
        for u, p, v in zip(whole_years["unit"], whole_years["period"], whole_years["value"], strict=True)
    }


__all__ = ["DEFAULT_QUANTILES", "project"]
