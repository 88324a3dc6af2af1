"""The building blocks of a page in one language: headings, paragraphs, tables, pictures. Every format draws the same blocks.

What they say is chosen in `forecast.report.sections`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from forecast.language.catalogue import MISSING, number, percent
from forecast.report.words import day_words

Form = Literal["text", "count", "amount", "percent", "chance", "day"]
Look = Literal["plain", "lead", "note", "blank"]


@dataclass(frozen=True)
class Heading:
    """A heading; those of level 1 are numbered I, II, III … as the report has them."""

    text: str
    level: int = 1
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Text of one paragraph.

    Attributes
    ----------
    lead : its first words, set in bold.
    look : a note is small, a blank leaves lines for the officer.
    """

    text: str
    lead: str = ""
    look: Look = "plain"


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, its heading in the language, the form of its cells, and its share of the width."""

    name: str
    heading: str
    form: Form = "text"
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table of raw cells.

    Attributes
    ----------
    rows : text, numbers and days; None and NaN are what is not known.
    units : ids of the units that the rows are about, where they are about units.
    flags : flag of each row, for colours; "" for none.
    wide : needs a page on its side.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    units: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart by its name, with the text that stands for it."""

    name: str
    caption: str
    alt: str


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True)
class Page:
    """A whole report in one language.

    Attributes
    ----------
    above : lines over the title; `below`: lines under it.
    foot : stands on every page.
    """

    language: str
    title: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    foot: tuple[str, ...]
    blocks: tuple[Block, ...]
    marking: str = ""


def cell_words(value: Any, form: Form, language: str) -> str:
    """A raw cell as it is printed.

    Examples
    --------
    >>> cell_words(0.2284, "percent", "vi"), cell_words(9810.0, "count", "vi"), cell_words(None, "count", "vi")
    ('22,8', '9.810', '–')
    """
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return "" if form == "text" else MISSING
    if isinstance(value, date):
        return day_words(value, language)
    if isinstance(value, str):
        return value
    if form == "percent":
        return percent(value, language).rstrip("%")
    if form == "chance":
        return number(value, language, 2)
    return number(value, language, 1 if form == "amount" and not float(value).is_integer() else 0)


def column_of(table: Table, name: str) -> Sequence[Any]:
    """The cells of one column."""
    at = [column.name for column in table.columns].index(name)
    return [row[at] for row in table.rows]
