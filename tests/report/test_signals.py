"""Signals of a report: the engine's reasons with their numbers and questions, in the reader's words."""

import math

import pandas as pd
import pytest

from forecast.core.results import REASON_COLUMNS, ROW_KEY, SIGNS
from forecast.report.disclosure import public_report
from forecast.report.model import Signal
from forecast.report.signals import find_signals, read_reasons
from forecast.report.voice import Voice
from tests.report.city import City

NUMBERS = {"value": 40.0, "base": 77.3, "share": 0.482, "base_share": 0.66, "quarter": 2.0, "since": 2019.0}


def reasons(*codes: str) -> pd.DataFrame:
    """Reasons of the unit D01, each with all numbers that a sentence may name; an unnamed part last."""
    row = dict.fromkeys(ROW_KEY, "") | {"unit": "D01", "part": "level", "contribution": 5.0} | NUMBERS
    named = [{**row, "order": at + 1, "code": code} for at, code in enumerate(codes)]
    return pd.DataFrame([*named, {**row, "order": 0, "code": ""}], columns=list(REASON_COLUMNS))


def flagged(**stated: object) -> dict[str, object]:
    """The row that goes with them."""
    row = dict.fromkeys(ROW_KEY, "") | {"unit": "D01", "flag": "at_risk", "observed_through": "2025-09-30"}
    return row | {"needed_per_quarter": 9.0, "unit_estimate": math.nan, "q0.1": 70.0, "q0.9": 95.0} | stated


def test_the_engines_reasons_are_told_in_their_order():
    """What is named of a row stands first to last, parts that are not named nowhere."""
    found = find_signals(flagged(), read_reasons(reasons("quota_raised", "shock")), "2025-09-30")
    assert [signal.code for signal in found] == ["quota_raised", "shock"]


def test_who_is_not_flagged_has_no_signal():
    """Reasons of another flag's row are not told."""
    assert not find_signals(flagged(flag="on_track"), read_reasons(reasons("shock")), "2025-09-30")


def test_a_late_report_and_an_own_estimate_stand_beside_them():
    """What only a report knows: others have reported further, and the unit expects more than the range."""
    found = find_signals(flagged(unit_estimate=120.0), read_reasons(reasons("shock")), "2025-12-31")
    assert [signal.code for signal in found] == ["reports_late", "shock", "estimate_above"]


@pytest.mark.parametrize(("usual", "code"), [(7.0, "needed_usual"), (math.nan, "needed")])
def test_what_the_rest_needs_stands_beside_what_is_usual(usual: float, code: str):
    """Where nothing else is to be said; alone only where nothing is known of earlier years."""
    assert [signal.code for signal in find_signals(flagged(usual_per_quarter=usual), {}, "2025-09-30")] == [code]


@pytest.mark.parametrize(
    ("code", "language", "sentence"),
    [
        ("lower_level", "vi", "các quý đều thấp: lũy kế 40, thấp hơn 48,2% so với mức thường có đến kỳ này (77)"),
        ("shock", "vi", "riêng quý II chỉ có 40, thường khoảng 77"),
        ("falling", "en", "falling since 2019, on average 48.2% a year: from about 77 to 40 a year"),
        ("behind_usual_share", "en", "year to date 40, 48.2% of a usual year; 66.0% is usual by now"),
    ],
)
def test_sentences_name_the_numbers(city: City, code: str, language: str, sentence: str):
    """Counts, shares, quarters and years each as the reader writes them."""
    assert Voice(city.report(), language).signal(Signal(code, NUMBERS)) == sentence


@pytest.mark.parametrize("code", SIGNS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sign_has_its_sentence_its_question_and_its_short_words(city: City, code: str, language: str):
    """No code is printed for want of words, and no gap is left in a sentence."""
    voice, signal = Voice(city.report(), language), Signal(code, NUMBERS)
    assert "{" not in voice.signal(signal) and "report.signal" not in voice.signal(signal)
    assert voice.question(signal).endswith("?") and not voice.question(signal).startswith("report.")


def test_the_city_tells_the_reasons_of_its_projection(city: City):
    """The unit whose year lies far below its others is told with the codes of its row."""
    report = city.report()
    line = report.line("D04")
    codes = [code for code in str(line.row["reasons"]).split(";") if code in SIGNS]
    assert codes and codes == [signal.code for signal in line.signals if signal.code in SIGNS]


def test_a_public_report_has_no_sign_of_any_unit(city: City):
    """Neither sentences nor codes: they tell of years and reports that a public page does not show."""
    for line in public_report(city.report(public=False)).lines:
        assert not line.signals and not set(str(line.row["reasons"]).split(";")) & set(SIGNS)
