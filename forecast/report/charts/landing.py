"""Results of the years, the targets, and where this year is forecast to end: a fan of ranges at the end of the line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forecast.report.charts.style import BLUE, GREY, ORANGE, SKY, count_axis, fit, new_chart
from forecast.report.model import Line
from forecast.report.voice import Voice

if TYPE_CHECKING:
    from matplotlib.figure import Figure

YEARS = 12  # at most, before this one


def draw_landing(voice: Voice) -> Figure:
    line, year = voice.report.top, voice.report.year
    assert line is not None
    figure, axes = new_chart(3.2)
    past = {of: total for of, total in sorted(line.past.drawn.totals.items()) if of >= year - YEARS}
    if past:
        axes.bar(list(past), list(past.values()), width=0.6, color=SKY, label=voice.say("chart.actual"))
    observed = line.row["observed"]
    if not math.isnan(observed):
        axes.bar([year], [observed], width=0.6, color=BLUE, label=voice.say("chart.year_to_date"))
    for low, high, shade, name in ((0.01, 0.99, 0.25, "range98"), (0.1, 0.9, 0.55, "range80")):
        ends = [quantile(line, voice, level) for level in (low, high)]
        if ends[0] < ends[1]:
            axes.bar(
                [year], [ends[1] - ends[0]], bottom=[ends[0]], width=0.34, color=ORANGE, alpha=shade,
                label=voice.say(f"chart.{name}"),
            )  # fmt: skip
    axes.plot([year], [line.expected], "D", color="black", markersize=5, label=voice.say("chart.forecast"))
    axes.annotate(
        voice.count(line.expected), (year, line.expected), textcoords="offset points", xytext=(26, -3), fontsize=9
    )
    _quota(axes, line, voice)
    shown = [*past, year]
    axes.set_xticks(shown, [f"{of}*" if of in line.past.lacking else str(of) for of in shown])
    axes.set_xlim(min(shown) - 0.7, year + 1.3)
    count_axis(axes.yaxis, voice)
    axes.set_ylim(bottom=0)
    fit(figure, axes)
    return figure


def quantile(line: Line, voice: Voice, level: float) -> float:
    """A stored quantile of the line's total."""
    return line.points[voice.report.levels.index(level)] if line.points else math.nan


def _quota(axes: object, line: Line, voice: Voice) -> None:
    low, high, year = line.row["quota_low"], line.row["quota_high"], voice.report.year
    if math.isnan(low) or not line.row["quota_kind"]:
        return
    label = voice.say("chart.quota")
    axes.hlines([low], year - 0.42, year + 0.42, color="black", linestyle="--", linewidth=1.6, label=label)  # type: ignore[attr-defined]
    if high > low:
        axes.hlines([high], year - 0.42, year + 0.42, color=GREY, linestyle="--", linewidth=1.2)  # type: ignore[attr-defined]
