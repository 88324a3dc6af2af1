"""How charts look: colours that all readers tell apart, a font with every Vietnamese sign, axes in the reader's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forecast.report.voice import Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"], "font.size": 9, "svg.hashsalt": "quotacast", "axes.edgecolor": GREY,
    "axes.spines.top": False, "axes.spines.right": False, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "text.color": INK, "axes.titlesize": 10, "axes.titleweight": "bold", "axes.titlelocation": "left", "legend.frameon": False,
    "legend.fontsize": 8, "text.parse_math": False,
}  # fmt: skip


def new_chart(height: float) -> tuple[Figure, Axes]:
    """An empty chart of the width of a page. [inches]"""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
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


def legend_below(axes: Axes, columns: int = 4) -> None:
    """The legend under the chart, where it hides nothing."""
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=columns)
