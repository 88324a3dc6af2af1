"""Rules for every unit of a kind: "each cell at least one; with 50 workers or more at least two; one more per further 30".

What a rule asks of a unit is `forecast.core.rules`; here a sentence becomes such a rule.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from forecast.intake.sentences.figures import NUMBER, count_of
from forecast.intake.sentences.words import pattern

_COUNT = rf"(?:{NUMBER}|một|hai|ba|one|two|three)"
_ADMIT = r"(?:kết nạp|phát triển|admits?)"
_EACH = pattern(
    rf"(?<!\w)(?P<who>(?:mỗi|từng|each|every)\s(?:(?:rural|private|grassroots|village)\s)*(?=chi bộ|chi, đảng bộ|"
    rf"đảng bộ|tổ chức|đơn vị|cơ sở|doanh nghiệp|"
    rf"party|cell|organi[sz]ation|unit|grassroots)(?:(?!kết nạp|bình quân|phấn đấu|"
    rf"admits?)[^;:.]){{3,70}}?)\s(?P<average>bình quân\s)?(?:phấn đấu\s)?"
    rf"{_ADMIT}\s(?:được\s|mới\s)*(?P<least>ít nhất|tối thiểu|at least)?\s?(?P<first>{_COUNT})\s(?:đảng viên|"
    rf"party members?|members?)"
)
_STEP = pattern(
    rf"(?:từ|có|with|from)\s(?P<size>{NUMBER})\s(?P<of>công nhân|lao động|người lao động|đảng viên|workers|"
    rf"members)[^;:.]{{0,60}}?{_ADMIT}"
    rf"[^;:.\d]{{0,30}}?(?P<count>{_COUNT})\s(?:đảng viên|party members?|members?)"
)
_FURTHER = pattern(
    rf"(?:thêm|further|additional)\s(?P<size>{NUMBER})\s(?:công nhân|lao động|người lao động|đảng viên|workers|"
    rf"members)[^;:.]{{0,40}}?"
    rf"(?:{_ADMIT}\s)?(?:thêm\s)?(?P<count>{_COUNT})\s(?:đảng viên|more|further|party members?|members?)"
)
_SMALL = {"một": 1, "hai": 2, "ba": 3, "one": 1, "two": 2, "three": 3}
_ATTRIBUTE = {"đảng viên": "members", "members": "members"}
_ITEM = re.compile(r"\(\d+\)|$")


@dataclass(frozen=True)
class UnitRule:
    """One rule of a sentence.

    Attributes
    ----------
    who : the kind of unit in the words of the text.
    rule : as the quota table writes it.
    scope : `each`, or `average` where it holds on average only.
    """

    start: int
    stop: int
    who: str
    rule: str
    scope: str


def unit_rules(plain: str, text: str) -> list[UnitRule]:
    """The rules of a sentence for every unit of a kind.

    Examples
    --------
    >>> words = "Mỗi chi bộ xí nghiệp kết nạp ít nhất 01 đảng viên; có từ 40 công nhân trở lên kết nạp ít nhất 02 đảng viên."
    >>> [(rule.who, rule.rule, rule.scope) for rule in unit_rules(words, words)]
    [('Mỗi chi bộ xí nghiệp', 'workers: 0=1, 40=2', 'each')]
    """
    found = []
    at = 0
    while match := _EACH.search(plain, at):
        item = _ITEM.search(plain, match.end())
        at = item.start() if item else len(plain)
        following = _EACH.search(plain, match.end(), at)
        if following and not _FURTHER.search(plain, match.end(), following.end()):
            at = following.start()
        who = text[match.start("who") : match.end("who")].strip()
        if match["average"] or "bình quân" in who.lower():
            scope = "average"
        else:
            scope = "each"
        if rule := _rule(match, plain, at):
            found.append(UnitRule(match.start(), at, who, rule, scope))
    return found


def _rule(match: re.Match[str], plain: str, stop: int) -> str:
    """The steps; empty where what is said of each unit is no whole number, and so no rule: "trung bình mỗi chi bộ kết nạp 0,6"."""
    if not _count(match["first"]):
        return ""
    steps = [f"0={_count(match['first'])}"]
    attribute = "cells"
    if step := _STEP.search(plain, match.end(), stop):
        attribute = _ATTRIBUTE.get(step["of"].lower(), "workers")
        steps.append(f"{count_of(step['size']):.0f}={_count(step['count'])}")
    if further := _FURTHER.search(plain, match.end(), stop):
        steps.append(f"+{count_of(further['size']):.0f}={_count(further['count'])}")
    return f"{attribute}: {', '.join(steps)}"


def _count(text: str) -> int:
    count = _SMALL.get(text.lower()) or count_of(text)
    return int(count) if math.isfinite(count) else 0
