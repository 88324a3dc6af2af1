"""One order, one answer: whoever computes it, however it is cut, wherever and in whatever order its rows stand."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.batch_tree import grow, plant_city
from tests.store.kill import NAMES

ROOT = Path(__file__).parents[2]
MEASURES = ("admissions", "youth")


def batch(city, store, *options, **environment):
    """The answer of a batch in a process of its own, as the bytes of its file."""
    tables = [word for name in NAMES for word in (f"--{name}", f"{city}/{name}.csv")]
    arguments = ["batch", *tables, "--year", "2023", "--as-of", "2023Q1", "--output", str(store), *options]
    ended = subprocess.run(
        [sys.executable, "-m", "forecast", *arguments], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return (ROOT / ended.stdout.strip()).read_bytes()


@pytest.fixture(scope="module")
def grown():
    return grow(90, shape=(5, 2), seed=1)


@pytest.fixture(scope="module")
def planted(grown, tmp_path_factory):
    return plant_city(grown, tmp_path_factory.mktemp("planted"), measures=MEASURES)


@pytest.fixture(scope="module")
def usual(planted, tmp_path_factory):
    return batch(planted, tmp_path_factory.mktemp("usual"))


def test_workers_and_cuts_do_not_show(planted, usual, tmp_path):
    """Two processes and parts of one tree give the bytes of one process and one part."""
    assert batch(planted, tmp_path, "--workers", "2", "--chunk-size", "7") == usual


def test_the_order_of_rows_does_not_show(grown, usual, tmp_path):
    """Shuffled tables are the same tables."""
    shuffled = plant_city(grown, tmp_path / "city", measures=MEASURES, shuffled=3)
    assert read_back(batch(shuffled, tmp_path / "store")).equals(read_back(usual))


def read_back(content):
    import io

    return pd.read_parquet(io.BytesIO(content))


@pytest.mark.proof
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("chunk", ["1", "7", "1000"])
def test_every_number_of_workers_and_every_cut(planted, usual, tmp_path, workers, chunk, proof_log):
    """Workers 1 and 2, parts of 1, 7 and 1000 units."""
    assert batch(planted, tmp_path, "--workers", workers, "--chunk-size", chunk) == usual
    proof_log(f"90 units, 2 measures, {workers} workers, chunk size {chunk}: same bytes")


@pytest.mark.proof
@pytest.mark.parametrize(
    "environment", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "77"}, {"TZ": "Asia/Ho_Chi_Minh"}, {"TZ": "America/New_York"},
                    {"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, {"FORECAST_LANG": "en"}], ids=str,
)  # fmt: skip
def test_the_surroundings_do_not_show(planted, usual, tmp_path, environment, proof_log):
    """Hash seed, time zone and language change no byte."""
    assert batch(planted, tmp_path, **environment) == usual
    proof_log(f"90 units, 2 measures, {environment}: same bytes")


@pytest.mark.proof
def test_subsets_repeat_their_figures(grown, planted, usual, tmp_path, proof_log):
    """Given the panel's weights, ten random subsets of the trees have the rows that they had among all."""
    batch(planted, tmp_path / "store")
    random, whole = np.random.default_rng(2), read_back(usual)
    tops = sorted({unit.partition("-")[0] for unit in grown.parents})
    for at in range(10):
        chosen = set(random.choice(tops, int(random.integers(1, len(tops))), replace=False).tolist())
        part = tmp_path / f"part{at}"
        part.mkdir()
        for name in NAMES:
            head, *rows = (planted / f"{name}.csv").read_text().splitlines()
            kept = [row for row in rows if row.split(",")[0].partition("-")[0] in chosen]
            (part / f"{name}.csv").write_text("\n".join([head, *kept]) + "\n")
        found = read_back(batch(part, tmp_path / "store", "--weights", "1"))
        expected = whole[whole["unit"].str.partition("-")[0].isin(chosen)].reset_index(drop=True)
        pd.testing.assert_frame_equal(found, expected, check_exact=True)
    proof_log("10 random subsets of 9 trees given --weights: every figure the same to the last bit")


def test_dask_gives_the_same_bytes_though_a_worker_dies(planted, usual, tmp_path, proof_log):
    """A local cluster of two processes, one of them killed in the middle of the run."""
    pytest.importorskip("distributed")
    script = "from tests.store.test_same_bytes import kill_a_worker; kill_a_worker()"
    tables = [word for name in NAMES for word in (f"--{name}", f"{planted}/{name}.csv")]
    arguments = [
        "batch",
        *tables,
        "--year",
        "2023",
        "--as-of",
        "2023Q1",
        "--output",
        str(tmp_path),
        "--chunk-size",
        "1",
    ]
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments, "--backend", "dask", "--workers", "2"], cwd=ROOT, capture_output=True, text=True
    )  # fmt: skip
    assert ended.returncode == 0 and "killed one of 2" in ended.stderr, ended.stderr
    assert Path(ended.stdout.strip()).read_bytes() == usual
    proof_log("Dask, 2 worker processes, one killed after the first part: same bytes")


def kill_a_worker():
    """Run the command line with a thread beside it that kills the first worker once a part is there."""
    import multiprocessing
    import threading

    from forecast.cli.app import run

    store = Path(sys.argv[sys.argv.index("--output") + 1])

    def watch():
        while not list(store.glob("runs/*/parts/*.parquet")):
            time.sleep(0.01)
        workers = [
            child for child in multiprocessing.active_children() if "Worker" in type(child).__name__ or child.pid
        ]
        workers[0].kill()
        print(f"killed one of {len(workers)}", file=sys.stderr, flush=True)

    threading.Thread(target=watch, daemon=True).start()
    sys.exit(run(sys.argv[1:]))
