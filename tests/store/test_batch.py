"""Batches: the same answer as `project`, in parts that outlive whoever computed them."""

import json
from dataclasses import replace

import pandas as pd
import pytest

import forecast.engine.batch
from forecast.core.results import FLAGS
from forecast.engine.project import project
from forecast.errors import StoreBusyError
from forecast.store.catalogue import Catalogue
from forecast.store.lock import RunLock
from forecast.store.run_folder import RunFolder
from tests.store.conftest import bytes_of
from tests.store.kill import CHUNK


def stop_after(n):
    """A progress that stops the run once n units are done."""

    def progress(done, total):
        if done >= n:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_batch_answers_as_project_does(batch, tables, size):
    """Neither the store nor the size of its parts changes anything in the answer."""
    outcome = batch(block_units=size)
    expected = project(tables, year=2023, as_of="2023Q1", model="naive").table
    read_again = outcome.folder.read("projection.parquet")
    assert read_again.equals(outcome.projection.table)
    assert read_again.astype(object).equals(expected.astype(object))


def test_an_interrupted_run_goes_on_to_the_same_bytes(batch, tmp_path, unbroken):
    """What was finished is kept, what is missing is computed, and no byte tells of it."""
    with pytest.raises(KeyboardInterrupt):
        batch(progress=stop_after(40), block_units=CHUNK)
    outcome = batch(resume=True)
    assert outcome.kept == 2 and outcome.folder.run == 1
    assert bytes_of(outcome.folder.path) == unbroken


def test_a_resumed_run_keeps_its_own_parts(batch, unbroken):
    """Another chunk size on the second start does not cut the run anew."""
    with pytest.raises(KeyboardInterrupt):
        batch(progress=stop_after(40), block_units=CHUNK)
    outcome = batch(resume=True, block_units=1)
    assert outcome.kept == 2 and bytes_of(outcome.folder.path) == unbroken


def test_a_finished_run_is_not_computed_again(batch):
    """--resume of what is finished gives the run that is there."""
    first, again = batch(), batch(resume=True)
    assert again.folder == first.folder and again.projection.table.equals(first.projection.table)


def test_without_resume_a_run_is_a_new_one(batch):
    """The same order twice is two runs, with the same bytes."""
    first, second = batch(), batch()
    assert second.folder.run == first.folder.run + 1
    assert bytes_of(first.folder.path) == bytes_of(second.folder.path)


def test_another_order_is_not_resumed(batch):
    """A run of other settings is left as it is."""
    with pytest.raises(KeyboardInterrupt):
        batch(progress=stop_after(40), block_units=CHUNK)
    outcome = batch(resume=True, ask={"seed": 1})
    assert outcome.folder.run == 2 and outcome.kept == 0


def test_a_changed_part_is_computed_again(batch, unbroken):
    """A part that is no longer what was written counts for nothing."""
    with pytest.raises(KeyboardInterrupt):
        batch(progress=stop_after(40), block_units=CHUNK)
    part = next((batch_folder(batch) / "parts").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-1])
    outcome = batch(resume=True)
    assert outcome.kept == 1 and bytes_of(outcome.folder.path) == unbroken


def batch_folder(batch):
    """Folder of the first run of the test's store."""
    return RunFolder(batch.__defaults__[0], 1).path


def test_two_processes_never_work_on_one_run(batch):
    """A run that somebody works on is refused, not computed twice."""
    with pytest.raises(KeyboardInterrupt):
        batch(progress=stop_after(40), block_units=CHUNK)
    with RunLock(batch_folder(batch), 1), pytest.raises(StoreBusyError):
        batch(resume=True)


def test_one_bad_unit_is_skipped_by_name(batch, tables, monkeypatch):
    """The others of its block are answered, and its row says that it could not be computed."""
    bad, good = "T000-M00-U003", forecast.engine.batch.answer_all

    def fail(prepared, learned):
        if bad in prepared.units:
            raise ZeroDivisionError("of this unit alone")
        return good(prepared, learned)

    monkeypatch.setattr("forecast.engine.batch.answer_all", fail)
    outcome = batch()
    table = outcome.projection.table.set_index("unit")
    assert outcome.projection.skipped == (bad,) and outcome.folder.manifest()["skipped"][bad].endswith(
        "this unit alone"
    )
    assert len(table) == 78 and (table["reasons"] == "failed").sum() == 1 and table.loc[bad, "flag"] == "no_data"
    assert set(table.drop(bad)["flag"]) <= {"", *FLAGS}


def test_the_manifest_tells_what_was_asked_and_what_came(batch, order):
    """Digests of inputs, version, seed and the number of rows by flag; no date in what is compared byte for byte."""
    folder = batch().folder
    manifest, timings = folder.manifest(), json.loads((folder.path / "timings.json").read_text())
    assert manifest["inputs"] == order.inputs and manifest["version"] == "test" and manifest["ask"]["seed"] == 0
    assert sum(manifest["flags"].values()) == manifest["rows"] == manifest["units"] == 78
    assert timings["seconds"] > 0 and timings["started"] not in json.dumps(manifest)


def test_several_measures_stand_one_after_the_other(batch, tables):
    """Rows come by measure, then unit, however the parts were cut."""
    second = replace(
        tables,
        counts=tables.counts.assign(measure="b"),
        quotas=tables.quotas.assign(measure="b"),
        measures={"b": replace(tables.measures[""], name="b")},
    )
    both = replace(
        tables,
        counts=pd.concat([second.counts, tables.counts], ignore_index=True),
        quotas=pd.concat([second.quotas, tables.quotas], ignore_index=True),
        measures={**second.measures, **tables.measures},
    )
    table = batch(given=both).projection.table
    assert table["measure"].tolist() == ["b"] * 78 + [""] * 78
    assert table["unit"].tolist() == sorted(table["unit"].unique()) * 2


def test_numbers_of_runs_are_never_given_twice(tmp_path):
    """Not after a run was thrown away, nor where a folder is there of which the catalogue knows nothing."""
    catalogue = Catalogue(tmp_path)
    first = catalogue.begin("key", {})
    catalogue.forget(first)
    assert (first, catalogue.begin("key", {}), catalogue.begin("key", {}, above=9)) == (1, 2, 10)
    catalogue.close()
