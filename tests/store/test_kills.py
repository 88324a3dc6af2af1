"""Kills at every operation on files and catalogue, and from outside: the store opens, verifies, and goes on to the same bytes."""

import signal
import time
from contextlib import closing

import numpy as np
import pytest

from forecast.engine.prepare import prepare
from forecast.store.batch import How, run_batch
from forecast.store.catalogue import Catalogue
from forecast.store.run_folder import RunFolder
from forecast.store.runs import verify
from tests.batch_tree import grow, plant_city
from tests.store.conftest import bytes_of
from tests.store.kill import CHUNK, batch_until, batch_with, batches_in_a_row, fresh_process, order_of, tables_of

LARGE, LARGE_CHUNK = 5200, 250
KILLS, KILLS_A_SEED, MOST_OF_A_RUN = 200, 20, 10


@pytest.fixture(scope="module")
def prepared(tables, order):
    return prepare(tables, order.ask)


@pytest.fixture(scope="module")
def n_points(city, tmp_path_factory):
    """How many operations a whole batch of the small city takes."""
    folder = tmp_path_factory.mktemp("count")
    process = fresh_process(batch_until, 0, folder / "store", city, folder / "n")
    process.join()
    return int((folder / "n").read_text())


def kill_at(point, store, city):
    """A batch in a process of its own that dies before an operation; whether the run had been recorded."""
    process = fresh_process(batch_until, point, store, city)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    return (store / "catalogue.sqlite").exists()


def check_opens(store):
    """The store opens after a kill, and nothing that it vouches for is damaged."""
    if store.exists():
        with closing(Catalogue(store)) as catalogue:
            assert verify(store, catalogue)[1] == []


def finish_after_kills(store, prepared, order, chunk):
    """The run resumed to its end; what it kept and its bytes."""
    outcome = run_batch(store, prepared, order, How(resume=True, block_units=chunk))
    with closing(Catalogue(store)) as catalogue:
        assert verify(store, catalogue) == (1, [])
    assert not list(store.rglob("*.part*")), "nothing half-written stays"
    return outcome.kept, bytes_of(outcome.folder.path)


@pytest.mark.parametrize("share", np.random.default_rng(7).random(10).round(3).tolist())
def test_a_kill_loses_nothing(share, tmp_path, city, prepared, order, unbroken, n_points):
    """Ten points of all, chosen by a seed: after the kill the same bytes."""
    kill_at(1 + int(share * n_points), tmp_path / "store", city)
    check_opens(tmp_path / "store")
    assert finish_after_kills(tmp_path / "store", prepared, order, CHUNK)[1] == unbroken


@pytest.mark.proof
def test_no_operation_is_a_bad_moment_to_die(tmp_path, city, prepared, order, unbroken, n_points, proof_log):
    """Every open, write, fsync, rename, removal and statement of a 60-unit batch as a kill point."""
    for point in range(1, n_points + 1):
        store = tmp_path / str(point)
        kill_at(point, store, city)
        check_opens(store)
        assert finish_after_kills(store, prepared, order, CHUNK)[1] == unbroken, point
    proof_log(f"60 units in {60 // CHUNK} parts, killed before each of {n_points} operations: {n_points} same bytes")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A large city with its tables prepared, its order, and the bytes of a run that nothing disturbed."""
    city = plant_city(grow(LARGE), tmp_path_factory.mktemp("large"))
    order = order_of(city)
    prepared = prepare(tables_of(city), order.ask)
    whole = run_batch(tmp_path_factory.mktemp("whole"), prepared, order, How(block_units=LARGE_CHUNK))
    return city, prepared, order, bytes_of(whole.folder.path)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(KILLS // KILLS_A_SEED))
def test_random_kills_of_a_large_batch(seed, large, tmp_path, proof_log):
    """Twenty of two hundred SIGKILLs of a 5,200-unit batch, up to ten of one run, one in ten with two workers.

    After each the store opens and verifies; a run that was killed so often ends with the bytes of one that was not.
    """
    (city, prepared, order, expected), random = large, np.random.default_rng(seed)
    kills, late, runs = 0, 0, 0
    while kills < KILLS_A_SEED:
        store, of_run = tmp_path / str(runs), 0
        while of_run < MOST_OF_A_RUN and kills < KILLS_A_SEED:
            process = fresh_process(batch_with, 2 if kills % 10 == 9 else 1, store, city, LARGE_CHUNK)
            if not kill_somewhere(process, RunFolder(store, 1).parts, random):
                break
            kills, of_run, late = kills + 1, of_run + 1, late + (count_parts(RunFolder(store, 1).parts) > 0)
            check_opens(store)
        assert finish_after_kills(store, prepared, order, LARGE_CHUNK)[1] == expected, runs
        runs += 1
    proof_log(
        f"{LARGE} units, seed {seed}: {kills} random SIGKILLs of {runs} runs, {late} after the first part: same bytes"
    )
    assert late >= 0.8 * kills


def kill_somewhere(process, folder, random):
    """Kill a process at a random moment of its next few parts, one time in eight before any; whether it still ran."""
    if random.integers(8) == 0:
        time.sleep(float(random.random()) * 2.0)
    else:
        wanted = count_parts(folder) + int(random.integers(1, 6))
        while process.is_alive() and count_parts(folder) < wanted:
            time.sleep(0.002)
        time.sleep(float(random.random()) * 0.2)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def count_parts(folder):
    return sum(1 for _ in folder.glob("*.parquet"))


def count_runs(n_processes, n_runs, store, city):
    """Runs recorded, and whole, after so many processes had each made so many on one store."""
    processes = [fresh_process(batches_in_a_row, n_runs, store, city) for _ in range(n_processes)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * n_processes
    with closing(Catalogue(store)) as catalogue:
        runs = [record.run for record in catalogue.runs() if record.finished]
        return len(set(runs)), verify(store, catalogue)


def test_processes_share_a_store(tmp_path, city):
    """Three processes make three runs each on one store that was not there before: nine are recorded."""
    assert count_runs(3, 3, tmp_path / "store", city) == (9, (9, []))


@pytest.mark.proof
def test_eight_processes_share_a_store(tmp_path, city, proof_log):
    """Eight processes, twenty runs each: 160 recorded and whole."""
    assert count_runs(8, 20, tmp_path / "store", city) == (160, (160, []))
    proof_log("8 processes x 20 runs on one store: 160 recorded, 160 whole")
