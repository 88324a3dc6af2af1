"""What is asked: which units, years and quotas one row each of the answer is about, and which plans are evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast.quotas import Quota, resolve

PLAN_ORDER = ("assigned", "", "own", "resolution")  # which quota of a unit-year is taken for its plan


@dataclass(frozen=True)
class Question:
    """One row of the answer: a unit (its position in the panel) and a quota."""

    unit: int
    quota: Quota


def list_questions(quotas: pd.DataFrame, units: Sequence[str], years: Sequence[int]) -> list[Question]:
    """Every quota of the asked years, and each unit-year without one, by unit, then first year, then the table's order.

    Parameters
    ----------
    quotas : rows of one measure, of the wanted vintage.
    """
    position = {unit: at for at, unit in enumerate(units)}
    asked, answered = [], set()
    for order, row in enumerate(quotas.to_dict("records")):
        quota = resolve({str(name): value for name, value in row.items()})
        if not any(year in quota.years for year in years):
            continue
        unit = position[row["unit"]]
        asked.append((unit, quota.first_year if quota.kind != "term" else 9999, order, quota))
        if quota.kind != "term":
            answered.add((unit, quota.first_year))
    for unit in range(len(units)):
        for year in years:
            if (unit, year) not in answered:
                asked.append((unit, year, -1, Quota("", year, year, np.nan, np.nan)))
    return [Question(unit, quota) for unit, _, _, quota in sorted(asked, key=lambda entry: entry[:3])]


def collect_plans(quotas: pd.DataFrame, units: Sequence[str]) -> dict[int, np.ndarray]:
    """Year -> (n_units,) the plan of the year: the assigned quota before others; readings of an ambiguous text are no evidence."""
    yearly = quotas[quotas["kind"].isin(["fixed", "range"]) & (quotas["reading"] == "")]
    if yearly.empty:
        return {}
    middle = yearly[["low", "high"]].mean(axis=1)  # an open range counts with the end it has
    plan = yearly["value"].where(yearly["kind"] == "fixed", middle)
    rank = yearly["basis"].map({basis: at for at, basis in enumerate(PLAN_ORDER)}).fillna(len(PLAN_ORDER))
    ranked = yearly.assign(plan=plan, rank=rank).sort_values("rank", kind="stable")
    first = ranked.drop_duplicates(["unit", "year"])
    wide = first.pivot(index="unit", columns="year", values="plan").reindex(list(units))
    return {int(year): wide[year].to_numpy(float) for year in wide.columns}
