"""The year to date by the end of each quarter, against earlier years, the target and the straight line offices draw."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from forecast.core.periods import SEASONS, year_period
from forecast.report.charts.landing import quantile
from forecast.report.charts.style import BLUE, GREY, ORANGE, PURPLE, count_axis, fit, new_chart
from forecast.report.model import Line
from forecast.report.voice import ROMAN, Voice, straight_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_path(voice: Voice) -> Figure:
    line, year = voice.report.top, voice.report.year
    assert line is not None
    figure, axes = new_chart(3.4)
    _earlier(axes, line, voice)
    whole, path = year_period(year), line.past.drawn.path
    at = [SEASONS * (day - whole.start) / (whole.stop - whole.start) for day, _ in path]
    sums = [total for _, total in path]
    if at[-1] < SEASONS - 0.01:
        _fan(axes, line, voice, (at[-1], sums[-1]))
        total = straight_line(line.row, year)
        style: dict[str, Any] = {"color": PURPLE, "linestyle": ":", "linewidth": 1.4}
        if not math.isnan(total):
            axes.plot([at[-1], SEASONS], [sums[-1], total], label=voice.say("chart.pace"), **style)
    label = voice.say("chart.this_year", year=f"{year}*" if year in line.past.lacking else str(year))
    axes.plot([0, *at], [0, *sums], color=BLUE, marker="o", markersize=4, linewidth=2.2, label=label)
    low, high = line.row["quota_low"], line.row["quota_high"]
    if line.row["quota_kind"] and not math.isnan(low):
        axes.axhline(low, color="black", linestyle="--", linewidth=1.3, label=voice.say("chart.quota"))
        if high > low:
            axes.axhline(high, color=GREY, linestyle="--", linewidth=1.1)
    ends = [voice.say("chart.quarter_end", roman=roman) for roman in ROMAN]
    axes.set_xticks(range(1, SEASONS + 1), ends)
    axes.set_xlim(0, SEASONS + 0.25)
    axes.set_ylim(bottom=0)
    count_axis(axes.yaxis, voice)
    fit(figure, axes)
    return figure


def _earlier(axes: Any, line: Line, voice: Voice) -> None:
    label = voice.say("chart.earlier")
    for of, quarters in sorted(line.past.quarters.items()):
        if of < voice.report.year and not any(map(math.isnan, quarters)):
            axes.plot(range(SEASONS + 1), [0, *accumulate(quarters)], color=GREY, alpha=0.6, linewidth=1, label=label)
            label = "_nolegend_"


def _fan(axes: Any, line: Line, voice: Voice, now: tuple[float, float]) -> None:
    """From the latest figure to the range at the year's end; what lies between only guides the eye."""
    for low, high, shade, name in ((0.01, 0.99, 0.15, "range98"), (0.1, 0.9, 0.3, "range80")):
        ends = [quantile(line, voice, level) for level in (low, high)]
        if ends[0] < ends[1]:
            across, below, above = [now[0], SEASONS], [now[1], ends[0]], [now[1], ends[1]]
            axes.fill_between(
                across, below, above, color=ORANGE, alpha=shade, linewidth=0, label=voice.say(f"chart.{name}")
            )
    if not math.isnan(line.expected):
        axes.plot([SEASONS], [line.expected], "D", color="black", markersize=5, label=voice.say("chart.forecast"))
