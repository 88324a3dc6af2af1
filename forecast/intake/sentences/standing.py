"""Members that a unit has: whether "có 41 đảng viên" tells its stock, or only those who left, attended or were rewarded.

The measure of every other figure is told by `forecast.intake.sentences.counted`.
"""

from __future__ import annotations

from forecast.intake.sentences import words
from forecast.intake.sentences.around import Around
from forecast.intake.sentences.event import Event
from forecast.intake.sentences.groups import OUT_OF, SUBSET
from forecast.intake.sentences.others import has_others
from forecast.intake.sentences.words import pattern

WEAK = pattern(rf"(?<!\w)(?:{words.WEAK_STOCK})(?!\w)")
MEMBERS = pattern(
    r"\s?(?:(?!and |of )[a-z-]+\s){0,3}(?:đảng viên|ĐV|membres|party members?|members)(?!\w)|"
    r"\s?(?:người|đồng chí|people|comrades)(?!\w)"
)
DOES_NOT_STAND = pattern(
    r"dự bị|chính thức|(?:trúng|tái|ứng) cử|tình nguyện|(?:hy|hi) sinh|nghỉ hưu|vi phạm|đăng ký|elected|probationary|official|"
    rf"(?<!\w)(?:bị|được)\s|(?<!\w)(?:{words.OTHERWISE})(?!\w)"
)
# What may follow a number of members that stands: "có 41 đảng viên lên đường nhập ngũ" counts those who leave.
_MAY_FOLLOW = pattern(
    r"(?:\s(?:mới|trẻ|nữ|chính thức|dự bị|người dân tộc(?: thiểu số)?))?\s?(?:$|[,;.:()“”\"]|"
    r"(?:hiện |đang |còn |cùng )?(?:(?:tham gia )?sinh hoạt|công tác|làm việc|trực thuộc|thuộc|ở|tại|trong|của|và|với|là|"
    r"trên|so với|chiếm|toàn|có|đại diện|được chia|thì|đều|theo đạo|người|gốc|cư trú|"
    r"in|of|out of|and|at|from|across|nationwide|who|with|working|belonging|under|as|now|active|living|by|on|including)(?!\w))"
)
_OURS = pattern(r"đảng viên|(?<!\w)ĐV(?!\w)|party members")
_PEOPLE = pattern(r"\s?(?:người|people)(?!\w)")
_COMPRISES = pattern(r"(?:chi bộ|đảng bộ|¤)[^,;:()]{0,60}\s(?:gồm|bao gồm)(?: có)?\s$")
_OF_BADGES = pattern(r"(?:huy hiệu|badges?)(?:(?!hiện|đến nay|toàn|¤|now)[^;])*$")
# Those of whom something is done: "a total of 312 members were disciplined".
_UNDERGO = pattern(
    r"\s?(?:party members?|members|đảng viên|đồng chí|người)\s(?:đã\s)?(?:bị|được|were|have been|"
    r"was)\s(?!(?:\w+\s)?(?:kết nạp|admitted))"
)


def stands(around: Around, last: Event | None) -> bool:
    """Whether a number of members behind a verb of having is a stock, and not of some who did something."""
    members = MEMBERS.match(around.right)
    if members is None or not _MAY_FOLLOW.match(around.right, members.end()) or DOES_NOT_STAND.search(around.right):
        return False
    if _OF_BADGES.search(around.before) or has_others(around) or OUT_OF.search(around.sentence):
        return False
    of_party = _OURS.search(around.sentence) or (last is not None and last.measure == "cells")
    return bool(of_party) or not _PEOPLE.match(around.right)


def is_part_of_unknown(around: Around) -> bool:
    """Whether a figure is told as a part of a whole that is not counted here; a cell "gồm 9 đảng viên" is whole."""
    return SUBSET.search(around.left) is not None and not _COMPRISES.search(around.left)


def is_no_total(noun: str, around: Around) -> bool:
    """Whether a total is of others than members ("trên tổng số 1.200 lao động"), or of some of them to whom something was done."""
    others = noun == "persons" and not MEMBERS.match(around.right)
    return others or _UNDERGO.match(around.right) is not None
