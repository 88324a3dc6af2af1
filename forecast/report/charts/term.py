"""The years of a term: what each was to bring and what it brought; this year's forecast with its range."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forecast.report.beside import Term
from forecast.report.charts.style import GREY, ORANGE, SKY, count_axis, fit, new_chart
from forecast.report.voice import Voice

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_term(voice: Voice, term: Term) -> Figure:
    figure, axes = new_chart(3.0)
    totals = {of.year: of.total for of in term.years if not math.isnan(of.total)}
    if totals:
        axes.bar(list(totals), list(totals.values()), width=0.55, color=SKY, label=voice.say("chart.actual"))
    for of in term.years:
        if not math.isnan(of.expected):
            axes.bar([of.year], [of.expected], width=0.55, color=ORANGE, alpha=0.45, label=voice.say("chart.forecast"))
            if of.low < of.high:
                axes.errorbar(
                    [of.year], [of.expected], yerr=[[of.expected - of.low], [of.high - of.expected]], color="black",
                    capsize=5, linewidth=1.2, label=voice.say("chart.range80"),
                )  # fmt: skip
    label = voice.say("chart.quota")
    for of in term.years:
        if not math.isnan(of.quota_low):
            axes.hlines(
                of.quota_low, of.year - 0.4, of.year + 0.4, color="black", linestyle="--", linewidth=1.4, label=label
            )
            label = "_nolegend_"
            if of.quota_high > of.quota_low:
                axes.hlines(of.quota_high, of.year - 0.4, of.year + 0.4, color=GREY, linestyle="--", linewidth=1.1)
    years = [of.year for of in term.years]
    axes.set_xticks(years, [str(year) for year in years])
    axes.set_ylim(bottom=0)
    count_axis(axes.yaxis, voice)
    fit(figure, axes)
    return figure
