"""What one figure of a sentence tells: its measure, whether it is a part, whether it is to be reached.

How that is read from the words beside it is `forecast.intake.sentences.events`.
"""

from __future__ import annotations

from dataclasses import dataclass

from forecast.intake.sentences.planned import Role


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
