"""What a figure of a sentence counts: admissions, new organisations or members, of which group, reached or to be reached.

The rules look at the noun after the figure, the last verb before it, and the words on its other side, up to the figures beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from forecast.intake.sentences import words
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.words import pattern

Role = Literal["value", "target", "difference"]

_CUES = pattern(
    rf"(?<!\w)(?:(?P<raise>{words.RAISE})"
    rf"|(?P<otherwise>(?:{words.OTHERWISE}|xem xét(?=[^,;.\d]*kết nạp(?!\s(?:được\s|mới\s)*$)))(?:(?:(?!\bvà\b|"
    rf"\bđã\b|\bđược\b)[^,;.\d]){{0,40}}?(?:kết nạp|"
    rf"admit\w*)(?!\s(?:được\s|mới\s)*$)(?:\sđảng)?)?)"
    rf"|(?P<admit>{words.ADMIT})|(?P<found>{words.FOUND})|(?P<stock>{words.STOCK}))(?!\w)"
)
_ADMIT = pattern(rf"(?<!\w)(?:{words.ADMIT})(?!\w)")
_FOUND = pattern(rf"(?<!\w)(?:{words.FOUND})(?!\w)")
_WEAK = pattern(rf"(?<!\w)(?:{words.WEAK_STOCK})(?!\w)")
_SUBSET = pattern(rf"(?<!\w)(?:{words.SUBSET})(?!\w)")
_DIFFERENCE = pattern(rf"(?<!\w)(?:{words.DIFFERENCE})\s*(?:là |by |of |thêm )?$")
_TARGET = pattern(rf"(?<!\w)(?:{words.TARGET})(?!\w)")
_ATTAINED = pattern(
    r"(?:đạt|vượt|hoàn thành|bằng|thực hiện|theo|triển khai|qua|%|reach\w*|exceed\w*|of the|meeting|so với)(?:[^,;.:(]{0,30})$"
)
_WEAK_TARGET = pattern(r"nghị quyết|kế hoạch|nhiệm vụ|giao|cần|phải|plan")
_NEAR = pattern(r"[^,;.]{0,60}$")
_REALISED = pattern(rf"(?<!\w)(?:{words.REALISED})(?!\w)")
_EACH = pattern(rf"(?<!\w)(?:{words.EACH_YEAR})(?!\w)|/\s?(?:năm|year)")
_GROUPS = {name: pattern(rf"(?<!\w)(?:{text})(?!\w)") for name, text in words.GROUPS.items()}
_MEMBERS = pattern(
    r"\s?(?:[a-z]+\s)?(?:đảng viên|ĐV|membres|party members?|members)(?!\w)|\s?(?:người|đồng chí|people|comrades)(?!\w)"
)
_LIST = pattern(r"[\s,;¤§()]*(?:(?:và|and|to|from|đến|là|ở|tại|còn|đạt|trực thuộc|cơ sở|et|était|de|à)[\s,¤§]*)*")
_NOT_STANDING = pattern(
    rf"dự bị|chính thức|probationary|official|(?<!\w)(?:bị|được)\s|(?<!\w)(?:{words.OTHERWISE})(?!\w)"
)
_MORE_THAN = pattern(r"\s(?:more|fewer) [\w ]{0,30}than")
_ONCE = pattern(r"(?<!\w)từ (?:một |chỗ |\d+ )[^,;.]{0,40}$")
_PLANNED_NUMBER = pattern(
    r"(?:chỉ tiêu|kế hoạch|mục tiêu|nghị quyết|target|plan|goal)[^,;.%)]{0,60}?[(:]?\s*(?:là |được giao |of |was )*$"
)
_PLANNED_FORM = pattern(r"\badmitting\b[^,;.]*$")
_DONE = pattern(r"(?<!\w)(?:đã|kết quả|have been|has been)(?!\w)")


@dataclass(frozen=True)
class Event:
    """What one figure tells.

    Attributes
    ----------
    measure : `admissions`, `organisations`, `members`, with `_` and the group where it is a part (`admissions_women`).
    part : whether it is a part of a figure before it; parts of no known group have no measure.
    each_year : of every year, on average; `doubtful_year` where it may be.
    kept : False for what only leads on to the next figure: cells that stand, parts of no known group.
    """

    measure: str
    role: Role = "value"
    part: bool = False
    each_year: bool = False
    doubtful_year: bool = False
    kept: bool = True

    @property
    def whole(self) -> str:
        """The measure without its group."""
        return self.measure.partition("_")[0]


@dataclass(frozen=True)
class Around:
    """The words around a figure.

    Attributes
    ----------
    left : from the figure before it (or the beginning) up to it.
    right : from its end to the end of the clause, or the next figure.
    before : everything before it since the last figure that was reached.
    clause : from its end to the end of the clause, whatever figures stand there.
    """

    left: str
    right: str
    before: str
    clause: str = ""
    sentence: str = ""


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
    noun = _noun(around.right)
    cue = _cue(around.left)
    subset = last is not None and cue != "raise" and _is_part(around.left, cue, last)
    if noun == "organisations" and cue != "found" and not _FOUND.search(around.right):
        return Event("cells", kept=False)
    measure = _measure(noun, cue, around, last, subset)
    if measure is None:
        return None
    if _DIFFERENCE.search(around.left):
        return replace(last, role="difference") if last is not None else None
    if _MORE_THAN.match(around.right) or (noun == "none" and 1950 <= figure.stated <= 2050):  # a bare year
        return None
    group = _group(around, subset, measure, weak=cue not in ("raise", "stock"))
    if not group and not cue and last is not None and last.whole == measure and last.measure != measure and not subset:
        group = last.measure.partition("_")[2]
    if subset and not group:
        return replace(last, part=True, kept=False) if last else None
    if measure == "organisations" and group not in ("", "private"):
        group = ""
    each, _ = _each_year(around, "value")
    planned = _is_target(figure, around, each_year=each) or (subset and last is not None and last.role == "target")
    role: Role = "target" if planned and figure.shape != "pair" and not _DONE.search(around.left) else "value"
    if measure == "members" and (role == "target" or figure.shape == "pair"):
        return None
    each, doubtful = _each_year(around, role)
    return Event(f"{measure}_{group}" if group else measure, role, subset, each, doubtful)


def _noun(right: str) -> str:
    if words.ORGANISATIONS.match(right):
        return "organisations"
    if words.PERSONS.match(right):
        return "persons"
    return "none" if words.NO_NOUN.match(right) or re.match(r"\s*[¤§]", right) else "other"


def _cue(left: str) -> str:
    """The kind of the last verb or phrase before a figure."""
    cues = list(_CUES.finditer(left))
    if cues and cues[-1].lastgroup == "raise" and _ADMIT.search(cues[-1][0]):
        return "admit"
    return str(cues[-1].lastgroup) if cues else ""


def _is_part(left: str, cue: str, last: Event) -> bool:
    """Whether a figure is a part of the one before it: said so, or the list of parts goes on."""
    return bool(_SUBSET.search(left)) or (last.part and not (cue and ";" in left))


def _measure(noun: str, cue: str, around: Around, last: Event | None, subset: bool) -> str | None:
    """The measure by its noun and verb; None for what is not counted here."""
    if noun == "organisations":
        return "organisations"
    passive = _ADMIT.search(around.right)
    if passive and noun == "persons":
        return None if _CUES.search(around.right)[0] != passive[0] and _refused(around.right, passive) else "admissions"  # type: ignore[index]
    if noun == "other":
        return last.whole if subset and last and re.match(r"\s?(?:là|kết nạp|are|were)\b", around.right) else None
    if cue == "admit":
        return "admissions"
    if cue in ("raise", "stock"):
        return "members"
    if cue == "otherwise" or _ONCE.search(around.before):
        return None
    if _PLANNED_NUMBER.search(around.left):
        if last is not None and last.measure != "cells":
            return last.whole
        return "admissions" if last is None and _ADMIT.search(around.sentence) else None
    if cue == "found":
        return "organisations" if noun == "none" else None
    if subset and last:
        return last.whole
    if last is not None and last.role == "value" and last.whole == "admissions" and _DIFFERENCE.search(around.left):
        return last.whole
    if _WEAK.search(around.left) and noun == "persons" and _MEMBERS.match(around.right):
        return None if _NOT_STANDING.search(around.right) else "members"
    if last is None or not _LIST.fullmatch(_after_noun(around.left)):
        return None
    if last.measure == "cells":
        return "members" if noun == "persons" and _MEMBERS.match(around.right) else None
    return last.whole


def _after_noun(left: str) -> str:
    """What stands before a figure, without the noun of the figure before."""
    noun = words.PERSONS.match(left) or words.ORGANISATIONS.match(left)
    rest = left[noun.end() :] if noun else left
    return re.sub(r"^\s(?:mới|trực thuộc|cơ sở|ưu tú)+", "", rest)


def _refused(right: str, passive: re.Match[str]) -> bool:
    """Whether a word such as "introduced" stands between the figure and the verb."""
    cue = _CUES.search(right)
    return cue is not None and cue.lastgroup == "otherwise"


def _group(around: Around, subset: bool, measure: str, *, weak: bool) -> str:
    """The group by the words beside the figure; of a whole figure only by where, or right at its noun."""
    clause = re.split(r"[,;(:]|trong đó|\bvà \d", around.right)[0]
    near = clause if subset else re.split(r"\s(?:trong năm|so với|đạt)\b", clause)[0]
    for name, group in _GROUPS.items():
        if group.search(near):
            return name
    for name in ("private", "residential"):
        if measure != "members" and _GROUPS[name].search(around.clause):
            return name
    if measure == "members" and not weak:
        return ""
    left = around.left if subset or measure != "members" else around.before
    reach = re.split(r"[;]", left)[-1]
    for name, group in _GROUPS.items():
        where = reach if subset or name in ("private", "residential", "militia") else reach[-30:]
        if group.search(where):
            return name
    return ""


def _is_target(figure: Figure, around: Around, *, each_year: bool) -> bool:
    """Whether the figure is to be reached: a word of planning before it, and none of having done it since.

    A range is a plan, too; nobody reaches a range.
    """
    asked = figure.shape == "range" or (each_year and figure.least)
    if not _REALISED.search(around.left) and (asked or _PLANNED_FORM.search(around.left)):
        return True
    planned = None
    for match in _TARGET.finditer(around.before):
        after, before = around.before[match.end() :], around.before[: match.start()]
        near = _NEAR.fullmatch(after) is not None
        if _ATTAINED.search(before) and not (near and len(after) < 40 and not _ADMIT.search(after)):
            continue
        if _WEAK_TARGET.fullmatch(match[0]) and not near:
            continue
        planned = match
    if planned is None:
        return False
    done = [match for match in _REALISED.finditer(around.before) if match.start() > planned.end()]
    return not done and not _realised_passive(around.right)


def _realised_passive(right: str) -> bool:
    return re.match(r"[^,;]{0,40}\b(?:đã được|have been|has been|had been|were|was)\b", right) is not None


def _each_year(around: Around, role: Role) -> tuple[bool, bool]:
    """Whether a figure is of every year, and whether that is in doubt.

    "Hằng năm," set off by a comma or a colon governs all that follows; within one item of a list only that item, surely.
    """
    clause = re.split(r";", around.left)[-1]
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


__all__ = ["Around", "Event", "Role", "event_of"]
