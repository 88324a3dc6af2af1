"""`forecast batch` and `forecast runs` as a user meets them: files, messages, exit codes, interruptions."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ordered(office, tmp_path):
    """The arguments of a batch on the small office, and the folder of its store."""
    store = tmp_path / "store"
    tables = ["--counts", f"{office}/counts.csv", "--quotas", f"{office}/quotas.csv"]
    return ["batch", *tables, "--year", "2023", "--model", "naive", "--output", str(store)], store


def test_a_batch_says_where_its_answer_is(run, ordered):
    """stdout is the path of the Parquet file, stderr the flags in words."""
    arguments, store = ordered
    outcome = run(*arguments)
    assert outcome.code == 0 and outcome.out == f"{store}/runs/000001/projection.parquet\n"
    assert "Run 1: 2 rows." in outcome.err
    assert pd.read_parquet(outcome.out.strip())["unit"].tolist() == ["A", "B"]


def test_csv_and_xlsx_on_demand(run, ordered):
    """Another form stands beside the Parquet, and can be asked for later too."""
    arguments, store = ordered
    run(*arguments, "--format", "csv")
    assert (store / "runs/000001/projection.csv").read_text().startswith("unit,measure,year")
    assert run(*arguments, "--resume", "--format", "xlsx").code == 0
    assert sorted(path.suffix for path in store.glob("runs/*/projection.*")) == [".csv", ".parquet", ".xlsx"]


def test_a_config_gives_the_same_run(run, ordered, office):
    """Settings of a file are those of the options."""
    arguments, store = ordered
    config = office / "batch.toml"
    config.write_text(
        'counts = "counts.csv"\nquotas = "quotas.csv"\nyear = 2023\nmodel = "naive"\noutput = "store"\nworkers = 1\nchunk_size = 1\n'
    )
    assert run(*arguments).code == run("batch", "--config", config).code == 0
    assert run("runs", "diff", store).err == "From run 1 to run 2 nothing differs.\n"


def test_errors_in_the_figures_write_nothing(run, ordered, office):
    """Exit 3, and no store is made."""
    arguments, store = ordered
    (office / "counts.csv").write_text("unit,period,value\nA,2021Q9,3\n")
    assert run(*arguments).code == 3 and not store.exists()


@pytest.mark.parametrize(("option", "value"), [("--workers", "0"), ("--chunk-size", "x"), ("--backend", "cloud")])
def test_settings_that_cannot_be_used_are_two(run, ordered, option, value):
    """A wrong value is named with what is possible."""
    outcome = run(*ordered[0], option, value)
    assert outcome.code == 2 and outcome.err.startswith(f"{option} {value}: cannot be used.")


def test_skipped_units_are_four_and_named(run, ordered, monkeypatch):
    """The others are answered."""
    import forecast.engine.batch

    good = forecast.engine.batch.answer_all

    def fail(prepared, learned):
        if "A" in prepared.units:
            raise ZeroDivisionError("bad")
        return good(prepared, learned)

    monkeypatch.setattr("forecast.engine.batch.answer_all", fail)
    outcome = run(*ordered[0])
    assert outcome.code == 4 and "A" in outcome.err.splitlines()[-1]
    table = pd.read_parquet(outcome.out.strip()).set_index("unit")
    assert table["reasons"].eq("failed").to_dict() == {"A": True, "B": False} and table.loc["B", "p_met"] > 0


def test_a_run_under_way_is_five(run, ordered):
    """Another process works on it: later it will be free."""
    from forecast.store.lock import RunLock

    arguments, store = ordered
    run(*arguments)
    forget_the_end(store)
    with RunLock(store / "runs/000001", 1):
        outcome = run(*arguments, "--resume")
    assert outcome.code == 5 and outcome.err.startswith("Another process is working on run 1.")


def forget_the_end(store):
    """Make the first run of a store an unfinished one."""
    import sqlite3

    connection = sqlite3.connect(store / "catalogue.sqlite")
    connection.execute("UPDATE runs SET state = 'unfinished'")
    connection.commit()
    connection.close()


def test_weights_let_a_part_repeat_its_figures(run, ordered, office):
    """One unit alone, with what the whole panel taught, has the row that it had."""
    arguments = [*ordered[0][:-4], *ordered[0][-2:]]
    whole = pd.read_parquet(run(*arguments).out.strip())
    rows = (office / "counts.csv").read_text().splitlines()
    (office / "counts.csv").write_text("\n".join([rows[0], *(row for row in rows if row.startswith("B"))]) + "\n")
    (office / "quotas.csv").write_text("unit,year,kind,value\nB,2023,fixed,400\n")
    alone = pd.read_parquet(run(*arguments, "--weights", "1").out.strip())
    pd.testing.assert_frame_equal(alone, whole[whole["unit"] == "B"].reset_index(drop=True), check_exact=True)
    unfit = run(*arguments, "--weights", "1", "--year", "2024")
    assert unfit.code == 2 and "2024" in unfit.err


def test_weights_of_another_version_are_told_from_damaged_ones(run, ordered):
    """Weights that hold what this version does not know name the version that wrote them and say what to do."""
    arguments, store = ordered
    run(*arguments)
    learned = next((Path(store) / "runs").glob("*/learned.json"))
    learned.write_text(learned.read_text().replace('"horizon"', '"years_ahead"'))
    refused = run(*arguments, "--weights", "1", "--lang", "en")
    assert refused.code == 2 and "another version" in refused.err and "damaged" not in refused.err
    learned.write_text(learned.read_text()[:-9])
    assert "damaged" in run(*arguments, "--weights", "1", "--lang", "en").err


def test_runs_are_listed_shown_and_verified(run, ordered):
    """One line for each run, its manifest as JSON, and whether it is whole."""
    arguments, store = ordered
    run(*arguments)
    assert "finished" in run("runs", "list", store).out and "đã xong" in run("runs", "list", store, "--lang", "vi").out
    assert len(json.loads(run("runs", "list", store, "--format", "json").out)["rows"]) == 1
    assert json.loads(run("runs", "show", store).out)["manifest"]["rows"] == 2
    assert run("runs", "verify", store).err == "1 runs whole, 0 not.\n"
    (store / "runs/000001/projection.parquet").write_bytes(b"PAR1")
    broken = run("runs", "verify", store)
    assert broken.code == 3 and "not as it was written" in broken.out


def test_what_moved_is_told_with_its_reason(run, ordered, office):
    """A new quota moves its unit, and nothing else."""
    arguments, store = ordered
    run(*arguments)
    (office / "quotas.csv").write_text("unit,year,kind,value\nA,2023,fixed,91\nB,2023,fixed,400\n")
    run(*arguments)
    outcome = run("runs", "diff", store)
    assert outcome.out.startswith("A") and outcome.out.strip().endswith("new target") and outcome.out.count("\n") == 1
    assert run("runs", "diff", store, "--lang", "vi").out.strip().endswith("có chỉ tiêu mới")


def test_old_runs_are_thrown_away_when_asked(run, ordered):
    """The newest stay."""
    arguments, store = ordered
    run(*arguments)
    run(*arguments)
    assert run("runs", "prune", store).code == 2
    assert run("runs", "prune", store, "--keep", "1").out == "1\n"
    assert [path.name for path in (store / "runs").iterdir()] == ["000002"]


@pytest.mark.parametrize("command", ["list", "show", "diff", "verify"])
def test_a_folder_without_runs_is_two(run, tmp_path, command):
    """A wrong folder is said, and left as it is."""
    outcome = run("runs", command, tmp_path)
    assert outcome.code == 2 and "holds no runs" in outcome.err and not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind do not exist there")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_is_130_and_resumable(run, tmp_path, stop):
    """Ctrl-C and SIGTERM end a batch with workers at once; --resume goes on."""
    from tests.batch_tree import grow, plant_city

    city = plant_city(grow(400, shape=(5, 2)), tmp_path / "city")
    arguments = ["batch", "--counts", f"{city}/counts.csv", "--units", f"{city}/units.csv"]
    arguments += ["--year", "2023", "--chunk-size", "10", "--output", f"{tmp_path}/store", "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, "-m", "forecast", *arguments, "--workers", "2"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    while process.poll() is None and len(list((tmp_path / "store").glob("runs/*/parts/*.parquet"))) < 3:
        time.sleep(0.01)
    process.send_signal(stop)
    _, words = process.communicate()
    assert process.returncode == 130 and "with --resume goes on" in words and "Traceback" not in words
    outcome = run(*arguments, "--resume")
    assert outcome.code == 0 and "were there already" in outcome.err
