"""Who computes the blocks: this process, or several beside it. The answers are the same; only their order is not.

A cluster is `forecast.store.on_dask`; what is done with an answer is left to `forecast.store.batch`.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.engine.processes import THREADS, begin_beside, end_now, interrupts_left_here
from forecast.errors import StoreError
from forecast.store.steps import Came, Step, answer

MOST_BREAKS = 3  # lost workers in a row, nothing finished between them


@dataclass(frozen=True)
class Task:
    """One block to compute.

    Attributes
    ----------
    step : what is to be done with it (`forecast.store.steps`).
    given : what earlier steps of other blocks have left for it.
    """

    block: int
    prepared: Prepared
    learned: Mapping[str, Learned]
    step: Step = answer
    given: Any = None


@dataclass(frozen=True)
class Done:
    """What came of a task, and how long it took. [seconds]"""

    block: int
    answer: Came
    seconds: float


Workers: TypeAlias = Callable[[Iterable[Task]], Iterator[Done]]


def one_thread_each() -> None:
    """Keep the arithmetic of this process, and of those it starts, to one thread; has to come before numpy is loaded."""
    for name in THREADS:
        os.environ.setdefault(name, "1")


def compute(task: Task) -> Done:
    """What comes of one block."""
    started = time.perf_counter()
    came = task.step(task.prepared, task.learned, task.given)
    return Done(task.block, came, time.perf_counter() - started)


def in_this_process(tasks: Iterable[Task]) -> Iterator[Done]:
    """One block after the other, here."""
    return map(compute, tasks)


class InProcesses:
    """A number of worker processes, started at once, so that they load their libraries while the tables are read.

    A worker that dies takes no work with it: its blocks are given to new ones. They wait for more tasks until they are stopped,
    or until somebody stops asking for answers.
    """

    def __init__(self, n_workers: int) -> None:
        self._n = n_workers
        self._others = set(multiprocessing.active_children())
        self._pool = self._start()

    def __call__(self, tasks: Iterable[Task]) -> Iterator[Done]:
        waiting, given, breaks = iter(tasks), dict[Future[Done], Task](), 0
        try:
            while True:
                for task in islice(waiting, 2 * self._n - len(given)):
                    given[self._pool.submit(compute, task)] = task
                if not given:
                    break
                finished, _ = wait(given, return_when=FIRST_COMPLETED)
                try:
                    for future in finished:
                        yield future.result()
                        del given[future]
                        breaks = 0
                except BrokenProcessPool as error:
                    breaks += 1
                    if breaks > MOST_BREAKS:
                        raise StoreError("store.workers_lost", n=breaks) from error
                    self._pool.shutdown(wait=False, cancel_futures=True)
                    self._pool = self._start()
                    given = {self._pool.submit(compute, task): task for task in given.values()}
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the workers, whatever they are doing."""
        end_now(self._pool, self._others)

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._n, mp_context=context, initializer=begin_beside)
        with interrupts_left_here():
            for _ in range(self._n):
                pool.submit(_nothing)
        return pool


def _nothing() -> None:
    """A first task, for which the worker starts."""
