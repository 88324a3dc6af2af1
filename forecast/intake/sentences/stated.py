"""What the reading of sentences works on: a sentence taken apart, what the ones before leave to it, and a statement made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from forecast.intake.sentences.around import Around
from forecast.intake.sentences.bodies import Body
from forecast.intake.sentences.calendar import Clock, Term, When
from forecast.intake.sentences.event import Event
from forecast.intake.sentences.figures import Figure
from forecast.intake.sentences.in_order import units_in_order
from forecast.intake.sentences.percents import Percent
from forecast.intake.sentences.text import Sentence
from forecast.intake.sentences.time_shapes import Time
from forecast.intake.sentences.words import NOUN_PAIRS, pattern

_SHARE_BETWEEN = pattern(
    r"(?:\s(?:đảng viên|đồng chí|members))?\s?\([^()]{0,20}(?:%|percent)\)(?=\s(?:là|are|were|is)\s)"
)
_ASIDE = pattern(r"\([^()\d%]{1,40}\)(?=\s\w)")
_WHOLE = pattern(r"(?<!\w)(?:trong(?: tổng)?(?: số)?|(?:of|among|out of) (?:the|these|those|its))\s$")
_THERE_ARE = pattern(r"^[^;.]*(?:có|thì có|đã có|,)\s$")
_CLAUSE_END = pattern(r"[,;.:](?=\s|$)|\)")


@dataclass(frozen=True)
class Statement:
    """One figure of a text with all that the text says of it.

    Attributes
    ----------
    measure : empty where the text counts something that is known by no name here.
    figure : None where only a percentage is stated.
    difference : by how much it is more than last year's, or than its target where `beyond`.
    scope : `period`, `term`, `each_year`, or `doubtful`: of every year or of the term; of rules `each` or `average`.
    plan_year : of the plan that a percentage is of, where the figure has no time itself.
    has_target : whether the sentence also states the target that it is measured by.
    """

    sentence: Sentence
    unit: str
    measure: str
    role: str
    when: When
    figure: Figure | None
    scope: str = "period"
    percents: tuple[Percent, ...] = ()
    difference: Figure | None = None
    beyond: bool = False
    doubts: tuple[str, ...] = ()
    part: bool = False
    rule: str = ""
    has_target: bool = False
    estimate: bool = False
    plan_year: int | None = None

    @property
    def start(self) -> int:
        """Its place in the sentence."""
        if self.figure is not None:
            return self.figure.start
        return self.percents[0].figure.start if self.percents else 0


@dataclass(frozen=True)
class Memory:
    """What the sentences before leave to the next."""

    published: date | None = None
    published_year: int | None = None
    unit: str = ""
    main: str = ""
    units: tuple[str, ...] = ()
    when: When | None = None
    year: int | None = None
    term: Term | None = None
    event: Event | None = None
    topic: str = ""
    paragraph: int = 0

    @property
    def clock(self) -> Clock:
        return Clock(self.year or self.published_year, self.term, self.published, self.published_year)


@dataclass
class Parts:
    """A sentence taken apart."""

    sentence: Sentence
    memory: Memory
    times: list[Time]
    bodies: list[Body]
    figures: list[Figure]
    plain: str
    clock: Clock = field(default_factory=Clock)

    @cached_property
    def in_order(self) -> dict[int, str]:
        """The units of counts that are told in the order of as many units, by the place of the count."""
        return units_in_order(self.sentence.plain, self.plain, self.figures)

    def around(self, at: int, reached: int) -> Around:
        """The words around a figure; `reached` is the end of the last figure that was not a target."""
        figure = self.figures[at]
        start = max((other.stop for other in self.figures[:at]), default=0)
        rule = self.plain.rfind(";;", 0, figure.start)
        start = max(start, rule + 2 if rule >= 0 else 0)
        following = min((other.start for other in self.figures[at + 1 :]), default=len(self.plain))
        right = self.plain[figure.stop : following]
        if bracketed := _SHARE_BETWEEN.match(self.plain, figure.stop):  # "90 (47,9%) là nữ"
            beyond = min(
                (other.start for other in self.figures if other.start > bracketed.end()), default=len(self.plain)
            )
            right = self.plain[bracketed.end() : beyond]
        right = NOUN_PAIRS.sub(_joined, right)
        right = _ASIDE.sub(lambda aside: " " * len(aside[0]), right)
        end = _CLAUSE_END.search(right)
        return Around(
            NOUN_PAIRS.sub(_joined, self.plain[start : figure.start]),
            right[: end.start()] if end else right,
            self.plain[reached : figure.start],
            _CLAUSE_END.split(self.plain[figure.stop :])[0],
            self.plain,
            self.plain[figure.stop :],
            at > 0 and _is_out_of(self.plain, self.figures[at - 1], figure),
        )


def _joined(pair: re.Match[str]) -> str:
    return pair[0].replace(",", " ")


def _is_out_of(plain: str, whole: Figure, figure: Figure) -> bool:
    return bool(_WHOLE.search(plain[: whole.start]) and _THERE_ARE.search(plain[whole.stop : figure.start]))
