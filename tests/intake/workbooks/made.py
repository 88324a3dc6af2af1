"""What a made workbook holds and what must be read from it. It imports nothing of the program."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.intake.pages import Page

UNITS = ("Quận ủy Mẫu Một", "Huyện ủy Mẫu Hai", "Thị ủy Mẫu Ba", "Đảng ủy Khối Mẫu Bốn", "Đảng ủy Công ty Đường Năm")
QUARTERS = ("Quý I", "Quý II", "Quý III", "Quý IV")
CODES = ("2023Q1", "2023Q2", "2023Q3", "2023Q4")
ADMISSIONS = "admissions"


@dataclass
class Made:
    """Pages, and what must be read from them.

    Attributes
    ----------
    counts : (unit, measure, period, value, status); quotas : (unit, measure, years, kind, numbers, basis).
    parents, groups, codes : unit -> what stands over it, the heading it stands under, its number in the list.
    reported_on : the day of the report where one is printed.
    """

    pages: list[Page] = field(default_factory=list)
    counts: set[tuple[str, str, str, float, str]] = field(default_factory=set)
    ranges: set[tuple[str, str, str, float | None, float | None]] = field(default_factory=set)
    quotas: set[tuple[str, str, str, str, tuple[float, ...], str]] = field(default_factory=set)
    parents: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    reported_on: str = ""
    options: tuple[str, ...] = ()

    def page(self, name: str = "Sheet1") -> Page:
        self.pages.append(Page(name))
        return self.pages[-1]

    def count(self, unit: str, period: str, value: float, measure: str = ADMISSIONS, status: str = "") -> float:
        self.counts.add((unit, measure, period, float(value), status))
        return value

    def quota(
        self, unit: str, years: str, value: float, *, kind: str = "fixed", high: float | None = None, basis: str = ""
    ) -> float:
        numbers = (float(value),) if high is None else (float(value), float(high))
        self.quotas.add((unit, ADMISSIONS, years, kind, numbers, basis))
        return value


def figures(name: str, rows: int = len(UNITS), columns: int = 4, least: int = 3, most: int = 90) -> list[list[int]]:
    """Made figures, the same for the same name."""
    chance = random.Random(name)
    return [[chance.randint(least, most) for _ in range(columns)] for _ in range(rows)]


def sums(rows: Iterable[Sequence[float]]) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)]


def running(values: Sequence[int]) -> list[int]:
    return [sum(values[: place + 1]) for place in range(len(values))]
