"""Whether a figure was reached or is to be reached, and whether it is one of every year.

What it counts is `forecast.intake.sentences.events`.
"""

from __future__ import annotations

import re
from typing import Literal

from forecast.intake.sentences import words
from forecast.intake.sentences.around import Around
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.words import pattern

Role = Literal["value", "target", "difference"]

_TARGET = pattern(rf"(?<!\w)(?:{words.TARGET})(?!\w)")
_ATTAINED = pattern(
    r"(?:đạt|vượt|hoàn thành|bằng|thực hiện|theo|triển khai|qua|%|reach\w*|exceed\w*|of the|meeting|so với)(?:[^,;.:(]{0,30})$"
)
_WEAK_TARGET = pattern(r"nghị quyết|kế hoạch|nhiệm vụ|giao|cần|phải|plan")
_NEAR = pattern(r"[^,;.]{0,60}$")
_REALISED = pattern(rf"(?<!\w)(?:{words.REALISED})(?!\w)")
_EACH = pattern(rf"(?<!\w)(?:{words.EACH_YEAR})(?!\w)|/\s?(?:năm|year)")
_ADMITTING = pattern(r"(?<!\w)(?:admitting|with)(?: only| just)? $")
_PLANNED_FORM = pattern(r"(?<!by )\badmitting\b[^,;.]*$")
# "Theo kế hoạch, năm nay toàn huyện kết nạp 320": what the plan says; "kết nạp được" would say that it came so.
_BY_PLAN = pattern(
    r"(?:^|[.;]\s)theo (?:kế hoạch|lộ trình|chỉ tiêu)[^.;]{0,80}?(?:kết nạp|phát triển)(?: mới| thêm)?"
    r"(?: từ| khoảng| ít nhất)?\s*$|"
    r"(?:^|[.;]\s)(?:để )?(?:thực hiện|triển khai|hoàn thành) (?:kế hoạch|chỉ tiêu|mục tiêu)[^.,;\d]{0,40}\s(?:kết nạp|phát triển)"
    r"(?: mới| thêm)?\s*$"
)
PLAN_CHANGED = pattern(
    r"(?:chỉ tiêu|kế hoạch|mục tiêu|target|plan|quota|goal)[^,;.]{0,60}(?:nâng|tăng|giảm|hạ|điều chỉnh|"
    r"raised|increased|cut|lowered|reduced|lifted)"
    r"[^,;.]{0,40}\s(?:lên|xuống|còn|thành|to)\s(?:thành |còn )?$"
)
# "Chỉ tiêu là 300, đến nay đạt 142"; "mỗi năm từ 60 đảng viên trở lên; năm 2022 kết nạp 66".
_ANSWER = pattern(r"\d[^,;.:]{0,40}[,;]\s[^,;.:\d]{0,30}§\s(?:đã |mới )?(?:đạt|thực hiện|có)(?: được)?\s*$")
_TERM_ANSWERED = pattern(
    r"(?:mỗi năm|hằng năm|hàng năm|nhiệm kỳ|§|a year|each year)[^;]*\d[^;]*;[^;]*§[^;\d]{0,60}(?:kết nạp|"
    r"phát triển|admitted)[^;\d]{0,20}$"
)
_OVERTOOK = pattern(
    r"(?<!\w)(?:exceeded|surpassed|reached|achieved|met|fulfill?ed|beat|fell short|short of|missed|failed)(?!\w)"
)
# "đạt 28,6% chỉ tiêu năm (kết nạp 930 ĐV)".
_IN_BRACKETS = pattern(
    r"\s(?:so với |of |của )?(?:the |its )?(?:chỉ tiêu|kế hoạch|nghị quyết|mục tiêu|target|plan|quota)[^(),;.\d]{0,40}"
    r"\(\s?(?:(?:là|kết nạp|phát triển|giao|of|chỉ tiêu)\s)*"
)
_DONE = pattern(r"(?<!\w)(?:đã|kết quả|have been|has been)(?!\w)")
_ADMITTED = pattern(r"(?<!\w)(?:is|are|was|were|been) admitted(?!\w)")
_ADMIT = pattern(rf"(?<!\w)(?:{words.ADMIT})(?!\w)")


def is_target(figure: Figure, around: Around, *, each_year: bool) -> bool:
    """Whether the figure is to be reached: a word of planning before it, and none of having done it since.

    A range is a plan, too; nobody reaches a range.
    """
    if _IN_BRACKETS.fullmatch(around.left):
        return True
    asked = (figure.shape == "range" and not _ADMITTED.search(around.right)) or (each_year and figure.least)
    if not _REALISED.search(around.left) and (
        asked or (_PLANNED_FORM.search(around.left) and not _OVERTOOK.search(around.before))
    ):
        return True
    if PLAN_CHANGED.search(around.before):
        return True
    if _BY_PLAN.search(around.before) and not _REALISED.search(around.left):
        return True
    if _OVERTOOK.search(around.before) and _ADMITTING.search(around.left):
        return False
    planned = None
    for match in _TARGET.finditer(around.before):
        after, before = around.before[match.end() :], around.before[: match.start()]
        near = _NEAR.fullmatch(after) is not None
        if _ATTAINED.search(before) and not (near and len(after) < 40 and not _ADMIT.search(after)):
            continue
        if _WEAK_TARGET.fullmatch(match[0]) and not near:
            continue
        planned = match
    if planned is None or _is_answered(around.before[planned.end() :]):
        return False
    done = [match for match in _REALISED.finditer(around.before) if match.start() > planned.end()]
    return not done and not _realised_passive(around.right)


def _is_answered(after: str) -> bool:
    """Whether the plan has its own figure and this one tells what came of it: "chỉ tiêu giao 10, kết nạp 11"."""
    if _ANSWER.search(after) or _TERM_ANSWERED.search(after):
        return True
    number = re.search(r"\d[\d.,]*[^,;.:\d]{0,20},", after)
    return (
        number is not None and not _ADMIT.search(after[: number.start()]) and bool(_ADMIT.search(after[number.end() :]))
    )


def is_done(left: str) -> bool:
    """Whether it is said before a figure, and behind every word of planning, that it was reached."""
    planned = max((match.end() for match in _TARGET.finditer(left)), default=0)
    return bool(_DONE.search(left, planned))


def _realised_passive(right: str) -> bool:
    return re.match(r"[^,;]{0,40}\b(?:đã được|have been|has been|had been|were|was)\b", right) is not None


_OF_EARLIER = re.compile(r"^[^,;]{0,30}?/\s?(?:năm|year)(?=[,;)])")


def each_year_of(around: Around, role: Role) -> tuple[bool, bool]:
    """Whether a figure is of every year, and whether that is in doubt.

    "Hằng năm," set off by a comma or a colon governs all that follows; within one item of a list only that item, surely.
    """
    clause = re.split(r"[;:](?=\s§)" if around.left.rstrip(" :").endswith("§") else r";", around.left)[-1]
    clause = _OF_EARLIER.sub("", clause)  # "chỉ tiêu 200 đảng viên/năm, ..." says it of the figure before
    after = re.split(r"[,;]", around.right)[0]
    if (
        _EACH.search(clause)
        or _EACH.match(after.lstrip(" "))
        or re.search(
            r"/\s?(?:năm|year)|(?:mỗi|hằng|hàng) năm|a year|per year|each year|every year|annually|yearly", after
        )
    ):
        return True, False
    if role != "target":
        return False, False
    earlier = [match for match in _EACH.finditer(around.before)]
    if not earlier:
        return False, False
    sure = any(re.match(r"\s?[,:]", around.before[match.end() :]) for match in earlier)
    return sure, not sure
