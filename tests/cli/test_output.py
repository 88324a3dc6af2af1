"""Where the answer goes, in which form."""

import io
import json
import os

import pandas as pd
import pytest


def test_stdout_and_output_hold_the_same(run, asked, office):
    """--output writes what stdout would have shown, and stdout stays empty."""
    shown = run(*asked, "--format", "csv").out
    outcome = run(*asked, "--format", "csv", "--output", office / "answer.csv")
    assert (office / "answer.csv").read_text() == shown
    assert outcome.out == "" and "answer.csv" in outcome.err


def test_every_form_holds_the_same_rows(run, asked, office):
    """CSV, JSON and Parquet hold the same units in the same order."""
    table = pd.read_csv(io.StringIO(run(*asked, "--format", "csv").out))
    document = json.loads(run(*asked, "--format", "json").out)
    run(*asked, "--output", office / "answer.parquet")
    assert list(table["unit"]) == [row["unit"] for row in document["rows"]] == ["A", "B"]
    assert list(pd.read_parquet(office / "answer.parquet")["unit"]) == ["A", "B"]


@pytest.mark.parametrize("name", ["counts.csv", "quotas.csv", "./counts.csv", "link.csv"])
def test_an_input_is_never_written_over(run, asked, office, monkeypatch, name):
    """--output refuses the files that are read, under whatever name."""
    monkeypatch.chdir(office)
    os.symlink(office / "counts.csv", office / "link.csv")
    before = (office / "counts.csv").read_bytes()
    outcome = run(*asked, "--output", name)
    assert outcome.code == 2 and "not written over" in outcome.err
    assert (office / "counts.csv").read_bytes() == before


def test_a_place_that_cannot_be_written_is_refused_before_the_work(run, asked, office, answer):
    """A missing folder is named before anything is computed."""
    answer(fault=AssertionError("the engine was asked"))
    outcome = run(*asked, "--output", office / "nowhere" / "answer.csv")
    assert outcome.code == 2 and "there is no folder" in outcome.err


def test_a_table_can_be_written_too(run, asked, office):
    """Without --format and with an ending of no data format, the table for people is written."""
    run(*asked, "--output", office / "answer.txt")
    assert "For guidance, not a basis for rating." in (office / "answer.txt").read_text()


def test_check_prints_findings_as_data(run, asked, office):
    """`forecast check --format csv` holds a row per finding, and ends with 3 where one is an error."""
    with (office / "counts.csv").open("a") as counts:
        counts.write("A,2023Q9,5\n")
    outcome = run("check", "--counts", office / "counts.csv", "--format", "csv")
    table = pd.read_csv(io.StringIO(outcome.out))
    assert outcome.code == 3
    assert (table["row"] == 20).any() and "error" in set(table["severity"])


def test_check_of_good_figures_is_zero(run, asked, office):
    """Figures without errors end with 0, whatever the warnings."""
    outcome = run("check", "--counts", office / "counts.csv", "--quotas", office / "quotas.csv", "--format", "json")
    assert outcome.code == 0
    assert all(finding["severity"] != "error" for finding in json.loads(outcome.out)["findings"])


def test_check_of_a_missing_file_is_three(run, office):
    """A file that is not there is an error in the input, named in the findings."""
    outcome = run("check", "--counts", office / "none.csv")
    assert outcome.code == 3 and "none.csv" in outcome.out


def test_messages_are_folded_after_twenty_of_a_kind():
    """Twenty findings of a kind are told one by one, the rest counted."""
    from forecast.cli.commands.messages import finding_lines
    from forecast.core.findings import Finding

    many = [Finding("file_empty", "error", "counts.csv", row) for row in range(2, 52)]
    lines = finding_lines(many, "en")
    assert len(lines) == 21 and "30 more" in lines[-1]
