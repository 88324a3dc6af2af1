"""Expressions of time in a sentence, each told from what a comparison refers to and from the year of a plan.

Which words they are is `forecast.intake.sentences.time_words`; which figure a time belongs to is decided in
`forecast.intake.sentences.statements`; calendar periods are `forecast.core.periods`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from forecast.intake.sentences.time_shapes import Time
from forecast.intake.sentences.time_words import EXPRESSIONS
from forecast.intake.sentences.words import pattern

_REFERENCE = pattern(
    r"(?<!\w)(?:so với|so cùng|cùng kỳ|cùng thời điểm|cùng thời kỳ|compared (?:to|with)|same period|than(?!\w)|"
    r"over(?!\w)|of the previous|gấp [^;]{1,12}? lần|"
    r"%[^,;.%]{0,12}\b(?:số|tổng số)[^,;.]{0,25}đảng viên[^,;.]{0,30}|(?:total|percent|"
    r"%)[^,;.%]{0,20} party members|members at)[^,;%\d]{0,40}$"
)
_PLAN = pattern(
    r"(?:chỉ tiêu|kế hoạch|KH|nghị quyết|nhiệm vụ|plan|target|targets)(?:\s[^,;.%\d]{0,40})?\s?(?:của\s)?(?:for\s|of\s|in\s)?$"
)


def times(plain: str) -> list[Time]:
    """The expressions of time of a sentence, in order, none inside another.

    Examples
    --------
    >>> [(time.shape, time.year, time.part) for time in times("Quý I/2023 và 9 tháng đầu năm 2022")]
    [('part', 2023, 'Q1'), ('part', 2022, '9')]
    >>> [(time.shape, time.role) for time in times("Tính đến ngày 10-9, tăng 5% so với cùng kỳ năm 2017")]
    [('to_date', 'own'), ('year', 'reference')]
    """
    found: list[Time] = []
    for expression, build in EXPRESSIONS:
        for match in expression.finditer(plain):
            if not any(time.start < match.end() and match.start() < time.stop for time in found):
                found.append(_in_role(build(match), plain))
    return sorted(found, key=lambda time: time.start)


def hidden(plain: str, known: list[Time]) -> str:
    """The sentence with its times blotted out."""
    for time in known:
        plain = plain[: time.start] + "§" * (time.stop - time.start) + plain[time.stop :]
    return plain


def _in_role(time: Time, plain: str) -> Time:
    before = plain[max(0, time.start - 90) : time.start]
    within = re.search(r"(?:trong|during|in the)\s$", before) or re.match("trong|during", time.text.lower())
    compared = time.shape not in ("to_date", "now", "last_years") and not (within and time.shape in ("term", "run"))
    if time.role == "own" and compared and _REFERENCE.search(before):
        return replace(time, role="reference")
    if time.role == "own" and time.shape in ("year", "term", "part") and _PLAN.search(before):
        return replace(time, role="plan")
    return time
