"""Warnings and notices, and what the checks leave in peace. Errors stand in tests/io/wrong_files.py."""

from pathlib import Path

import pytest

from forecast.checks import CHECKS, check
from forecast.core.findings import Finding
from forecast.io.read_tables import read
from forecast.language import describe


def findings(folder: Path, **tables: str) -> tuple[Finding, ...]:
    """What is noticed in tables given as text."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return check(read(**{name: folder / f"{name}.csv" for name in tables}))


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str, int | None]]:
    """Code, severity and row of each finding."""
    return [(finding.code, finding.severity, finding.row) for finding in found]


def test_the_sentence_of_the_manual(tmp_path: Path) -> None:
    """The contradiction of the manual's example is told with place, figures and remedy."""
    rows = "".join(f"D-07,2022Q{quarter},{value}\n" for quarter, value in ((1, 80), (2, 80), (3, 80), (4, 90)))
    (found,) = findings(tmp_path, counts=f"unit,period,value\n{rows}D-07,2022,312\n")
    assert describe(found, "en") == (
        f"{tmp_path}/counts.csv row 6 value: unit D-07, 2022: the quarters (2022Q1 + 2022Q2 + 2022Q3 + 2022Q4) "
        "add up to 330 but the total is 312. Correct one of them."
    )


def test_only_the_latest_revision_counts(tmp_path: Path) -> None:
    """A corrected year may contradict the old figure but not the new one."""
    text = "unit,period,value,reported_on\nA,2022H1,10,\nA,2022H2,10,\nA,2022,25,2023-01-05\nA,2022,20,2023-03-01\n"
    assert findings(tmp_path, counts=text) == ()


def test_estimates_contradict_nothing(tmp_path: Path) -> None:
    """A unit's estimate of the year stands beside the figures without being compared."""
    text = "unit,period,value,status\nA,2022H1,10,final\nA,2022H2,10,final\nA,2022,25,estimate\n"
    assert findings(tmp_path, counts=text) == ()


def test_amounts_may_be_rounded(tmp_path: Path) -> None:
    """Rounded amounts within half a unit of the last place each are no contradiction; a larger gap is."""
    text = "unit,period,value\nA,2022H1,10.4\nA,2022H2,10.3\nA,2022,{}\n"
    assert codes(findings(tmp_path, counts=text.format("20.8"))) == [("amount_undeclared", "notice", 2)]
    assert ("parts_differ", "error", 4) in codes(findings(tmp_path, counts=text.format("21.2")))


def test_ranges_may_agree(tmp_path: Path) -> None:
    """A part known as a range agrees when some figure of the range fits."""
    text = "unit,period,value,low,high\nA,2022H1,10,,\nA,2022H2,,5,15\nA,2022,{},,\n"
    assert findings(tmp_path, counts=text.format(22)) == ()
    assert ("parts_exceed", "error", 4) in codes(findings(tmp_path, counts=text.format(14)))


def test_ranges_carry_through_levels(tmp_path: Path) -> None:
    """Quarters contradict the year even when the half year between them is only an open range."""
    text = "unit,period,value,low,high\nA,2022H1,,1,\nA,2022Q1,10,,\nA,2022Q2,10,,\nA,2022,15,,\n"
    assert codes(findings(tmp_path, counts=text)) == [("falling_cumulative", "error", 5)]


def test_a_year_to_date_and_its_quarters(tmp_path: Path) -> None:
    """Nine months are compared with their three quarters, and the year with nine months and a quarter."""
    quarters = "unit,period,value\nA,2022Q1,1\nA,2022Q2,2\nA,2022Q3,3\nA,2022-01..2022-09,{}\nA,2022Q4,4\nA,2022,10\n"
    assert findings(tmp_path, counts=quarters.format(6)) == ()
    wrong = codes(findings(tmp_path, counts=quarters.format(7)))
    assert wrong == [("parts_differ", "error", 5), ("parts_differ", "error", 7)]


def test_days_of_a_stock_are_not_summed(tmp_path: Path) -> None:
    """A stock may be smaller at the end of the year than in June, and its periods may overlap."""
    text = "unit,period,value\nA,2022H1,50\nA,2022,40\nA,2022-06-30,50\n"
    assert findings(tmp_path, counts=text, measures="measure,kind\nmembers,stock\n") == ()


def test_falling_cumulative_of_an_amount(tmp_path: Path) -> None:
    """Of an amount a falling cumulative is a warning: money may flow back."""
    text = "unit,period,value\nA,2023-01..2023-06,50.5\nA,2023-01..2023-09,40.5\n"
    found = findings(tmp_path, counts=text, measures="measure,whole\nmoney,no\n")
    assert codes(found) == [("falling_cumulative", "warning", 3)]


def test_identical_rows(tmp_path: Path) -> None:
    """The same figure twice is a warning."""
    text = "unit,period,value\nA,2023Q1,5\nA,2023Q1,5\n"
    assert codes(findings(tmp_path, counts=text)) == [("value_repeated", "warning", 3)]


@pytest.mark.parametrize(("value", "code"), [(5000, "jump_up"), (3, "jump_down")])
def test_jumps(value: int, code: str, tmp_path: Path) -> None:
    """A figure ten times away from the usual one is a warning."""
    quarters = [100, 110, 90, 105, 95, value]
    rows = "".join(f"A,{2021 + i // 4}Q{i % 4 + 1},{figure}\n" for i, figure in enumerate(quarters))
    assert codes(findings(tmp_path, counts=f"unit,period,value\n{rows}")) == [(code, "warning", 7)]


def test_small_counts_may_jump(tmp_path: Path) -> None:
    """From one to none, or to six, is how small counts are."""
    quarters = [1, 0, 1, 2, 1, 6, 0, 1]
    rows = "".join(f"A,{2021 + i // 4}Q{i % 4 + 1},{figure}\n" for i, figure in enumerate(quarters))
    assert findings(tmp_path, counts=f"unit,period,value\n{rows}") == ()


CITY = "unit,parent,opened,closed\nC,,,\nA,C,,\nB,C,,{}\n"


def test_children_against_their_parent(tmp_path: Path) -> None:
    """Two districts that do not add up to the city are a warning at the city's figure."""
    text = "unit,period,value\nC,2023Q1,12\nA,2023Q1,5\nB,2023Q1,6\n"
    (found,) = findings(tmp_path, counts=text, units=CITY.format(""))
    assert (found.code, found.severity, found.row, found.values["sum"]) == ("children_sum", "warning", 2, 11)


def test_children_that_have_not_reported(tmp_path: Path) -> None:
    """A district that has not reported, or was closed before, is not missed."""
    text = "unit,period,value\nC,2023Q1,12\nA,2023Q1,{}\n"
    assert findings(tmp_path, counts=text.format(5), units=CITY.format("")) == ()
    assert codes(findings(tmp_path, counts=text.format(13), units=CITY.format(""))) == [("children_sum", "warning", 2)]
    found = findings(tmp_path, counts=text.format(5), units=CITY.format("2022-12-31"))
    assert codes(found) == [("children_sum", "warning", 2)]


def test_childrens_quotas(tmp_path: Path) -> None:
    """Quotas of the districts that do not add up to the city's are a notice."""
    counts = "unit,period,value\nC,2023Q1,2\nA,2023Q1,1\nB,2023Q1,1\n"
    quotas = "unit,year,kind,value\nC,2023,fixed,10\nA,2023,fixed,5\nB,2023,fixed,6\n"
    found = findings(tmp_path, counts=counts, quotas=quotas, units=CITY.format(""))
    assert codes(found) == [("children_quotas", "notice", 2)]


def test_quotas_and_counts_without_each_other(tmp_path: Path) -> None:
    """A quota of a silent unit and a reporting unit without a quota are warnings."""
    counts = "unit,period,value\nA,2023Q1,1\nB,2023Q1,1\n"
    quotas = "unit,year,kind,value\nA,2023,fixed,10\nD,2023,fixed,5\n"
    found = codes(findings(tmp_path, counts=counts, quotas=quotas))
    assert found == [("counts_without_quota", "warning", 3), ("quota_without_counts", "warning", 3)]


def test_units_and_parents_that_are_not_listed(tmp_path: Path) -> None:
    """A counted unit and a parent that the units table does not know are warnings."""
    found = findings(tmp_path, counts="unit,period,value\nA,2023Q1,1\nB,2023Q1,1\n", units="unit,parent\nA,Z\n")
    assert codes(found) == [("unit_unlisted", "warning", 3), ("parent_unlisted", "warning", 2)]


def test_readings_are_told(tmp_path: Path) -> None:
    """Two readings of one text are a notice, not two quotas in conflict."""
    quotas = "unit,year,kind,value,reading\nA,2020,fixed,12000,yearly\nA,2016..2020,term,12000,term\n"
    found = findings(tmp_path, counts="unit,period,value\nA,2020Q1,1\n", quotas=quotas)
    assert codes(found) == [("readings", "notice", 2)] and found[0].values["readings"] == "yearly; term"


def test_prior_on_a_stock(tmp_path: Path) -> None:
    """The admissions prior on a stock is a warning."""
    found = findings(
        tmp_path, counts="unit,period,value\nA,2020Q1,1\n", measures="measure,kind,prior\nm,stock,admissions\n"
    )
    assert [finding.code for finding in found] == ["prior_on_stock"]


def test_an_explosion_is_capped(tmp_path: Path) -> None:
    """Of one code a thousand findings are enough."""
    rows = "".join(f"U{unit},2023Q1,-1\n" for unit in range(1500))
    assert len(findings(tmp_path, counts=f"unit,period,value\n{rows}")) == 1000


def test_every_check_takes_empty_tables(tmp_path: Path) -> None:
    """Tables without a row pass every check in silence but for the missing rows."""
    found = findings(tmp_path, counts="unit,period,value\n", quotas="unit,year,kind,value\n", units="unit,parent\n")
    assert codes(found) == [("no_rows", "error", 1)] and len(CHECKS) > 10
