"""Reads sheets of a workbook in a process of its own, which may die without harm: a script, run by `forecast.io.read_workbook`.

It imports nothing of the package. Cells are judged there; here each becomes a text, and it is noted which were numbers with
decimals and which were dates.
"""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import date, datetime
from typing import Any

MEMORY = 3 * 2**30  # bytes
SECONDS = 40  # of computing


def limit_resources() -> None:
    """Take no more memory and time than a large honest workbook needs; systems without such limits go without."""
    try:
        import resource
    except ImportError:  # Windows: there is the clock of the parent
        return
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_CORE: 0}
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def cell_text(value: Any) -> str:
    """A cell as text: numbers with at most 15 digits, as spreadsheets show them; dates in the ISO form.

    A number with just three decimals gets one zero more (2.2410), so that nobody takes its point for thousands.

    Examples
    --------
    >>> cell_text(2241.0), cell_text(2.241), cell_text(0.1 + 0.2), cell_text(True), cell_text(date(2023, 4, 7))
    ('2241', '2.2410', '0.3', 'yes', '2023-04-07')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        text = f"{value:.15g}"
        return text + "0" if "e" not in text and len(text.partition(".")[2]) == 3 else text
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def columns_of(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Every column with its texts, and the positions of numbers with decimals and of dates.

    Examples
    --------
    >>> columns_of([["value"], [2.5], [3.0]])
    [{'texts': ['value', '2.5', '3'], 'fractions': [1], 'days': []}]
    """
    return [_column(cells) for cells in zip(*rows, strict=True)]


def _column(cells: tuple[Any, ...]) -> dict[str, Any]:
    kinds = set(map(type, cells))
    if kinds == {str}:
        return {"texts": cells, "fractions": [], "days": []}
    if kinds <= {str, float}:  # other kinds may equal a number: True and 1.0
        known = {cell: cell if type(cell) is str else cell_text(cell) for cell in set(cells)}
        texts = list(map(known.__getitem__, cells))
    else:
        texts = [cell if type(cell) is str else cell_text(cell) for cell in cells]
    fractions, days = [], []
    if not all(cell.is_integer() for cell in set(cells) if type(cell) is float):
        fractions = [place for place, cell in enumerate(cells) if type(cell) is float and not cell.is_integer()]
    if kinds & {date, datetime}:
        days = [place for place, cell in enumerate(cells) if isinstance(cell, date)]
    return {"texts": texts, "fractions": fractions, "days": days}


def main() -> None:
    """Print the sheets named on the command line, or all of them, as one JSON document."""
    limit_resources()
    import python_calamine

    path, *names = sys.argv[1:]
    book = python_calamine.load_workbook(path)
    sheets = {}
    for name in names or book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        columns = columns_of(sheet.to_python(skip_empty_area=False))
        sheets[name] = {"columns": columns, "merged": sheet.merged_cell_ranges or []}
    sys.stdout.write(json.dumps(sheets))


if __name__ == "__main__":
    main()
