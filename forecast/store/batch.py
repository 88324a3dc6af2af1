"""A batch from tables to a finished run: blocks computed by whoever is there, each part safe on disk before the next counts.

The blocks themselves are `forecast.engine.batch`, the workers `forecast.store.workers`, the files `forecast.store.run_folder`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from forecast.core.results import Projection
from forecast.engine.batch import BLOCK_UNITS, Cut, cut_blocks
from forecast.engine.learn import Learned
from forecast.engine.prepare import Ask, Prepared
from forecast.engine.project import finish, learn_all
from forecast.errors import StoreError
from forecast.models import Progress
from forecast.store.catalogue import Catalogue, RunRecord, now
from forecast.store.durable import digest, file_digest, make_folder
from forecast.store.frozen import UNFIT, freeze, thaw
from forecast.store.lock import RunLock
from forecast.store.rounds import Rounds
from forecast.store.run_folder import (
    ANSWER,
    LEARNED,
    MANIFEST,
    ROWS,
    SERIES,
    TIMINGS,
    RunFolder,
    json_text,
    run_folders,
    table_bytes,
)  # fmt: skip
from forecast.store.series import digest_series
from forecast.store.workers import Workers, in_this_process

SCHEMA_VERSION = 1
Also = Mapping[str, Callable[[Projection], bytes]]


@dataclass(frozen=True)
class Order:
    """What a batch is asked.

    Attributes
    ----------
    inputs : table -> path as given, digest and length of the file.
    version : of the program.
    config : digest of the config file, "" without one.
    weights : what an earlier run's panel taught, frozen; "" where this one's own panel teaches.
    """

    ask: Ask
    inputs: Mapping[str, Mapping[str, Any]]
    version: str
    config: str = ""
    weights: str = ""

    @property
    def key(self) -> str:
        """Digest of all that shapes the answer: equal keys, equal answers."""
        files = {table: file["digest"] for table, file in self.inputs.items()}
        told = {
            "ask": asdict(self.ask),
            "files": files,
            "version": self.version,
            "weights": digest(self.weights.encode()),
        }
        return digest(json_text(told).encode())

    def stated(self) -> dict[str, Any]:
        """The order as a manifest keeps it."""
        return {**asdict(self), "weights": digest(self.weights.encode()) if self.weights else "", "key": self.key}


@dataclass(frozen=True)
class How:
    """How a batch is computed; nothing here changes the answer.

    Attributes
    ----------
    resume : go on with the newest run of the same order, if there is one.
    block_units : units a block; a run that is resumed keeps its own.
    also : file name -> the answer in that form, written beside the Parquet.
    """

    workers: Workers = in_this_process
    resume: bool = False
    block_units: int = BLOCK_UNITS
    also: Also = field(default_factory=dict)
    progress: Progress | None = None


@dataclass(frozen=True)
class Outcome:
    """A finished run.

    Attributes
    ----------
    kept : blocks that an earlier start of the run had finished; all of them where nothing was left to do.
    """

    folder: RunFolder
    projection: Projection
    kept: int


def run_batch(store: Path, prepared: Prepared, order: Order, how: How) -> Outcome:
    """Compute what is missing of a run and put the answer together.

    Raises
    ------
    StoreBusyError : another process works on the run, or holds the catalogue.
    StoreError : the store cannot be written, or the weights do not fit what is asked.
    """
    make_folder(store)
    with closing(Catalogue(store)) as catalogue:
        record = _resumable(catalogue, order.key) if how.resume else None
        if record is not None and record.finished:
            return _finished(RunFolder(store, record.run), record, how.also)
        assert prepared.known is not None
        size = int(record.asked["block_units"]) if record else how.block_units
        cut = cut_blocks(prepared, prepared.known.lineage, size)
        run = (
            record.run
            if record
            else _begin(store, catalogue, order, (how.block_units, len(cut.blocks), len(prepared.units)))
        )
        folder = RunFolder(store, run).make()
        with RunLock(folder.path, run), _ending(how.workers):
            return _compute(catalogue, folder, (prepared, cut), order, how)


@contextmanager
def _ending(workers: Workers) -> Iterator[None]:
    """End workers that wait for more tasks, whatever happens."""
    try:
        yield
    finally:
        if hasattr(workers, "stop"):
            workers.stop()


def _begin(store: Path, catalogue: Catalogue, order: Order, cut: tuple[int, int, int]) -> int:
    """Record a new run; its number is that of no folder."""
    told = {name: getattr(order.ask, name) or "" for name in ("year", "as_of", "measure")}
    asked = {"version": order.version, **dict(zip(("block_units", "blocks", "units"), cut, strict=True)), **told}
    highest = max((folder.run for folder in run_folders(store)), default=0)
    return catalogue.begin(order.key, asked, above=highest)


def _resumable(catalogue: Catalogue, key: str) -> RunRecord | None:
    """The newest run of the same order."""
    return next((record for record in reversed(catalogue.runs()) if record.key == key), None)


def _finished(folder: RunFolder, record: RunRecord, also: Also) -> Outcome:
    """The run as it was written; forms that are asked for now are added."""
    projection = Projection(folder.read(ANSWER), skipped=tuple(folder.manifest()["skipped"]))
    for name, form in also.items():
        folder.write(name, form(projection))
    folder.drop_parts()  # a kill may have left them
    return Outcome(folder, projection, int(record.asked["blocks"]))


def _compute(catalogue: Catalogue, folder: RunFolder, asked: tuple[Prepared, Cut], order: Order, how: How) -> Outcome:
    started, begun = time.perf_counter(), now()
    prepared, cut = asked
    learned = _learned(folder, prepared, order)
    learned_after = time.perf_counter() - started
    assert prepared.known is not None
    work = Rounds(catalogue, folder, prepared, cut, learned)
    kept, seconds = sum(form == ROWS for _, form in work.kept), 0.0
    done, total = work.n_answered(), sum(map(len, cut.blocks))
    if how.progress:
        how.progress(done, total)
    with ThreadPoolExecutor(1) as beside:
        series = beside.submit(digest_series, prepared.known)  # while the blocks are computed
        for tasks in work.rounds():
            for found in how.workers(tasks):
                done, seconds = done + work.take(found), seconds + found.seconds
                if how.progress:
                    how.progress(done, total)
    table, skipped = folder.assemble(len(cut.blocks), prepared.asked)
    projection = Projection(finish(table, prepared), prepared.findings, tuple(skipped))
    summary = _write_answer(folder, projection, (prepared, series.result()), order, skipped)
    for name, form in how.also.items():
        folder.write(name, form(projection))
    taken = {
        "started": begun, "ended": now(), "seconds": round(time.perf_counter() - started, 3),
        "seconds_learning": round(learned_after, 3), "seconds_in_blocks": round(seconds, 3),
        "blocks": len(cut.blocks), "blocks_kept": kept,
    }  # fmt: skip
    folder.write(TIMINGS, json_text(taken).encode())
    catalogue.finish(folder.run, {**summary, "seconds": taken["seconds"]})
    folder.drop_parts()
    return Outcome(folder, projection, kept)


def _learned(folder: RunFolder, prepared: Prepared, order: Order) -> dict[str, Learned]:
    """What the panel teaches: as an earlier start of the run has kept it, as given, or learned now; kept in the folder."""
    kept = folder.path / LEARNED
    if order.weights:
        frozen = order.weights.encode()
    elif kept.exists():
        frozen = kept.read_bytes()
    else:
        frozen = freeze(learn_all(prepared))
    try:
        learned: dict[str, Learned] = thaw(frozen)
    except UNFIT as error:
        raise StoreError("store.file_damaged", path=str(kept), reason=type(error).__name__) from error
    for name, case in prepared.cases.items():
        if name not in learned or not set(case.horizon) <= set(learned[name].horizon):
            years = ", ".join(map(str, case.horizon))
            raise StoreError("store.weights_unfit", measure=name or "–", years=years)
    folder.write(LEARNED, frozen)
    return learned


def _write_answer(
    folder: RunFolder,
    projection: Projection,
    stood: tuple[Prepared, pd.DataFrame],
    order: Order,
    skipped: Mapping[str, str],
) -> dict[str, Any]:
    """The answer and, once it is there, the manifest that vouches for it; what the catalogue says of it.

    Parameters
    ----------
    stood : what was asked, and the digests of the figures that it was asked of.
    """
    told = {"skipped": json.dumps(skipped, ensure_ascii=False), "schema_version": str(SCHEMA_VERSION)}
    prepared, series = stood
    files = {
        ANSWER: folder.write(ANSWER, table_bytes(projection.table, told)),
        SERIES: folder.write(SERIES, table_bytes(series)),
        LEARNED: file_digest(folder.path / LEARNED),
    }
    came = {"rows": len(projection.table), "flags": count_flags(projection.table), "skipped": dict(skipped)}
    manifest = {
        "schema_version": SCHEMA_VERSION,
        **order.stated(),
        "units": len(prepared.units),
        **came,
        "files": files,
    }
    folder.write(MANIFEST, json_text(manifest).encode())
    return came


def count_flags(table: pd.DataFrame) -> dict[str, int]:
    """Flag -> number of rows; "" stands for rows without a quota.

    Examples
    --------
    >>> count_flags(pd.DataFrame({"flag": ["watch", "watch", ""]}))
    {'': 1, 'watch': 2}
    """
    return {str(flag): int(n) for flag, n in table["flag"].value_counts().sort_index().items()}
