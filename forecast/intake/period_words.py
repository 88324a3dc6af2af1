"""Periods as people write them in titles and headings, in Vietnamese and English: "Quý I", "6 tháng đầu năm 2023", "đến 10-9".

A heading often says only a part ("Quý I") and a title the year; what they make together is `Words.period`. Where a heading stands,
and which title belongs to it, is left to the callers; the wordings are in `forecast.intake.period_rules`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import lru_cache

from forecast.core.periods import parse_period
from forecast.intake.period_rules import RULES, YEAR, Words
from forecast.io.read_periods import plain_letters

_RUNNING = re.compile(r"\bluy ke\b|\bcong don\b|\bcumulative\b|\bto date\b|\blk\b|\btu dau nam\b|\bdau nam den nay\b")
_TO_DATE = re.compile(r"\btu dau nam\b|\bdau nam den nay\b|\bto date\b")
_CURRENT = re.compile(r"\btrong ky\b|\bky nay\b|\btrong quy\b|\btrong thang\b|\b(?:this|in the) period\b")


@lru_cache(maxsize=65536)
def read_words(text: str) -> Words:
    """What a text says of time.

    Examples
    --------
    >>> read_words("Thực hiện 6 tháng đầu năm 2023").months, read_words("Thực hiện 6 tháng đầu năm 2023").pattern
    ((1, 6), 'Thực hiện {period}')
    >>> read_words("Quý V").bad, read_words("Ghi chú").has_part
    ('quy v', False)
    """
    shown = unicodedata.normalize("NFC", " ".join(text.split()))
    if (tidy := _tidy(shown)) is not None:
        return tidy
    scan = _Scan(shown)
    running, to_date, current = (bool(pattern.search(scan.plain)) for pattern in (_RUNNING, _TO_DATE, _CURRENT))
    found = Words(running=running, to_date=to_date, current=current)
    for pattern, take in RULES:
        for match in scan.matches(pattern):
            found = take(found, match)
    return replace(found, pattern=scan.pattern(), rest=" ".join(scan.left.split()))


def is_period(text: str) -> bool:
    """Whether a text names a period and nothing else.

    Examples
    --------
    >>> is_period("QUÝ I"), is_period("Quý I: Quận A")
    (True, False)
    """
    words = read_words(text)
    return (words.has_part or bool(words.years)) and not re.search(r"[a-z0-9]", words.rest)


def _tidy(text: str) -> Words | None:
    """A period of our own grammar."""
    if not re.fullmatch(rf"{YEAR}(?:[QH]\d|-\d\d)?(?:-\d\d)?(?:\.\.[-QH\d]+)?", text):
        return None
    try:
        period = parse_period(text)
    except ValueError:
        return None
    first, last = period.first_day, period.last_day
    if first.year != last.year or re.fullmatch(YEAR, text):
        return Words(years=(first.year,) if first.year == last.year else (first.year, last.year), pattern="{period}")
    if first.day == 1 and date.fromordinal(period.stop).day == 1:
        return Words(months=(first.month, last.month), years=(first.year,), pattern="{period}")
    return (
        Words(until=(last.month, last.day), years=(first.year,), pattern="{period}")
        if (first.month, first.day) == (1, 1)
        else None
    )


class _Scan:
    """A text, and what is left of it when periods are taken out."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.plain = self.left = plain_letters(shown)
        self._spans: list[tuple[int, int]] = []

    def matches(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.left))
        for match in found:
            first, last = match.span()
            self.left = self.left[:first] + " " * (last - first) + self.left[last:]
            self._spans.append((first, last))
        return found

    def pattern(self) -> str:
        """The text as shown with `{period}`; its plain form where letters were lost on the way."""
        text = self.shown if len(self.shown) == len(self.plain) else self.plain
        for first, last in sorted(self._spans, reverse=True):
            text = f"{text[:first]} {{period}} {text[last:]}"
        text = re.sub(r"(\{period\}[\s/,.-]*)+", "{period} ", text)
        return " ".join(text.split())
