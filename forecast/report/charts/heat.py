"""Each unit's quarters of the year: the share of its target that a quarter brought, less the unit's own usual share of a year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forecast.core.periods import SEASONS
from forecast.report.charts.names import heat_lines, usual_shares
from forecast.report.charts.style import WIDTH, new_figure, shortened, text_width
from forecast.report.voice import ROMAN, Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LARGEST = 0.15  # difference at which colours are full
_ROW = 0.19  # height of one [inches]
_FOOT = 0.85  # below the cells: quarters and scale [inches]


def heat_cells(voice: Voice) -> list[tuple[str, tuple[float, ...]]]:
    """Name of each unit, and for every quarter the share of the target less the usual share; NaN where not known."""
    year, found = voice.report.year, []
    for line in heat_lines(voice.report):
        usual, quota = usual_shares(line, year), line.row["quota_low"]
        cells = tuple(value / quota - share for value, share in zip(line.past.quarters[year], usual, strict=True))
        found.append((voice.name(line.unit), cells))
    return found


def draw_heat(voice: Voice) -> Figure:
    cells = heat_cells(voice)
    columns = 1 if len(cells) <= 45 else 2 if len(cells) <= 90 else 4
    height = math.ceil(len(cells) / columns)
    figure = new_figure(_FOOT + 0.1 + _ROW * height)
    size = 8 if columns < 4 else 6
    names = [shortened(name, 30 if columns == 1 else 18) for name, _ in cells]
    beside = max(text_width(name, size) for name in names) + 0.1
    for at in range(columns):
        part = slice(at * height, (at + 1) * height)
        room = WIDTH / columns
        grid = [list(row) for _, row in cells[part]]
        foot = _FOOT + _ROW * (height - len(grid))
        axes = _placed(figure, (at * room + beside, foot, room - beside - 0.1, _ROW * len(grid)))
        axes.imshow(grid, cmap="PuOr", vmin=-_LARGEST, vmax=_LARGEST, aspect="auto", interpolation="nearest")
        axes.set_xticks(range(SEASONS), list(ROMAN))
        axes.set_yticks([])  # its labels would take half of the drawing; words cost less
        for row, name in enumerate(names[part]):
            axes.annotate(
                name, (0, row), xycoords=axes.get_yaxis_transform(), textcoords="offset points", xytext=(-4, 0),
                ha="right", va="center", fontsize=size,
            )  # fmt: skip
        axes.tick_params(length=0, labelsize=size)
        axes.set_facecolor("#DDDDDD")
        if columns == 1:
            _write_cells(axes, grid, voice)
    bar = figure.colorbar(
        figure.axes[0].images[0], cax=_placed(figure, (1.0, 0.45, WIDTH - 2.0, 0.12)), orientation="horizontal"
    )
    bar.set_label(f"← {voice.say('chart.below')}     ({voice.say('chart.points')})     {voice.say('chart.above')} →")
    bar.ax.xaxis.set_major_formatter(lambda value, _: voice.percent(value, 0).rstrip("%"))
    return figure


def _placed(figure: Figure, box: tuple[float, float, float, float]) -> Axes:
    """Axes at a place: left, bottom, width, height. [inches]"""
    width, height = figure.get_size_inches()
    left, bottom, wide, high = box
    return figure.add_axes((left / width, bottom / height, wide / width, high / height))


def _write_cells(axes: object, grid: list[list[float]], voice: Voice) -> None:
    for row, values in enumerate(grid):
        for column, value in enumerate(values):
            if not math.isnan(value):
                text = ("+" if value > 0 else "") + voice.percent(value).rstrip("%")
                axes.text(column, row, text, ha="center", va="center", fontsize=7)  # type: ignore[attr-defined]
