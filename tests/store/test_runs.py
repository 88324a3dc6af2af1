"""What may be done with runs: listed, chosen, verified, thrown away."""

import os

import pytest

from forecast.errors import StoreBusyError, StoreError, UsageError
from forecast.store.catalogue import Catalogue
from forecast.store.lock import RunLock
from forecast.store.run_folder import RunFolder
from forecast.store.runs import choose_run, open_store, prune, state_of, verify


@pytest.fixture
def store(tmp_path, batch):
    """A store of three finished runs and an interrupted one."""
    for _ in range(3):
        batch()

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(progress=stop)
    return tmp_path / "store"


@pytest.fixture
def catalogue(store):
    opened = open_store(store)
    yield opened
    opened.close()


def test_whole_runs_are_verified(store, catalogue):
    """Three runs are whole, and the interrupted one is no problem."""
    assert verify(store, catalogue) == (3, [])


def test_a_changed_and_a_missing_file_are_found(store, catalogue):
    """Verifying names the run and the file, whatever was done to it."""
    (RunFolder(store, 1).path / "projection.parquet").write_bytes(b"PAR1")
    (RunFolder(store, 2).path / "series.parquet").unlink()
    (RunFolder(store, 3).path / "manifest.json").unlink()
    whole, problems = verify(store, catalogue)
    assert whole == 0
    assert [(problem.run, problem.code) for problem in problems] == [
        (1, "file_damaged"), (2, "file_missing"), (3, "file_missing"),
    ]  # fmt: skip


def test_a_lost_catalogue_is_rebuilt_from_the_runs(store):
    """The folders are the truth, the catalogue their index."""
    for path in store.glob("catalogue.sqlite*"):
        path.unlink()
    catalogue = open_store(store)
    assert verify(store, catalogue) == (3, [])
    assert [(record.run, record.state, record.asked["year"]) for record in catalogue.runs()] == [
        (run, "finished", "2023") for run in (1, 2, 3)
    ]
    catalogue.close()


def test_a_broken_catalogue_is_said_with_the_way_out(store):
    """What is no catalogue is not written to."""
    for path in store.glob("catalogue.sqlite*"):
        path.unlink()
    (store / "catalogue.sqlite").write_bytes(b"not a database, and long enough to be taken for one" * 40)
    with pytest.raises(StoreError, match="catalogue_broken"):
        Catalogue(store)


def test_states_tell_the_living_from_the_dead(store, catalogue):
    """An unfinished run is running while a process holds it, else interrupted."""
    last = catalogue.runs()[-1]
    assert state_of(store, last) == "interrupted"
    with RunLock(RunFolder(store, last.run).path, last.run):
        assert state_of(store, last) == "running"
    assert state_of(store, catalogue.runs()[0]) == "finished"


def test_runs_are_chosen_by_number_or_by_age(catalogue):
    """latest and previous are the two newest finished runs."""
    records = catalogue.runs()
    assert [choose_run(records, wanted).run for wanted in ("latest", "previous", "4")] == [3, 2, 4]
    with pytest.raises(UsageError, match="unknown_run"):
        choose_run(records, "5")


def test_pruning_keeps_the_newest(store, catalogue):
    """Old finished runs go with their folders; interrupted ones only where asked."""
    assert prune(store, catalogue, keep=1, unfinished=False) == [1, 2]
    assert sorted(os.listdir(store / "runs")) == ["000003", "000004"]
    assert prune(store, catalogue, keep=1, unfinished=True) == [4]
    assert [record.run for record in catalogue.runs()] == [3]


def test_a_run_under_way_is_not_thrown_away(store, catalogue):
    """Its lock protects it."""
    folder = RunFolder(store, 4)
    with RunLock(folder.path, 4):
        assert prune(store, catalogue, keep=3, unfinished=True) == []
    with RunLock(RunFolder(store, 1).path, 1), pytest.raises(StoreBusyError):
        prune(store, catalogue, keep=0, unfinished=False)


def test_a_folder_without_runs_is_no_store(tmp_path):
    """Asking for runs where there are none makes no store."""
    with pytest.raises(UsageError, match="no_store"):
        open_store(tmp_path)
    assert os.listdir(tmp_path) == []
