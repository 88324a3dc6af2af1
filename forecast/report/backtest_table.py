"""A backtest as tables on a terminal: the forecast by group, other ways of forecasting beside it, chances against what came.

The scores themselves are `forecast.engine.backtest`; they come as tables and plain values.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from forecast.core.measures import Measure
from forecast.language.catalogue import MISSING, catalogue, number, percent, say
from forecast.report.terminal_table import Column, draw_table, fit_columns

_LEFT_OUT_FIRST = ("in95", "log", "miscalibration", "brier_gain", "last_year", "climatology", "in80")
_SKILLS = ("pace", "last_year", "climatology")


def backtest_text(
    summary: pd.DataFrame, records: Mapping[str, Mapping[str, Any]], measures: Mapping[str, Measure], language: str,
    *, width: int = 120,
) -> str:  # fmt: skip
    """The tables that `forecast backtest` prints.

    Parameters
    ----------
    summary : of `forecast.engine.backtest.summarise`.
    records : by measure, what `forecast.engine.backtest.reliability_record` says of the projection's chances.
    """
    parts = []
    for name, rows in summary.groupby("measure", sort=False):
        label = measures[str(name)].label(language) if str(name) in measures else str(name)
        parts.append(_measure_text(label or str(name), rows, records[str(name)], language, width))
    foot = [*textwrap.wrap(say("backtest.note", language), width), say("page.guidance", language)]
    return "\n".join([*parts, "\n".join(foot)]) + "\n"


def model_words(model: str, language: str) -> str:
    """The name of a way of forecasting."""
    code = f"backtest.model.{model}"
    return say(code, language) if code in catalogue(language) else model


def _measure_text(label: str, rows: pd.DataFrame, record: Mapping[str, Any], language: str, width: int) -> str:
    everything = rows[(rows["group"] == "all") & (rows["model"] == "projection")].iloc[0]
    years = [int(value) for value in rows.loc[rows["group"] == "year", "value"]]
    span = f"{min(years)}–{max(years)}" if min(years) < max(years) else str(min(years))
    n = int(everything["n"])
    head = [
        say("backtest.title" if label else "backtest.title_alone", language, measure=label, years=span),
        say("backtest.scope", language, units=int(everything["units"]), origins=record["origins"], n=n),
    ]
    ours = rows[(rows["model"] == "projection") & (rows["n"] > 0)]
    beside = rows[(rows["group"] == "all") & (rows["n"] > 0)]
    lines = [
        *head, "", say("backtest.by_group", language), *_drawn(_group_columns(ours, language), width),
        "", say("backtest.by_model", language), *_drawn(_model_columns(beside, language), width), "",
        *textwrap.wrap(_pit_words(record, language), width),
    ]  # fmt: skip
    if record["n"]:
        table = _drawn(_chance_columns(record["bins"], language), width)
        lines += ["", say("backtest.chances", language), *table, *textwrap.wrap(_parts_words(record, language), width)]
    return "\n".join(lines) + "\n"


def _drawn(columns: Sequence[Column], width: int) -> list[str]:
    return draw_table(fit_columns(columns, width, _LEFT_OUT_FIRST), width)


def _group_columns(rows: pd.DataFrame, language: str) -> list[Column]:
    skills = [
        _column(name, [_skill_words(row, f"skill_{name}", language) for row in rows.to_dict("records")], language)
        for name in _SKILLS
    ]
    groups = [_group_words(str(row["group"]), str(row["value"]), language) for row in rows.to_dict("records")]
    return [_column("group", groups, language, 16), *_score_columns(rows, language), *skills]


def _model_columns(rows: pd.DataFrame, language: str) -> list[Column]:
    records = rows.to_dict("records")
    names = [model_words(str(row["model"]), language) for row in records]
    gains = [
        _column(name, [_skill_words(row, name, language) for row in records], language)
        for name in ("gain", "brier_gain")
    ]
    spread = _column("miscalibration", [_decimal(row["miscalibration"], language) for row in records], language)
    return [_column("model", names, language, 16), *_score_columns(rows, language), spread, *gains]


def _score_columns(rows: pd.DataFrame, language: str) -> list[Column]:
    columns = {"n": [number(value, language) for value in rows["n"]]}
    columns["crps"] = [MISSING if math.isnan(x) else number(100 * x, language, 1) for x in rows["crps_share"]]
    columns |= {
        name: [_decimal(value, language) for value in rows[score]]
        for name, score in (("brier", "brier"), ("log", "log_score"))
    }
    columns |= {name: [percent(share, language, 0) for share in rows[name]] for name in ("in80", "in95")}
    return [_column(name, cells, language) for name, cells in columns.items()]


def _chance_columns(bins: Sequence[Mapping[str, float]], language: str) -> list[Column]:
    told = [part for part in bins if part["n"] > 0]
    return [
        _column("stated", [percent(part["stated"], language, 0) for part in told], language),
        _column("came", [percent(part["met"], language, 0) for part in told], language),
        _column("n", [number(part["n"], language) for part in told], language),
    ]


def _column(name: str, cells: list[str], language: str, text_width: int = 0) -> Column:
    return Column(name, say(f"backtest.column.{name}", language), cells, text_width)


def _group_words(group: str, value: str, language: str) -> str:
    if group == "size":
        low, _, high = value.partition("..")
        code = "below" if not low else "between" if high else "above"
        limits = {name: float(text) for name, text in (("low", low), ("high", high)) if text}
        value = say(f"backtest.size.{code}", language, **limits)
    return say(f"backtest.group.{group}", language, value=value)


def _skill_words(row: Mapping[Any, Any], name: str, language: str) -> str:
    value, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    if math.isnan(value):
        return MISSING
    if math.isnan(low):
        return percent(value, language, 0)
    ends = {end: number(100 * share, language, 0) for end, share in (("low", low), ("high", high))}
    return say("backtest.interval", language, value=percent(value, language, 0), **ends)


def _pit_words(record: Mapping[str, Any], language: str) -> str:
    shares = ", ".join(percent(share, language, 0) for share in record["pit_fifths"])
    return say("backtest.pit", language, shares=shares)


def _parts_words(record: Mapping[str, Any], language: str) -> str:
    names = ("score", "miscalibration", "discrimination", "uncertainty")
    return say("backtest.parts", language, **{name: _decimal(record[name], language) for name in names})


def _decimal(value: float, language: str) -> str:
    return number(value, language, 3)
