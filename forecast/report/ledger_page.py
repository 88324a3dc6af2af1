"""The page on how issued forecasts did: what was forecast when, what came, how far the chances were right, and whether they drift.

The scores come from `forecast.engine.ledger`; the blocks are drawn by `forecast.report.word` and, on a terminal, by
`forecast.report.ledger_text`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from forecast.core.lives import Tree
from forecast.core.periods import parse_period
from forecast.engine.ledger import Monitor, count_warnings, score_own_estimates, summarise
from forecast.language.catalogue import MISSING, number, say
from forecast.report.blocks import Block, Column, Form, Heading, Page, Paragraph, Table
from forecast.report.pages import ROMAN_NUMBERS
from forecast.report.words import day_words, period_words, range_words
from forecast.scores import bin_chances

MOST_HEADS = 3  # units whose own landing is told by name
FORMS: dict[str, Form] = {
    **dict.fromkeys(("chance", "error", "stated", "met", "inside"), "percent"),
    **dict.fromkeys(("expected", "quota", "total", "units", "warned", "warned_missed", "n"), "count"),
    "brier": "chance",
}
WIDTHS = {"unit": 2.6, "range": 1.8, "issued": 1.4, "as_of": 1.4}  # against 1


@dataclass(frozen=True)
class Record:
    """One measure's ledger, as it is told.

    Attributes
    ----------
    label : the measure in the reader's language.
    rows : of `forecast.engine.ledger.score_issued`.
    names : unit -> its name.
    """

    label: str
    rows: pd.DataFrame
    monitors: Sequence[Monitor]
    names: Mapping[str, str]
    tree: Tree


def ledger_page(records: Sequence[Record], language: str) -> Page:
    """The page of all measures, one after the other."""
    years = sorted({int(year[-4:]) for record in records for year in record.rows["year"]})
    span = f"{years[0]}–{years[-1]}" if years[0] < years[-1] else str(years[0])
    blocks: list[Block] = []
    for record in records:
        if len(records) > 1:
            blocks.append(Paragraph("", lead=record.label[:1].upper() + record.label[1:]))
        blocks += _measure_blocks(record, language)
    headings = iter(ROMAN_NUMBERS)
    blocks = [replace(block, number=next(headings)) if isinstance(block, Heading) else block for block in blocks]
    blocks.append(Paragraph(say("ledger.note", language), look="note"))
    labels = ", ".join(record.label for record in records)
    title = say("ledger.title" if labels else "ledger.title_alone", language, measure=labels, years=span)
    return Page(language, title, (), (), (say("page.guidance", language),), tuple(blocks))


def _measure_blocks(record: Record, language: str) -> Iterator[Block]:
    summary = summarise(record.rows)
    single = record.rows[record.rows["year"].str.len() == 4]
    yield _heading("issued", language)
    heads = _heads(record)
    if heads:
        yield _heads_table(record, heads, language)
    yield _runs_table(summary, language)
    late = [str(run) for run in record.rows.loc[~record.rows["in_time"].astype(bool), "run"].unique()]
    if late:
        yield Paragraph(say("ledger.late", language, runs=late), look="note")
    judged = single[single["met"].notna() & single["p_met"].notna()]
    if len(judged):
        yield _heading("chances", language)
        yield _chances_table(judged, language)
        yield _years_table(summary, language)
        yield _heading("warnings", language)
        yield Paragraph(_warning_words(single, language))
    said = _estimate_words(single, language)
    if said:
        yield _heading("estimates", language)
        yield Paragraph(said)
    yield _heading("drift", language)
    yield Paragraph(" ".join(_drift_words(monitor, language) for monitor in record.monitors))


def _heading(code: str, language: str) -> Heading:
    return Heading(say(f"ledger.heading.{code}", language))


def _heads(record: Record) -> list[str]:
    """The units told by name: those on top of a tree, or all of very few."""
    told = sorted(record.rows["unit"].unique())
    if len(told) <= MOST_HEADS:
        return told
    above = {parent for unit, parent in record.tree.parents.items() if parent}
    return [unit for unit in told if unit in above and not record.tree.parents.get(unit)][:MOST_HEADS]


def _heads_table(record: Record, heads: Sequence[str], language: str) -> Table:
    rows = record.rows[record.rows["unit"].isin(heads)]
    rows = _terms_last(rows, ["unit", "term", "year", "run"])
    cells = [
        (
            record.names.get(row["unit"]) or row["unit"], row["years"], str(row["run"]), _day(row["issued"], language),
            str(row["known_quarters"]), row["expected"],
            range_words(row["range_low"], row["range_high"], language), row["p_met"], row["quota"], row["total"],
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip
    names = ("unit", "year", "run", "issued", "quarters", "expected", "range", "chance", "quota", "total")
    return _table("heads", names, cells, language)


def _runs_table(summary: pd.DataFrame, language: str) -> Table:
    rows = summary[summary["group"] == "run"]
    rows = _terms_last(rows, ["term"])
    cells = [
        (
            str(row["value"]), _day(row["issued"], language), _as_of(row["as_of"], language), row["years"], row["units"],
            _of(row["n_quota"] * row["stated"], row["n_quota"], language),
            _of(row["n_quota"] * row["met"], row["n_quota"], language),
            row["warned"], row["warned_missed"], row["crps_share"],
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip
    names = ("run", "issued", "as_of", "year", "units", "foreseen", "came", "warned", "warned_missed", "error")
    return _table("runs", names, cells, language)


def _terms_last(rows: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """The rows in an order in which `term` stands after single years, with the years in words."""
    term, years = rows["year"].str.len() > 4, rows["year"].str.replace("..", "–", regex=False)
    return rows.assign(term=term, years=years).sort_values(order, kind="stable")


def _chances_table(judged: pd.DataFrame, language: str) -> Table:
    bins = bin_chances(judged["p_met"].to_numpy(float), judged["met"].to_numpy(float))
    cells = [(stated, met, n) for stated, met, n in bins.tolist() if n]
    return _table("chances", ("stated", "met", "n"), cells, language)


def _years_table(summary: pd.DataFrame, language: str) -> Table:
    rows = summary[(summary["group"] == "year_quarters") & (summary["n_quota"] > 0)]
    cells = [
        (
            str(row["value"]).partition("/")[0], str(row["value"]).partition("/")[2], row["n_quota"], row["stated"], row["met"],
            row["brier"], row["inside"],
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip
    names = ("year", "quarters", "n", "stated", "met", "brier", "inside")
    return _table("years", names, cells, language)


def _table(name: str, names: Sequence[str], cells: Sequence[tuple[Any, ...]], language: str) -> Table:
    columns = tuple(
        Column(column, say(f"ledger.column.{column}", language), FORMS.get(column, "text"), WIDTHS.get(column, 1.0))
        for column in names
    )
    return Table(name, say(f"ledger.caption.{name}", language), columns, tuple(cells))


def _warning_words(rows: pd.DataFrame, language: str) -> str:
    found = count_warnings(rows)
    values = vars(found)
    said = [say(f"ledger.{'precision' if found.warned else 'no_warning'}", language, **values)]
    said.append(say(f"ledger.{'recall' if found.missed else 'no_miss'}", language, **values))
    return " ".join(said)


def _estimate_words(rows: pd.DataFrame, language: str) -> str:
    found = score_own_estimates(rows)
    if not found.n:
        return ""
    side = "above" if found.own_bias >= 0 else "below"
    values = {"own": found.own_error, "ours": found.our_error, "bias": abs(found.own_bias)}
    return say(f"ledger.estimates_{side}", language, n=found.n, **values)


def _drift_words(monitor: Monitor, language: str) -> str:
    what = say(f"ledger.monitor.{monitor.kind}", language)
    if not monitor.years:
        return say("ledger.drift_none", language, what=what)
    side = "more" if monitor.sums[-1] >= 0 else "less"
    values = {"sum": monitor.sums[-1], "limit": monitor.limits[-1], "n": len(monitor.years)}
    said = say(f"ledger.drift_{monitor.state}", language, what=what, year=str(monitor.first or ""), **values)
    if monitor.state == "quiet":
        return said
    return f"{said} {say(f'ledger.drift_side.{monitor.kind}_{side}', language)}"


def _day(text: str, language: str) -> str:
    return day_words(date.fromisoformat(text), language) if text else MISSING


def _as_of(text: str, language: str) -> str:
    return period_words(parse_period(text), language) if text else say("ledger.all_figures", language)


def _of(count: float, n: int, language: str) -> str:
    if not n or math.isnan(count):
        return MISSING
    return f"{number(round(count), language)}/{number(n, language)}"
