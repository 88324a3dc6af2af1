"""Sentences, numbers and chances in the reader's language, from the catalogues beside this file.

A catalogue is every `<language>/*.toml` in one flat mapping: `title` in the table `[screen]` is `screen.title`.
Which sentence is said, and with which figures, is left to the callers.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

LANGUAGES = ("vi", "en")
MISSING = "–"
_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


class Span(tuple[int, int]):
    """Whole numbers from a least to a greatest, said as one where they are the same, as a dash where there are none."""


class Word(str):
    """A value that is itself a code of the catalogue: it is said in the language of its sentence."""


def default_language() -> str:
    """The language of the environment variable FORECAST_LANG, Vietnamese when it names none of ours."""
    language = os.environ.get("FORECAST_LANG", "").strip().lower()[:2]
    return language if language in LANGUAGES else "vi"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its code.

    Raises
    ------
    ValueError : two files of the language hold the same code.
    """
    sentences: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.toml")):
        told = topic(language, path.stem)
        if twice := sentences.keys() & told.keys():
            raise ValueError(f"{path.name}: {', '.join(sorted(twice))} stands in two files")
        sentences.update(told)
    return sentences


@cache
def topic(language: str, name: str) -> Mapping[str, str]:
    """The sentences of one file by their codes: what needs few words need not wait for all."""
    path = Path(__file__).parent / language / f"{name}.toml"
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def say(code: str, language: str, **values: Any) -> str:
    """The sentence of a code. Numbers are printed in the reader's style; text (years, identifiers) stands as given.

    A placeholder may carry `:%` (a share as percent) or `:.2` (a number with two decimals).

    Examples
    --------
    >>> say("negative_flow", "en", series="D-07", period="2023Q1", value=-3).split(":")[0]
    'unit D-07, 2023Q1'
    """
    sentence = catalogue(language).get(code)
    if sentence is None:
        return f"{code} " + ", ".join(f"{name}={value}" for name, value in values.items())
    return _Sentence(language).vformat(sentence, (), values)


def number(value: float, language: str, digits: int | None = None) -> str:
    """A number as the reader writes it; `digits` decimals, or as many as it has (six at most).

    Examples
    --------
    >>> number(9810, "vi"), number(9810, "en"), number(20.5, "vi"), number(1234.5, "en", 2)
    ('9.810', '9,810', '20,5', '1,234.50')
    """
    if math.isnan(value):
        return MISSING
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if digits is None:
        digits = 0 if float(value).is_integer() else 6
        printed = f"{value:,.{digits}f}"
        printed = printed.rstrip("0").rstrip(".") if digits else printed
    else:
        printed = f"{value:,.{digits}f}"
    if not printed.strip("-0.,"):
        printed = printed.lstrip("-")
    return printed.translate(_VIETNAMESE_MARKS) if language == "vi" else printed


def day(when: date, language: str) -> str:
    """A day within a sentence: as Vietnamese officials write it, ISO in English.

    Examples
    --------
    >>> day(date(2025, 7, 1), "vi"), day(date(2025, 2, 1), "vi"), day(date(2025, 7, 1), "en")
    ('01/7/2025', '01/02/2025', '2025-07-01')
    """
    if language != "vi":
        return when.isoformat()
    month = f"{when.month:02d}" if when.month < 3 else str(when.month)
    return f"{when.day:02d}/{month}/{when.year}"


def percent(share: float, language: str, digits: int = 1) -> str:
    """A share (0-1) as a percentage, without a space before the sign.

    Examples
    --------
    >>> percent(0.3678, "vi"), percent(0.3678, "en")
    ('36,8%', '36.8%')
    """
    return MISSING if math.isnan(share) else number(100 * share, language, digits) + "%"


def chance_word(probability: float, language: str) -> str:
    """The rung of the ladder of chances, in words.

    Examples
    --------
    >>> chance_word(0.7, "vi"), chance_word(0.97, "en")
    ('có khả năng', 'almost certain')
    """
    rungs = (
        (0.95, "certain"),
        (0.8, "very_likely"),
        (0.6, "likely"),
        (0.4, "open"),
        (0.2, "hard"),
        (0.05, "very_hard"),
    )
    rung = next((name for floor, name in rungs if probability >= floor), "none")
    return say(f"chance.{rung}", language)


def chance_number(probability: float, language: str) -> str:
    """The chance in tenths, so that it never stands as a second percentage beside the attainment.

    Examples
    --------
    >>> chance_number(0.68, "vi"), chance_number(0.99, "en")
    ('7 phần 10', 'over 95 in 100')
    """
    if probability >= 0.95:
        return say("chance.above", language)
    if probability < 0.05:
        return say("chance.below", language)
    return say("chance.tenths", language, n=min(max(math.floor(10 * probability + 0.5), 1), 9))


def chance_words(probability: float, language: str) -> str:
    """Word and number of a chance together.

    Examples
    --------
    >>> chance_words(0.68, "vi"), chance_words(0.1, "en")
    ('có khả năng (7 phần 10)', 'very unlikely (1 in 10)')
    """
    if math.isnan(probability):
        return MISSING
    return f"{chance_word(probability, language)} ({chance_number(probability, language)})"


class _Sentence(Formatter):
    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Word):
            return say(value, self.language)
        if isinstance(value, Span):
            ends = list(dict.fromkeys(number(end, self.language) for end in value))
            return "–".join(ends) if value[0] <= value[1] else MISSING
        if isinstance(value, (tuple, list)):
            return ", ".join(self.format_field(item, format_spec) for item in value)
        if isinstance(value, date):
            return day(value, self.language)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return str(value)
        if format_spec.endswith("%"):
            return percent(value, self.language, int(format_spec[1:-1]) if len(format_spec) > 1 else 1)
        return number(value, self.language, int(format_spec[1:]) if format_spec else None)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, item in table.items():
        if isinstance(item, Mapping):
            yield from _flat(item, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(item)
