"""A sheet of a workbook as values, before it is written: columns, what stands above and below them, what may be typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Form = Literal["text", "plain", "count", "amount", "percent", "chance", "day"]


@dataclass(frozen=True)
class Formula:
    """A cell that is worked out by the spreadsheet, and what it comes to."""

    text: str
    value: float | str


@dataclass(frozen=True)
class SheetChart:
    """A chart of columns of its sheet.

    Attributes
    ----------
    categories : number of the column whose cells name the points.
    series : numbers of the columns drawn; the first `bars` of them as bars, the others as lines.
    rows : first and last of the cells drawn, the first below the headings being 0.
    place : row and column of its upper left corner.
    alt : the text that stands for it.
    """

    title: str
    categories: int
    series: Sequence[int]
    rows: tuple[int, int]
    place: tuple[int, int]
    bars: int = 1
    alt: str = ""


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
    colours : backgrounds (#RRGGBB) of cells with certain texts.
    asked : cells are there to be typed over; hidden : they only serve formulas.
    """

    heading: str
    cells: Sequence[Any]
    form: Form = "plain"
    note: str = ""
    choices: Sequence[str] | str = ()
    strict: bool = True
    colours: Mapping[str, str] = field(default_factory=dict)
    asked: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title, columns under their headings, lines below.

    Attributes
    ----------
    examples : the first rows that are examples, shown as such.
    filtered : readers may choose rows by the cells of the headings.
    held : columns that stay in sight, and on every page in print.
    """

    name: str
    columns: Sequence[SheetColumn] = ()
    title: str = ""
    lines: Sequence[str] = ()
    examples: int = 0
    filtered: bool = False
    held: int = 1
    charts: Sequence[SheetChart] = ()
