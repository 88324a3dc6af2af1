"""The lineage table in files: what is noticed at which row, and what is in order."""

from pathlib import Path

import pytest

from tests.checks.test_lives import noticed

COUNTS = "unit,period,value\nA,2025Q1,9\nB,2025Q1,4\n"
HEAD = "from_unit,to_unit,on,share\n"
UNITS = "unit,opened,closed\nA,,2025-06-30\nB,,\nC,2025-07-01,\n"


def of_lineage(folder: Path, lineage: str, *, units: str = UNITS, counts: str = COUNTS):
    return noticed(folder, counts=counts, units=units, lineage=HEAD + lineage)


@pytest.mark.parametrize(
    "lineage",
    ["A,C,2025-07-01,1\n", "A,C,2025-07-01,\n", "A,B,2025-07-01,0.33\nA,C,2025-07-01,0.67\n", "A,B,2025-07-01,0.335\nA,C,2025-07-01,0.66\n"],
)  # fmt: skip
def test_what_is_in_order(lineage: str, tmp_path: Path) -> None:
    """Whole shares, none stated, two that add up, or nearly so for being printed with two decimals."""
    assert of_lineage(tmp_path, lineage) == []


def test_a_quota_of_one_unit_of_a_line_is_that_of_the_others(tmp_path: Path) -> None:
    """C, which goes on for A and B, needs no quota where they have theirs; without the lineage each lacks the other's table."""
    counts = COUNTS + "C,2025Q3,5\n"
    quotas = "unit,year,kind,value\nA,2025,fixed,20\nB,2025,fixed,20\n"
    units = "unit,opened,closed\nA,,2025-06-30\nB,,2025-06-30\nC,2025-07-01,\n"
    lineage = HEAD + "A,C,2025-07-01,1\nB,C,2025-07-01,1\n"
    alone = noticed(tmp_path, counts=counts, units=units, quotas=quotas)
    assert ("counts_without_quota", "warning", 4) in [found[:3] for found in alone]
    assert noticed(tmp_path, counts=counts, units=units, quotas=quotas, lineage=lineage) == []


@pytest.mark.parametrize(
    ("lineage", "code", "severity", "row"),
    [
        ("A,C,2025-07-01,0.5\n", "lineage_shares", "error", 2),
        ("A,B,2025-07-01,0.7\nA,C,2025-07-01,0.7\n", "lineage_shares", "error", 2),
        ("A,C,2025-07-01,1.5\n", "lineage_share", "error", 2),
        ("A,C,2025-07-01,0.5\nA,C,2025-07-01,0.5\n", "lineage_twice", "error", 3),
        ("B,A,2025-05-01,1\nB,C,2025-07-01,1\nA,C,2025-07-01,1\n", "lineage_ended", "error", 3),
        ("A,B,2025-07-01,1\nB,C,2025-07-01,1\n", "lineage_circle", "error", 3),
        ("C,B,2025-06-01,1\n", "lineage_not_open", "error", 2),
        ("B,A,2025-08-01,1\n", "lineage_closed", "error", 2),
        ("A,C,2025-08-01,1\n", "lineage_gap", "warning", 2),
        ("A,C,2025-07-01,1\nB,B,2025-02-01,0.5\nB,C,2025-02-01,0.5\n", "lineage_opens_later", "warning", 4),
    ],
)
def test_what_is_noticed(lineage: str, code: str, severity: str, row: int, tmp_path: Path) -> None:
    """Each mistake by its code, at its row."""
    assert (code, severity, row) in of_lineage(tmp_path, lineage)


def test_a_unit_that_no_other_table_knows(tmp_path: Path) -> None:
    """A misspelt unit is told with the name that may be meant; one beside known units is told; a line of unknown ones is no matter."""
    counts, units = "unit,period,value\nAn Sơn,2025Q1,9\nBình Khê,2025Q1,4\n", "unit,opened,closed\n"
    lineage = "An Sôn,C,2025-07-01,1\nBình Khê,C,2025-07-01,1\nX,C,2025-07-01,1\nY,Z,2025-07-01,1\n"
    found = of_lineage(tmp_path, lineage, units=units, counts=counts)
    assert ("lineage_unknown_near", "warning", 2) in found and ("lineage_unknown", "warning", 4) in found
    assert not [row for code, _, row in found if code.startswith("lineage_unknown") and row == 5]


def test_figures_after_handing_over(tmp_path: Path) -> None:
    """A figure of a merged unit from a later quarter is a warning, told once for the unit; zeros are none."""
    counts = COUNTS + "A,2025Q3,0\nA,2025Q4,2\nA,2026Q1,2\n"
    found = of_lineage(tmp_path, "A,C,2025-07-01,1\n", units="unit,name\nA,\nB,\nC,\n", counts=counts)
    assert found == [("figure_after_handing_over", "warning", 5)]


def test_a_closing_without_successor(tmp_path: Path) -> None:
    """A unit that told figures until it closed, and that no row names, is a warning where there is a lineage table."""
    units = "unit,opened,closed\nA,,2025-06-30\nB,,2025-06-30\nC,2025-07-01,\n"
    found = of_lineage(tmp_path, "A,C,2025-07-01,1\n", units=units)
    assert found == [("closed_without_successor", "warning", 3)]
