"""A city under one root: cut below its top, kept part by part, and answered as one block is."""

import signal

import pytest

import forecast.engine.branches
from forecast.engine.prepare import prepare
from forecast.store.batch import How, run_batch
from forecast.store.run_folder import RunFolder
from tests.batch_tree import grow, plant_city, under_one_root
from tests.store.conftest import bytes_of
from tests.store.kill import batch_until, fresh_process, order_of, tables_of

PARTS = 20  # units in each


@pytest.fixture(scope="module")
def rooted(tmp_path_factory):
    """A city of 60 units under one root; its tables, its order, and the bytes of its answer as one block."""
    city = plant_city(under_one_root(grow(60, shape=(5, 2))), tmp_path_factory.mktemp("rooted"))
    tables, order = tables_of(city), order_of(city)
    whole = run_batch(tmp_path_factory.mktemp("whole"), prepare(tables, order.ask), order, How())
    return city, tables, order, bytes_of(whole.folder.path)


def batch(rooted, store, **how):
    _, tables, order, _ = rooted
    return run_batch(store, prepare(tables, order.ask), order, How(resume=True, **how))


@pytest.mark.parametrize("size", [1, 7, PARTS])
def test_parts_do_not_show(rooted, tmp_path, size):
    """Parts of 1, 7 and 20 units give the bytes of one block."""
    assert bytes_of(batch(rooted, tmp_path, block_units=size).folder.path) == rooted[-1]


def test_laws_that_were_kept_are_not_computed_again(rooted, tmp_path, monkeypatch):
    """A run that ends after the laws goes on with them, to the same bytes."""

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("forecast.store.steps.raise_part", stop)
        batch(rooted, tmp_path, block_units=PARTS)
    monkeypatch.setattr("forecast.store.steps.land_part", stop)
    assert len(list(RunFolder(tmp_path, 1).parts.glob("*.laws"))) > 3
    assert bytes_of(batch(rooted, tmp_path).folder.path) == rooted[-1]


@pytest.mark.parametrize("share", [0.35, 0.6, 0.8, 0.93])
def test_a_kill_between_the_steps_loses_nothing(rooted, tmp_path, share):
    """Killed among laws, draws and rows, the run goes on to the same bytes."""
    store, counted = tmp_path / "store", tmp_path / "n"
    whole = fresh_process(batch_until, 0, tmp_path / "whole", rooted[0], counted)
    whole.join()
    killed = fresh_process(batch_until, int(share * int(counted.read_text())), store, rooted[0])
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert bytes_of(batch(rooted, store).folder.path) == rooted[-1]


def test_a_unit_that_fails_is_named_though_its_tree_is_cut(rooted, tmp_path, monkeypatch):
    """Where a part cannot be computed the tree is answered as one block, and the unit skipped as there."""
    bad, good = "T000-M00-U003", forecast.engine.project.answer_all

    def fail(work):
        def failing(prepared, *given, **named):
            if bad in prepared.units:
                raise ZeroDivisionError("of this unit alone")
            return work(prepared, *given, **named)

        return failing

    monkeypatch.setattr("forecast.engine.batch.answer_all", fail(good))
    monkeypatch.setattr("forecast.store.steps.land_part", fail(forecast.engine.branches.land_part))
    cut, whole = batch(rooted, tmp_path / "cut", block_units=PARTS), batch(rooted, tmp_path / "whole")
    assert cut.projection.skipped == (bad,)
    assert bytes_of(cut.folder.path) == bytes_of(whole.folder.path)
