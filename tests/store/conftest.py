"""A small city of six trees, its tables, and orders that differ in nothing but what a test says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forecast.engine.prepare import prepare
from forecast.store.batch import How, run_batch
from forecast.store.run_folder import SAME_BYTES
from tests.batch_tree import grow, plant_city
from tests.store.kill import CHUNK, order_of, tables_of


@pytest.fixture(scope="session")
def city(tmp_path_factory):
    """Folder of a city of 60 units in six trees."""
    return plant_city(grow(60, shape=(5, 2)), tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="session")
def tables(city):
    return tables_of(city)


@pytest.fixture(scope="session")
def order(city):
    """The naive model: what is proved here is the store."""
    return order_of(city)


@pytest.fixture(scope="session")
def unbroken(tmp_path_factory, tables, order):
    """Bytes of the files of a run that nothing disturbed."""
    prepared = prepare(tables, order.ask)
    outcome = run_batch(tmp_path_factory.mktemp("unbroken"), prepared, order, How(block_units=CHUNK))
    return bytes_of(outcome.folder.path)


@pytest.fixture
def batch(tmp_path, tables, order):
    """Run a batch into a store of the test's own."""

    def run(store: Path = tmp_path / "store", *, given=None, ask=None, **how):
        asked = replace(order, ask=replace(order.ask, **ask)) if ask else order
        return run_batch(store, prepare(given or tables, asked.ask), asked, How(**how))

    return run


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The files of a run that have to be the same for the same order."""
    return {name: (folder / name).read_bytes() for name in SAME_BYTES if (folder / name).exists()}
