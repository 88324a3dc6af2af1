"""Parts of those who are counted: whether a figure is one, and of which group.

The groups and their words are `forecast.intake.sentences.words`.
"""

from __future__ import annotations

import re

from forecast.intake.sentences import words
from forecast.intake.sentences.around import Around
from forecast.intake.sentences.cues import ADMIT, CUES
from forecast.intake.sentences.event import Event
from forecast.intake.sentences.words import pattern

SUBSET = pattern(rf"(?<!\w)(?:{words.SUBSET})(?!\w)")
_GROUPS = {name: pattern(rf"(?<!\w)(?:{text})(?!\w)") for name, text in words.GROUPS.items()}
_PEOPLES = pattern(rf"(?<!\w)(?:{words.PEOPLES})(?!\w)")
_ITEM = pattern(r";\s?$|\)\s?(?:và|and)\s$")
_ANY_GROUP = "|".join(words.GROUPS.values())
_BY_GROUP = pattern(
    rf"(?:^|[(;,:]|trong đó)\s?(?:có\s|số\s|đảng viên\s|là\s)*(?:{_ANY_GROUP})(?:\s(?:thanh niên|là|có|"
    rf"thiểu số|lao động|viên))*\s?:?\s?$"
)
_GROUP_HAS = pattern(r"[^;]*[;,]\s(?:số\s)?(?:là\s)?[^;:.\d]{2,90}\s(?:có|là|:)\s")
OUT_OF = pattern(r"^\W*(?:of|among|out of|trong số|trong tổng số)\s(?:the|these|its|those)?\s?[\d.,]+")
_OF_GROUP = pattern(rf"\s(?:were|are|was|is|là)\s(?:[\w ]{{0,20}})?(?:{_ANY_GROUP})")
OF_UNIT = pattern(r"¤\s(?:(?:kết nạp|được|mới|nhiều nhất|cao nhất|ít nhất|thấp nhất)\s)*(?:là\s|với\s)?(?:\(\s?)?$")
OF_THEM = pattern(rf"\sof (?:them|whom)\s(?:are\s|were\s|being\s)?(?:{_ANY_GROUP})")
# "35.658 đồng chí, chiếm 40,5% tổng số đảng viên mới kết nạp": the share says what the figure is a part of.
SHARE_OF_NEW = pattern(
    r"\s?(?:[^\W\d]+\s){0,3}?[,(]?\s?chiếm (?:tỷ lệ )?(?:khoảng |gần |hơn |trên )?[\d.,]+\s?% (?:trong |của |so với )?(?:tổng )?số "
    r"(?:đảng viên|ĐV)[^,;.%]{0,20}kết nạp"
)
# "Trong đó, năm 2022 kết nạp 188": of another time, not of a group.
_OF_A_TIME = pattern(r"(?:trong đó|riêng)[,:]?\s(?:trong\s|có\s|riêng\s)*§")
# "nâng tổng số đảng viên là học sinh lên 130".
_RAISED_GROUP = pattern(
    r"(?:số|number of)\s(?:đảng viên|ĐV)\s((?:là|người|nữ|học sinh|sinh viên|có đạo)(?:\s[^,;]*)?)\s(?:lên|là|đạt|thành)\s[^,;]*$|"
    r"number of\s((?:students?|female|women|ethnic[ -]minority)\s)(?:party )?members to\s$"
)
# "Số đảng viên người dân tộc thiểu số được kết nạp là 145".
_NUMBER_OF_GROUP = pattern(
    r"(?<!\w)(?:số(?: lượng)? (?:đảng viên|ĐV|quần chúng)\s[^,;.:\d]{2,60}\s(?:là|có|đạt|:)\s|"
    r"nhiều [^,;.:\d]{2,30} được kết nạp[^,;.\d]{0,40}\s(?:là|gồm|như)\s?:?\s¤+\s\()$"
)
AT_A_TIME = pattern(r"[:;,]\s§+\s?(?::|là)\s$")
_PART_FIRST = pattern(
    r"(?:trong đó|trong số đó|among them)[^§;]*đảng viên[^,;§]{0,20}\s(?:là|trong|thuộc|ở|khối)\s[^,;]*(?:có|:|là)\s$"
)
_WHOLE = pattern(r"\W*(?:trong (?:tổng )?số|of the|among the)\s")
_RESUMES = pattern(r"(?<!\w)(?:toàn|hiện|đảng bộ|chi bộ|tổng số|tỉnh|huyện|thành phố|¤+)(?!\w)")


def is_part(around: Around, cue: str, last: Event) -> bool:
    """Whether a figure is a part of the one before it: said so, or the list of parts goes on."""
    left = around.left
    if _WHOLE.fullmatch(left) and re.match(
        r"\s(?:đảng viên|members|new members)[^,;]{0,15}(?:kết nạp|admitted)", around.right
    ):
        return False
    if AT_A_TIME.search(left):
        return False
    goes_on = last.whole == "admissions" and last.role == "value" and not _RESUMES.search(left)
    if goes_on and ((not cue and _BY_GROUP.search(left)) or ("_" in last.measure and _GROUP_HAS.fullmatch(left))):
        return True
    if SHARE_OF_NEW.match(around.after) or (around.out_of and last.measure != "cells"):
        return True
    if OF_THEM.match(around.right) or (OUT_OF.search(around.sentence) and _OF_GROUP.match(around.right)):
        return True
    closed = left.count(")") > left.count("(") or (cue and ";" in left)  # the list of parts ends there
    return (bool(SUBSET.search(left)) and not _OF_A_TIME.search(left)) or (last.part and not closed)


def is_of_nothing(around: Around) -> bool:
    """Whether a figure is a part of another that is not counted here: "85 đảng viên mới dự lớp, trong đó 20 đạt loại giỏi"."""
    cues = list(CUES.finditer(around.left))
    behind = bool(cues) and around.left[0] == " " and SUBSET.search(around.left, cues[-1].end()) is not None
    return behind and not ADMIT.search(around.right)


def is_of_unknown(around: Around, cue: str) -> bool:
    """Whether a figure is a part of a whole that is not counted here: "Trong đó, đảng viên mới là nông dân có 120 người"."""
    return cue == "admit" and _PART_FIRST.search(around.left) is not None


def is_next_group(around: Around, last: Event) -> bool:
    """Whether an item behind a semicolon is of another group of those admitted: "...; 7 đảng viên là công nhân"."""
    if (
        last.whole != "admissions"
        or "_" not in last.measure
        or not _ITEM.search(around.left)
        or _RESUMES.search(around.left)
    ):
        return False
    otherwise = any(cue.lastgroup == "otherwise" for cue in CUES.finditer(around.right))
    return not otherwise and any(group.search(around.right) for group in _GROUPS.values())


def group_of(around: Around, subset: bool, measure: str, *, weak: bool) -> str:
    """The group by the words beside the figure; of a whole figure only by where, or right at its noun."""
    clause = re.split(r"[,;(:]|trong đó|\bvà \d", around.right)[0]
    near = clause if subset else re.split(r"\s(?:trong năm|so với|đạt)\b", clause)[0]
    for name, group in _GROUPS.items():
        if group.search(near):
            return name
    if _PEOPLES.search(near):
        return "ethnic"
    for name in ("private", "residential"):
        if measure != "members" and _GROUPS[name].search(around.clause):
            return name
    if measure == "members" and not weak:
        raised = _RAISED_GROUP.search(around.left)
        return next((name for name, group in _GROUPS.items() if raised and group.search(raised[1] or raised[2])), "")
    if counted := _NUMBER_OF_GROUP.search(around.left):
        return next((name for name, group in _GROUPS.items() if group.search(counted[0])), "")
    left = around.left if subset or measure != "members" else around.before
    reach = re.split(r"[;,]" if subset else r"[;]", left)[-1]
    for name, group in _GROUPS.items():
        where = reach if subset or name in ("private", "residential", "militia") else reach[-30:]
        if group.search(where):
            return name
    return ""
