"""What stands ready, in words: beside what remains, of the whole and of each unit."""

from dataclasses import replace

from forecast.core.measures import Measure
from forecast.report.first_screen import first_screen
from forecast.report.projection_table import projection_text

TOLD = "files=80@2023-03-31;pool=300@2022-12-31"


def with_stocks(tables):
    """The tables with two stocks declared, one with a label."""
    files = Measure("files", "stock", ready_for="admissions", label_vi="Hồ sơ chờ xét", label_en="Files waiting")
    return replace(tables, measures={**tables.measures, "files": files, "pool": Measure("pool", "stock")})


def test_the_whole_says_what_remains_and_what_is_ready(tables, answered):
    """One line below the table; a figure of another day than the year to date stands with its day."""
    text = projection_text(answered({"ready": TOLD}), with_stocks(tables), "en", width=200)
    assert "remaining to quota 7,569. Files waiting: 80. pool (on 31 December 2022): 300." in text
    assert "còn phải thực hiện 7.569. Hồ sơ chờ xét: 80." in projection_text(
        answered({"ready": TOLD}), with_stocks(tables), "vi", width=200
    )


def test_each_unit_has_its_stocks_in_columns(tables, answered):
    """A column for each stock where there is room, with its label for heading; none where no unit tells one."""
    wide = projection_text(answered({"ready": TOLD}), with_stocks(tables), "vi", width=200)
    assert wide.splitlines()[4].endswith("80   300") and "Hồ sơ" in "".join(wide.splitlines()[1:3])
    assert "Hồ sơ" not in projection_text(answered(), with_stocks(tables), "vi", width=200)


def test_the_first_screen_names_them_below_what_is_needed(tables, answered):
    """The screen of the demo tells stocks where the figures have any."""
    lines = first_screen(answered({"ready": TOLD}), with_stocks(tables), "vi").splitlines()
    assert "Hồ sơ chờ xét: 80. pool (ngày 31/12/2022): 300." in lines
