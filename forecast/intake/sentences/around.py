"""The words around a figure, which say what it counts and whether it was reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Around:
    """The words around a figure.

    Attributes
    ----------
    left : from the figure before it (or the beginning) up to it.
    right : from its end to the end of the clause, or the next figure.
    before : everything before it since the last figure that was reached.
    clause : from its end to the end of the clause, whatever figures stand there.
    after : everything from its end on.
    out_of : whether the figure before is the whole that this one is out of: "trong số 230 đảng viên mới có 18".
    """

    left: str
    right: str
    before: str
    clause: str = ""
    sentence: str = ""
    after: str = ""
    out_of: bool = False
