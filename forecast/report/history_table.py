"""The figures of a unit with their revisions, as a table for the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from forecast.core.periods import parse_period
from forecast.language.catalogue import MISSING, catalogue, number, say
from forecast.report.terminal_table import Column, draw_table, fit_columns
from forecast.report.words import day_words, period_words

_LEFT_OUT_FIRST = ("source", "measure", "status")


def history_text(history: pd.DataFrame, unit: str, language: str, width: int = 120) -> str:
    """A title and a row for each telling; the period stands at its first, so that revisions are seen below it."""
    periods = [period_words(parse_period(text), language) for text in history["period"]]
    keys = list(zip(history["measure"], history["period"], history["status"] == "estimate", strict=True))
    again = [at > 0 and key == keys[at - 1] for at, key in enumerate(keys)]
    words = catalogue(language)
    cells: dict[str, tuple[Sequence[str], int]] = {
        "measure": (["" if same else text for text, same in zip(history["measure"], again, strict=True)], 12),
        "period": (["" if same else text for text, same in zip(periods, again, strict=True)], 14),
        "reported_on": ([_day(day, language) for day in history["reported_on"]], 12),
        "value": (
            [_figure(*row, language) for row in zip(history["value"], history["low"], history["high"], strict=True)],
            0,
        ),
        "change": ([_change(value, language) for value in history["change"]], 0),
        "status": (
            [
                words.get(f"tables.word.counts.status.{text}", "").partition("|")[0].strip()
                for text in history["status"]
            ],
            8,
        ),
        "source": (list(history["source"]), 20),
    }
    columns = [
        Column(name, say(f"history.column.{name}", language), list(texts), text_width)
        for name, (texts, text_width) in cells.items()
        if any(texts) and (name != "measure" or history["measure"].nunique() > 1)
    ]
    title = say("history.title", language, unit=unit)
    return "\n".join([title, *draw_table(fit_columns(columns, width, _LEFT_OUT_FIRST), width), ""])


def _day(day: float, language: str) -> str:
    return say("history.undated", language) if math.isnan(day) else day_words(date.fromordinal(int(day)), language)


def _figure(value: float, low: float, high: float, language: str) -> str:
    if not math.isnan(value) or (math.isnan(low) and math.isnan(high)):
        return number(value, language)
    return (
        f"{number(low, language)}–{number(high, language)}"
        if not (math.isnan(low) or math.isnan(high))
        else _open(low, high, language)
    )


def _open(low: float, high: float, language: str) -> str:
    return f"≥ {number(low, language)}" if math.isnan(high) else f"≤ {number(high, language)}"


def _change(value: float, language: str) -> str:
    if math.isnan(value):
        return ""
    return MISSING if value == 0 else ("+" if value > 0 else "") + number(value, language)
