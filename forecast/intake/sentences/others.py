"""Members of unions, people in schemes, students of schools: "kết nạp" is said of them, too, and they are none of ours.

What is ours is decided in `forecast.intake.sentences.counted`.
"""

from __future__ import annotations

from forecast.intake.sentences.around import Around
from forecast.intake.sentences.cues import ADMIT, CUES, NEW, PARTY
from forecast.intake.sentences.words import pattern

# Members of unions, people in schemes: "kết nạp" and "phát triển" are said of them too.
_OF_UNION = pattern(r"\s?(?:(?:đoàn viên )?công đoàn(?: viên)?|đoàn viên công đoàn|hội viên|đội viên)(?!\w)")
_OF_OTHERS = pattern(
    r"\s?(?:new\s)?(?:hội viên|đội viên|thành viên|đoàn viên|người\s(?:tham gia|dùng|sử dụng|mua|đóng)|"
    r"(?:\w+ )?union members?|members?)(?!\w)"
)
_OTHERS = pattern(
    r"hội viên|đội viên|đoàn viên|công đoàn|thành viên|CĐCS|lao động|người\s(?:tham gia|dùng|sử dụng|mua|"
    r"đóng)|unions?|associations?"
)
_SCHOOLING = pattern(r"(?<!\w)(?:universit\w+|college|vocational|tuyển sinh|tuyển dụng|tuyển mới|nhập học)(?!\w)")
_UNIONS = pattern(r"(?<!\w)(?:unions?|associations?|federations?|leagues?|clubs?|cooperatives?)(?!\w)")


def is_of_others(around: Around) -> bool:
    """Whether those admitted are the members of a union or a scheme, and the clause does not speak of the Party."""
    noun = _OF_OTHERS.match(around.right)
    if noun is None or PARTY.search(around.clause) or PARTY.search(noun[0]):
        return False
    if "union member" in noun[0].lower():
        return True
    if "member" in noun[0].lower():
        if _UNIONS.search(around.left) and not PARTY.search(around.left):
            return True
        return bool(_UNIONS.search(around.sentence)) and not PARTY.search(around.sentence)
    said_by_party = noun[0].strip().lower() not in ("hội viên", "đội viên") and PARTY.search(around.left)
    return not said_by_party


def is_of_union(around: Around) -> bool:
    """Whether a list goes on with members of a union: "kết nạp 120 đảng viên, 5.300 đoàn viên công đoàn"."""
    return _OF_UNION.match(around.right) is not None and not ADMIT.search(around.right)


def raises_others(left: str) -> bool:
    """Whether the total that is raised is of a union or a scheme: "nâng tổng số hội viên lên 900"."""
    said = list(CUES.finditer(left))[-1][0]
    return bool(_OTHERS.search(said)) and not PARTY.search(said)


def is_schooling(around: Around) -> bool:
    """Whether students are admitted to a school, or people taken on, and not into the Party."""
    return (
        bool(_SCHOOLING.search(around.sentence)) and not PARTY.search(around.sentence) and not NEW.match(around.right)
    )


def has_others(around: Around) -> bool:
    """Whether it is a union that has the members: "the union has 12,500 members"."""
    noun = _OF_OTHERS.match(around.right)
    return noun is not None and bool(_UNIONS.search(around.left)) and not PARTY.search(around.left)


def speaks_of_others(around: Around) -> bool:
    """Whether the sentence is one of a union or a scheme and does not name the Party."""
    return bool(_OTHERS.search(around.sentence)) and not PARTY.search(around.sentence)
