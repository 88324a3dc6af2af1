"""From laws to the columns of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.core.panel import Block, Panel
from forecast.core.periods import SEASONS, Period, quarter_period, year_period
from forecast.core.results import AFTER_QUANTILES, BEFORE_QUANTILES, TEXT_COLUMNS, quantile_column
from forecast.distributions import GridLaw
from forecast.engine.as_of import day_text
from forecast.engine.ask import Question
from forecast.engine.attain import Attainment, attain
from forecast.engine.flag import choose_flag
from forecast.engine.laws import Evidence, YearLaws, add_years
from forecast.engine.means import find_means
from forecast.engine.together import follow_assigned

USUAL_YEARS = 5


@dataclass(frozen=True)
class Standing:
    """Where the units stand in a year or a term, before any forecast; (n_units,) each.

    Attributes
    ----------
    observed : sum of the known pieces, NaN when none.
    through : last day of the unbroken run from the start (ordinal), NaN when none.
    quarters_left : length of what is not known [quarters].
    last_year : the same period of the year before.
    usual : mean quarter over the same part of up to five own years.
    """

    observed: np.ndarray
    through: np.ndarray
    quarters_left: np.ndarray
    last_year: np.ndarray
    usual: np.ndarray


def stand(panel: Panel, first: int, last: int) -> Standing:
    """Where every unit stands in the years first..last."""
    empty = np.full(len(panel.units), np.nan)
    observed, through, last_year, usual = empty.copy(), empty.copy(), empty.copy(), empty.copy()
    quarters_left = np.full(len(panel.units), float(SEASONS * (last - first + 1)))
    span = Period(year_period(first).start, year_period(last).stop)
    for block in panel.blocks:
        units = block.units
        by_year = np.array([block.observed(year) for year in range(first, last + 1)])
        known = np.isfinite(by_year).any(0)
        observed[units] = np.where(known, np.nansum(by_year, axis=0), np.nan)
        stop = block.known_until(span)
        through[units] = stop - 1 if stop > span.start else np.nan
        left = [run for year in range(first, last + 1) for run in block.unknown(year)]
        quarters_left[units] = _quarters(left)
        if first == last:
            last_year[units] = block.sum_to(year_period(first - 1), year_period(first - 1).start + stop - span.start)
            usual[units] = _usual(block, first, stop - span.start, quarters_left[units])
    return Standing(observed, through, quarters_left, last_year, usual)


def _quarters(runs: Sequence[Period]) -> float:
    length = 0.0
    for run in runs:
        for whole in map(quarter_period, run.quarters):
            length += (min(run.stop, whole.stop) - max(run.start, whole.start)) / (whole.stop - whole.start)
    return length


def _usual(block: Block, year: int, days: int, quarters_left: np.ndarray) -> np.ndarray:
    rests = []
    for past in range(year - USUAL_YEARS, year):
        whole = year_period(past)
        if block.unknown(past) or block.at_work(past) != whole:
            continue
        by_now = block.sum_to(whole, whole.start + days) if days else np.zeros(len(block.units))
        rests.append(block.observed(past) - by_now)
    if not rests:
        return np.full(len(block.units), np.nan)
    found = np.array(rests)
    known = np.isfinite(found)
    mean = np.where(known, found, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    return np.where(known.any(0) & (quarters_left > 0), mean / np.maximum(quarters_left, 1e-9), np.nan)


def make_rows(
    panel: Panel, questions: Sequence[Question], years: YearLaws, estimates: dict[tuple[str, str], float],
    *, as_of: str, quantiles: Sequence[float], seed: int, reported: Sequence[tuple[int, int]],
) -> pd.DataFrame:  # fmt: skip
    """One row per question, in the order of the questions.

    Parameters
    ----------
    reported : the spans of years in which most units of the whole panel have figures.
    """
    spans = sorted({(q.quota.first_year, q.quota.last_year) for q in questions})
    tables = []
    for first, last in spans:
        at = [i for i, q in enumerate(questions) if (q.quota.first_year, q.quota.last_year) == (first, last)]
        asked = [questions[i] for i in at]
        members = np.array([q.unit for q in asked])
        if first == last:
            law = take(years.laws[years.years.index(first)], members)
            evidence = years.evidence[years.years.index(first)]
        else:
            law = add_years(years, first, last, panel.units, members.tolist(), seed=seed)
            evidence = _average([e for y, e in zip(years.years, years.evidence, strict=True) if first <= y <= last])
        attainment = attain(asked, law, years, panel.units, seed=seed)
        means = find_means(law, members, years, (first, last))
        table = _span_rows(panel, asked, attainment, law, evidence, (first, last), quantiles, reported).assign(**means)
        table["unit_estimate"] = [estimates.get((panel.units[q.unit], q.quota.label), np.nan) for q in asked]
        tables.append(table.set_axis(pd.Index(at)))
    rows = pd.concat(tables).sort_index()
    rows["as_of"] = as_of
    rows["measure"] = panel.measure
    rows["p_all_met"] = np.nan  # by the rows of the measures that are parts: `forecast.engine.together`
    rows = follow_assigned(rows)
    rows["unit_estimate_usual_error"], rows["unit_estimate_years"] = np.nan, 0  # by `forecast.engine.estimates`
    columns = no_rows(quantiles).columns
    later = {name: "" if name in TEXT_COLUMNS else np.nan for name in columns.difference(rows.columns)}
    return rows.assign(**later)[list(columns)]  # by `forecast.engine.record`


def no_rows(quantiles: Sequence[float]) -> pd.DataFrame:
    """An answer without a row, with all its columns."""
    return pd.DataFrame(columns=[*BEFORE_QUANTILES, *map(quantile_column, quantiles), *AFTER_QUANTILES])


def _span_rows(
    panel: Panel, asked: Sequence[Question], attainment: Attainment, law: GridLaw, evidence: Evidence,
    span: tuple[int, int], quantiles: Sequence[float], reported: Sequence[tuple[int, int]],
) -> pd.DataFrame:  # fmt: skip
    standing, members = stand(panel, *span), np.array([q.unit for q in asked])
    observed, left = standing.observed[members], standing.quarters_left[members]
    low, p_met = attainment.low, attainment.p_met
    expected_shortfall = attainment.expected_shortfall
    needed = np.maximum(low - np.nan_to_num(observed), 0.0)
    silent = ~np.isfinite(standing.observed)
    no_history = (
        ~np.isin(members, np.concatenate([b.units for b in panel.blocks]))
        if panel.blocks
        else np.ones(len(asked), bool)
    )
    not_reported = silent[members] & (span in reported)
    asks = np.array([q.quota.kind != "" for q in asked], bool)
    no_base = asks & ~np.isfinite(low)
    no_data = no_history | not_reported | no_base
    flags = [
        choose_flag(p, certain_met=bool(o >= q and not p < 1), no_data=bool(n)) if a else ""
        for p, o, q, n, a in zip(p_met, np.nan_to_num(observed), attainment.settled, no_data, asks, strict=True)
    ]
    reasons = np.select([no_history, no_base, not_reported], ["no_history", "no_base", "not_reported"], "")
    columns = {
        "unit": [panel.units[q.unit] for q in asked],
        "year": [q.quota.label for q in asked],
        "quota_kind": [q.quota.kind for q in asked],
        "basis": [q.quota.basis for q in asked],
        "quota_low": low,
        "quota_high": attainment.high,
        "observed": observed,
        "observed_through": [day_text(int(day)) if np.isfinite(day) else "" for day in standing.through[members]],
        "attainment": np.where(low > 0, observed / np.where(low > 0, low, 1.0), np.nan),
        "same_period_last_year": standing.last_year[members],
        "remaining": needed,
        "mean": np.nan,  # both by `find_means`
        "expected": np.nan,
        **{quantile_column(level): law.quantile(level) for level in quantiles},
        "p_met": p_met,
        "p_above": attainment.p_above,
        "shortfall": np.where(p_met < 1, expected_shortfall / np.where(p_met < 1, 1 - p_met, 1.0), np.nan),
        "expected_shortfall": expected_shortfall,
        "needed_per_quarter": np.where(left > 0, needed / np.maximum(left, 1e-9), np.nan),
        "usual_per_quarter": standing.usual[members],
        "flag": flags,
        "reasons": np.where(np.array(flags) == "no_data", reasons, ""),
        **{f"evidence_{name}": getattr(evidence, name)[members] for name in ("own", "panel", "plan", "prior")},
        "reading": [q.quota.reading for q in asked],
    }
    return pd.DataFrame(columns)


def take(law: GridLaw, members: np.ndarray) -> GridLaw:
    """The law of some units."""
    return GridLaw(law.points[members], law.probability[members], law.whole, law.certain[members], law.lowest[members])


def _average(evidence: Sequence[Evidence]) -> Evidence:
    return Evidence(
        *(np.mean([getattr(e, name) for e in evidence], axis=0) for name in ("own", "panel", "plan", "prior"))
    )
