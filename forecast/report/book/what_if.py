"""The sheets on which a reader types another quota: formulas that go through the stored quantiles, by the rule of `what_if`."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from forecast.core.sheets import Formula, Sheet, SheetColumn
from forecast.language.catalogue import catalogue, chance_number, say
from forecast.report.model import Line
from forecast.report.voice import Voice
from forecast.report.what_if import chance_of

HEAD = 2  # rows above the first line: title and headings


def what_if_sheets(voice: Voice) -> list[Sheet]:
    """The sheet to type on, and that of the quantiles; none where no unit has a distribution."""
    lines = [line for line in voice.report.all_lines if line.points and not math.isnan(line.points[0])]
    return [_asking(lines, voice), _quantiles(lines, voice)] if lines else []


def _asking(lines: Sequence[Line], voice: Voice) -> Sheet:
    count, column = "count" if voice.whole else "amount", voice.heading
    asked = [_start(line) for line in lines]
    chances = [_chance(line, quota, voice) for line, quota in zip(lines, asked, strict=True)]
    columns = (
        SheetColumn(column("unit"), [voice.name(line.unit) for line in lines], "text"),
        SheetColumn(column("quota"), [float(line.row["quota_low"]) for line in lines], count),  # type: ignore[arg-type]
        SheetColumn(column("observed"), [_reached(line) for line in lines], count),  # type: ignore[arg-type]
        SheetColumn(column("own_quota"), asked, count, asked=True),  # type: ignore[arg-type]
        SheetColumn(
            column("probability"),
            [_probability(row, chance, voice) for row, chance in enumerate(chances, start=HEAD + 1)],
            "chance",
        ),
        SheetColumn(
            column("chance"),
            [_words(row, chance, voice.language) for row, chance in enumerate(chances, start=HEAD + 1)],
            "text",
        ),
        SheetColumn("x", [_edge(row, quota, voice) for row, quota in enumerate(asked, start=HEAD + 1)], hidden=True),
        SheetColumn(
            "j",
            [_position(row, at, voice) for row, at in enumerate(zip(lines, asked, strict=True), HEAD + 1)],
            hidden=True,
        ),
    )
    title = voice.say("workbook.what_if_help", column="D")
    return Sheet(voice.say("sheet.what_if"), columns, title, (voice.say("say.options_note"),))


def _quantiles(lines: Sequence[Line], voice: Voice) -> Sheet:
    """A row per unit, a column per level; the levels stand in the second row too, for the formulas."""
    count = "count" if voice.whole else "amount"
    named = ["", *(voice.name(line.unit) for line in lines)]
    columns = [SheetColumn(voice.heading("unit"), named, "text")]
    for at, level in enumerate(voice.report.levels):
        cells = [level, *(line.points[at] for line in lines)]
        columns.append(SheetColumn(f"q{level:g}", cells, "plain" if voice.whole else count))  # type: ignore[arg-type]
    return Sheet(voice.say("sheet.quantiles"), columns, voice.say("workbook.what_if_level"))


def _start(line: Line) -> float:
    """The quota that stands there first: the unit's own, its forecast where it has none."""
    quota = float(line.row["quota_low"])
    return line.expected if math.isnan(quota) else quota


def _reached(line: Line) -> float:
    observed = float(line.row["observed"])
    return 0.0 if math.isnan(observed) else observed


def _chance(line: Line, quota: float, voice: Voice) -> float:
    return chance_of(quota, voice.report.levels, line.points, whole=voice.whole, lowest=_reached(line))


def _points(row: int, voice: Voice) -> str:
    """The stored quantiles of the unit of a row; those of the first unit stand one row lower than the unit itself."""
    return f"{_sheet(voice)}!$B${row + 1}:${_letters(len(voice.report.levels) + 1)}${row + 1}"


def _levels(voice: Voice) -> str:
    return f"{_sheet(voice)}!$B${HEAD + 1}:${_letters(len(voice.report.levels) + 1)}${HEAD + 1}"


def _sheet(voice: Voice) -> str:
    return "'" + voice.say("sheet.quantiles").replace("'", "''") + "'"


def _edge(row: int, quota: float, voice: Voice) -> Formula:
    edge = math.ceil(quota - 1e-9) - 0.5 if voice.whole else quota
    return Formula(f"=ROUNDUP(D{row}-0.000000001,0)-0.5" if voice.whole else f"=D{row}", edge)


def _position(row: int, asked: tuple[Line, float], voice: Voice) -> Formula:
    """How many of the quantiles lie below."""
    line, quota = asked
    edge = math.ceil(quota - 1e-9) - 0.5 if voice.whole else quota
    return Formula(f"=SUMPRODUCT(--({_points(row, voice)}<G{row}))", bisect_left(line.points, edge))


def _probability(row: int, chance: float, voice: Voice) -> Formula:
    points, levels, most = _points(row, voice), _levels(voice), len(voice.report.levels)
    between = (
        f"1-(INDEX({levels},H{row})+(G{row}-INDEX({points},H{row}))/(INDEX({points},H{row}+1)-INDEX({points},H{row}))"
        f"*(INDEX({levels},H{row}+1)-INDEX({levels},H{row})))"
    )
    outside = f"IF(H{row}=0,1-INDEX({levels},1),IF(H{row}={most},1-INDEX({levels},{most}),{between}))"
    return Formula(f"=IF(D{row}<=C{row},1,{outside})", chance)


def _words(row: int, chance: float, language: str) -> Formula:
    before, _, after = catalogue(language)["chance.tenths"].partition("{n}")
    tenths = f'"{before}"&MIN(MAX(INT(10*E{row}+0.5),1),9)&"{after}"'
    most, least = say("chance.above", language), say("chance.below", language)
    return Formula(f'=IF(E{row}>=0.95,"{most}",IF(E{row}<0.05,"{least}",{tenths}))', chance_number(chance, language))


def _letters(number: int) -> str:
    """Letters of a column, the first being A.

    Examples
    --------
    >>> _letters(1), _letters(54)
    ('A', 'BB')
    """
    letters = ""
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(65 + left) + letters
    return letters
