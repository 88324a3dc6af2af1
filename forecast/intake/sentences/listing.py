"""The candidates of a text for people: a table on the terminal, and the workbook in which they are marked.

What is accepted comes back by way of `forecast.intake.sentences.read_marked`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from forecast.core.periods import parse_period
from forecast.core.sheets import Sheet, SheetColumn
from forecast.intake.sentences.accept import NUMBERS
from forecast.intake.sentences.candidate import COLUMNS, Candidate
from forecast.language.catalogue import catalogue, number, percent, say
from forecast.report.terminal_table import Column, draw_table, fit_columns
from forecast.report.words import period_words

_LEAST = {"unit": 12, "measure": 12, "kind": 9, "time": 9, "figure": 26, "printed": 10, "check": 14}
_LEFT_OUT = ("printed", "kind")


def candidates_text(candidates: Sequence[Candidate], language: str, *, width: int = 120) -> str:
    """A table with a line for each candidate, numbered as `forecast check` numbers its findings on them."""
    cells = [{"number": str(place), **_cells(row, language)} for place, row in enumerate(candidates, start=1)]
    columns = [
        Column(name, say(f"candidates.column.{name}", language), [row[name] for row in cells], _LEAST.get(name, 0))
        for name in ("number", *_LEAST)
    ]
    return "\n".join(draw_table(fit_columns(columns, width, _LEFT_OUT), width)) + "\n"


def candidates_sheet(candidates: Sequence[Candidate], language: str) -> Sheet:
    """All columns of the candidates; `accept` offers yes and no."""
    columns = []
    for name in COLUMNS:
        cells = [getattr(row, name) for row in candidates]
        if name == "accept":
            columns.append(SheetColumn(name, cells, "text", choices=("yes", "no"), strict=False))
        else:
            columns.append(SheetColumn(name, cells, "plain" if name in NUMBERS else "text"))
    return Sheet("candidates", columns)


def candidates_table(candidates: Sequence[Candidate]) -> pd.DataFrame:
    """All columns of the candidates as a table."""
    return pd.DataFrame({name: [getattr(row, name) for row in candidates] for name in COLUMNS})


def _cells(row: Candidate, language: str) -> dict[str, str]:
    doubts = [say(f"candidates.doubt.{code}", language) for code in row.doubts.split(";") if code]
    return {
        "unit": row.unit or say("candidates.nothing", language),
        "measure": measure_words(row.measure, language),
        "kind": say(f"candidates.kind.{_kind(row)}", language),
        "time": period_words(parse_period(row.period), language) if row.period else "?",
        "figure": figure_words(row, language),
        "printed": "; ".join(_printed(row, language)),
        "check": "; ".join([*([f"= {row.derived}"] if row.derived else []), *doubts]),
    }


def measure_words(measure: str, language: str) -> str:
    """The measure in words: "admissions: women".

    Examples
    --------
    >>> measure_words("admissions_women", "en"), measure_words("", "en")
    ('admissions: women', '?')
    """
    whole, _, group = measure.partition("_")
    known = f"candidates.measure.{whole or 'none'}"
    words = say(known, language) if known in catalogue(language) else whole
    return f"{words}: {say(f'candidates.group.{group}', language)}" if group else words


def _kind(row: Candidate) -> str:
    if row.kind:
        return row.kind
    if not row.measure:
        return "unnamed"
    if row.status:
        return row.status
    if row.scope == "each_year":
        return "average"
    return "percent" if np.isnan([row.value, row.low, row.high]).all() else "count"


def figure_words(row: Candidate, language: str) -> str:
    """The figure of a row: 2,241; 9,000–10,000; ≥ 12,000; 3–4%; a rule.

    Examples
    --------
    >>> figure_words(Candidate(low=12000.0), "vi"), figure_words(Candidate(share_low=0.03, share_high=0.04), "en")
    ('≥ 12.000', '3–4%')
    """
    if row.rule:
        return row.rule
    if np.isfinite([row.share_low, row.share_high]).any():
        ends = [
            percent(end, language, 6).rstrip("%").rstrip("0").rstrip(".,") for end in (row.share_low, row.share_high)
        ]
        return _span(ends, row.share_low, row.share_high) + "%"
    if np.isfinite(row.value):
        return number(row.value, language)
    ends = [number(end, language) for end in (row.low, row.high)]
    return _span(ends, row.low, row.high)


def _span(ends: Sequence[str], low: float, high: float) -> str:
    if np.isnan(low) and np.isnan(high):
        return ""
    if np.isnan(high):
        return f"≥ {ends[0]}"
    if np.isnan(low):
        return f"≤ {ends[1]}"
    return ends[0] if low == high else f"{ends[0]}–{ends[1]}"


def _printed(row: Candidate, language: str) -> list[str]:
    """The percentages as the text has them."""
    found = []
    for name in ("printed_percent", "printed_growth", "printed_share", "printed_part"):
        text = getattr(row, name)
        if text:
            shown = text.replace(".", ",") if language == "vi" and ".." not in text else text
            fell = name == "printed_growth" and shown.startswith("-") and ".." not in shown
            key = "printed_fall" if fell else name
            found.append(say(f"candidates.printed.{key}", language, percent=shown.removeprefix("-") if fell else shown))
    if np.isfinite(row.printed_base):
        found.append(say("candidates.base", language, base=number(row.printed_base, language)))
    return found
