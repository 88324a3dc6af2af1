"""What a figure counts, by its noun, its verb and the figure before it: the measure, without its group.

The group is `forecast.intake.sentences.groups`; whether it was reached, `forecast.intake.sentences.planned`.
"""

from __future__ import annotations

import re

from forecast.intake.sentences import words
from forecast.intake.sentences.around import Around
from forecast.intake.sentences.cues import ADMIT, CUES, NEW, after_noun
from forecast.intake.sentences.event import Event
from forecast.intake.sentences.groups import AT_A_TIME, OF_THEM, is_next_group
from forecast.intake.sentences.others import speaks_of_others
from forecast.intake.sentences.planned import PLAN_CHANGED
from forecast.intake.sentences.standing import DOES_NOT_STAND, MEMBERS, WEAK, is_no_total, is_part_of_unknown, stands
from forecast.intake.sentences.words import pattern

DIFFERENCE = pattern(rf"(?<!\w)(?:{words.DIFFERENCE})\s*(?:là |by |of |thêm )?$")
_MEMBERS_TOO = pattern(r"(?<!\w)(?:và|and|with|với|gồm|cùng)\s$")
# "Phát triển 12 tổ chức đảng và 96 đảng viên": one verb for both.
_ADMITTED_TOO = pattern(
    r"(?<!\w)(?:phát triển|kết nạp|developed|admitted)\s(?:được\s|mới\s|thêm\s)*[\d.,]+\s[^,;.:\d]{4,60}(?:và|and|,)\s$"
)
_NEW_OR_OLD = pattern(r"\s?(?:đảng viên|ĐV|party members|members)(?! mới)(?!\w)")
_LIST = pattern(
    r"[\s,;:¤§()]*(?:(?:và|and|to|from|đến|là|ở|tại|còn|lên|xuống|đạt|trực thuộc|cơ sở|đảng bộ|đảng ủy|"
    r"(?:tập trung|chủ yếu|phần lớn)(?: nhiều)?|nhất là|tiếp theo|tiếp đến|kế đến|kế tiếp|sau đó|đứng đầu|dẫn đầu|"
    r"nhiều nhất|cao nhất|ít nhất|thấp nhất|followed by|then|với|"
    r"các (?:huyện|xã|phường|đơn vị)|các(?=\s¤)|districts|communes|et|était|de|à)[\s,;:¤§()]*)*"
)
# "41 đảng viên được kết nạp, 12 đảng viên từ trần": what befell the next is another matter.
_SUFFERED = pattern(
    r"\s?(?:đảng viên|đồng chí|người|party members?|members|people)\s(?:đã\s|were\s|was\s|have been\s)?"
    rf"(?:bị\s|{words.OTHERWISE})(?!\w)"
)
# "6.310 members, 41 of whom were newly admitted".
_AT_ONCE_ADMITTED = pattern(
    rf"\sof (?:whom|them)\s(?:were\s|had been\s|have been\s)?(?:newly\s)?(?:{words.ADMIT})(?!\w)"
)
_CLOSED = pattern(rf"(?<!\w)(?:{words.ADMIT}),\s$")
_ONCE = pattern(r"(?<!\w)từ (?:một |chỗ |\d+ )[^,;.]{0,40}$")
_PLANNED_NUMBER = pattern(
    r"(?:chỉ tiêu|kế hoạch|(?<=\()KH|mục tiêu|nghị quyết|target|plan|goal)[^,;.%)]{0,60}?[(:]?\s*(?:là |được giao |of |was )*$"
)
_CARRIED_OUT = pattern(
    r"(?:đã|kết quả)\s(?:thực hiện|đạt|triển khai)(?:\sđược)?\s?:?\s*$|thực hiện được\s*$|kết quả(?: đạt được)?\s?:\s*$"
)
_CELLS = pattern(r"(?<!\w)(?:tổ chức (?:cơ sở )?đảng|TCCSĐ|TCĐ|chi bộ|đảng bộ|cells?|party organi[sz]ations?)(?!\w)")
_OF_CELLS = pattern(r"^(?:(?!đảng viên|ĐV|members).)*(?:chi bộ|tổ chức (?:cơ sở )?đảng|TCCSĐ|cells|organi[sz]ations)")
# "Số chi bộ không kết nạp được đảng viên là 27".
_NUMBER_OF_UNITS = pattern(
    r"(?<!\w)(?:số|số lượng|number of) (?:chi bộ|chi, đảng bộ|đảng bộ|tổ chức|xã|phường|thôn|đơn vị|cơ sở|doanh nghiệp|trường|lớp|"
    r"cells|units|organi[sz]ations)[^;.\d]*(?:là|còn|was|is|are)\s$"
)
# Not every welcome is an admission: "welcomed 57 Party members", "gained 210 new members".
_TAKEN_IN, _NEW_TO_PARTY = pattern(r"gain|welcom"), pattern(r"\s(?:[a-z-]+\s){0,2}(?:new|party)\s")
# "Thực hiện kế hoạch phát triển Đảng, nhà trường đã tạo điều kiện cho 20 em": the last verb is no admission.
_ANOTHER_VERB = pattern(
    r"[,;]\s[^,;]*(?<!\w)(?:đã|vừa|luôn|tiếp tục)\s(?!có|đạt|thực hiện|được|là|kết nạp|phát triển|hoàn thành|vượt|triển khai|"
    r"tổ chức|xem xét|quyết định|thực)[^\W\d]+\s[^,;\d]*$"
)
_NO_VERB = pattern(r"đảng viên mới|new party members|vào đảng|vào hàng ngũ của đảng|to the party")
_GOES_ON = pattern(r"(?:,|(?<!\w)and)\s(?:has |have |had |then )*$")
_TREATED = pattern(
    r"\s(?:được|bị|were|have been)\s(?!(?:\w+\s)?(?:kết nạp|admitted))|\s(?:tham gia|tham dự|dự|học|hoàn thành|attend\w*)(?!\w)|"
    r"\sđạt\s(?=[^\W\d])"
)
_WAS_ADMITTED = pattern(r"(?<!\w)(?:và|đã) được (?:\w+ )?kết nạp$|(?:have been|has been|were|was)(?: \w+)? admitted$")
_TO_COME = pattern(r"(?<!\w)(?:còn lại|đang chờ|chờ|remaining|others)(?!\w)")
# What goes on from a figure of admissions to another time or to the mean of its years.
_ANOTHER_TIME = pattern(
    r"[\s,;(§]*(?:(?:và|nâng|and)\s)?(?:lũy kế|tính chung|cộng dồn|cộng chung|bình quân|trung bình|averaging|an average of|"
    r"on average|cumulative(?:ly)?)(?:[^,;.:%]{0,40})$"
)
_A_YEAR = pattern(r"\s?(?:/\s?năm|/\s?year|(?:each|every|a|per) year)(?!\w)")
_BETWEEN_MARKS = pattern(r"[\s,;(]*(?:or |about |an average of |averaging )?")


def measure_of(noun: str, cue: str, around: Around, last: Event | None, subset: bool) -> str | None:
    """The measure by its noun and verb; None for what is not counted here."""
    if noun == "organisations":
        return "organisations"
    passive = _passive(around.right)
    if passive and cue == "otherwise" and _NO_VERB.fullmatch(passive[0]):
        return None  # "bồi dưỡng cho 412 đảng viên mới", "giới thiệu 12 người vào Đảng"
    if passive and NEW.match(around.right) and _TREATED.match(around.right, passive.end()):
        return None  # "188 đảng viên mới được tập huấn"
    if passive and noun == "persons" and still_to_come(around.right):
        return None
    if passive and noun == "none" and _AT_ONCE_ADMITTED.match(around.right):
        return "admissions"
    if passive and noun == "persons":
        return None if CUES.search(around.right)[0] != passive[0] and _refused(around.right, passive) else "admissions"  # type: ignore[index]
    if noun == "other" and subset and last and OF_THEM.match(around.right):
        return last.whole
    if noun == "other":
        return last.whole if subset and last and re.match(r"\s?(?:là|kết nạp|are|were)\b", around.right) else None
    if cue == "admit":
        if _CLOSED.search(around.left) and _SUFFERED.match(around.right):
            return None
        if _ANOTHER_VERB.search(said_of(around.left)):
            return None
        taken_in = _TAKEN_IN.match(said_of(around.left)) and not _NEW_TO_PARTY.match(around.right)
        return None if taken_in or _NUMBER_OF_UNITS.search(around.left) else "admissions"
    if cue in ("raise", "stock"):
        of_cells = noun != "persons" and _OF_CELLS.search(said_of(around.left))
        return None if of_cells or (cue == "stock" and is_no_total(noun, around)) else "members"
    if cue == "otherwise" or _ONCE.search(around.before):
        return None
    if last is not None and last.role == "target" and last.whole == "admissions" and _CARRIED_OUT.search(around.left):
        return last.whole
    if _PLANNED_NUMBER.search(around.left) or PLAN_CHANGED.search(around.before):
        if last is not None and last.measure != "cells":
            return last.whole
        ours = ADMIT.search(around.sentence) and not speaks_of_others(around)
        return "admissions" if last is None and ours else None
    if cue == "found" and not (noun == "persons" and _has_since(around.left)):
        return "organisations" if noun == "none" and _CELLS.search(around.left) else None
    if subset and last:
        return last.whole
    if last is not None and last.role == "value" and last.whole == "admissions" and DIFFERENCE.search(around.left):
        return last.whole
    if WEAK.search(around.left) and last is None and is_part_of_unknown(around):
        return None
    if WEAK.search(around.left) and noun == "persons" and NEW.match(around.right):
        return None if DOES_NOT_STAND.search(around.right) else "admissions"
    if WEAK.search(around.left) and noun == "persons" and MEMBERS.match(around.right):
        return "members" if stands(around, last) else None
    if last is not None and noun == "persons" and is_next_group(around, last):
        return last.whole
    if last is not None and last.measure == "cells" and noun == "persons" and _ADMITTED_TOO.search(around.before):
        return "admissions"
    if last is not None and last.measure == "cells" and _MEMBERS_TOO.search(around.left):
        return "members" if _NEW_OR_OLD.match(around.right) and not DOES_NOT_STAND.search(around.right) else None
    if last is None or not (_LIST.fullmatch(after_noun(around.left)) or AT_A_TIME.search(around.left)):
        return None
    if noun == "persons" and _SUFFERED.match(around.right):
        return None
    if last.measure == "cells":
        return "members" if noun == "persons" and MEMBERS.match(around.right) else None
    return last.whole


def said_of(left: str) -> str:
    """What is said from the last verb or phrase before a figure on: of whom its total is."""
    cues = list(CUES.finditer(left))
    return left[cues[-1].start() :] if cues else left


def _passive(right: str) -> re.Match[str] | None:
    """The verb of admission behind a figure, but for one that goes on to another: "trained 812 people and admitted 512"."""
    found = ADMIT.search(right)
    return None if found and _GOES_ON.search(right[: found.start()]) and not right[found.end() :].strip() else found


def _refused(right: str, passive: re.Match[str]) -> bool:
    """Whether a word such as "introduced" stands between the figure and the verb, and it is not said that it was done."""
    cue = CUES.search(right)
    done = _WAS_ADMITTED.search(right[: passive.end()])
    return cue is not None and cue.lastgroup == "otherwise" and not done


def still_to_come(right: str) -> bool:
    """Whether those counted are still to be admitted: "5 em còn lại sẽ được kết nạp"."""
    passive = ADMIT.search(right)
    return passive is not None and bool(_TO_COME.search(right[: passive.start()]))


def _has_since(left: str) -> bool:
    """Whether a verb of having follows the founding: "từ khi thành lập, đến nay đảng bộ có 9 đảng viên"."""
    founded = list(CUES.finditer(left))
    return bool(founded) and WEAK.search(left, founded[-1].end()) is not None and "," in left[founded[-1].end() :]


def is_another_time(noun: str, around: Around, last: Event | None) -> bool:
    """Whether a figure tells the admissions just named of another time: "lũy kế quý I là 512", "bình quân 204 đảng viên/năm"."""
    if last is None or last.whole != "admissions" or last.part:
        return False
    if noun == "persons" and _ANOTHER_TIME.fullmatch(after_noun(around.left)):
        return True
    return bool(_A_YEAR.match(around.right)) and bool(_BETWEEN_MARKS.fullmatch(after_noun(around.left)))
