"""What a figure of a sentence counts: admissions, new organisations or members, of which group, reached or to be reached.

The rules look at the noun after the figure, the last verb before it, and the words on its other side, up to the figures beside it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from forecast.intake.sentences import words
from forecast.intake.sentences.around import Around
from forecast.intake.sentences.counted import DIFFERENCE, is_another_time, measure_of, still_to_come
from forecast.intake.sentences.cues import PARTY, after_noun, cue_of, noun_of
from forecast.intake.sentences.event import Event
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.groups import (
    OF_UNIT,
    SHARE_OF_NEW,
    SUBSET,
    group_of,
    is_of_nothing,
    is_of_unknown,
    is_part,
)
from forecast.intake.sentences.others import is_of_others, is_of_union, is_schooling, raises_others
from forecast.intake.sentences.planned import Role, each_year_of, is_done, is_target
from forecast.intake.sentences.words import pattern

_FOUND = pattern(rf"(?<!\w)(?:{words.FOUND})(?!\w)")
_COURSE_OF_MEMBERS = pattern(
    r"(?:số(?: lượng)? (?:đảng viên|ĐV)(?! mới)|number of (?:party )?members)[^,;.\d]{0,40}"
    r"(?:tăng|giảm|rose|grew|fell|increased|decreased|dropped|risen|grown|fallen)(?: dần)? (?:từ|from)\s?$|"
    r"(?:nâng|đưa)[^,;.\d]{0,12}số (?:lượng )?(?:đảng viên|ĐV)(?! mới)[^,;.\d]{0,60} từ\s?$"
)
# "Tăng 2 chi bộ và 30 đảng viên": the second is a difference, too.
_ALSO_MORE = pattern(
    r"(?<!\w)(?:tăng|giảm|an increase of|up by|down by)(?: thêm)? [\d.,]+\s[^,;.\d]{2,40}?(?:và|,|and)\s(?:tăng |giảm )?$"
)
# A stock at the beginning of what is told now: "lúc mới thành lập chỉ có 7 đảng viên".
_AT_FIRST = pattern(
    r"(?<!\w)(?:khi (?:mới )?(?:thành lập|ra đời)|(?:lúc|ngày) (?:đầu|mới thành lập|thành lập)|ban đầu|trước đây|"
    r"trước kia|ngày đầu|"
    r"since (?:its|their) (?:inception|establishment|founding)|initially|at first|at the beginning|previously|in the past)"
    r"(?:(?!(?<!\w)(?:hiện|đến nay|now|nay)(?!\w))[^.;]){0,60}$"
)
_REPRESENTED = pattern(r"(?:đại diện(?: cho)?|represent\w*)\s$")
_PLAIN_NOUN = pattern(
    r"\s?(?:new )?(?:đảng viên|ĐV|đồng chí|đ/c|người|quần chúng|em|party members?|members?|people)(?!\w)"
)
_NEWLY_ADMITTED = pattern(r"\s?(?:đảng viên|ĐV) (?:mới|được|mới được)?\s?(?:kết nạp|$|[;,.)])")
_HAVE = pattern(r"(?:có|has|have)\s$")
_UNDER = pattern(r"(?:dưới|không quá|chưa đủ|under|fewer than|less than)\s")
_MORE_THAN = pattern(r"\s(?:more|fewer) [\w ]{0,30}than")
_AGE_BEFORE = pattern(r"(?:(?<!\w)aged?(?: of)?|tuổi đời(?: bình quân| trung bình)?|độ tuổi|tuổi)(?: là| of| từ)?\s*$")
_AGE_BEHIND = pattern(r"\s?(?:tuổi(?! đảng)|years? old|years of age)(?!\w)")
# What is asked of each of many units is no target of the one named before: "các chi bộ kết nạp ít nhất 4".
_OF_MANY = pattern(
    r"(?<!\w)(?:các|những|từng|each of the|all)\s"
    r"(?:chi,\s)?(?:đảng bộ|chi bộ|đảng ủy|xã|phường|thị trấn|đơn vị|cơ sở|tổ chức|cells|communes)"
    r"[^;.:¤\d]{0,60}(?:kết nạp|phát triển|admit)[^,;.\d]{0,20}$"
)
# A name that is no unit here, and yet not the one told of before: "nhiều nhất là Chi bộ trường THPT Đông Khê (12)".
_OF_ANOTHER = pattern(
    r"(?<!\w)(?:(?:nhiều nhất|cao nhất|ít nhất|thấp nhất|(?:dẫn|đứng) đầu|(?:tiếp|kế) (?:theo|đến|tiếp)|tiêu biểu)"
    r"(?:[^¤;.()\d]{0,60}\s)?(?:là|ở|tại|như|gồm|thuộc về)|(?:followed|led) by):?\s[^¤§;.(),\d]{4,70}"
    r"(?:\(\s?|(?<=\s)(?:với|đạt|kết nạp|with)\s)(?:kết nạp\s)?(?:được\s|mới\s)*$|"
    r"(?:\slà|\snhư|\sgồm|\svà|\sở|[,:;])\s(?:đảng bộ\s)?(?:chi bộ|trường|công ty|trung tâm|chi cục|hạt|phòng|thôn|bản|ấp|"
    r"tổ dân phố)\s[^¤§,;.()\d]{2,60}\((?:kết nạp\s)?(?:được\s|mới\s)*$"
)
_STILL = pattern(r"(?<!\w)(?:còn phải|còn cần|còn thiếu|còn lại|still (?:has|have|needs?) to)[^,;.\d]*$")


def event_of(figure: Figure, around: Around, last: Event | None) -> Event | None:
    """What a figure counts; None where it is nothing that is counted here.

    Parameters
    ----------
    last : what the figure before it in the sentence counted, or the sentence before where this one goes on ("Trong đó").

    Examples
    --------
    >>> around = Around("Toàn huyện đã kết nạp ", " đảng viên mới", "Toàn huyện đã kết nạp ")
    >>> event_of(Figure("count", 0, 0, value=9.0), around, None)
    Event(measure='admissions', role='value', part=False, each_year=False, doubtful_year=False, kept=True)
    """
    if _AGE_BEFORE.search(around.left) or _AGE_BEHIND.match(around.right):
        return replace(last, part=True, kept=False) if last is not None and SUBSET.search(around.left) else None
    if around.left.rstrip().endswith("/") and _NEWLY_ADMITTED.match(
        around.right
    ):  # "12 đảng viên nữ/41 đảng viên kết nạp mới"
        return Event("admissions")
    if figure.changed:
        return _course(around)
    if _OF_ANOTHER.search(around.left):
        return None
    noun = noun_of(around.right)
    cue = cue_of(around.left) or _of_percent(figure, around)
    if _STILL.search(around.left) or (cue in ("raise", "stock") and raises_others(around.left)):
        return None
    if cue == "raise" and last is None and not PARTY.search(around.sentence):
        return None
    if not cue and is_of_union(around):
        return None
    if cue in ("admit", "raise", "stock") and (is_of_others(around) or is_schooling(around)):
        return None
    share = SHARE_OF_NEW.match(around.after) is not None
    subset = share or (
        is_part(around, cue, last) if last is not None and cue != "raise" else is_of_unknown(around, cue)
    )
    if noun == "organisations" and (cue == "otherwise" or (not cue and DIFFERENCE.search(around.left))):
        return None
    if noun == "organisations" and cue != "found" and not _FOUND.search(around.right):
        return Event("cells", kept=False)
    if last is None and is_of_nothing(around):
        return None
    measure = "admissions" if share else measure_of(noun, cue, around, last, subset)
    another = measure is None and not cue and is_another_time(noun, around, last)
    if another and last is not None:
        measure = last.whole
    if measure is None:
        return None
    if DIFFERENCE.search(around.left):
        return replace(last, role="difference") if last is not None else None
    if _MORE_THAN.match(around.right) or _is_bare_year(figure, noun) or _ALSO_MORE.search(around.before):
        return None
    bounded = figure.least or _UNDER.match(around.sentence, figure.start)
    if measure == "members" and bounded and _HAVE.search(around.left):  # "12 thôn có dưới 5 đảng viên": each of them
        return None
    if measure == "members" and (_AT_FIRST.search(around.before) or still_to_come(around.right)):
        return None
    beside = replace(around, left=after_noun(around.left)) if last is not None else around
    group = group_of(beside, subset, measure, weak=cue not in ("raise", "stock"))
    goes_on = last is not None and not group and not cue and last.whole == measure != last.measure
    if last is not None and goes_on and not subset and not around.left.rstrip().endswith("/"):
        if noun == "persons" and not _PLAIN_NOUN.match(around.right):  # of another group, which has no name here
            return replace(last, kept=False)
        group = last.measure.partition("_")[2]
    if (figure.least or figure.shape == "range") and _OF_MANY.search(around.left):
        return None
    if subset and not group and not OF_UNIT.search(around.left):
        return replace(last, part=True, kept=False) if last else None
    if measure == "organisations" and group not in ("", "private"):
        group = ""
    each, _ = each_year_of(around, "value")
    planned = is_target(figure, around, each_year=each)
    if (subset or another) and last is not None and last.role in ("value", "target"):  # parts are as their whole
        planned = last.role == "target" or (another and planned)
    planned = planned and not (measure == "members" and _REPRESENTED.search(around.left))
    role: Role = "target" if planned and figure.shape != "pair" and not is_done(around.left) else "value"
    if measure == "members" and (role == "target" or figure.shape == "pair"):
        return None
    each, doubtful = each_year_of(around, role)
    return Event(f"{measure}_{group}" if group else measure, role, subset and bool(group), each, doubtful)


def _course(around: Around) -> Event | None:
    """What a number is that something rose or fell from; only where the text says of when it is."""
    if "§" not in around.right:
        return None
    if _COURSE_OF_MEMBERS.search(around.left):
        return Event("members")
    planned = pattern(words.TARGET).search(around.left)
    return Event("admissions") if cue_of(around.left) == "admit" and not planned else None


def _is_bare_year(figure: Figure, noun: str) -> bool:
    """2011 without a noun is a year, 2.011 is none."""
    return noun == "none" and 1950 <= figure.stated <= 2050 and figure.stop - figure.start == len("2011")


def _of_percent(figure: Figure, around: Around) -> str:
    """The verb of a pair that stands in parentheses behind its percentage."""
    behind = figure.shape == "pair" and re.fullmatch(r"[^,;.:]{0,25}\(\s?", around.left)
    return cue_of(around.before) if behind else ""
