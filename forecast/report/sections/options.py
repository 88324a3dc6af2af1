"""VI. Other targets: the chance of meeting them with the same figures, read off the stored distribution."""

from __future__ import annotations

from collections.abc import Iterator

from forecast.report.blocks import Block, Column, Heading, Paragraph, Table
from forecast.report.model import Line
from forecast.report.voice import Voice
from forecast.report.what_if import chance_of

SHARES = (0.9, 0.95, 1.0, 1.05, 1.1)  # of the target


def options(voice: Voice) -> Iterator[Block]:
    line = voice.report.top
    if line is None or not line.row["quota_low"] > 0 or line.flag in ("", "no_data"):
        return
    yield Heading(voice.say("heading.options"))
    yield Paragraph(voice.say("say.options"))
    columns = (
        Column("own_quota", voice.heading("own_quota"), "count"),
        Column("probability", voice.heading("probability"), "chance"),
        Column("chance", voice.heading("chance"), "text", 2.0),
    )
    rows = tuple((quota, chance, voice.chance_words(chance)) for quota, chance in option_chances(line, voice))
    yield Table("options", voice.say("heading.options"), columns, rows)
    yield Paragraph(voice.say("say.options_note"), look="note")


def option_chances(line: Line, voice: Voice) -> list[tuple[float, float]]:
    """Quotas about the present one, each with its chance."""
    quota, found = line.row["quota_low"], []
    for share in SHARES:
        other = float(round(share * quota)) if voice.whole else share * quota
        lowest = float(line.row["observed"]) if line.row["observed"] == line.row["observed"] else 0.0
        chance = chance_of(other, voice.report.levels, line.points, whole=voice.whole, lowest=lowest)
        found.append((other, float(line.row["p_met"]) if share == 1.0 else chance))
    return found
