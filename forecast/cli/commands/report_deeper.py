"""What a report tells beyond the rows of its answer: checkpoints, what forecasts are made of, reliability.

A public issue has only the last, which is of other years.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast.cli.commands.grounds import Grounds
    from forecast.report.model import Report


def with_curve(report: Report, grounds: Grounds) -> Report:
    """The report with the reliability curve of the record that speaks for it."""
    from forecast.report.reliability import find_curve

    judging = grounds.prepared.judging.get(report.measure.name) if grounds.prepared else None
    return report if judging is None else replace(report, curve=find_curve(report, judging))


def with_keeps(report: Report, grounds: Grounds) -> Report:
    """The report with what its listed units should reach by the next quarter's end; a public issue does without."""
    listed = [line for line in report.all_lines if line is report.top or line.unit in report.focus.units]
    if grounds.prepared is None or report.manner.public or not listed:
        return report
    import pandas as pd

    from forecast.engine.checkpoint import find_checkpoints

    rows = pd.DataFrame([dict(line.row) for line in report.all_lines])
    found = find_checkpoints(grounds.prepared, grounds.learned, rows, [line.unit for line in listed])
    days = Counter(checkpoint.day for checkpoint in found.values())
    day = max(days, key=lambda day: (days[day], day), default=0)  # a late unit's is another one
    return replace(report, keeps={unit: at.least for unit, at in found.items() if at.day == day})


def with_explanation(report: Report, grounds: Grounds) -> Report:
    """The report with what each forecast is made of; a public issue does without."""
    case = grounds.prepared.cases.get(report.measure.name) if grounds.prepared else None
    if case is None or grounds.prepared is None or report.manner.public:
        return report
    from forecast.engine.explain import explain
    from forecast.models import MODELS
    from forecast.report.made_of import read_made_of

    learned = replace(grounds.learned[report.measure.name], horizon=(report.year,))
    restating = grounds.prepared.judging[report.measure.name].restating
    explained = explain(case, learned, MODELS[grounds.prepared.ask.model], restating)
    return replace(report, made_of=read_made_of(report, explained.by_source()))
