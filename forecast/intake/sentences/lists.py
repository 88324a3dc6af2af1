"""Lists of units that tell a figure of the sentence before apart: they are of its group, where they add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forecast.intake.sentences.stated import Statement

LEAST = 3  # units, from which a sum is no accident


def of_group(stated: list[Statement], before: Sequence[Statement]) -> list[Statement]:
    """The statements of a sentence, those of its units as parts of the group that they add up to.

    "209 students were admitted. A admitted 120, B 60, C 29": these are students, though the list does not say so.
    """
    listed = [one for one in stated if one.measure == "admissions" and one.role == "value" and _count(one)]
    if len({one.unit for one in listed}) < max(LEAST, len(listed)):
        return stated
    total = sum(one.figure.value for one in listed if one.figure)
    groups = [one for one in before if one.measure.startswith("admissions_") and one.role == "value" and _count(one)]
    whole = next((one for one in reversed(groups) if one.figure and one.figure.value == total), None)
    if whole is None:
        return stated
    told = {id(one) for one in listed}
    return [replace(one, measure=whole.measure) if id(one) in told else one for one in stated]


def _count(statement: Statement) -> bool:
    return statement.figure is not None and statement.figure.shape == "count"
