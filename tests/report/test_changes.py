"""What changed since the last report, and how last year was forecast, from the runs of a store."""

from pathlib import Path

import pandas as pd
import pytest

from forecast.cli.app import run
from forecast.cli.commands.report import Dress, build
from forecast.cli.commands.report_since import with_history
from forecast.cli.commands.stored_run import find_run, from_run
from forecast.errors import UsageError
from forecast.report.blocks import Paragraph, Table
from forecast.report.model import Report
from forecast.report.pages import tell
from tests.report.city import found

RUNS = (("2024", "2024Q3"), ("2025", "2025Q2"), ("2025", "2025Q3"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with a run of last year's third quarter and of this year's second and third."""
    folder = tmp_path_factory.mktemp("since")
    found(folder)
    asked = [
        part
        for name in ("counts", "quotas", "units", "measures")
        for part in (f"--{name}", str(folder / f"{name}.csv"))
    ]
    for year, as_of in RUNS:
        assert run(["batch", *asked, "--year", year, "--as-of", as_of, "--output", str(folder / "store")]) == 0
    return str(folder / "store")


def of_run(store: str, number: int) -> pd.DataFrame:
    table = pd.read_parquet(Path(store) / f"runs/{number:06d}/projection.parquet")
    table = table[(table["measure"] == "admissions") & ~table["year"].str.contains("..", regex=False)]
    return table.set_index("unit")


def told(store: str, since: str | None = None, **dress: object) -> Report:
    grounds = from_run(find_run("3", store))
    return with_history(build(grounds, Dress("en", **dress)), grounds, since=since, store=store)


def test_the_run_before_of_the_same_year_is_taken(store: str):
    """Without a word about it the report compares with the run of the second quarter, not with last year's."""
    changes = told(store).changes
    assert changes is not None and changes.run == 2 and str(changes.through) == "2025-06-30"


def test_changes_are_the_stored_figures(store: str):
    """Every number of a change stands in one of the two runs, and whoever is left out moved by less than a tenth."""
    changes, before, after = told(store).changes, of_run(store, 2), of_run(store, 3)
    assert changes is not None and len(changes.changes) > 3
    for change in changes.changes:
        sides = zip((before, after), ("before", "after"), strict=True)
        for table, side in sides:
            row = table.loc[change.unit]
            assert getattr(change, f"chance_{side}") == row["p_met"] and getattr(change, f"flag_{side}") == row["flag"]
            assert getattr(change, f"expected_{side}") == row["expected"]
        assert "new_data" in change.reasons and "new_settings" not in change.reasons
    quiet = after.index.difference([change.unit for change in changes.changes])
    assert (after.loc[quiet, "flag"] == before.loc[quiet, "flag"]).all()
    quiet = quiet[after.loc[quiet, "flag"] != "no_data"]
    assert ((after.loc[quiet, "p_met"] - before.loc[quiet, "p_met"]).abs() < 0.1).all()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_first_page_and_table_say_it(store: str, language: str):
    """The brief part names the change of the whole; the long report has a row per unit that moved."""
    report = told(store)
    page = tell(report, language)
    words = " ".join(block.text for block in page.blocks if isinstance(block, Paragraph))
    (table,) = (block for block in page.blocks if isinstance(block, Table) and block.name == "changes")
    assert {
        "vi": "So với lần trước (số liệu đến ngày 30/6/2025):",
        "en": "Since the last report (figures to 30 June 2025):",
    }[language] in words
    assert report.changes is not None and len(table.rows) == len(report.changes.changes)


def test_last_years_forecast_against_its_outcome(store: str):
    """The run of last year's third quarter is held against the total that came."""
    report = told(store)
    assert report.last is not None and report.top is not None and report.last.year == 2024
    assert report.last.expected == of_run(store, 1).loc["TP", "expected"]
    assert report.last.actual == report.top.past.totals[2024]


def test_since_must_be_of_the_same_year(store: str):
    """A run of another year is refused; the run itself gives no change at all."""
    with pytest.raises(UsageError, match="report_since_other_year"):
        told(store, since="1")
    changes = told(store, since="3").changes
    assert changes is not None and changes.changes == ()


def test_a_public_issue_stands_alone(store: str):
    """What an earlier report said is not told beside one that withholds."""
    report = told(store, public=True)
    assert report.changes is None and report.last is None
