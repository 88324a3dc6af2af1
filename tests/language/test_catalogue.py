"""The catalogues are complete in both languages and keep to the words of the field."""

import re
from pathlib import Path
from string import Formatter

import pytest

import forecast
from forecast.language import LANGUAGES, Word, catalogue, chance_words, default_language, number, percent, say

FORBIDDEN = (
    "cảnh cáo", "giải tán", "yếu kém", "cần củng cố", "không hoàn thành nhiệm vụ", "xếp hạng", "hạn ngạch",
    "khoảng tin cậy", "gian dối", "nguyên nhân",
)  # fmt: skip


SAME = {"roman": "number"}  # one quarter, written II or 2 as the language has it


def placeholders(sentence: str) -> set[tuple[str, str | None]]:
    """Names and formats of the gaps in a sentence."""
    return {(SAME.get(name, name), form) for _, name, form, _ in Formatter().parse(sentence) if name is not None}


def test_same_codes() -> None:
    """Both languages hold the same codes, none of them empty."""
    assert set(catalogue("vi")) == set(catalogue("en"))
    assert all(sentence.strip() for language in LANGUAGES for sentence in catalogue(language).values())


def test_same_placeholders() -> None:
    """A sentence takes the same values in both languages."""
    english = catalogue("en")
    different = [code for code, text in catalogue("vi").items() if placeholders(text) != placeholders(english[code])]
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_forbidden_word(language: str) -> None:
    """No sentence uses a formal class, a disciplinary measure or a word that blames."""
    texts = {code: sentence.casefold() for code, sentence in catalogue(language).items()}
    assert [(code, word) for code, text in texts.items() for word in FORBIDDEN if word in text] == []
    assert [code for code, text in texts.items() if re.search(r"\bsai\b(?! số)", text)] == []


def test_every_code_in_the_program_has_a_sentence() -> None:
    """Codes of findings noted while reading or checking are all in the catalogue."""
    package = Path(forecast.__file__).parent
    text = "".join(path.read_text() for folder in ("io", "checks") for path in (package / folder).glob("*.py"))
    codes = set(re.findall(r"notes\.add\(\s*\"(\w+)\"", text)) | set(re.findall(r"Finding\(\"(\w+)\"", text))
    assert codes > {"file_missing", "unit_unlisted"} and codes <= set(catalogue("en"))


def test_numbers_in_the_readers_style() -> None:
    """9810 and a share are printed as the reader writes them, without a space before the sign."""
    assert (number(9810, "vi"), number(9810, "en")) == ("9.810", "9,810")
    assert (percent(0.368, "vi"), percent(0.42, "vi"), percent(0.368, "en")) == ("36,8%", "42,0%", "36.8%")
    assert (number(-0.0, "vi"), number(float("nan"), "vi"), number(-1234.5, "vi")) == ("0", "–", "-1.234,5")
    assert (number(0.30000000000000004, "en"), number(2.0, "en", 1), number(-0.01, "en", 1)) == ("0.3", "2.0", "0.0")


def test_values_in_sentences() -> None:
    """Numbers are dressed, text stands as given, and a Word is said in the language of the sentence."""
    values = {"series": "Đ-07", "period": "2022", "sum": 1330, "value": 1312.5, "names": "Q1 + Q2"}
    said = say("parts_differ", "vi", parts=Word("parts.quarters"), **values)
    assert "các quý" in said and "1.330" in said and "1.312,5" in said and "2022" in said


def test_a_unit_may_be_named_with_braces() -> None:
    """Text of users is never taken for a placeholder."""
    assert "{x}[/x]" in say("unit_twice", "en", unit="{x}[/x]", first="2")


@pytest.mark.parametrize(
    ("chance", "vi", "en"),
    [
        (0.99, "gần như chắc chắn (hơn 95 phần 100)", "almost certain (over 95 in 100)"),
        (0.9, "nhiều khả năng (9 phần 10)", "very likely (9 in 10)"),
        (0.6, "có khả năng (6 phần 10)", "likely (6 in 10)"),
        (0.5, "chưa rõ (5 phần 10)", "open (5 in 10)"),
        (0.3, "khó (3 phần 10)", "unlikely (3 in 10)"),
        (0.06, "rất khó (1 phần 10)", "very unlikely (1 in 10)"),
        (0.0, "hầu như không (dưới 5 phần 100)", "almost impossible (under 5 in 100)"),
    ],
)
def test_chances(chance: float, vi: str, en: str) -> None:
    """A chance is said in word and tenths."""
    assert (chance_words(chance, "vi"), chance_words(chance, "en")) == (vi, en)


def test_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """FORECAST_LANG chooses the language; anything else is Vietnamese."""
    for setting, language in (("en", "en"), ("EN_us", "en"), ("vi", "vi"), ("fr", "vi"), ("", "vi")):
        monkeypatch.setenv("FORECAST_LANG", setting)
        assert default_language() == language
