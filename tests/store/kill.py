"""Runs batches in processes of their own and kills them: at a chosen operation on files or on the catalogue, or from outside."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

from forecast.engine.prepare import Ask, prepare
from forecast.io.read_tables import read
from forecast.store.batch import How, Order, run_batch
from forecast.store.durable import file_digest

CHUNK = 20
NAMES = ("counts", "quotas", "units")


def tables_of(city: Path):
    return read(**{name: city / f"{name}.csv" for name in NAMES})


def order_of(city: Path, model: str = "naive") -> Order:
    files = {name: city / f"{name}.csv" for name in NAMES}
    inputs = {name: {"path": path.name, "digest": file_digest(path)} for name, path in files.items()}
    return Order(Ask(year="2023", as_of="2023Q1", model=model), inputs, "test")


def fresh_process(target, *arguments):
    """A process that has the libraries loaded and shares nothing else; it is started."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.kill", "forecast.engine.project"])
    process = context.Process(target=target, args=arguments)
    process.start()
    return process


def batch_until(point: int, store: Path, city: Path, counted: Path | None = None) -> None:
    """Run or resume a batch in this process, which is killed before its operation number `point`; a write is cut in two.

    Parameters
    ----------
    counted : file that receives the number of operations of a run that came to its end.
    """
    done = _count_operations(point)
    run_batch(store, prepare(tables_of(city), order_of(city).ask), order_of(city), How(resume=True, block_units=CHUNK))
    if counted is not None:
        Path(counted).write_text(str(done[0]))


def _count_operations(point: int) -> list[int]:
    """Count every open, write, fsync, rename, mkdir and removal of this process, and every statement to the catalogue."""
    done = [0]

    def reached() -> bool:
        done[0] += 1
        return done[0] == point

    def counting(operation):
        def counted(*arguments, **options):
            if reached():
                os.kill(os.getpid(), signal.SIGKILL)
            return operation(*arguments, **options)

        return counted

    for name in ("open", "fsync", "replace", "mkdir", "unlink", "rmdir"):
        setattr(os, name, counting(getattr(os, name)))
    write = os.write

    def write_half(handle, content):
        if reached():
            write(handle, bytes(content)[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return write(handle, content)

    class Counted(sqlite3.Connection):
        execute = counting(sqlite3.Connection.execute)

    connect = sqlite3.connect
    os.write = write_half
    sqlite3.connect = lambda *arguments, **options: connect(*arguments, factory=Counted, **options)
    return done


def batches_in_a_row(n: int, store: Path, city: Path) -> None:
    """Run the same batch n times, a run of its own each."""
    order = order_of(city)
    prepared = prepare(tables_of(city), order.ask)
    for _ in range(n):
        run_batch(store, prepared, order, How())


def batch_with(workers: int, store: Path, city: Path, chunk: int) -> None:
    """Run or resume a batch with worker processes, to be killed from outside."""
    from forecast.store.workers import InProcesses, in_this_process

    chosen = InProcesses(workers) if workers > 1 else in_this_process
    how = How(workers=chosen, resume=True, block_units=chunk)
    run_batch(store, prepare(tables_of(city), order_of(city).ask), order_of(city), how)
