"""Printed percentages against their counts, rounded or cut off."""

import csv
from pathlib import Path

import pytest

from forecast.checks import check
from forecast.checks.percent import fitting_bases, percent_fits, read_percent
from forecast.core.findings import Finding
from forecast.io.read_tables import read
from forecast.language import describe

AUDIT = Path(__file__).parents[2] / "datasets" / "hanoi" / "audit.csv"


def audited(row: dict[str, str]) -> bool | tuple[int, int]:
    """Whether a row's percentage fits its counts, or the bases that would fit where none is printed."""
    printed, digits = read_percent(row["printed_percent"]) or (0, 0)
    if row["denominator"]:
        return percent_fits(float(row["numerator"]), float(row["denominator"]), printed, digits)
    growth = 100 if "growth" in row["what"] else 0
    return fitting_bases(float(row["numerator"]), printed + growth, digits)


def test_every_row_of_the_audit() -> None:
    """Only the roll-out of the handbook does not fit: 90.0 % printed 102.26 %, and fewer members than eligible ones."""
    with AUDIT.open(encoding="utf-8", newline="") as file:
        found = [audited(row) for row in csv.DictReader(file)]
    assert found == [False, (462370, 462419), True, True, True, True, (8878, 8885)]
    assert found[1][1] < 472869


@pytest.mark.parametrize(
    ("printed", "fits"), [("22.8", True), ("22.84", True), ("22,9", False), ("23", True), ("22", True), ("24", False), ("22.85", False)]
)  # fmt: skip
def test_rounded_or_cut_off(printed: str, fits: bool) -> None:
    """2241 of 9810 is 22.844 %: it may print as 22, 22.8, 22.84 or 23."""
    assert percent_fits(2241, 9810, *read_percent(printed)) is fits


def found_in(folder: Path, counts: str, quotas: str = "") -> tuple[Finding, ...]:
    """Findings on percentages in tables given as text."""
    (folder / "counts.csv").write_text(counts)
    (folder / "quotas.csv").write_text("unit,year,kind,value\n" + quotas)
    found = check(read(counts=folder / "counts.csv", quotas=folder / "quotas.csv"))
    return tuple(finding for finding in found if finding.code.startswith(("percent", "growth", "fall")))


@pytest.mark.parametrize(
    ("printed", "would"),
    [
        ("36.6", "166 would print so"),
        ("38", "171 to 174 would print so"),
        ("38.6", "No whole count of that target prints so"),
    ],
)
def test_a_percentage_that_does_not_fit(printed: str, would: str, tmp_path: Path) -> None:
    """167 of 454 printed otherwise is told with the arithmetic and with what would print so."""
    (found,) = found_in(tmp_path, f"unit,period,value,printed_percent\nA,2023Q1,167,{printed}\n", "A,2023,fixed,454\n")
    assert (found.severity, found.row, found.column) == ("warning", 2, "printed_percent")
    assert f"167 of the target 454 is 36.78%, printed {printed}%. {would}" in describe(found, "en")


def test_of_the_year_to_date_or_of_any_quota(tmp_path: Path) -> None:
    """A second quarter may print its own share, or that of the half year, of the assigned quota or of the unit's own."""
    counts = "unit,period,value,printed_percent\nA,2023Q1,10,\nA,2023Q2,30,{}\n"
    quotas = "A,2023,fixed,100\n"
    assert [found_in(tmp_path, counts.format(text), quotas) for text in ("40", "30", "")] == [(), (), ()]
    assert [found.code for found in found_in(tmp_path, counts.format("35"), quotas)] == ["percent_differs_one"]


def test_growth_on_the_year_before(tmp_path: Path) -> None:
    """33 after 30 is +10 %, 27 is -10 %; a growth on a base known as a range fits when some base gives it."""
    counts = "unit,period,value,low,high,printed_growth\nA,2022Q1,{},\nA,2023Q1,{},,,{}\n"
    for base, value, text, n in (
        ("30", 33, "10", 0),
        ("30", 27, "-10%", 0),
        ("30", 33, "12", 1),
        (",28,32", 33, "12", 0),
    ):
        row = counts.format(base if "," in base else f"{base},,", value, text)
        assert len(found_in(tmp_path, row)) == n, (base, value, text)


def test_a_fall_is_called_a_fall(tmp_path: Path) -> None:
    """30 after 31 is 3.23 % less, in both languages without a sign."""
    counts = "unit,period,value,printed_growth\nA,2022Q1,31,\nA,2023Q1,30,-5%\n"
    (found,) = found_in(tmp_path, counts)
    assert "a fall of 3.23%" in describe(found, "en") and "là giảm 3,23%" in describe(found, "vi")


def test_what_is_no_percentage(tmp_path: Path) -> None:
    """Words in the column are told, not guessed at."""
    (found,) = found_in(tmp_path, "unit,period,value,printed_percent\nA,2023Q1,10,over half\n", "A,2023,fixed,100\n")
    assert found.code == "percent_unreadable"


def test_the_bundled_figures_fit() -> None:
    """Every percentage printed beside the figures of Hà Nội fits them."""
    folder = AUDIT.parent
    tables = read(counts=folder / "counts.csv", quotas=folder / "quotas.csv", measures=folder / "measures.csv")
    assert [finding.code for finding in check(tables) if "percent" in finding.code] == []
