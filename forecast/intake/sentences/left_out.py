"""Statements that are understood and yet left out, since no table of figures has a place for them.

What is read at all is decided in `forecast.intake.sentences.statements`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from forecast.intake.sentences.stated import Statement
from forecast.intake.sentences.words import pattern

_REST = pattern(
    r"(?:từ nay (?:đến|tới)|(?:những|các) tháng còn lại|(?:\d|sáu|ba) tháng cuối năm|thời gian còn lại|from now (?:to|until|till)|"
    r"(?:in|for|over) the (?:rest|remainder|remaining|last))[^;.]*$"
)


def without_parts_of_parts(found: Sequence[Statement]) -> list[Statement]:
    """The figures without parts of the group that the whole is already of: "184 students, among them 44 excellent students"."""
    wholes = [next((one for one in reversed(found[:at]) if not one.part), None) for at in range(len(found))]
    return [
        one
        for one, whole in zip(found, wholes, strict=True)
        if not (one.part and whole is not None and "_" in one.measure and one.measure == whole.measure)
    ]


def without_plans_of_less(found: Sequence[Statement]) -> list[Statement]:
    """The statements without plans of less than a year, which are no targets of one."""
    return [one for one in found if not (_is_of_quarter(one) or _is_of_the_rest(one))]


def _is_of_quarter(one: Statement) -> bool:
    """Whether a plan is one of a quarter, a month or the second half: no target of a year, and no table has a place for it."""
    told = one.role == "target" and one.figure is not None and one.figure.shape != "pair"
    return told and re.fullmatch(r"\d{4}(?:Q\d|H2|-\d\d)", one.when.period) is not None


def _is_of_the_rest(one: Statement) -> bool:
    """Whether it is what the rest of a year is to bring: "từ nay đến cuối năm sẽ kết nạp thêm 40"; no target of the year."""
    if one.role != "target" or one.figure is None or one.figure.shape == "pair":
        return False
    return _REST.search(one.sentence.plain[: one.figure.start]) is not None
