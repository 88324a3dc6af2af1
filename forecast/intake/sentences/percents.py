"""What a percentage of a sentence is of: a target, the year before, the stock of members, a larger figure.

The words right after it decide, then those right before it. Whether it fits the counts is judged in `forecast.checks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from forecast.intake.sentences import words
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.words import pattern

Kind = Literal["target", "growth", "stock", "part", "open"]

_STOCK = pattern(
    r"^[\s/]*(?:trở lên\s|or more\s)?(?:(?:so với|trên|của|số với|of|to|in|/|compared (?:to|with))\s)*(?:the\s)?(?:tổng\s)?(?:số\s|"
    r"total\s|number of\s|total number of\s)*(?:lượng\s)?"
    r"(?:đảng viên|ĐV|party members?|members)|^\sof\s(?:the\s|its\s)?(?:total\s)?(?:party\s)?membership"
)
_NEW_OF_STOCK = pattern(
    r"^\s(?:(?:đảng viên|ĐV) mới|new (?:party )?members)[^,;.%]{0,20}(?:trên|so với|of|in)\s[^,;.%]{0,20}(?:đảng viên|ĐV|members)|"
    r"^\s(?:(?:đảng viên|ĐV) mới|new (?:party )?members)\s(?:mỗi năm|hằng năm|hàng năm|một năm|a year|each year|"
    r"every year|annually)"
)
_ELIGIBLE = pattern(
    r"^[^,;)]{0,30}members? (?:newly )?(?:admitted|recruited)|"
    r"^[^,;)]{0,30}(?:đảng viên|ĐV) (?:đủ|thuộc|có|là|trong (?=các|doanh)|mới|được|nữ)"
)
_GROWTH = pattern(
    r"^\)?[^,;%\d]{0,25}(?:so với|so cùng|so (?=năm)|compared (?:to|with)|than|over|"
    r"from)\s?[^,;%]{0,25}?(?:cùng kỳ|cùng thời điểm|năm|nhiệm kỳ|quý|tháng|"
    r"same period|previous|last year|\d{4}|§)"
)
_TARGET = pattern(
    r"^(?:(?!cùng kỳ|cùng thời điểm|năm trước|same period)[^,;.%\d)]){0,45}?(?:chỉ tiêu|kế hoạch|KH\b|nghị quyết|"
    r"mục tiêu|nhiệm vụ|target|plan|resolution|goal|quota)"
)
_SAME = pattern(r"^\s(?:của\s)?(?:cùng kỳ|cùng thời điểm|năm trước|the same period|that of the same period)")
_UP, _DOWN = (
    pattern(r"(?:tăng|cao hơn|nhiều hơn|increase|increased|up|rise|rose|risen|grew|grown|climbed)[^,;%\d(]{0,30}\(?$"),
    pattern(r"(?:giảm|thấp hơn|ít hơn|decrease|decreased|down|fall|fell|fallen|dropped|declined)[^,;%\d(]{0,30}\(?$"),
)
_ABOVE_TARGET = pattern(
    r"^\s(?:above|over|higher than|more than|beyond)\s(?:the\s|its\s)?(?:yearly\s|annual\s)?(?:target|plan|goal)"
)
_COMPARED = pattern(
    r"^\s(?:(?P<less>lower|fewer|less|below|down)|higher|more|above|up)\s(?:than|on|"
    r"from)?\s?(?:that\s)?(?:(?:in|of|the|last|previous|for)\s)*(?:§|same period|year|term)"
)
_SHORT_OF = pattern(r"^\s(?:short of|below|under)\s(?:the\s|its\s)?(?:yearly\s|annual\s)?(?:target|plan|goal|quota)")
_SHORT = pattern(r"(?:hụt|thiếu)\s(?:khoảng\s)?$")
_BEYOND = pattern(r"(?:vượt|exceed\w*|surpass\w*)[^,;%\d(]{0,30}$")
_PART = pattern(r"(?:chiếm(?: tỷ lệ| tỉ lệ)?|account\w* for|ratio of)\s?(?:khoảng |gần |hơn |trên )?$")
_REACHED = pattern(r"(?:đạt(?: tỷ lệ| tỉ lệ| được)?|reach\w*|equal to|achiev\w*)\s?(?:khoảng |gần |hơn |trên )?$")
_BESIDE = pattern(r"\s?(?:new |party )*(?:đảng viên|đồng chí|quần chúng|members?|people)?(?:\s(?:mới|ưu tú))?\s?\(\s?")
_EQUAL = pattern(r"(?:bằng|tương đương)\s?(?:khoảng |gần |hơn |trên )?$")
_RATE = pattern(r"(?:tỷ lệ|tỉ lệ|rate)\s[^,;%]*(?:kết nạp|phát triển|admission|admitting|enroll?ment)[^;%]*$")
_OF_NEW = pattern(
    r"(?:là|có|người|are|with)\s(?:nữ|đoàn viên|dân tộc|trình độ|học sinh|sinh viên|công nhân|wom[ae]n|degrees)"
)
HIGHEST_RATE = 30.0
_ADMITS = pattern(
    r"kết nạp|phát triển (?:đảng|đảng viên|ĐV)|(?:đảng viên|ĐV) (?:kết nạp )?mới|admission|admit|recruit|"
    r"new party member|enroll?ment"
)
_DONE = pattern(rf"(?<!\w)(?:{words.REALISED})(?!\w)")
_PLANNED = pattern(
    r"phấn đấu|chỉ tiêu|mục tiêu|đề ra|tối thiểu|ít nhất|trở lên|sẽ|bảo đảm|đảm bảo|will|target|strive|should|at least|aim"
)
_TO_COME = pattern(
    r"(?:[,;(]|\s(?:và|and))\s(?:dự kiến|phấn đấu|quyết tâm|(?:(?:it )?is )?expected to|expects to|striving to)(?!\w)"
)
_EACH = pattern(rf"(?<!\w)(?:{words.EACH_YEAR})(?!\w)|/\s?(?:năm|year)")
_OF_TERM = pattern(r"^[^,;.%\d)]{0,60}?(?:nhiệm kỳ|term)(?!\w)")
_TENURE = pattern(r"nhiệm kỳ trước|previous term")


@dataclass(frozen=True)
class Percent:
    """One percentage.

    Attributes
    ----------
    kind : of the target, growth on an earlier period, of the stock of members, of a larger figure; `open` where not said.
    value : as growth, signed; "vượt 5%" is 105 of the target. NaN where only a bound or a range is known.
    admits : whether the words before it speak of admissions, so that it may stand without a count.
    """

    kind: Kind
    figure: Figure
    value: float
    admits: bool = False
    of_term: bool = False
    each_year: bool = False
    planned: bool = False
    measure: str = "admissions"
    base: str = ""


def percents(plain: str, figures: list[Figure], text: str = "") -> list[Percent]:
    """The percentages of a sentence.

    Parameters
    ----------
    plain : the sentence with its units and times blotted out.
    text : as written.

    Examples
    --------
    >>> from forecast.intake.sentences.figures import figures
    >>> text = "kết nạp 50 đảng viên, đạt 40% kế hoạch, giảm 5,5% so với cùng kỳ"
    >>> [(percent.kind, percent.value) for percent in percents(text, figures(text, []))]
    [('target', 40.0), ('growth', -5.5)]
    """
    found: list[Percent] = []
    for at, figure in enumerate(figures):
        if figure.shape != "percent":
            continue
        left = plain[max((other.stop for other in figures[:at]), default=0) : figure.start]
        following = min((other.start for other in figures[at + 1 :]), default=len(plain))
        right = plain[figure.stop : following]
        kind, value = _kind(figure, left, right)
        if kind == "target" and figures[:at] and _TO_COME.search(left):  # not of the count before it
            continue
        before = plain[: figure.start]
        clause = before.rpartition(";")[2]
        found.append(
            Percent(
                kind,
                figure,
                value,
                admits=bool(_ADMITS.search(left if figures[:at] else before)),
                of_term=bool(_OF_TERM.search(right)) and not _TENURE.search(right),
                each_year=bool(_EACH.search(left if found else clause) or _EACH.match(right.lstrip()))
                or bool(kind == "stock" and _EACH.search(re.split(r"[,;.(]", right)[0])),
                planned=kind == "stock" and _is_planned(clause + plain[figure.start : figure.stop + 10]),
                base=text[figure.stop : following].strip(" ()"),
            )
        )
    return found


def _is_planned(said: str) -> bool:
    """Whether the last word of planning stands behind every word of having done it: "đã đề ra chỉ tiêu kết nạp từ 3%"."""
    planned = [match.end() for match in _PLANNED.finditer(said)]
    return bool(planned) and not _DONE.search(said, planned[-1])


def _kind(figure: Figure, left: str, right: str) -> tuple[Kind, float]:
    value = figure.value
    if _NEW_OF_STOCK.match(right) or (_STOCK.match(right) and not _ELIGIBLE.match(right)):
        return "stock", value
    if _ABOVE_TARGET.match(right):
        return "target", value + 100
    if _SHORT_OF.match(right) or (_SHORT.search(left) and _TARGET.match(right)):
        return "target", round(100 - value, figure.digits)
    if _EQUAL.search(left) and (right.lstrip().startswith("§") or _SAME.match(right)):
        return "growth", round(value - 100, figure.digits)
    beyond = _BEYOND.search(left)
    if beyond and (_TARGET.match(right) or not _GROWTH.match(right)):
        return "target", value + 100
    if _RATE.search(left) and not _TARGET.match(right):  # nobody admits a third of the members there are
        return ("open" if _OF_NEW.search(left) or value > HIGHEST_RATE else "stock"), value
    if _TARGET.match(right):
        return "target", value
    if (compared := _COMPARED.match(right)) and not _TARGET.match(right):
        return "growth", -value if compared["less"] else value
    if _GROWTH.match(right) or ((_UP.search(left) or _DOWN.search(left)) and not _TARGET.match(right)):
        if _EQUAL.search(left) or _REACHED.search(left):
            return "growth", round(value - 100, figure.digits)
        return "growth", -value if _DOWN.search(left) else value
    if _PART.search(left):  # of the population, say, it is of nothing that is counted here
        return "open" if re.match(r"\s(?!trong|so với|tổng|của|of|§)\w", right) else "part", value
    if _REACHED.search(left) or _BESIDE.fullmatch(left):
        return "target", value
    return "open", value
