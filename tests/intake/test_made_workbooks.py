"""Every made workbook gives its tables: no figure wrong, none lost, none invented, each with its cell."""

import math
from datetime import date

import pytest

from forecast.intake.sheets.assemble import Imported, read_sheets
from tests.intake.make_workbooks import BOOKS, Made, make


def counts_of(imported: Imported) -> set:
    table = imported.tables.counts
    columns = (table[name].tolist() for name in ("unit", "measure", "period", "value", "status"))
    return {row for row in zip(*columns, strict=True) if math.isfinite(row[3])}


def ranges_of(imported: Imported) -> set:
    table = imported.tables.counts
    table = table[table["value"].isna()]
    bound = [[None if math.isnan(value) else value for value in table[name]] for name in ("low", "high")]
    return set(zip(table["unit"], table["measure"], table["period"], *bound, strict=True))


def quotas_of(imported: Imported) -> set:
    rows = set()
    for row in imported.tables.quotas.to_dict("records"):
        years = f"{row['first']:.0f}" if row["first"] == row["last"] else f"{row['first']:.0f}..{row['last']:.0f}"
        numbers = tuple(row[name] for name in ("value", "low", "high") if math.isfinite(row[name]))
        rows.add((row["unit"], row["measure"], years, row["kind"], numbers, row["basis"]))
    return rows


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Imported, Made]:
    path, made = make(request.param, tmp_path_factory.mktemp("book"))
    return read_sheets([str(path)]), made


def test_nothing_is_refused(book: tuple[Imported, Made]) -> None:
    """No made workbook holds an error."""
    assert [str(finding) for finding in book[0].errors] == []


def test_the_counts_are_those_of_the_sheets(book: tuple[Imported, Made]) -> None:
    """Unit, measure, period, value and status of every figure."""
    imported, made = book
    assert counts_of(imported) == made.counts and ranges_of(imported) == made.ranges
    assert len(imported.tables.counts) == len(made.counts) + len(made.ranges)


def test_the_targets_are_those_of_the_sheets(book: tuple[Imported, Made]) -> None:
    """Unit, years, kind, numbers and basis of every target."""
    imported, made = book
    assert quotas_of(imported) == made.quotas and len(imported.tables.quotas) == len(made.quotas)


def test_every_figure_keeps_its_cell(book: tuple[Imported, Made]) -> None:
    """`source` names the cell that holds the text kept in `as_read`."""
    imported, made = book
    cells = {(page.name, cell): value for page in made.pages for cell, value in page.cells.items()}
    both = (imported.tables.counts, imported.tables.quotas)
    pairs = [pair for table in both for pair in zip(table["source"], table.get("as_read", []), strict=True)]
    for source, text in pairs:
        place, _, cell = source.rpartition("!")
        sheet = place.rpartition("#")[2] if "#" in place else made.pages[0].name
        letters = cell.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = 26 * column + ord(letter) - 64
        held = cells[sheet, (int(cell[len(letters) :]) - 1, column - 1)]
        held = getattr(held, "result", held)
        assert " ".join(str(held).split()) == text or float(held) == float(text.replace(",", "."))


def test_units_keep_what_stands_over_them(book: tuple[Imported, Made]) -> None:
    """Parents, groups, the units' own numbers and the day of the report."""
    imported, made = book
    units = imported.tables.units.set_index("unit")
    assert {unit: parent for unit, parent in units["parent"].items() if parent} == made.parents
    assert {unit: group for unit, group in units["group"].items() if group} == made.groups
    assert {unit: name for unit, name in units["name"].items() if name} == made.codes
    if made.reported_on:
        days = {date.fromordinal(int(day)).isoformat() for day in imported.tables.counts["reported_on"]}
        assert days == {made.reported_on}
