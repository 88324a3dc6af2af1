"""How often targets were met where the chance of it was stated as so much, against the line on which both are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forecast.report.charts.style import BLUE, GREY, SKY, fit, new_chart
from forecast.report.voice import Voice

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BINS = 10  # of the bars that show which chances were stated
_HIGHEST = 0.3  # of these bars, so that the curve stays clear


def draw_reliability(voice: Voice) -> Figure:
    curve = voice.report.curve
    assert curve is not None
    figure, axes = new_chart(3.4)
    shares, ends = np.histogram(curve.stated, np.linspace(0, 1, _BINS + 1), weights=curve.share)
    axes.bar(
        ends[:-1] + 0.5 / _BINS, _HIGHEST * shares / shares.max(), width=0.9 / _BINS, color=SKY, alpha=0.5,
        label=voice.say("reliability.stated"),
    )  # fmt: skip
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1.2, label=voice.say("reliability.same"))
    axes.plot(
        curve.stated,
        curve.observed,
        color=BLUE,
        linewidth=2,
        marker="o",
        markersize=3,
        label=voice.say("reliability.came"),
    )
    tenths = [0, 0.2, 0.4, 0.6, 0.8, 1]
    axes.set_xticks(tenths, [voice.say("reliability.tenths", n=round(10 * at)) for at in tenths])
    axes.set_yticks(tenths, [voice.say("reliability.tenths", n=round(10 * at)) for at in tenths])
    axes.set_xlim(0, 1.05)
    axes.set_ylim(0, 1.05)
    fit(figure, axes)
    return figure
