"""What stands ready for a measure beside what remains to be done, in words; as figures to ask about, never as a cause.

Which stocks these are the measures table says (`forecast.engine.ready`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from forecast.core.measures import Measure
from forecast.core.results import parse_ready
from forecast.language.catalogue import MISSING, say
from forecast.report.terminal_table import Column
from forecast.report.words import count_words, day_words, last_day

Row = Mapping[str, Any]
Measures = Mapping[str, Measure]


def stock_words(row: Row, measures: Measures, language: str) -> str:
    """The stocks of a row, one sentence each; a figure of another day than the year to date with its day.

    Examples
    --------
    >>> row = {"ready": "files=80@2023-03-31;pool=300@2022-12-31", "observed_through": "2023-03-31"}
    >>> stock_words(row, {}, "en")
    'files: 80. pool (on 31 December 2022): 300.'
    """
    through, said = last_day(str(row.get("observed_through") or "")), []
    for stock, value, day in parse_ready(str(row.get("ready") or "")):
        words = {"stock": _label(stock, measures, language), "value": count_words(value, language)}
        if day == through:
            said.append(say("ready.stock", language, **words))
        else:
            said.append(say("ready.stock_on", language, **words, day=day_words(day, language)))
    return " ".join(said)


def ready_line(rows: Sequence[Row], parents: Mapping[str, str], measures: Measures, language: str) -> str:
    """What remains of the whole and what stands ready for it; nothing where no unit is the whole, or nothing is told."""
    units = {row["unit"] for row in rows}
    heads = [row for row in rows if row.get("ready") and parents.get(row["unit"], "") not in units]
    whole = next((row for row in heads if row["basis"] in ("assigned", "")), None)
    if whole is None or len({row["unit"] for row in heads}) > 1:
        return ""
    stocks = stock_words(whole, measures, language)
    if math.isnan(whole["remaining"]):
        return f"{whole['_name']}: {stocks}"
    remaining = count_words(whole["remaining"], language)
    return say("ready.whole", language, unit=whole["_name"], remaining=remaining, stocks=stocks)


def ready_columns(rows: Sequence[Row], measures: Measures, language: str) -> list[Column]:
    """A column for every stock that any unit tells."""
    told = [{stock: value for stock, value, _ in parse_ready(str(row.get("ready") or ""))} for row in rows]
    stocks = [stock for stock in measures if any(stock in one for one in told)]
    return [
        Column(
            f"ready:{stock}",
            _label(stock, measures, language),
            [count_words(one[stock], language) if stock in one else MISSING for one in told],
        )
        for stock in stocks
    ]


def _label(stock: str, measures: Measures, language: str) -> str:
    return measures[stock].label(language) if stock in measures else stock
