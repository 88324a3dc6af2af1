"""Candidates in short, for tables of cases.

A count is `unit: measure period = figure`, a target `->`, what no table can hold `~`; then the printed percentages.
"""

import math

from forecast.core.periods import parse_period
from forecast.intake.sentences.candidate import Candidate
from forecast.intake.sentences.candidates import read_candidates

SIGNS = {"counts": "=", "quotas": "->", "": "~"}
SCOPES = {"each_year": " each year", "term": " term", "each": " each", "average": " average"}
PRINTED = {
    "printed_percent": "",
    "printed_growth": "growth ",
    "printed_share": "of stock ",
    "printed_part": "of whole ",
}
PUBLISHED = parse_period("2023-04-07")


def read(*paragraphs: str, **more) -> list[Candidate]:
    """The candidates of a text of 7 April 2023."""
    return read_candidates(paragraphs, **{"published": PUBLISHED, **more})


def told(row: Candidate) -> str:
    scope = SCOPES.get(row.scope, "") + (f" {row.status}" if row.status else "")
    scope += f" reading {row.reading}" if row.reading else ""
    printed = "".join(f" {word}{getattr(row, name)}%" for name, word in PRINTED.items() if getattr(row, name))
    place = (
        f"{row.unit or '-'}: {row.measure or '?'} {row.period or '?'}{scope} {SIGNS[row.table]} {figure(row)}{printed}"
    )
    return f"derived {place}" if row.derived else place


def figure(row: Candidate) -> str:
    if row.rule or not math.isnan(row.value):
        return row.rule or _number(row.value)
    ends = (row.share_low, row.share_high) if row.kind == "share" else (row.low, row.high)
    return "-" if all(map(math.isnan, ends)) else "..".join(map(_number, ends))


def _number(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.10g}"
