"""A backtest as a picture: the error as quarters become known, beside other ways of forecasting, and what chances were worth.

The scores are `forecast.engine.backtest`'s, their tables `forecast.report.backtest_table`'s.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from forecast.core.periods import SEASONS
from forecast.language.catalogue import number, percent, say
from forecast.report.backtest_table import model_words
from forecast.report.charts.style import BLUE, GREEN, GREY, INK, ORANGE, POINTS, PURPLE, SETTINGS, SKY, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DOTS = 150  # per inch, of PNG
HEIGHT, LINE = 3.3, 1.6 * 8 / POINTS  # of the picture without its legend, and of a line of the legend [inches]
ACROSS = 3  # names beside one another in the legend
OURS = "projection"
COLOURS = (ORANGE, GREEN, PURPLE, SKY, GREY, INK)
LARGEST_DOT = 90.0  # square points, for the tenth of the chances in which most cases are


def draw_lookback(
    rows: pd.DataFrame, record: Mapping[str, Any], language: str, *, form: Literal["svg", "png"] = "svg"
) -> bytes:
    """The picture of one measure; the same scores give the same bytes.

    Parameters
    ----------
    rows : of one measure, of `forecast.engine.backtest.summarise`.
    record : of the same measure, of `forecast.engine.backtest.reliability_record`.
    """
    from matplotlib import rc_context

    content = io.BytesIO()
    settings: Any = {**SETTINGS, "svg.fonttype": "path"}
    with rc_context(settings):
        models = rows.loc[(rows["group"] == "all") & (rows["n"] > 0), "model"].tolist()
        foot = LINE * (-(-len(models) // ACROSS) + 1)
        figure = new_figure(HEIGHT + foot)
        errors, chances = figure.subplots(1, 2, gridspec_kw={"width_ratios": (1.2, 1)})
        _draw_errors(errors, rows[rows["group"] == "quarters"], models, language)
        _draw_chances(chances, record, language)
        figure.subplots_adjust(0.08, (foot + 0.55) / (HEIGHT + foot), 0.98, 0.92, wspace=0.3)
        figure.legend(*errors.get_legend_handles_labels(), loc="lower center", ncols=ACROSS)
        figure.savefig(content, format=form, dpi=DOTS, metadata={"Date" if form == "svg" else "Software": None})
    return content.getvalue()


def _draw_errors(axes: Axes, rows: pd.DataFrame, models: list[str], language: str) -> None:
    """The error of each way of forecasting, by the number of known quarters."""
    colours = dict(zip([model for model in models if model != OURS], COLOURS * len(models), strict=False))
    for model in models:
        told = rows[(rows["model"] == model) & (rows["n"] > 0)]
        axes.plot(
            told["value"].astype(int), 100 * told["crps_share"], color=colours.get(model, BLUE), label=model_words(model, language),
            marker="o", markersize=3, linewidth=2.4 if model == OURS else 1.2, zorder=3 if model == OURS else 2,
        )  # fmt: skip
    axes.set_title(say("lookback.errors", language))
    axes.set_xlabel(say("lookback.known", language))
    axes.set_xticks(range(SEASONS))
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(lambda value, _: number(value, language, 0 if float(value).is_integer() else 1))


def _draw_chances(axes: Axes, record: Mapping[str, Any], language: str) -> None:
    """What came where a chance was stated as so much: a curve that only rises, and tenths, with dots by their number of cases."""
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1.2)
    curve, bins = record["curve"], [part for part in record["bins"] if part["n"] > 0]
    axes.plot(curve["stated"], curve["observed"], color=BLUE, linewidth=1.6)
    most = max((part["n"] for part in bins), default=1)
    sizes = [LARGEST_DOT * part["n"] / most for part in bins]
    stated, met = ([part[name] for part in bins] for name in ("stated", "met"))
    axes.scatter(stated, met, s=sizes, color=SKY, edgecolor=BLUE, linewidth=0.8, zorder=3)
    tenths = [0, 0.2, 0.4, 0.6, 0.8, 1]
    axes.set_xticks(tenths, [percent(at, language, 0) for at in tenths])
    axes.set_yticks(tenths, [percent(at, language, 0) for at in tenths])
    axes.set_title(say("lookback.chances", language))
    axes.set_xlabel(say("lookback.stated", language))
