"""I. What was reached: sentences, sub-targets, the path by quarter, and the table of units."""

from __future__ import annotations

from collections.abc import Iterator

from forecast.report.blocks import Block, Column, Heading, Paragraph, Picture, Table
from forecast.report.charts.names import has_heat, has_path
from forecast.report.columns import unit_table
from forecast.report.sections.brief import flag_counts
from forecast.report.sections.standing import against_last_year, lacking_words, reached
from forecast.report.voice import Voice

COLUMNS = (
    "number", "unit", "quota", "quota_high", "this_period", "observed", "through", "attainment", "same_period_last_year",
    "against_last_year", "remaining", "needed", "usual",
)  # fmt: skip


WEIGHTS = {"measure": 2.4, "range": 1.5, "chance": 1.2, "flag": 1.4}


def results(voice: Voice) -> Iterator[Block]:
    report = voice.report
    yield Heading(voice.say("heading.results"))
    if report.top:
        yield Paragraph(" ".join(filter(None, (reached(report.top, voice), against_last_year(report.top, voice)))))
    if has_path(report) and report.top:
        words = {"observed": voice.count(report.top.row["observed"]), "quota": voice.quota(report.top.row)}
        alt = voice.say("chart.path_alt", year=str(report.year), range=voice.range(report.top.row), **words)
        yield Picture("path", voice.say("chart.path"), alt)
        yield Paragraph(
            " ".join(filter(None, (voice.say("say.interim"), lacking_words(report.top, voice)))), look="note"
        )
    if report.parts:
        yield Heading(voice.say("heading.parts"), 2)
        yield parts_table(voice)
    counts = flag_counts(voice)
    if counts:
        yield Paragraph(counts)
    if report.lines:
        yield Heading(voice.say("heading.results_table"), 2)
        columns = [name for name in COLUMNS if name != "quota_high" or has_ranges(voice)]
        yield unit_table("results", voice.say("heading.results_table"), report.all_lines, columns, voice)
        if has_heat(report):
            yield Picture("heat", voice.say("chart.heat"), voice.say("chart.heat_alt", year=str(report.year)))
            yield Paragraph(voice.say("say.heat"), look="note")


def has_ranges(voice: Voice) -> bool:
    """Whether any quota has an upper end of its own."""
    return any(line.row["quota_kind"] in ("range", "share") for line in voice.report.all_lines)


def parts_table(voice: Voice) -> Table:
    """The parts of the measure that have a quota of their own."""
    names = ("measure", "quota", "observed", "attainment", "forecast", "range", "chance", "flag")
    forms = dict.fromkeys(names, "count") | {
        "measure": "text",
        "attainment": "percent",
        "chance": "text",
        "flag": "text",
    }
    keys = {"quota": "quota_low", "forecast": "expected"}
    rows = []
    for row in voice.report.parts:
        measure = voice.report.part_measures.get(row["measure"])
        said = {
            "measure": measure.label(voice.language) if measure else row["measure"],
            "range": voice.range(row),
            "chance": voice.chance(row),
            "flag": voice.flag(row),
        }
        rows.append(tuple(said[name] if name in said else float(row[keys.get(name, name)]) for name in names))
    columns = tuple(
        Column(name, voice.heading(name), forms[name], WEIGHTS.get(name, 1.0))  # type: ignore[arg-type]
        for name in names
    )
    flags = tuple(str(row["flag"]) for row in voice.report.parts)
    return Table("parts", voice.say("heading.parts"), columns, tuple(rows), flags=flags)
