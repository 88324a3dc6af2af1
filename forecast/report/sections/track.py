"""VII. How earlier forecasts and warnings did: of one's own record where there is one, else of the public one, named as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from forecast.core.results import FLAGS
from forecast.language.catalogue import number, say
from forecast.report.beside import Row
from forecast.report.blocks import Block, Column, Form, Heading, Paragraph, Picture, Table
from forecast.report.charts.names import has_reliability
from forecast.report.track_words import commonest, record_when, track_lines
from forecast.report.voice import Voice

_COLUMNS: tuple[tuple[str, Form, float], ...] = (
    ("flag", "text", 1.4), ("units", "count", 1.0), ("before", "count", 1.0), ("missed", "text", 1.2), ("basis", "text", 2.4),
)  # fmt: skip


def track(voice: Voice) -> Iterator[Block]:
    rows = [line.row for line in voice.report.all_lines]
    last, lines = last_words(voice), track_lines(rows, voice.language, "report.reliability.head")
    if not last and not lines:
        return
    yield Heading(voice.say("heading.track"))
    for words in filter(None, (last, *lines)):
        yield Paragraph(words)
    table = flags_table(voice)
    if table.rows:
        yield Heading(table.caption, 2)
        yield table
    if has_reliability(voice.report):
        yield from diagram(voice)


def last_words(voice: Voice) -> str:
    """The last forecast of a year that is over, against what came."""
    last = voice.report.last
    if last is None:
        return ""
    figures = {"expected": voice.count(last.expected), "actual": voice.count(last.actual)}
    return voice.say("say.last", year=str(last.year), **figures)


def track_words(voice: Voice) -> str:
    """Precision and recall of one's own earlier warnings, for the first pages; of public figures where there are none."""
    record = voice.report.track
    if record is None:
        return _public_words(voice)
    said = []
    if record.warned:
        said.append(voice.say("say.precision", n=record.warned, k=record.warned_missed))
    if record.missed:
        said.append(voice.say("say.recall", n=record.missed, k=record.missed_warned))
    return " ".join(said)


def _public_words(voice: Voice) -> str:
    """What the public record says of this time of the year."""
    rows = [line.row for line in voice.report.all_lines if line.row["review_basis"]]
    if not rows:
        return ""
    row = commonest(rows)
    tenths = {"warned": round(10 * row["review_precision"]), "missed": round(10 * row["review_recall"])}
    when, groups = record_when(rows, voice.language), int(row["review_groups"])
    return voice.say("reliability.public_short", when=when, groups=groups, **tenths)


def flags_table(voice: Voice) -> Table:
    """A row per flag and record: units that carry it now, earlier cases with it, how many of ten missed."""
    rows = [line.row for line in voice.report.lines or voice.report.all_lines if line.row["record_basis"]]
    found = Counter(_same_record(row, voice.language) for row in rows)
    cells, flags = [], []
    for (flag, basis, when, *figures), units in sorted(
        found.items(), key=lambda entry: (FLAGS.index(entry[0][0]), entry[0])
    ):
        cases, *shares = map(float, figures)
        missed, low, high = (number(10 * share, voice.language, 0) for share in shares)
        from_where = voice.say(f"reliability.from.{basis}", when=when)
        flags.append(flag)
        cells.append((say(f"flag.{flag}", voice.language), units, cases, f"{missed} ({low}–{high})", from_where))
    columns = [
        Column(name, voice.heading(name) if name == "flag" else voice.say(f"reliability.{name}"), form, weight)
        for name, form, weight in _COLUMNS
    ]
    return Table("flags_record", voice.say("heading.flags_record"), tuple(columns), tuple(cells), flags=tuple(flags))


def _same_record(row: Row, language: str) -> tuple[str, ...]:
    """Flag, basis, time of the year and figures of the record, alike for all rows that one record speaks of."""
    when = record_when([row], language, "record_basis")
    figures = (row[name] for name in ("record_n", "record_missed", "record_missed_low", "record_missed_high"))
    return (row["flag"], row["record_basis"], when, *map(str, figures))


def diagram(voice: Voice) -> Iterator[Block]:
    """The reliability diagram, from whose figures it is, and how it is read."""
    curve = voice.report.curve
    assert curve is not None
    when = record_when([line.row for line in voice.report.all_lines], voice.language)
    figures = {"n": voice.count(float(curve.cases)), "groups": curve.groups, "when": when}
    alt = voice.say("chart.reliability_alt", n=figures["n"])
    yield Picture("reliability", voice.say("chart.reliability"), alt)
    whose = voice.say(f"reliability.{curve.basis.partition('_')[0]}", **figures)
    yield Paragraph(f"{whose} {voice.say('reliability.read')}", look="note")
