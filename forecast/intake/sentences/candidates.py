"""Statements as rows for the tidy tables, to be accepted by a person: counts, quotas, and what follows from them.

Nothing here enters the data by itself; accepted rows become tables in `forecast.intake.sentences.accept`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from forecast.core.periods import Period, parse_period
from forecast.intake.sentences.candidate import PRINTED, Candidate, also
from forecast.intake.sentences.derive import earlier_count, stock_before, target_of
from forecast.intake.sentences.percents import Percent
from forecast.intake.sentences.same_figure import each_once, keep_open, one_name
from forecast.intake.sentences.stated import Statement
from forecast.intake.sentences.statements import read_statements
from forecast.intake.sentences.text import sentences
from forecast.intake.sentences.words import SENSITIVE


def read_candidates(
    paragraphs: Iterable[str],
    *,
    published: Period | None = None,
    unit: str = "",
    source: str = "",
    sensitive: bool = False,
) -> list[Candidate]:
    """All candidates of a text in its order, each figure once, what is derived after what it is derived from.

    Parameters
    ----------
    published : the day (month, year) of the text.
    unit : whose figures they are where the text names no unit.
    source : written into every row.
    sensitive : also parts by ethnic origin or religion.

    Examples
    --------
    >>> for row in read_candidates(["Năm 2022, huyện An Sơn kết nạp 50/40 đảng viên, đạt 125% chỉ tiêu."]):
    ...     print(row.table, row.unit, row.measure, row.period, row.value)
    counts huyện An Sơn admissions 2022 50.0
    quotas huyện An Sơn admissions 2022 40.0
    """
    rows: list[Candidate] = []
    for statement in read_statements(sentences(paragraphs), published):
        if not sensitive and statement.measure.partition("_")[2] in SENSITIVE:
            continue
        rows += _rows(statement, source, published)
    named = one_name([replace(row, unit=row.unit or unit) for row in rows])
    return keep_open(each_once(named))


def _rows(statement: Statement, source: str, published: Period | None) -> list[Candidate]:
    start = statement.start
    common = Candidate(
        unit=statement.unit,
        measure=statement.measure,
        period=statement.when.period,
        scope=statement.scope,
        doubts=";".join(dict.fromkeys((*statement.doubts, *statement.when.doubts))),
        reported_on=published.last_day.isoformat() if published and published.stop == published.start + 1 else "",
        place=f"{statement.sentence.paragraph}:{statement.sentence.number}:{len(statement.sentence.frame) + start + 1}",
        source=source,
        text=statement.sentence.whole,
    )
    if statement.rule:
        return [_quota(replace(common, kind="stepwise", rule=statement.rule, stated=statement.rule), statement)]
    if statement.figure is None:
        return _of_percent_only(statement, common)
    figure = statement.figure
    known: dict[str, Any] = {"value": figure.value, "low": figure.low, "high": figure.high}
    common = replace(common, stated=statement.sentence.text[figure.start : figure.stop].strip(), **_printed(statement))
    if statement.role == "target":
        kind = "fixed" if figure.exact else "range"
        return _targets(replace(common, kind=kind, **known), statement)
    count = replace(common, table="counts", status="estimate" if statement.estimate else "", **known)
    if statement.scope == "each_year":
        count = replace(count, table="", doubts=also(count.doubts, "average"))
    if not statement.measure:
        count = replace(count, table="")
    if figure.shape == "pair":
        count = replace(count, printed_base=figure.target)
    rows = [count]
    if figure.shape == "pair" and statement.measure:
        bare = replace(common, value=figure.target, kind="fixed", **_UNPRINTED)
        rows += _targets(bare, statement)
    return [*rows, *_derived(statement, count)]


_A_YEAR = 366  # days
_UNPRINTED: dict[str, Any] = dict.fromkeys(PRINTED, "")
_COLUMN = {"target": "printed_percent", "growth": "printed_growth", "stock": "printed_share", "part": "printed_part"}


def _printed(statement: Statement) -> dict[str, Any]:
    """The percentages of a statement by their column, as text that keeps their decimals."""
    return {_COLUMN[one.kind]: _percent_text(one) for one in statement.percents if one.kind in _COLUMN}


def _percent_text(percent: Percent) -> str:
    figure = percent.figure
    if np.isfinite(percent.value):
        return f"{percent.value:.{figure.digits}f}"
    bounds = [f"{bound:.{figure.digits}f}" if np.isfinite(bound) else "" for bound in (figure.low, figure.high)]
    return "..".join(bounds)


def _of_percent_only(statement: Statement, common: Candidate) -> list[Candidate]:
    percent = statement.percents[0]
    stated = statement.sentence.text[percent.figure.start : percent.figure.stop].strip()
    if percent.kind == "stock" and statement.role == "target":
        figure = percent.figure
        low, high = (figure.value, figure.value) if figure.exact else (figure.low, figure.high)
        shares: dict[str, Any] = {"share_low": round(low / 100, 6), "share_high": round(high / 100, 6)}
        return [_quota(replace(common, kind="share", of="members", stated=stated, **shares), statement)]
    told: dict[str, Any] = {_COLUMN.get(percent.kind, "printed_percent"): _percent_text(percent)}
    return [replace(common, stated=stated, doubts=also(common.doubts, "percent_only"), **told)]


def _targets(row: Candidate, statement: Statement) -> list[Candidate]:
    """A target as a quota; one that may be of every year or of the whole term in both readings."""
    if statement.scope == "doubtful":
        yearly = _quota(replace(row, reading="yearly", scope="each_year"), statement)
        if statement.when.term is None:
            return [replace(yearly, doubts=also(row.doubts, "scope_open"))]
        whole = _quota(replace(row, reading="term", scope="term"), statement)
        return [replace(one, doubts=also(row.doubts, "scope_open")) for one in (yearly, whole)]
    return [_quota(row, statement)]


def _quota(row: Candidate, statement: Statement) -> Candidate:
    """The row as a quota: its years instead of its period, a term's total as kind `term`."""
    when = statement.when
    years, doubts = "", row.doubts
    if when.term and (row.scope in ("term", "each_year", "doubtful") or row.kind in ("share", "stepwise")):
        years = f"{when.term[0] + 1}..{when.term[1]}"
    elif row.period:
        period = parse_period(row.period)
        last = period.last_day.year
        # A committee's year may run "từ 16/11/2021 đến 15/11/2022": it is that of its end.
        first = last if period.stop - period.start <= _A_YEAR else period.first_day.year
        years = str(first) if first == last else f"{first}..{last}"
    elif statement.plan_year:
        years = str(statement.plan_year)
    else:
        doubts = also(doubts, "year_open")
    scope = row.scope if row.scope in ("term", "each_year") else "year"
    together = ".." in years and scope != "each_year"  # years that count together, of a term or not
    if together and row.kind in ("fixed", "range"):
        return replace(row, table="quotas", kind="term", period=years, doubts=doubts)
    if row.kind == "stepwise":
        scope = statement.scope
    return replace(row, table="quotas", period=years, scope=scope, doubts=doubts)


def _derived(statement: Statement, count: Candidate) -> list[Candidate]:
    """What follows from the percentages and differences of a count."""
    if not count.table or statement.figure is None or not statement.figure.exact:
        return []
    bare = replace(count, stated="", printed_base=np.nan, **_UNPRINTED)
    has_target = statement.figure.shape == "pair" or statement.has_target
    rows: list[Candidate | None] = []
    for percent in statement.percents:
        if not np.isfinite(percent.value):
            continue
        if percent.kind == "target" and percent.of_term and statement.when.term is None:
            continue  # the term is not known here, and no target of a year follows
        if percent.kind == "target" and not has_target:
            found = target_of(statement.figure.value, percent)
            rows.append(_quota(replace(bare, kind="fixed", **found), statement) if found else None)
        elif percent.kind == "growth":
            rows.append(_with(bare, earlier_count(statement, percent)))
        elif percent.kind == "stock":
            rows.append(_with(bare, stock_before(statement, percent)))
    if statement.difference is not None and statement.difference.exact:
        difference = statement.difference.value
        known: dict[str, Any] = {
            "value": statement.figure.value - difference,
            "derived": f"{statement.figure.value:.0f} - {difference:.0f}".replace("- -", "+ "),
        }
        if statement.beyond:
            rows.append(_quota(replace(bare, kind="fixed", **known), statement))
        else:
            rows.append(_with(bare, earlier_count(statement, None, known)))
    return [row for row in rows if row is not None]


def _with(row: Candidate, found: dict | None) -> Candidate | None:
    return None if found is None else replace(row, **found)
