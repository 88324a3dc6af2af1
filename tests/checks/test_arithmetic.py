"""Percentages of bases, stocks and wholes; parts against wholes; one figure told by two sources."""

from pathlib import Path

import pytest

from forecast.checks import check
from forecast.core.findings import Finding
from forecast.io.read_tables import read
from forecast.language import describe

MEASURES = (
    "measure,kind,whole,part_of\nadmissions,flow,yes,\nadmissions_women,flow,yes,admissions\nmembers,stock,yes,\n"
)


def found_in(folder: Path, counts: str, quotas: str = "") -> list[Finding]:
    """Findings beyond notices in tables given as text."""
    (folder / "counts.csv").write_text(counts)
    (folder / "quotas.csv").write_text("unit,measure,year,kind,value,low,high\n" + quotas)
    (folder / "measures.csv").write_text(MEASURES)
    names = ("counts", "quotas", "measures") if quotas else ("counts", "measures")
    tables = read(**{name: folder / f"{name}.csv" for name in names})
    codes = {"counts_without_quota", "quota_without_counts", "no_rows"}
    return [one for one in check(tables) if one.severity != "notice" and one.code not in codes]


@pytest.mark.parametrize(
    ("value", "base", "printed", "said"),
    [
        ("425588", "472869", "102.26", "What would fit: 483,533–483,579 of 472,869, or 425,588 of 416,162–416,202."),
        ("425588", "472869", "90", ""),
        ("2241", "9810", "23", ""),
        ("1", "3", "34", "What would fit: – of 3, or 1 of –."),
        ("2", "3", "66", ""),
    ],
)
def test_a_percentage_of_a_base_beside_it(value: str, base: str, printed: str, said: str, tmp_path: Path) -> None:
    """A percentage fits when some whole pair rounds or is cut off to it; else the pairs that would are told."""
    found = found_in(
        tmp_path,
        f"unit,measure,period,value,printed_percent,printed_base\nA,admissions,2023Q1,{value},{printed},{base}\n",
    )
    assert [one.code for one in found] == (["base_differs"] if said else [])
    assert all(said in describe(one, "en") for one in found)


def test_the_base_is_not_taken_for_the_quota(tmp_path: Path) -> None:
    """With its base beside it, a percentage is not compared with the quota of the year."""
    counts = "unit,measure,period,value,printed_percent,printed_base\nA,admissions,2023Q1,10,50,20\n"
    assert found_in(tmp_path, counts, "A,admissions,2023,fixed,100,,\n") == []


@pytest.mark.parametrize(("printed", "codes"), [("3", []), ("2.98", []), ("4", ["share_differs"])])
def test_a_share_of_the_stock(printed: str, codes: list[str], tmp_path: Path) -> None:
    """A share may be of the stock at the end of last year (2.98 %) or of that at the end of the period (3.00 %)."""
    counts = "unit,measure,period,value,printed_share\nA,members,2021-12-31,3020,\nA,members,2022-12-31,3000,\n"
    found = found_in(tmp_path, counts + f"A,admissions,2022,90,{printed}\n")
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(("base", "codes"), [("462400", []), ("472869", ["base_exceeds_stock"])])
def test_a_base_larger_than_its_stock(base: str, codes: list[str], tmp_path: Path) -> None:
    """Who are 92.04 % of all members cannot be part of more than all members."""
    counts = f"unit,measure,period,value,printed_base,printed_share\nA,admissions,2023Q1,425588,{base},92.04\n"
    assert [one.code for one in found_in(tmp_path, counts)] == codes


def test_parts_and_their_percentage(tmp_path: Path) -> None:
    """45 of 90 women are 50 %; printed 55 % they are told with the pairs that fit."""
    counts = "unit,measure,period,value,printed_part\nA,admissions,2022,90,\nA,admissions_women,2022,45,{}\n"
    assert found_in(tmp_path, counts.format("50")) == []
    (found,) = found_in(tmp_path, counts.format("55"))
    assert found.code == "part_differs" and "– of 90, or 45 of 82" in describe(found, "en")


def test_a_part_larger_than_its_whole(tmp_path: Path) -> None:
    """95 women among 90 admissions are told with both rows, and a part equal to its whole is not."""
    counts = "unit,measure,period,value\nA,admissions,2022,90\nA,admissions_women,2022,{}\n"
    assert found_in(tmp_path, counts.format(90)) == []
    (found,) = found_in(tmp_path, counts.format(95))
    assert (found.code, found.row, found.values["total"]) == ("part_exceeds", 3, 90)


def test_a_part_of_a_figure_known_as_a_range(tmp_path: Path) -> None:
    """Only what exceeds the most that the whole may be is told."""
    counts = "unit,measure,period,value,low,high\nA,admissions,2022,,80,90\nA,admissions_women,2022,{},,\n"
    assert [len(found_in(tmp_path, counts.format(value))) for value in (85, 91)] == [0, 1]


@pytest.mark.parametrize(
    ("whole", "codes"),
    [
        ("A,admissions,2023,fixed,90,,\n", ["part_quota_exceeds"]),
        ("A,admissions,2023,fixed,96,,\n", []),
        ("A,admissions,2023,range,,80,90\n", ["part_quota_exceeds"]),
        ("A,admissions,2023,range,,80,\n", []),
        ("A,admissions,2022,fixed,90,,\n", []),
    ],
)
def test_a_sub_target_above_its_target(whole: str, codes: list[str], tmp_path: Path) -> None:
    """A target of a part is compared with the largest target of its whole in that year; one open above cannot be exceeded."""
    counts = "unit,measure,period,value\nA,admissions,2022,90\nA,admissions_women,2022,40\n"
    found = found_in(tmp_path, counts, whole + "A,admissions_women,2023,fixed,95,,\n")
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        ("92,,,2023-02-01,b", ["told_differently"]),
        ("90,,,2023-02-01,b", []),
        ("92,,,2023-02-01,a", []),
        (",80,,2023-02-01,b", []),
        (",,80,2023-02-01,b", ["told_differently"]),
    ],
)
def test_two_sources_of_one_figure(second: str, codes: list[str], tmp_path: Path) -> None:
    """Another source that says what cannot be the same is told; the same source revises, and "over 80" fits 90."""
    counts = f"unit,measure,period,value,low,high,reported_on,source\nA,admissions,2022,90,,,2023-01-01,a\nA,admissions,2022,{second}\n"
    assert [one.code for one in found_in(tmp_path, counts)] == codes
