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

LARGE, LARGE_CHUNK, KILLS = 5200, 200, 200


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


def check_after_kill(store, prepared, order, chunk):
    """The store opens and verifies; the run resumed to its end; what it kept and its bytes."""
    if store.exists():
        with closing(Catalogue(store)) as catalogue:
            assert verify(store, catalogue)[1] == []
    outcome = run_batch(store, prepared, order, How(resume=True, block_units=chunk))
    with closing(Catalogue(store)) as catalogue:
        assert verify(store, catalogue) == (1, [])
    assert not list(store.rglob("*.part*")), "nothing half-written stays"
    return outcome.kept, bytes_of(outcome.folder.path)


@pytest.mark.parametrize("share", np.random.default_rng(7).random(10).round(3).tolist())
def test_a_kill_loses_nothing(share, tmp_path, city, prepared, order, unbroken, n_points):
    """Ten points of all, chosen by a seed: after the kill the same bytes."""
    kill_at(1 + int(share * n_points), tmp_path / "store", city)
    assert check_after_kill(tmp_path / "store", prepared, order, CHUNK)[1] == unbroken


@pytest.mark.proof
def test_no_operation_is_a_bad_moment_to_die(tmp_path, city, prepared, order, unbroken, n_points, proof_log):
    """Every open, write, fsync, rename, removal and statement of a 60-unit batch as a kill point."""
    for point in range(1, n_points + 1):
        store = tmp_path / str(point)
        kill_at(point, store, city)
        assert check_after_kill(store, prepared, order, CHUNK)[1] == unbroken, point
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
@pytest.mark.parametrize("seed", range(KILLS // 20))
def test_random_kills_of_a_large_batch(seed, large, tmp_path, proof_log):
    """Twenty of two hundred SIGKILLs at random moments of a 5,200-unit batch, one in ten with two workers."""
    (city, prepared, order, expected), random = large, np.random.default_rng(seed)
    n_parts, kept = LARGE // LARGE_CHUNK, []
    for kill in range(20):
        store = tmp_path / str(kill)
        process = fresh_process(batch_with, 2 if kill % 10 == 9 else 1, store, city, LARGE_CHUNK)
        wait_for_parts(RunFolder(store, 1).parts, int(random.integers(n_parts)), process)
        time.sleep(float(random.random()) * 0.2)
        process.kill()
        process.join()
        n_kept, found = check_after_kill(store, prepared, order, LARGE_CHUNK)
        assert found == expected, kill
        kept.append(n_kept)
    after_first = sum(n > 0 for n in kept)
    proof_log(
        f"{LARGE} units in {n_parts} parts, seed {seed}, 20 random SIGKILLs: 20 same bytes, {after_first} after the first part"
    )
    assert after_first >= 16


def wait_for_parts(folder, n, process):
    """Until so many parts are there, or the process is gone."""
    while process.is_alive() and sum(1 for _ in folder.glob("*.parquet")) < n:
        time.sleep(0.005)


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
