"""Makes workbooks as offices lay them out, each with the tables that it must give. It imports nothing of the program.

A layout is one function that fills pages and says what they hold (`tests.intake.workbooks`); `BOOKS` pairs layouts with the kinds
of files they are kept in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.intake.pages import write_csv, write_ods, write_xlsx
from tests.intake.workbooks.cumulative import (
    cumulative_heading,
    cumulative_named,
    cumulative_proved,
    cumulative_title,
    cut_off,
    cut_off_heading,
    estimates,
    same_period,
    same_period_known,
)
from tests.intake.workbooks.groups import (
    bare_groups,
    coded,
    footnotes,
    indented,
    of_which,
    roman_groups,
    spelt_otherwise,
)
from tests.intake.workbooks.long import long_measures, long_periods, long_year_quarter, tidy
from tests.intake.workbooks.made import Made
from tests.intake.workbooks.quarters import (
    english,
    months,
    numbered_columns,
    offset,
    repeated_header,
    simple,
    text_numbers,
    three_row_header,
    total_first,
    two_row_header,
    without_merging,
    years,
)
from tests.intake.workbooks.several import quarter_blocks, sheet_per_quarter, sheet_per_year, side_by_side, stacked
from tests.intake.workbooks.targets import (
    approximate,
    pairs,
    percents_as_shares,
    ranges_and_terms,
    several_targets,
    stocks,
    two_measures,
)

LAYOUTS: tuple[Callable[[], Made], ...] = (
    simple, total_first, two_row_header, three_row_header, without_merging, numbered_columns, offset, repeated_header, months,
    years, text_numbers, english, roman_groups, bare_groups, indented, footnotes, of_which, coded, spelt_otherwise, stacked,
    side_by_side, sheet_per_quarter, sheet_per_year, quarter_blocks, cumulative_named, cumulative_title, cumulative_heading,
    cumulative_proved, estimates, cut_off, cut_off_heading, same_period, same_period_known, pairs, percents_as_shares,
    several_targets, ranges_and_terms, stocks, two_measures, approximate, long_periods, long_year_quarter, long_measures, tidy,
)  # fmt: skip
FLAT = (
    simple, total_first, without_merging, numbered_columns, offset, text_numbers, english, roman_groups, indented, footnotes,
    stacked, cumulative_title, estimates, cut_off, same_period, pairs, ranges_and_terms, long_periods, tidy,
)  # fmt: skip
ODS = (
    simple,
    two_row_header,
    three_row_header,
    sheet_per_quarter,
    sheet_per_year,
    text_numbers,
    long_year_quarter,
    indented,
)

BOOKS: dict[str, tuple[Callable[[], Made], str]] = {
    **{f"{layout.__name__}.xlsx": (layout, "xlsx") for layout in LAYOUTS},
    **{f"{layout.__name__}.ods": (layout, "ods") for layout in ODS},
    **{f"{layout.__name__}.csv": (layout, ("machine", "excel-vi")[at % 2]) for at, layout in enumerate(FLAT)},
}


def make(name: str, folder: Path) -> tuple[Path, Made]:
    """One workbook of the corpus in a folder, and what it must give."""
    layout, form = BOOKS[name]
    made, path = layout(), folder / name
    if form == "xlsx":
        write_xlsx(path, made.pages)
    elif form == "ods":
        write_ods(path, made.pages)
    else:
        write_csv(path, made.pages, form)
    return path, made
