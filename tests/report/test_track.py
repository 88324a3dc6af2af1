"""The track record in a report: one's own where there is one, else the public one, named as such."""

from dataclasses import replace

import pandas as pd
import pytest

from forecast.engine.record import Wish, make_judging
from forecast.report.blocks import Picture, Table
from forecast.report.model import Manner, Report
from forecast.report.pages import tell
from forecast.report.reliability import find_curve
from forecast.report.sections.follow_up import visit_words
from forecast.report.sections.track import flags_table, track, track_words
from forecast.report.voice import Voice
from tests.report.city import City


@pytest.fixture(scope="module")
def report(city: City) -> Report:
    """The city with the public record's curve."""
    report = city.report()
    return replace(report, curve=find_curve(report, make_judging(Wish(), "admissions", 2025)))


def test_public_record_is_named_as_such(report: Report):
    """Without a record of one's own, the first pages tell the public one and say so."""
    row = report.line("D01").row
    words = track_words(Voice(report, "en"))
    assert row["review_basis"] == "public_quarters" and "public sets of figures" in words
    assert f"of 10 units flagged as at risk, {round(10 * row['review_precision'])} missed" in words


def test_diagram_stands_in_the_long_report(report: Report):
    """Its caption says whose figures it is drawn from, and of how many forecasts."""
    names = [block.name for block in tell(report, "vi").blocks if isinstance(block, Picture)]
    said = [block.text for block in track(Voice(report, "vi")) if hasattr(block, "look")]
    assert "reliability" in names
    assert any(
        "không phải của cơ quan" in text and f"{report.curve.cases:,}".replace(",", ".") in text for text in said
    )


def test_a_report_names_no_command(report: Report):
    """What a screen says of the commands that make a record is no matter of a report; the time of the year stands with each case."""
    voice = Voice(report, "vi")
    said = " ".join(block.text for block in track(voice) if hasattr(block, "look"))
    assert "forecast" not in said and "--" not in said
    assert {row[-1] for row in flags_table(voice).rows} == {"số liệu công khai, sau 9 tháng"}


def test_curve_rises_and_tells_all_cases(report: Report):
    """Chances and shares rise together, and the shares of the cases add up to one."""
    curve = report.curve
    assert list(curve.observed) == sorted(curve.observed) and list(curve.stated) == sorted(curve.stated)
    assert sum(curve.share) == pytest.approx(1)


def test_own_record_comes_first(report: Report):
    """With enough backtested years of one's own after as many quarters, the curve is theirs."""
    met = [at % 4 == 0 for at in range(60)]
    rows = pd.DataFrame(
        {
            "model": "projection", "measure": "admissions", "unit": [f"D{at % 30:02d}" for at in range(60)],
            "year": [2023] * 30 + [2024] * 30, "known_quarters": 3, "quota": 50.0, "p_met": 0.25,
            "met": [float(value) for value in met], "flag": "at_risk",
        }
    )  # fmt: skip
    curve = find_curve(report, make_judging(Wish(), "admissions", 2025, rows=rows))
    assert (curve.basis, curve.cases, curve.groups) == ("own_quarters", 60, 2)
    assert (curve.stated, curve.observed) == ((0.25,), (0.25,))


def test_flags_table_counts_every_judged_unit(report: Report):
    """Each unit with a record stands in one row, with the cases that its own row names."""
    table = next(block for block in track(Voice(report, "en")) if isinstance(block, Table))
    judged = [line.row for line in report.lines if line.row["record_basis"]]
    assert sum(row[1] for row in table.rows) == len(judged) > 3
    assert {row[2] for row in table.rows} == {row["record_n"] for row in judged}


def test_units_to_visit_are_named(report: Report):
    """With a capacity, part III names the units to visit first, as `forecast project` does; a public issue does not."""
    chosen = {line.unit for line in report.lines if line.row["expected_shortfall"] > 0 and line.flag == "at_risk"}
    lines = tuple(
        replace(line, row={**line.row, "to_visit": "yes" if line.unit in chosen else "no"}) for line in report.lines
    )
    told = replace(report, lines=lines)
    words = visit_words(Voice(told, "en"))
    assert chosen and all(report.names[unit] in words for unit in chosen)
    assert visit_words(Voice(replace(told, manner=Manner(public=True)), "en")) == ""
