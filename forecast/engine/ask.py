"""What is asked: which units, years and quotas one row each of the answer is about, and which plans are evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from forecast.core.findings import Finding
from forecast.core.tables import Tables
from forecast.quotas import Context, Quota, resolve

NEEDED = (
    "unit", "year", "kind", "value", "low", "high", "share_low", "share_high", "of", "rule", "scope", "first_year", "last_year",
    "basis", "reading",
)  # fmt: skip
PLAN_ORDER = ("assigned", "", "own", "resolution")  # which quota of a unit-year is taken for its plan


@dataclass(frozen=True)
class Question:
    """One row of the answer: a unit (its position in the panel) and a quota."""

    unit: int
    quota: Quota


def list_questions(
    quotas: pd.DataFrame, units: Sequence[str], years: Sequence[int], context: Context
) -> list[Question]:
    """Every quota of the asked years, and each unit-year without one, by unit, then first year, then the table's order.

    Parameters
    ----------
    quotas : rows of one measure, of the wanted vintage.
    """
    position = {unit: at for at, unit in enumerate(units)}
    asked, answered = [], set()
    for order, row in enumerate(_records(of_years(quotas, years))):
        quota = resolve(row, context)
        unit = position[row["unit"]]
        asked.append((unit, quota.first_year if quota.kind != "term" else 9999, order, quota))
        if quota.kind != "term":
            answered.add((unit, quota.first_year))
    for unit in range(len(units)):
        for year in years:
            if (unit, year) not in answered:
                asked.append((unit, year, -1, Quota("", year, year, np.nan, np.nan)))
    return [Question(unit, quota) for unit, _, _, quota in sorted(asked, key=lambda entry: entry[:3])]


def of_years(quotas: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """The quotas of any of the years, and the terms that hold one of them."""
    first = quotas["first_year"].where(quotas["kind"] == "term", quotas["year"])
    last = quotas["last_year"].where(quotas["kind"] == "term", quotas["year"])
    return quotas[(first <= max(years)) & (last >= min(years))]


def list_horizon(questions: Sequence[Question]) -> list[int]:
    """The years whose totals are needed: those asked about, and those that an uncertain quota is a multiple of."""
    years = {year for question in questions for year in question.quota.years}
    bases = {question.quota.base_year for question in questions}
    return sorted(years | {year for year in bases if year is not None})


def needs_draws(questions: Sequence[Question]) -> bool:
    """Whether a quota is judged by joint draws: of several years, or of a total and an uncertain base."""
    return any(len(question.quota.years) > 1 or question.quota.multiple is not None for question in questions)


def concerns_years(finding: Finding, tables: Tables, years: Sequence[int]) -> bool:
    """Whether a finding is worth saying beside an answer: readings of a text on other years are not, nor sums of their quotas."""
    values = finding.values
    if finding.code == "separator_read":
        return False
    if finding.code == "term_reading":
        return int(values["first"]) <= max(years) and int(values["last"]) >= min(years)
    if finding.code == "children_quotas":
        return int(values["year"]) in years
    if finding.code == "readings":
        quotas = of_years(tables.quotas, years)
        same = (quotas["unit"] == values["unit"]) & (quotas["measure"] == values["measure"])
        return bool((same & (quotas["reading"] != "")).any())
    return True


def collect_plans(quotas: pd.DataFrame, units: Sequence[str], context: Context) -> dict[int, np.ndarray]:
    """Year -> (n_units,) the plan of the year: the assigned quota before others; readings of an ambiguous text are no evidence.

    A quota whose base is not known yet counts with the base's median, or not at all where that needs a forecast itself.
    """
    yearly = quotas[(quotas["kind"] != "term") & (quotas["reading"] == "")]
    if yearly.empty:
        return {}
    ends = yearly[["low", "high"]].to_numpy(float, copy=True)
    stated = (yearly["kind"] == "fixed").to_numpy()
    ends[stated] = yearly.loc[stated, ["value", "value"]].to_numpy(float)
    derived = ~yearly["kind"].isin(["fixed", "range"]).to_numpy()
    resolved = [resolve(row, context) for row in _records(yearly[derived])]
    ends[derived] = np.array([[quota.low, quota.high] for quota in resolved]).reshape(-1, 2)
    plan = pd.DataFrame(ends, index=yearly.index).mean(axis=1)  # an open range counts with the end it has
    rank = yearly["basis"].map({basis: at for at, basis in enumerate(PLAN_ORDER)}).fillna(len(PLAN_ORDER))
    ranked = yearly.assign(plan=plan, rank=rank)[plan.notna()].sort_values("rank", kind="stable")
    first = ranked.drop_duplicates(["unit", "year"])
    wide = first.pivot(index="unit", columns="year", values="plan").reindex(list(units))
    return {int(year): wide[year].to_numpy(float) for year in wide.columns}


def _records(quotas: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [quotas[name].tolist() for name in NEEDED]
    return [dict(zip(NEEDED, row, strict=True)) for row in zip(*columns, strict=True)]
