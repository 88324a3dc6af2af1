"""A page of blocks as lines of a terminal: title, headings, wrapped text, drawn tables. Pictures are left to other formats."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from forecast.report.blocks import Block, Heading, Page, Paragraph, Table, cell_words
from forecast.report.terminal_table import Column, draw_table, fit_columns

_LEAST_TEXT = 10


def page_text(page: Page, *, width: int = 120, left_out_first: Sequence[str] = ()) -> str:
    """The page as text.

    Parameters
    ----------
    left_out_first : columns that go where a line has no room.

    Examples
    --------
    >>> print(page_text(Page("en", "Title", (), (), ("Foot.",), (Heading("First", number="I"), Paragraph("Said.")))))
    TITLE
    <BLANKLINE>
    I. First
    Said.
    <BLANKLINE>
    Foot.
    <BLANKLINE>
    """
    lines = [*textwrap.wrap(page.title.upper(), width)]
    for block in page.blocks:
        lines += _lines(block, page.language, width, left_out_first)
    return "\n".join([*lines, "", *page.foot]) + "\n"


def _lines(block: Block, language: str, width: int, left_out_first: Sequence[str]) -> list[str]:
    if isinstance(block, Heading):
        return ["", f"{block.number}. {block.text}" if block.number else block.text]
    if isinstance(block, Paragraph):
        text = " ".join(filter(None, (block.lead, block.text)))
        space = [""] if block.look == "note" or block.lead else []
        return [*space, *textwrap.wrap(text, width)]
    if isinstance(block, Table):
        return ["", block.caption, *_drawn(block, language, width, left_out_first)]
    return []


def _drawn(table: Table, language: str, width: int, left_out_first: Sequence[str]) -> list[str]:
    columns = [
        Column(
            column.name, column.heading, [cell_words(row[at], column.form, language) for row in table.rows],
            _LEAST_TEXT if column.name == "unit" else 0,
        )
        for at, column in enumerate(table.columns)
    ]  # fmt: skip
    return draw_table(fit_columns(columns, width, left_out_first), width)
