"""What is counted: flow or stock, whole or amount, and which prior may speak for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure as the measures table declares it, or as its figures show it.

    Attributes
    ----------
    kind : a flow is summed over time, a stock is read at the end of its period.
    whole : persons or organisations (True), or an amount such as money (False).
    declared : False when no measures table named it and the answer was read off the figures.
    prior : `admissions` lets the shipped figures on admissions speak where the office's own are few.
    ready_for : of a stock, the flow that it stands ready for: files that wait for a decision, people who passed the course.
    covers : every admission is drawn from the stock, so it should be no less than what remains to be done.

    Examples
    --------
    >>> Measure("admissions").label("en")
    'admissions'
    """

    name: str
    kind: Literal["flow", "stock"] = "flow"
    whole: bool = True
    part_of: str = ""
    prior: Literal["admissions", "neutral"] = "neutral"
    sensitive: bool = False
    ready_for: str = ""
    covers: bool = False
    label_vi: str = ""
    label_en: str = ""
    declared: bool = False

    def label(self, language: str) -> str:
        return (self.label_vi if language == "vi" else self.label_en) or self.name
