"""What a figure of a sentence counts: admissions, new organisations or members, of which group, reached or to be reached.

The rules look at the noun after the figure, the last verb before it, and the words on its other side, up to the figures beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from forecast.intake.sentences import words
from forecast.intake.sentences.around import Around
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.planned import Role, each_year_of, is_done, is_target
from forecast.intake.sentences.words import pattern

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
_GROUPS = {name: pattern(rf"(?<!\w)(?:{text})(?!\w)") for name, text in words.GROUPS.items()}
_MEMBERS = pattern(
    r"\s?(?:[a-z]+\s)?(?:đảng viên|ĐV|membres|party members?|members)(?!\w)|\s?(?:người|đồng chí|people|comrades)(?!\w)"
)
_LIST = pattern(
    r"[\s,;:¤§()]*(?:(?:và|and|to|from|đến|là|ở|tại|còn|đạt|trực thuộc|cơ sở|"
    r"các (?:huyện|xã|phường|đơn vị)|districts|communes|et|était|de|à)[\s,:¤§]*)*"
)
_NOT_STANDING = pattern(
    rf"dự bị|chính thức|probationary|official|(?<!\w)(?:bị|được)\s|(?<!\w)(?:{words.OTHERWISE})(?!\w)"
)
_MORE_THAN = pattern(r"\s(?:more|fewer) [\w ]{0,30}than")
_ONCE = pattern(r"(?<!\w)từ (?:một |chỗ |\d+ )[^,;.]{0,40}$")
_PLANNED_NUMBER = pattern(
    r"(?:chỉ tiêu|kế hoạch|mục tiêu|nghị quyết|target|plan|goal)[^,;.%)]{0,60}?[(:]?\s*(?:là |được giao |of |was )*$"
)
_CARRIED_OUT = pattern(
    r"(?:đã|kết quả)\s(?:thực hiện|đạt|triển khai)(?:\sđược)?\s?:?\s*$|thực hiện được\s*$|kết quả(?: đạt được)?\s?:\s*$"
)
_AGE_BEFORE = pattern(r"(?:(?<!\w)aged?(?: of)?|tuổi đời(?: bình quân| trung bình)?|độ tuổi|tuổi)(?: là| of| từ)?\s*$")
_AGE_BEHIND = pattern(r"\s?(?:tuổi(?! đảng)|years? old|years of age)(?!\w)")
_NEW_MEMBERS = pattern(r"đảng viên mới|new party members")
_STILL = pattern(r"(?<!\w)(?:còn phải|còn cần|còn thiếu|còn lại|still (?:has|have|needs?) to)[^,;.\d]*$")
# Members of unions, people in schemes: "kết nạp" and "phát triển" are said of them too.
_OF_OTHERS = pattern(
    r"\s?(?:new\s)?(?:hội viên|đội viên|thành viên|đoàn viên|người\s(?:tham gia|dùng|sử dụng|mua|đóng)|members?)(?!\w)"
)
_PARTY = pattern(r"(?<!\w)(?:đảng|ưu tú|ĐV|party|parti)(?!\w)")
_UNIONS = pattern(r"(?<!\w)(?:unions?|associations?|federations?|leagues?|clubs?|cooperatives?)(?!\w)")
# What goes on from a figure of admissions to another time or to the mean of its years.
_ANOTHER_TIME = pattern(
    r"[\s,;(§]*(?:(?:và|nâng|and)\s)?(?:lũy kế|tính chung|cộng dồn|cộng chung|bình quân|trung bình|averaging|an average of|"
    r"on average|cumulative(?:ly)?)(?:[^,;.:%]{0,40})$"
)
_A_YEAR = pattern(r"\s?(?:/\s?năm|/\s?year|(?:each|every|a|per) year)(?!\w)")
_BETWEEN_MARKS = pattern(r"[\s,;(]*(?:or |about |an average of |averaging )?")


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
        return replace(last, part=True, kept=False) if last is not None and _SUBSET.search(around.left) else None
    noun = _noun(around.right)
    cue = _cue(around.left) or _of_percent(figure, around)
    if (cue in ("admit", "raise", "stock") and _is_of_others(around)) or _STILL.search(around.left):
        return None
    subset = last is not None and cue != "raise" and _is_part(around.left, cue, last)
    if noun == "organisations" and (cue == "otherwise" or (not cue and _DIFFERENCE.search(around.left))):
        return None
    if noun == "organisations" and cue != "found" and not _FOUND.search(around.right):
        return Event("cells", kept=False)
    measure = _measure(noun, cue, around, last, subset)
    another = measure is None and not cue and _is_another_time(noun, around, last)
    if another and last is not None:
        measure = last.whole
    if measure is None:
        return None
    if _DIFFERENCE.search(around.left):
        return replace(last, role="difference") if last is not None else None
    if _MORE_THAN.match(around.right) or _is_bare_year(figure, noun):
        return None
    beside = replace(around, left=_after_noun(around.left)) if last is not None else around
    group = _group(beside, subset, measure, weak=cue not in ("raise", "stock"))
    if not group and not cue and last is not None and last.whole == measure and last.measure != measure and not subset:
        group = last.measure.partition("_")[2]
    if subset and not group:
        return replace(last, part=True, kept=False) if last else None
    if measure == "organisations" and group not in ("", "private"):
        group = ""
    each, _ = each_year_of(around, "value")
    planned = is_target(figure, around, each_year=each) or (
        (subset or another) and last is not None and last.role == "target"
    )
    role: Role = "target" if planned and figure.shape != "pair" and not is_done(around.left) else "value"
    if measure == "members" and (role == "target" or figure.shape == "pair"):
        return None
    each, doubtful = each_year_of(around, role)
    return Event(f"{measure}_{group}" if group else measure, role, subset, each, doubtful)


def _is_bare_year(figure: Figure, noun: str) -> bool:
    """2011 without a noun is a year, 2.011 is none."""
    return noun == "none" and 1950 <= figure.stated <= 2050 and figure.stop - figure.start == len("2011")


def _of_percent(figure: Figure, around: Around) -> str:
    """The verb of a pair that stands in parentheses behind its percentage."""
    behind = figure.shape == "pair" and re.fullmatch(r"[^,;.:]{0,25}\(\s?", around.left)
    return _cue(around.before) if behind else ""


def _is_of_others(around: Around) -> bool:
    """Whether those admitted are the members of a union or a scheme, and the clause does not speak of the Party."""
    noun = _OF_OTHERS.match(around.right)
    if noun is None or _PARTY.search(around.clause) or _PARTY.search(noun[0]):
        return False
    if "member" in noun[0].lower():
        return bool(_UNIONS.search(around.sentence)) and not _PARTY.search(around.sentence)
    said_by_party = noun[0].strip().lower() not in ("hội viên", "đội viên") and _PARTY.search(around.left)
    return not said_by_party


def _is_another_time(noun: str, around: Around, last: Event | None) -> bool:
    """Whether a figure tells the admissions just named of another time: "lũy kế quý I là 512", "bình quân 204 đảng viên/năm"."""
    if last is None or last.whole != "admissions" or last.part:
        return False
    if noun == "persons" and _ANOTHER_TIME.fullmatch(_after_noun(around.left)):
        return True
    return bool(_A_YEAR.match(around.right)) and bool(_BETWEEN_MARKS.fullmatch(_after_noun(around.left)))


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
    if passive and cue == "otherwise" and _NEW_MEMBERS.fullmatch(passive[0]):  # "bồi dưỡng ... cho 412 đảng viên mới"
        return None
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
    if last is not None and last.role == "target" and last.whole == "admissions" and _CARRIED_OUT.search(around.left):
        return last.whole
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
    rest = left
    while noun := words.PERSONS.match(rest) or words.ORGANISATIONS.match(rest):  # "đoàn viên thanh niên" are two
        rest = rest[noun.end() :]
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


__all__ = ["Around", "Event", "Role", "event_of"]
