"""What every report says, and what none says."""

import math
import re
from dataclasses import replace

import pytest

from forecast.language import LANGUAGES, say
from forecast.report.beside import LastForecast, TrackRecord
from forecast.report.blocks import Heading, Page, Paragraph, Picture, Table, cell_words
from forecast.report.model import KINDS, Focus
from forecast.report.pages import tell
from forecast.report.sections.brief import checkpoint_words, silent_words
from forecast.report.voice import Voice
from tests.language.test_catalogue import FORBIDDEN
from tests.report.city import City


def text_of(page: Page) -> str:
    """Every word of a page."""
    said = [page.title, *page.above, *page.below, *page.foot, page.marking]
    for block in page.blocks:
        if isinstance(block, Heading):
            said.append(block.text)
        elif isinstance(block, Paragraph):
            said += [block.lead, block.text]
        elif isinstance(block, Picture):
            said += [block.caption, block.alt]
        elif isinstance(block, Table):
            said += [block.caption, *(column.heading for column in block.columns)]
            said += [
                cell_words(cell, column.form, page.language)
                for row in block.rows
                for cell, column in zip(row, block.columns, strict=True)
            ]
    return "\n".join(said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_forbidden_word_and_no_gap(city: City, kind, language):
    """No formal class, no blame, no placeholder left open, no code without a sentence."""
    text = text_of(tell(city.report(kind=kind), language))
    assert [word for word in FORBIDDEN if word in text.casefold()] == []
    assert not re.search(r"\{\w*\}|report\.\w+|nan\b|None", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_guidance_stands_in_every_report(city: City, language):
    """For guidance, not for rating; numbers never justify lowering the standard."""
    page = tell(city.report(kind="brief"), language)
    assert page.foot == (say("page.guidance", language), say("report.standard", language))


def test_headings_follow_each_other(city: City):
    """Parts are numbered without gaps, whichever a report has."""
    numbers = [
        block.number for block in tell(city.report(), "vi").blocks if isinstance(block, Heading) and block.level == 1
    ]
    assert numbers == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]


def test_a_single_unit_is_spoken_of_by_name(city: City):
    """Where one unit alone is judged, the conclusion is about it, not a count of one."""
    report = city.report(kind="brief")
    page = tell(
        replace(report, top=None, lines=(replace(report.line("D01"), parent=""),), focus=Focus(), silent=()), "en"
    )
    assert isinstance(page.blocks[0], Paragraph) and report.names["D01"] in page.blocks[0].text
    assert "Of 1 units" not in text_of(page)


def test_without_any_report_none_is_said_to_have_come(city: City):
    """Before the year's first figures the checkpoint is its first quarter's end, and nobody has reported."""
    report = city.report(kind="brief")
    lines = tuple(
        replace(line, row={**line.row, "observed_through": "", "observed": math.nan}) for line in report.lines
    )
    voice = Voice(replace(report, top=None, lines=lines, silent=(), keeps={}), "en")
    assert silent_words(voice) == "No unit has reported figures of the year yet."
    one = replace(report.lines[0], row={**report.lines[0].row, "observed_through": "2025-09-26"})
    voice = Voice(replace(voice.report, lines=(one, *lines[1:])), "en")
    assert checkpoint_words(voice).startswith("30 September 2025")


def test_the_chance_is_no_second_percentage(city: City):
    """In sentences the chance is said in tenths, beside the attainment in percent."""
    first = next(block.text for block in tell(city.report(), "vi").blocks if isinstance(block, Paragraph))
    assert re.search(r"đạt \d+,\d% chỉ tiêu năm", first) and re.search(
        r"Khả năng đạt chỉ tiêu: .*(\d phần 10|phần 100)\)", first
    )


def test_marking_and_replaced_day(city: City):
    """The marking and the day of the issue that is replaced are printed as given."""
    from datetime import date

    page = tell(city.report(marking="NỘI BỘ", replaces=date(2025, 10, 5)), "vi")
    assert page.marking == "NỘI BỘ" and "Thay bản ngày 05/10/2025." in page.below


def test_ones_own_track_record_is_told_in_counts(city: City):
    """Without a backtest the public record is told, as not one's own; with it, precision and recall in words."""
    report = city.report(kind="brief")
    assert "Chưa đủ số liệu các năm trước của cơ quan" in text_of(tell(report, "vi"))
    told = text_of(tell(replace(report, track=TrackRecord(10, 7, 10, 8), last=LastForecast(2024, 900.0, 912.0)), "vi"))
    assert "Trong 10 đơn vị được lưu ý, 7 thực tế không đạt." in told and "Lần trước dự báo 900, thực tế 912" in told


def test_midterm_begins_with_the_term(city: City):
    """The review of a term tells its years first."""
    page = tell(city.report(kind="midterm"), "vi")
    tables = [block.name for block in page.blocks if isinstance(block, Table)]
    assert "2021–2025" in page.title and tables[0] == "term"


def test_the_explicit_blank_is_left_to_the_office(city: City):
    """Remarks, assessment and proposals are left blank."""
    assert any(
        isinstance(block, Paragraph) and block.look == "blank" for block in tell(city.report(kind="brief"), "vi").blocks
    )


@pytest.mark.parametrize(
    ("changed", "keeps", "said"),
    [
        ({"observed": 900.0}, {"TP": 1_342.0}, "has less than 1,342 in the year"),
        ({"observed": 900.0, "evidence_plan": 0.9}, {"TP": 900.0}, "its forecast rests mainly on the target"),
        ({"flag": "out_of_reach"}, {}, "cannot become a less favourable one"),
        ({"flag": "watch", "observed_through": "2025-09-30", "quota_low": 780.0}, {}, "is to have 780, its target"),
    ],
)
def test_checkpoint_of_the_whole_is_a_number_or_why_there_is_none(city: City, changed: dict, keeps: dict, said: str):
    """The whole's number is told to the last one; where there is none, a sentence says why."""
    report = city.report()
    top = replace(report.top, row={**report.top.row, "observed_through": "2025-06-30", **changed})
    assert said in checkpoint_words(Voice(replace(report, top=top, keeps=keeps), "en"))


def test_units_have_a_checkpoint_while_the_whole_waits(city: City):
    """Where the whole has no figures yet, the day is that of the units, and their numbers are told in a sentence of their own."""
    report = city.report()
    top = replace(report.top, row={**report.top.row, "observed_through": "", "observed": float("nan"), "flag": ""})
    unit = report.focus.units[0]
    lines = tuple(replace(line, row={**line.row, "observed_through": "2025-06-30"}) for line in report.lines)
    told = checkpoint_words(Voice(replace(report, top=top, lines=lines, keeps={unit: 999.0}), "en"))
    assert told.startswith("30 September 2025") and "With less than this in the year by then" in told and "999" in told
