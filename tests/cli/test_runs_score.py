"""`forecast runs score` as a user meets it: the page, the scores, and a store in which nothing moves."""

import json

import pandas as pd
import pytest


@pytest.fixture
def kept(run, office):
    """A store with one run on the small office, and its counts once the year has closed."""
    tables = ["--counts", f"{office}/counts.csv", "--quotas", f"{office}/quotas.csv"]
    assert run("batch", *tables, "--year", "2023", "--model", "naive", "--output", office / "store").code == 0
    later = "".join(f"{unit},2023,{total}\n" for unit, total in (("A", 96), ("B", 180)))
    closed = (office / "counts.csv").read_text() + later
    (office / "closed.csv").write_text(closed)
    return office / "store", office / "closed.csv"


def files_of(store):
    return {path: path.read_bytes() for path in store.rglob("*") if path.is_file() and "catalogue" not in path.name}


def test_the_page_says_what_was_forecast_and_what_came(run, kept):
    """Two units, one of which met its target, in both languages; the store stays as it was to the byte."""
    store, closed = kept
    before = files_of(store)
    outcome = run("runs", "score", store, "--counts", closed)
    assert outcome.code == 0 and "Runs scored: 1; forecasts: 2, of 2023." in outcome.err
    assert "TRACK RECORD OF THE FORECASTS" in outcome.out and "Has it drifted?" in outcome.out
    assert "ĐỘ TIN CẬY CỦA DỰ BÁO" in run("runs", "score", store, "--counts", closed, "--lang", "vi").out
    assert files_of(store) == before


def test_nothing_is_scored_before_the_year_is_closed(run, kept, office):
    """With the figures of the time there is nothing to hold a forecast against."""
    outcome = run("runs", "score", kept[0], "--counts", office / "counts.csv")
    assert outcome.code == 2 and "no year that was forecast is closed" in outcome.err


def test_scores_for_other_programs(run, kept, tmp_path):
    """CSV, JSON, Parquet and a Word page; JSON holds the rows, the scores and the drift."""
    store, closed = kept
    said = json.loads(run("runs", "score", store, "--counts", closed, "--format", "json").out)
    assert [row["unit"] for row in said["rows"]] == ["A", "B"] and len(said["drift"][""]) == 3
    for name in ("scores.csv", "scores.parquet", "page.docx"):
        assert run("runs", "score", store, "--counts", closed, "--output", tmp_path / name).code == 0
    assert (
        pd.read_csv(tmp_path / "scores.csv")["n"].tolist() == pd.read_parquet(tmp_path / "scores.parquet")["n"].tolist()
    )
    assert (tmp_path / "page.docx").read_bytes()[:2] == b"PK"


def test_a_run_that_was_changed_is_left_out_and_named(run, kept, office):
    """An answer that is not as it was written is no record: exit 4."""
    store, closed = kept
    tables = ["--counts", f"{office}/counts.csv", "--quotas", f"{office}/quotas.csv"]
    run("batch", *tables, "--year", "2023", "--as-of", "2022Q4", "--model", "naive", "--output", store)
    (store / "runs/000001/projection.parquet").write_bytes(b"PAR1")
    outcome = run("runs", "score", store, "--counts", closed)
    assert outcome.code == 4 and "1 runs are left out, since they are not as they were written: 1." in outcome.err


def test_wrong_settings_are_said(run, kept):
    """A year that is none, a format that is none, no counts."""
    store, closed = kept
    assert "--year abc" in run("runs", "score", store, "--counts", closed, "--year", "abc").err
    assert "--format pdf" in run("runs", "score", store, "--counts", closed, "--format", "pdf").err
    assert run("runs", "score", store).code == 2
