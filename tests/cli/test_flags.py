"""Flags with their record, as a user of the command line meets them."""

import pandas as pd
import pytest

from tests.engine.record.rows import backtest_rows


@pytest.fixture
def record(tmp_path):
    """The folder of a backtest in which each third unit was warned of, and missed."""
    folder = tmp_path / "lookback"
    folder.mkdir()
    backtest_rows(30).assign(measure="").to_parquet(folder / "rows.parquet")
    return folder


def unwrapped(outcome):
    """What was printed, without breaks of lines."""
    return " ".join(outcome.out.split())


def test_the_record_stands_below_the_table_and_in_the_columns(run, asked, record):
    """With `--record` one's own past speaks, without it public figures, named as such."""
    arguments = [*asked, "--model", "naive"]
    own, public = unwrapped(run(*arguments, "--record", record)), unwrapped(run(*arguments))
    assert "after quarter 1, 7 years looked back on" in own and "Of 10 units at risk, 10 missed" in own
    assert "4 public sets of figures, not yours" in public and "too little history" in public
    run(*arguments, "--record", record, "--output", record / "answer.parquet")
    table = pd.read_parquet(record / "answer.parquet")
    assert table["review_precision"].tolist() == [1.0, 1.0] and table["review_basis"].tolist() == ["own_quarters"] * 2


def test_a_batch_judges_as_a_projection_does(run, asked, record, tmp_path):
    """The same rows, record, list and flags, to the last bit; another record makes another run."""
    more = ["--model", "naive", "--record", record, "--cost-ratio", "3", "--capacity", "1"]
    run(*asked, *more, "--output", tmp_path / "one.parquet")
    place = run("batch", *asked[1:], *more, "--chunk-size", "1", "--output", tmp_path / "store").out.strip()
    pd.testing.assert_frame_equal(pd.read_parquet(place), pd.read_parquet(tmp_path / "one.parquet"), check_exact=True)
    backtest_rows(31).assign(measure="").to_parquet(record / "rows.parquet")
    again = run("batch", *asked[1:], *more, "--resume", "--output", tmp_path / "store").out.strip()
    assert again != place


def test_a_batch_goes_on_from_the_runs_of_its_store(run, asked, tmp_path):
    """`--since latest` is the newest finished run; without a run there is nothing to go on from."""
    order = ["batch", *asked[1:], "--model", "naive", "--output", tmp_path / "store", "--since"]
    assert run(*order, "latest").code == 2
    run(*order[:-1], "--as-of", "2023Q1")
    table = pd.read_parquet(run(*order, "latest").out.strip())
    assert table["flag_since"].tolist() == ["2023Q1", "2023Q1"]


def test_the_visit_list_says_what_it_leaves_out(run, asked):
    """Unit B is short by most; the other unit is counted, not named."""
    said = unwrapped(run(*asked, "--model", "naive", "--capacity", "1"))
    assert "To visit first, in their usual order (1): B (" in said and "all others (1)" in said


def test_an_earlier_answer_dates_the_flags(run, asked, tmp_path):
    """A flag given after the first quarter and again now stands since then."""
    first = [*asked, "--model", "naive", "--as-of", "2023Q1", "--output", tmp_path / "first.csv"]
    assert run(*first).code == 0
    since = ["--model", "naive", "--since", tmp_path / "first.csv"]
    assert "says since when it stands" in unwrapped(run(*asked, *since))
    run(*asked, *since, "--output", tmp_path / "now.parquet")
    assert pd.read_parquet(tmp_path / "now.parquet")["flag_since"].tolist() == ["2023Q1", "2023Q1"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["--recall", "2"],
        ["--capacity", "0"],
        ["--cost-ratio", "-1"],
        ["--precision", ".7", "--recall", ".8"],
        ["--record", "none"],
    ],
)
def test_what_cannot_be_used_is_said(run, asked, wrong):
    """Exit 2 and the option's name."""
    outcome = run(*asked, *wrong)
    assert outcome.code == 2 and wrong[0] in outcome.err
