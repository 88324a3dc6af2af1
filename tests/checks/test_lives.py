"""Units that open and close, in files: what is noticed at which row."""

from pathlib import Path

import pytest

from forecast.checks import check
from forecast.io.read_tables import read


def noticed(folder: Path, **tables: str) -> list[tuple[str, str, int | None]]:
    """Code, severity and row of what is noticed in tables given as text."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    found = check(read(**{name: folder / f"{name}.csv" for name in tables}))
    return [(finding.code, finding.severity, finding.row) for finding in found]


def test_a_unit_opens_before_it_closes(tmp_path: Path) -> None:
    """Opened in July and closed in June of the same year is an error at the closing."""
    found = noticed(
        tmp_path, counts="unit,period,value\nA,2024,5\n", units="unit,opened,closed\nA,2025-07-01,2025-06-30\n"
    )
    assert ("opened_after_closed", "error", 2) in found


@pytest.mark.parametrize(
    ("dates", "period", "code"),
    [(",2025-06-30", "2025Q3", "figure_after_closing"), ("2025-07-01,", "2025Q2", "figure_before_opening")],
)
def test_figures_outside_the_days_at_work(dates: str, period: str, code: str, tmp_path: Path) -> None:
    """A figure of a quarter without the unit is a warning; a zero is not, nor is a year that it worked in part."""
    counts = f"unit,period,value\nA,2025,9\nA,{period},{{}}\n"
    assert noticed(tmp_path, counts=counts.format(4), units=f"unit,opened,closed\nA,{dates}\n") == [
        (code, "warning", 3)
    ]
    assert noticed(tmp_path, counts=counts.format(0), units=f"unit,opened,closed\nA,{dates}\n") == []


def test_quotas_for_years_without_the_unit(tmp_path: Path) -> None:
    """A quota of 2026 for a unit closed in 2025 is a warning, a term that began before is none."""
    counts, units = "unit,period,value\nA,2025Q1,9\n", "unit,opened,closed\nA,2024-01-01,2025-07-01\n"
    quotas = "unit,year,kind,value\nA,2025,fixed,9\nA,2026,fixed,9\nA,2021..2025,term,90\nA,2023,fixed,9\n"
    found = noticed(tmp_path, counts=counts, units=units, quotas=quotas)
    assert found == [("quota_after_closing", "warning", 3), ("quota_before_opening", "warning", 5)]


def test_open_below_restricted(tmp_path: Path) -> None:
    """A unit that is said to be open below a restricted one is told that it is folded too."""
    units = "unit,parent,restricted\nP,,yes\nA,P,no\nB,P,\n"
    found = noticed(tmp_path, counts="unit,period,value\nA,2025Q1,9\n", units=units)
    assert found == [("restricted_parent", "notice", 3)]


def test_strict_takes_warnings_for_errors(tmp_path: Path) -> None:
    """Under strict nothing is a warning; notices stay."""
    (tmp_path / "c.csv").write_text("unit;period;value\nA;2025Q1;9\nA;2025Q1;9\n")
    found = check(read(counts=tmp_path / "c.csv"), strict=True)
    assert [(finding.code, finding.severity) for finding in found] == [
        ("separator_read", "notice"), ("value_repeated", "error"),
    ]  # fmt: skip
