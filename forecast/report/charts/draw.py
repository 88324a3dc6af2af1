"""A chart by its name, as the bytes of a picture. The same report gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from forecast.errors import UsageError
from forecast.report.charts.heat import draw_heat
from forecast.report.charts.landing import draw_landing
from forecast.report.charts.names import chart_names
from forecast.report.charts.path import draw_path
from forecast.report.charts.reliability import draw_reliability
from forecast.report.charts.style import SETTINGS
from forecast.report.charts.term import draw_term
from forecast.report.charts.waterfall import draw_waterfall
from forecast.report.model import Report
from forecast.report.voice import Voice

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHARTS: dict[str, Callable[[Voice], Figure]] = {
    "landing": draw_landing,
    "path": draw_path,
    "waterfall": draw_waterfall,
    "heat": draw_heat,
    "reliability": draw_reliability,
}
Form = Literal["svg", "png"]
DOTS = 150  # per inch, of PNG


class Charts:
    """The charts of one report. Each is made once in a language, whatever forms it is wanted in."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._made: dict[tuple[str, str], Figure] = {}

    def draw(self, name: str, language: str, *, form: Form = "svg", outlines: bool = True) -> bytes:
        """The picture of one chart.

        Parameters
        ----------
        outlines : SVG holds the letters as outlines, so that it looks the same everywhere; otherwise as text in DejaVu.

        Raises
        ------
        UsageError : the report has no figures for such a chart.
        """
        from matplotlib import rc_context

        if name not in chart_names(self.report):
            known = ", ".join(chart_names(self.report))
            raise UsageError("usage.bad_option_value", option="--chart", value=name, allowed=known)
        content = io.BytesIO()
        settings: Any = {**SETTINGS, "svg.fonttype": "path" if outlines else "none"}
        with rc_context(settings):
            if (name, language) not in self._made:
                self._made[name, language] = _figure(Voice(self.report, language), name)
            metadata = {"Date": None} if form == "svg" else {"Software": None}
            self._made[name, language].savefig(content, format=form, dpi=DOTS, metadata=metadata)
        return content.getvalue()


def _figure(voice: Voice, name: str) -> Figure:
    if name in CHARTS:
        return CHARTS[name](voice)
    years = name.removeprefix("term-").replace("-", "..")
    return draw_term(voice, next(term for term in voice.report.terms if term.row["year"] == years))
