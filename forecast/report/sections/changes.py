"""What changed since the last report: a few sentences for the first pages, a table for the long report."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from forecast.language.catalogue import chance_number, say
from forecast.report.beside import Change
from forecast.report.blocks import Block, Column, Heading, Table
from forecast.report.changes import has_worsened
from forecast.report.voice import Voice

MOST_NAMED = 5  # in a sentence; the table names all
_FORMS = {"unit": "text", "flag_before": "text", "flag_after": "text", "chance_before": "text", "chance_after": "text",
          "why": "text"}  # fmt: skip


def change_words(voice: Voice) -> str:
    """The top unit then and now, and the units whose flag or chance moved."""
    changes, top = voice.report.changes, voice.report.top
    if changes is None:
        return ""
    day = voice.say("change.through", day=voice.day(changes.through)) if changes.through else ""
    head = voice.say("change.head", through=day)
    said = [_top_words(change, voice) for change in changes.changes if top is not None and change.unit == top.unit]
    units = [change for change in changes.changes if top is None or change.unit != top.unit]
    flagged = [change for change in units if change.flag_before != change.flag_after]
    if flagged:
        worse = sum(map(has_worsened, flagged))
        named = "; ".join(_flag_words(change, voice) for change in _foremost(flagged)) + _more(flagged)
        said.append(voice.say("change.flags", n=len(flagged), worse=worse, units=named))
    others = [change for change in units if change.flag_before == change.flag_after]
    if others:
        named = "; ".join(_chance_words(change, voice) for change in _foremost(others)) + _more(others)
        said.append(voice.say("change.chances", n=len(others), units=named))
    return " ".join([head, *said]) if said else voice.say("change.none", through=day)


def changes_part(voice: Voice) -> Iterator[Block]:
    """The table of the long report."""
    changes = voice.report.changes
    if changes is None or not changes.changes:
        return
    yield Heading(voice.say("heading.changes"), 2)
    yield changes_table(changes.changes, voice)


def changes_table(changes: Sequence[Change], voice: Voice) -> Table:
    """A row per unit that moved."""
    names = (
        "unit",
        "forecast_before",
        "forecast_after",
        "chance_before",
        "chance_after",
        "flag_before",
        "flag_after",
        "why",
    )
    count = "count" if voice.whole else "amount"
    weights = {"unit": 2.0, "why": 1.8, "flag_before": 1.3, "flag_after": 1.3}
    columns = tuple(
        Column(name, voice.heading(name), _FORMS.get(name, count), weights.get(name, 1.0))  # type: ignore[arg-type]
        for name in names
    )
    rows = tuple(
        (
            voice.name(change.unit), change.expected_before, change.expected_after, _chance(change.chance_before, voice),
            _chance(change.chance_after, voice), _flag(change.flag_before, voice), _flag(change.flag_after, voice),
            _why(change, voice),
        )
        for change in changes
    )  # fmt: skip
    return Table("changes", voice.say("heading.changes"), columns, rows)


def _top_words(change: Change, voice: Voice) -> str:
    name, before, after = (
        voice.name(change.unit),
        voice.count(change.expected_before),
        voice.count(change.expected_after),
    )
    code = "top_same" if before == after else "top"
    said = voice.say(f"change.{code}", unit=name, before=before, after=after)
    if math.isnan(change.chance_before + change.chance_after):
        return said
    chances = _chance(change.chance_before, voice), _chance(change.chance_after, voice)
    code = "chance_same" if chances[0] == chances[1] else "chance"
    return f"{said} " + voice.say(f"change.{code}", before=chances[0], after=chances[1], why=_why(change, voice))


def _flag_words(change: Change, voice: Voice) -> str:
    before, after = _flag(change.flag_before, voice), _flag(change.flag_after, voice)
    return voice.say(
        "change.unit_flag", unit=voice.name(change.unit), before=before, after=after, why=_why(change, voice)
    )


def _chance_words(change: Change, voice: Voice) -> str:
    before, after = _chance(change.chance_before, voice), _chance(change.chance_after, voice)
    return voice.say(
        "change.unit_flag", unit=voice.name(change.unit), before=before, after=after, why=_why(change, voice)
    )


def _foremost(changes: Sequence[Change]) -> list[Change]:
    """Those to name where there are many: flags that worsened first, then the largest steps; told in official order."""

    def weight(change: Change) -> tuple[bool, float]:
        step = change.chance_before - change.chance_after
        return not has_worsened(change), 0.0 if math.isnan(step) else -abs(step)

    chosen = {change.unit for change in sorted(changes, key=weight)[:MOST_NAMED]}
    return [change for change in changes if change.unit in chosen]


def _more(changes: Sequence[Change]) -> str:
    return "; …" if len(changes) > MOST_NAMED else ""


def _flag(flag: str, voice: Voice) -> str:
    return say(f"flag.{flag}", voice.language) if flag else ""


def _chance(chance: float, voice: Voice) -> str:
    return "" if math.isnan(chance) else chance_number(chance, voice.language)


def _why(change: Change, voice: Voice) -> str:
    return ", ".join(say(f"store.reason.{code}", voice.language) for code in change.reasons)
