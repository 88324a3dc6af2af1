"""Worker processes: what one of them loses is computed by another."""

import multiprocessing
from dataclasses import replace
from multiprocessing.connection import wait

import pytest

from forecast.errors import StoreError
from forecast.store.workers import InProcesses, Task, in_this_process


@pytest.fixture
def tasks(batch, prepared_city):
    """Six blocks of one tree each."""
    prepared, learned = prepared_city
    trees = sorted({unit[:8] for unit in prepared.units})
    return [
        Task(at, prepared.only([u for u in prepared.units if u.startswith(tree)]), learned)
        for at, tree in enumerate(trees)
    ]


@pytest.fixture(scope="session")
def prepared_city(tables, order):
    from forecast.engine.prepare import prepare
    from forecast.engine.project import learn_all

    prepared = prepare(tables, order.ask)
    return prepared, learn_all(prepared)


def tables_of(done):
    return {one.block: one.answer.table for one in done}


def test_a_lost_worker_loses_no_block(tasks):
    """Its blocks are given to new workers; the answers are those of one process."""
    expected, found = tables_of(in_this_process(tasks)), {}
    before = set(multiprocessing.active_children())
    for done in InProcesses(2)(tasks):
        if not found:
            (set(multiprocessing.active_children()) - before).pop().kill()
        found[done.block] = done.answer.table
    assert found.keys() == expected.keys() and all(found[block].equals(expected[block]) for block in expected)


def test_workers_that_always_die_end_the_run(tasks):
    """Blocks that no worker survives are not tried for ever."""
    deadly = [replace(task, prepared=Deadly()) for task in tasks[:2]]
    with pytest.raises(StoreError, match="workers_lost"):
        list(InProcesses(1)(deadly))


class Deadly:
    """Ends the process that unpacks it."""

    def __reduce__(self):
        import os

        return os._exit, (3,)


def test_no_worker_outlives_its_run(tasks):
    """When the answers are all there, or nobody wants them any more, the processes end."""
    before = set(multiprocessing.active_children())
    answers = InProcesses(2)(tasks)
    next(answers)
    started = set(multiprocessing.active_children()) - before
    answers.close()
    # The pool joins its processes too, in a thread: whoever asks second is told nothing; the sentinel tells both.
    assert started and all(wait([process.sentinel], timeout=60) for process in started)
