"""Charts have room for their words, though nothing is drawn to find out."""

from dataclasses import replace

import pytest

from forecast.engine.record import Wish, make_judging
from forecast.report.charts.draw import Charts
from forecast.report.charts.names import chart_names
from forecast.report.reliability import find_curve
from tests.report.city import City


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_word_is_cut(city: City, language: str):
    """Every label, legend and number of every chart lies within its picture."""
    report = city.report()
    report = replace(report, curve=find_curve(report, make_judging(Wish(), "admissions", 2025)))
    charts = Charts(report)
    for name in chart_names(report):
        charts.draw(name, language, form="png")
        figure = charts._made[name, language]
        box, width, height = figure.get_tightbbox(), *figure.get_size_inches()
        assert box.x0 >= -0.01 and box.y0 >= -0.01 and box.x1 <= width + 0.01 and box.y1 <= height + 0.01, name
