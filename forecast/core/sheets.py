"""A sheet of a workbook as values, before it is written: columns, what stands above and below them, what may be typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Form = Literal["text", "plain", "count", "amount", "percent", "day"]


@dataclass(frozen=True)
class SheetColumn:
    """One column.

    Attributes
    ----------
    cells : text and numbers; None and NaN are empty cells. Texts are never run as formulas or made into links.
    form : how numbers are shown; plain as the spreadsheet does it.
    note : what to write there, shown with the heading.
    choices : the texts offered in a drop-down, or the cells that hold them (`='Units'!$A$2:$A$500`).
    strict : only the texts offered may be typed.
    """

    heading: str
    cells: Sequence[Any]
    form: Form = "plain"
    note: str = ""
    choices: Sequence[str] | str = ()
    strict: bool = True


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title, columns under their headings, lines below.

    Attributes
    ----------
    examples : the first rows that are examples, shown as such.
    """

    name: str
    columns: Sequence[SheetColumn] = ()
    title: str = ""
    lines: Sequence[str] = ()
    examples: int = 0
