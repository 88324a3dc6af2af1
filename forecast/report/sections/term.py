"""V. The target of a term: so far, expected by its end, what the rest must bring, and the years one by one."""

from __future__ import annotations

import math
from collections.abc import Iterator

from forecast.report.beside import Term
from forecast.report.blocks import Block, Column, Heading, Paragraph, Picture, Table
from forecast.report.charts.names import has_term
from forecast.report.voice import Voice
from forecast.report.words import basis_words


def term_part(voice: Voice) -> Iterator[Block]:
    report = voice.report
    if not report.terms:
        return
    yield Heading(voice.say("heading.term"))
    for term in report.terms:
        yield Paragraph(" ".join(_words(term, voice)))
        yield term_table(term, voice)
        if has_term(term):
            alt = voice.say("chart.term_alt", years=years_words(term))
            yield Picture(f"term-{term.row['year'].replace('..', '-')}", voice.say("chart.term"), alt)


def years_words(term: Term) -> str:
    return str(term.row["year"]).replace("..", "–")


def _words(term: Term, voice: Voice) -> Iterator[str]:
    row = term.row
    basis = basis_words(row, voice.language)
    unit = voice.name(row["unit"])
    if not math.isnan(row["observed"]):
        figures = {"observed": voice.count(row["observed"]), "share": voice.percent(row["attainment"])}
        said = voice.say("say.term_so_far", years=years_words(term), unit=unit, quota=voice.quota(row), **figures)
        yield said.rstrip(".") + (f" ({basis})." if basis else ".")
    if row["flag"] == "met":
        yield voice.say("say.term_met")
        return
    expected = voice.count(row["mean"] if math.isnan(row["expected"]) else row["expected"])
    if voice.is_certain(row):
        yield voice.say("say.term_expected_settled", expected=expected, range=voice.range(row))
    else:
        chance = voice.chance_words(row["p_met"])
        yield voice.say("say.term_expected", expected=expected, range=voice.range(row), chance=chance)
    if row["needed_per_quarter"] > 0:
        needed = voice.count(voice.at_least(row["needed_per_quarter"]))
        yield voice.say("say.term_rest", remaining=voice.count(row["remaining"]), needed=needed)


def term_table(term: Term, voice: Voice) -> Table:
    """Year by year: the target, the result, the attainment; of this year the forecast."""
    names = ("year", "quota", "total", "attainment", "forecast", "lowest", "highest")
    rows = tuple(
        (
            str(standing.year), standing.quota_low, standing.total, standing.total / standing.quota_low
            if standing.quota_low > 0 else math.nan, standing.expected, standing.low, standing.high,
        )
        for standing in term.years
    )  # fmt: skip
    forms = {"year": "text", "attainment": "percent"}
    columns = tuple(Column(name, voice.heading(name), forms.get(name, "count")) for name in names)  # type: ignore[arg-type]
    return Table("term", voice.say("chart.term"), columns, rows)
