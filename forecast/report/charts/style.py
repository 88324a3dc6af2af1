"""How charts look: colours that all readers tell apart, a font with every Vietnamese sign, axes in the reader's numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from forecast.report.voice import Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# Okabe and Ito (2008), told apart by colour-blind readers and in grey.
BLUE, ORANGE, GREEN, SKY, PURPLE, GREY, INK = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#56B4E9",
    "#CC79A7",
    "#8A8F94",
    "#222222",
)
FLAG_COLOURS = {
    "met": "#009E73", "on_track": "#56B4E9", "watch": "#E69F00", "at_risk": "#D55E00", "out_of_reach": "#882255",
    "no_data": "#8A8F94",
}  # fmt: skip
WIDTH = 7.2  # inches; the text of an A4 page
POINTS = 72.0  # to an inch
_EDGE, _TICKS, _BESIDE = (
    0.1,
    0.3,
    0.2,
)  # margin without words; for one line of words below; for the gap beside words [inches]
SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"], "font.size": 9, "svg.hashsalt": "quotacast", "axes.edgecolor": GREY,
    "axes.spines.top": False, "axes.spines.right": False, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "text.color": INK, "axes.titlesize": 10, "axes.titleweight": "bold", "axes.titlelocation": "left", "legend.frameon": False,
    "legend.fontsize": 8, "text.parse_math": False,
}  # fmt: skip


def new_figure(height: float) -> Figure:
    """An empty picture of the width of a page. [inches]"""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height))


def new_chart(height: float) -> tuple[Figure, Axes]:
    """An empty chart; `fit` gives it its margins at the end. [inches]"""
    figure = new_figure(height)
    return figure, figure.add_subplot()


def count_axis(axis: Any, voice: Voice) -> None:
    """Numbers of an axis as the reader writes them."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: voice.count(float(round(value, 6)))))


def shortened(name: str, longest: int = 30) -> str:
    """A name that an axis has room for; left out is its middle, for names differ at their ends."""
    if len(name) <= longest:
        return name
    return name[: (longest - 1) // 2].rstrip() + "…" + name[len(name) - longest // 2 :].lstrip()


def fit(figure: Figure, axes: Axes, *, legend: bool = True) -> None:
    """Margins for what stands beside the axes, and the legend below them, where it hides nothing.

    Worked out from the widths of the words: letting the library look for them would draw every chart three times.
    """
    width, height = figure.get_size_inches()
    bottom = _TICKS + (_legend(figure, axes) if legend else 0.0)
    axes.set_position((0.1, bottom / height, 0.8, 1 - (bottom + _EDGE) / height))
    left = _widest(axes.get_yticklabels()) + _BESIDE  # which labels there are hangs on the height
    right = _EDGE + max(0.0, _beyond(axes, width - left - _EDGE))
    axes.set_position((left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + _EDGE) / height))


def _widest(labels: Iterable[Text]) -> float:
    return max((text_width(label.get_text(), SETTINGS["font.size"]) for label in labels), default=0.0)


def _beyond(axes: Axes, room: float) -> float:
    """How far the words below the axes reach beyond their right end. [inches]"""
    start, stop = axes.get_xlim()
    words = zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
    ends = [
        text_width(label.get_text(), SETTINGS["font.size"]) / 2 - room * (stop - at) / (stop - start)
        for at, label in words
        if at <= stop
    ]
    return max(ends, default=0.0)


def _legend(figure: Figure, axes: Axes) -> float:
    """Put the legend at the foot of the chart, in as many columns as there is room for; its height. [inches]"""
    handles, labels = axes.get_legend_handles_labels()
    if not handles:
        return 0.0
    size = SETTINGS["legend.fontsize"]
    rooms = [
        text_width(label, size) + 4.8 * size / POINTS for label in labels
    ]  # with the sign before and the gap behind
    columns = next(n for n in range(len(rooms), 0, -1) if n == 1 or _across(rooms, n) <= WIDTH)
    axes.legend(
        handles, labels, loc="lower center", bbox_to_anchor=(0.5, 0.0), bbox_transform=figure.transFigure, ncols=columns,
        borderaxespad=0.2,
    )  # fmt: skip
    return (1.7 * math.ceil(len(rooms) / columns) + 0.9) * size / POINTS


def _across(rooms: list[float], columns: int) -> float:
    """Width of a legend filled column by column. [inches]"""
    long, rest = -(-len(rooms) // columns), len(rooms) % columns or columns
    ends = [long * min(at, rest) + (long - 1) * max(at - rest, 0) for at in range(columns + 1)]
    return sum(max(rooms[start:end]) for start, end in pairwise(ends))


def text_width(words: str, size: float) -> float:
    """How wide words are in a font size in points. [inches]"""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=SETTINGS["font.family"], size=size)
    return float(text_to_path.get_text_width_height_descent(words, font, False)[0]) / POINTS
