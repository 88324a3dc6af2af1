"""From the target to the forecast: how much each unit is expected to fall short of, or pass, its own target.

Shown in official order are the units with the largest differences; what the others bring together, and what the units' targets do
not add up to, is one step at the end.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forecast.report.charts.names import waterfall_lines
from forecast.report.charts.style import BLUE, GREEN, GREY, ORANGE, count_axis, fit, new_chart, shortened
from forecast.report.voice import Voice

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 14
_CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # behind a number, where the line of the target passes


def waterfall_steps(voice: Voice) -> list[tuple[str, float]]:
    """Names and differences between forecast and target; they add up to the top unit's own difference."""
    top = voice.report.top
    assert top is not None
    lines = waterfall_lines(voice.report)
    gaps = {line.unit: line.expected - line.row["quota_low"] for line in lines}
    largest = set(sorted(gaps, key=lambda unit: -abs(gaps[unit]))[:MOST])
    steps = [(voice.name(unit), gap) for unit, gap in gaps.items() if unit in largest and gap]
    rest = top.expected - top.row["quota_low"] - math.fsum(gap for _, gap in steps)
    return [*steps, (voice.say("scattered"), rest)]


def draw_waterfall(voice: Voice) -> Figure:
    top = voice.report.top
    assert top is not None
    steps = waterfall_steps(voice)
    figure, axes = new_chart(1.2 + 0.26 * (len(steps) + 2))
    names = [voice.say("chart.quota"), *(shortened(name) for name, _ in steps), voice.say("chart.forecast")]
    places = range(len(names), 0, -1)
    at = quota = top.row["quota_low"]
    reached = [quota, top.expected]
    for place, (_, gap) in zip(list(places)[1:-1], steps, strict=True):
        axes.barh([place], [gap], left=[at], height=0.62, color=GREEN if gap >= 0 else ORANGE)
        axes.annotate(
            ("+" if gap > 0 else "") + voice.count(float(round(gap))), (max(at, at + gap), place), va="center",
            textcoords="offset points", xytext=(4, 0), fontsize=8, bbox=_CLEAR,
        )  # fmt: skip
        at += gap
        reached.append(at)
    span = max(max(reached) - min(reached), 1.0)
    floor = max(0.0, min(reached) - 0.35 * span)
    for place, value, colour in ((len(names), quota, GREY), (1, top.expected, BLUE)):
        axes.barh([place], [value - floor], left=[floor], height=0.62, color=colour)
        axes.annotate(
            voice.count(value),
            (value, place),
            va="center",
            textcoords="offset points",
            xytext=(4, 0),
            fontsize=8,
            bbox=_CLEAR,
        )
    axes.axvline(quota, color="black", linestyle="--", linewidth=1)
    axes.set_xlim(floor, max(reached) + 0.15 * span)
    axes.set_yticks(list(places), names)
    count_axis(axes.xaxis, voice)
    fit(figure, axes, legend=False)
    return figure
