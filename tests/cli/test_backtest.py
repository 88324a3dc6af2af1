"""`forecast backtest` as a user meets it."""

import io
import json

import pandas as pd
import pytest


@pytest.fixture
def look(office):
    """The arguments of `forecast backtest` on the small office, whose year 2022 can be looked back on."""
    files = ["--counts", f"{office}/counts.csv", "--quotas", f"{office}/quotas.csv"]
    return ["backtest", *files, "--model", "naive"]


def test_the_table_says_what_was_looked_back_on(run, look):
    """Years, units, quarter ends, each number of known quarters, and the simple ways beside the forecast."""
    outcome = run(*look)
    assert outcome.code == 0
    for words in (
        "2021–2022",
        "2 units, 7 quarter ends, 14 forecasts",
        "Known quarters: 3",
        "Last year's total",
        "For guidance",
    ):
        assert words in outcome.out, words


def test_it_speaks_vietnamese(run, look):
    """The same in the words of an office, with decimal commas."""
    out = run(*look, "--lang", "vi").out
    assert "Nhìn lại dự báo các năm 2021–2022" in out and "Số quý đã có: 3" in out and "Tham khảo cho chỉ đạo" in out


def test_every_form_holds_the_same_scores(run, look, office):
    """CSV, JSON and Parquet hold the same rows; JSON also what the chances were worth."""
    table = pd.read_csv(io.StringIO(run(*look, "--format", "csv").out))
    document = json.loads(run(*look, "--format", "json").out)
    run(*look, "--output", office / "scores.parquet")
    scores = pd.DataFrame(document["scores"]).astype({"crps": float})
    pd.testing.assert_series_equal(scores["crps"], table["crps"])
    assert len(pd.read_parquet(office / "scores.parquet")) == len(table)
    assert [record["origins"] for record in document["chances"].values()] == [7]
    assert document["settings"]["against"] == []


def test_a_folder_receives_rows_scores_a_chart_and_parts(run, look, office, monkeypatch):
    """A second run with the same folder calculates nothing, says the same and draws the same."""
    folder = office / "track"
    first = run(*look, "--output", folder, "--years", "2022")
    names = ["backtest.json", "chart.png", "chart.svg", "parts", "rows.parquet", "scores.csv"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert len(list((folder / "parts").iterdir())) == 4
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def refuse(*_):
        raise AssertionError("calculated again")

    monkeypatch.setattr("forecast.engine.backtest.run.replay_origin", refuse)
    assert run(*look, "--output", folder, "--years", "2022") == first
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_broken_part_is_calculated_again(run, look, office):
    """A part that was cut short does no harm."""
    folder = office / "track"
    first = run(*look, "--output", folder).out
    part = next((folder / "parts").iterdir())
    part.write_bytes(part.read_bytes()[:100])
    assert run(*look, "--output", folder).out == first


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--years", "later"], "--years later"),
        (["--years", "2022..2020"], "--years 2022..2020"),
        (["--years", "2035"], "nothing to look back on"),
        (["--against", "ets,oracle"], "--against oracle"),
        (["--workers", "0"], "--workers 0"),
        (["--days-after", "91"], "--days-after 91"),
        (["--format", "xlsx"], "--format xlsx"),
        (["--output", "nowhere/deep/scores.csv"], "there is no folder"),
    ],
)
def test_what_cannot_be_used_is_named(run, look, wrong, said):
    """Wrong settings end with 2 and a sentence that names them."""
    outcome = run(*look, *wrong)
    assert outcome.code == 2 and said in outcome.err and outcome.out == ""


def test_an_input_is_never_written_over(run, look, office):
    """--output refuses the counts."""
    assert run(*look, "--output", office / "counts.csv").code == 2


def test_the_place_in_a_config_is_that_of_projections(run, office):
    """A config's `output` and `format` speak of the projection and are left alone."""
    (office / "config.toml").write_text(
        'counts = "counts.csv"\nmodel = "naive"\noutput = "answer.csv"\nformat = "xlsx"\n'
    )
    outcome = run("backtest", "--config", office / "config.toml")
    assert outcome.code == 0 and "looked back on" in outcome.out and not (office / "answer.csv").exists()


def test_a_measure_without_a_name_leaves_no_gap_in_the_heading(run, tmp_path):
    """Tables with one measure need not name it, and the heading does not either."""
    rows = [f"A,{year}Q{quarter},{10 + quarter}" for year in range(2019, 2023) for quarter in range(1, 5)]
    (tmp_path / "counts.csv").write_text("\n".join(["unit,period,value", *rows]) + "\n")
    asked = ["backtest", "--counts", tmp_path / "counts.csv", "--years", "2022", "--model", "naive"]
    assert run(*asked).out.startswith("Forecasts looked back on, 2022\n")


def test_a_stop_says_that_what_is_done_is_kept(run, look, office, monkeypatch):
    """Ctrl-C ends with 130; where there is a folder the same command goes on from it."""

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("forecast.engine.backtest.run.replay_origin", stop)
    outcome = run(*look, "--output", office / "track")
    assert outcome.code == 130 and "the same command goes on" in outcome.err
    assert "goes on" not in run(*look).err
