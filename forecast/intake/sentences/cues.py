"""The verb before a figure and the noun behind it, each by its kind.

What they make of the figure is decided in `forecast.intake.sentences.counted`.
"""

from __future__ import annotations

import re

from forecast.intake.sentences import words
from forecast.intake.sentences.words import pattern

CUES = pattern(
    rf"(?<!\w)(?:(?P<raise>{words.RAISE})"
    rf"|(?P<otherwise>(?:{words.OTHERWISE}|xem xét(?=[^,;.\d]*kết nạp(?!\s(?:được\s|mới\s|thêm\s)*$)))(?:(?:(?!\bvà\b|"
    rf"\bđã\b|\bđược\b)[^,;.\d]){{0,40}}?(?:kết nạp|"
    rf"admit\w*)(?!\s(?:được\s|mới\s|thêm\s)*$)(?:\sđảng)?)?)"
    rf"|(?P<admit>{words.ADMIT})|(?P<found>{words.FOUND})|(?P<stock>{words.STOCK}))(?!\w)"
)
ADMIT = pattern(rf"(?<!\w)(?:{words.ADMIT})(?!\w)")
PARTY = pattern(r"(?<!\w)(?:đảng|ưu tú|ĐV|CPV|party|parti)(?!\w)")
NEW = pattern(r"\s(?:đảng viên mới|new (?:party )?members)(?!\w)")
_AT_ONCE = pattern(r"\s(?:(?:được|mới|thêm|a|in)\s)*")
_OR_MORE = pattern(r"^\s(?:trở lên|or more|and more)(?=\s)")
_OF_PLAN = pattern(r"^\s(?:of (?:the|its)|so với|kế hoạch|chỉ tiêu|nghị quyết)[^,;()]{0,40}(?=[,;)])")


def noun_of(right: str) -> str:
    """The kind of noun right after a figure: organisations, persons, none or another."""
    right = _OR_MORE.sub("", right)
    if words.ORGANISATIONS.match(right):
        return "organisations"
    if words.PERSONS.match(right):
        return "persons"
    return "none" if words.NO_NOUN.match(right) or re.match(r"\s*[¤§]", right) else "other"


def cue_of(left: str) -> str:
    """The kind of the last verb or phrase before a figure."""
    cues = list(CUES.finditer(left))
    if cues and cues[-1].lastgroup == "raise" and ADMIT.search(cues[-1][0]):
        return "admit"
    of_verb = len(cues) > 1 and cues[-1].lastgroup == "stock" and cues[-2].lastgroup == "admit"
    if of_verb and _AT_ONCE.fullmatch(left[cues[-2].end() : cues[-1].start()]):  # "kết nạp được tổng số 66 đảng viên"
        return "admit"
    return str(cues[-1].lastgroup) if cues else ""


def after_noun(left: str) -> str:
    """What stands before a figure, without the noun of the figure before."""
    rest = left
    while noun := words.PERSONS.match(rest) or words.ORGANISATIONS.match(rest):  # "đoàn viên thanh niên" are two
        rest = rest[noun.end() :]
    return _OF_PLAN.sub("", re.sub(r"^\s(?:mới|trực thuộc|cơ sở|ưu tú)+", "", rest))
