"""Units that open and close: which rows of the answer they have, which plans still speak, and the reasons that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def give_reasons(table: pd.DataFrame, panel: Panel, tree: Tree) -> pd.DataFrame:
    """The rows with the reasons that lie in the units and their quotas.

    `closed`: closed by the end of the year (not judged unless already met: its quota was set for work that goes on elsewhere);
    `not_opened`: opens after the year (not judged either); `no_quota`: others have one for the year; `new_unit`: under two
    years of own figures, where others have more.
    """
    if table.empty:
        return table
    spans = [_span(*_years(text)) for text in table["year"]]
    lives = [tree.life(unit) for unit in table["unit"]]
    place = {unit: at for at, unit in enumerate(panel.units)}
    young = {year: are_new(panel, year) for year in {_years(text)[1] for text in table["year"]}}
    is_new = [young[_years(text)[1]][place[unit]] for unit, text in zip(table["unit"], table["year"], strict=True)]
    judged = set(table.loc[table["quota_kind"] != "", "year"])
    with_term = set(table.loc[table["quota_kind"] == "term", "unit"])
    flags, reasons = [], []
    for row, span, life, new in zip(table.to_dict("records"), spans, lives, is_new, strict=True):
        codes = [code for code in str(row["reasons"]).split(";") if code]
        closed, unopened = life.stop < span.stop, life.start >= span.stop
        if closed or unopened:
            codes = [
                "closed" if closed else "not_opened",
                *(code for code in codes if code not in ("not_reported", "no_history")),
            ]
        elif new and (life.start == ALWAYS.start or span.stop - life.start < NEW_DAYS):
            if "no_history" not in codes:
                codes.append("new_unit")
            elif life.start > ALWAYS.start:
                codes = ["new_unit" if code == "no_history" else code for code in codes]
        if row["quota_kind"] == "" and row["year"] in judged and row["unit"] not in with_term:
            codes.append("no_quota")
        judge = row["flag"] in ("", "met") or not (closed or unopened)
        flags.append(row["flag"] if judge else "no_data")
        reasons.append(";".join(codes))
    return table.assign(flag=flags, reasons=reasons)


def _years(text: str) -> tuple[int, int]:
    first, _, last = str(text).partition("..")
    return int(first), int(last or first)


def _span(first: int, last: int) -> Period:
    return Period(year_period(first).start, year_period(last).stop)
