"""Units that open and close: which rows of the answer they have, which plans still speak, and the reasons that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from forecast.core.lives import ALWAYS, Tree
from forecast.core.panel import Panel
from forecast.core.periods import Period, year_period
from forecast.engine.ask import Question
from forecast.models.in_year import DAYS_A_YEAR, NEW_YEARS, are_new

NEW_DAYS = (NEW_YEARS + 1) * DAYS_A_YEAR  # from the opening to the end of the year asked about


def drop_idle(questions: Sequence[Question], panel: Panel, tree: Tree) -> list[Question]:
    """The questions without those about years in which a unit is not at work, unless it has figures or a quota in them."""
    kept = []
    for question in questions:
        first, last = question.quota.first_year, question.quota.last_year
        idle = not tree.life(panel.units[question.unit]).overlaps(_span(first, last))
        if not (idle and question.quota.kind == "" and np.isnan(panel.observed(first)[question.unit])):
            kept.append(question)
    return kept


def drop_closing_plans(plans: Mapping[int, np.ndarray], units: Sequence[str], tree: Tree) -> dict[int, np.ndarray]:
    """The plans without those of years that a unit does not work to the end: they were set for a whole year."""
    closes = np.array([tree.life(unit).stop for unit in units])
    return {year: np.where(closes < year_period(year).stop, np.nan, plan) for year, plan in plans.items()}


def give_reasons(table: pd.DataFrame, panel: Panel, tree: Tree, *, grown: bool, judged: Sequence[str]) -> pd.DataFrame:
    """The rows with the reasons that lie in the units and their quotas.

    `closed`: closed by the end of the year (not judged unless already met: its quota was set for work that goes on elsewhere);
    `not_opened`: opens after the year (not judged either); `no_quota`: others have one for the year (`judged`); `new_unit`:
    under two years of own figures, where others have more (`grown`).
    """
    if table.empty:
        return table
    units, years = table["unit"].tolist(), table["year"].astype(str).tolist()
    spans = {text: _span(*_years(text)) for text in set(years)}
    place = {unit: at for at, unit in enumerate(panel.units)}
    new = {text: are_new(panel, _years(text)[1], grown=grown).tolist() for text in spans}
    with_quota, with_term = table["quota_kind"] != "", table["quota_kind"] == "term"
    with_terms = set(table.loc[with_term, "unit"].unique())
    flags, reasons = table["flag"].tolist(), table["reasons"].tolist()
    for at, (unit, year, has_quota) in enumerate(zip(units, years, with_quota.tolist(), strict=True)):
        codes = [code for code in str(reasons[at]).split(";") if code]
        codes = _unit_codes(codes, tree.life(unit), spans[year], new[year][place[unit]])
        if codes[:1] in (["closed"], ["not_opened"]) and flags[at] not in ("", "met"):
            flags[at] = "no_data"
        if not has_quota and year in judged and unit not in with_terms:
            codes.append("no_quota")
        reasons[at] = ";".join(codes)
    return table.assign(flag=flags, reasons=reasons)


def _unit_codes(codes: list[str], life: Period, span: Period, new: bool) -> list[str]:
    """The reasons of a row with what the days at work and the length of the own figures add."""
    if life.stop < span.stop or life.start >= span.stop:
        silent = ("not_reported", "no_history")
        why = "closed" if life.stop < span.stop else "not_opened"
        return [why, *(code for code in codes if code not in silent)]
    just_opened = life.start > ALWAYS.start and span.stop - life.start < NEW_DAYS
    if not new or not (just_opened or life.start == ALWAYS.start):
        return codes
    if "no_history" not in codes:
        return [*codes, "new_unit"]
    return ["new_unit" if code == "no_history" and just_opened else code for code in codes]


def _years(text: str) -> tuple[int, int]:
    first, _, last = str(text).partition("..")
    return int(first), int(last or first)


@lru_cache(maxsize=256)
def _span(first: int, last: int) -> Period:
    return Period(year_period(first).start, year_period(last).stop)
