"""What may be done with the runs of a store once they are there: found, verified, thrown away.

How two of them differ is `forecast.store.diff`; how they come about `forecast.store.batch`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from forecast.errors import StoreError, UsageError
from forecast.store.catalogue import FINISHED, NAME, Catalogue, RunRecord
from forecast.store.durable import file_digest
from forecast.store.frozen import UNFIT, thaw
from forecast.store.lock import RunLock, is_held
from forecast.store.run_folder import LEARNED, MANIFEST, TIMINGS, RunFolder, read_json, run_folders

RUNNING, INTERRUPTED = "running", "interrupted"
LATEST, BEFORE = "latest", "previous"


@dataclass(frozen=True)
class Problem:
    """Something wrong with a run: a code of the catalogue of words under `store.problem`, and the file."""

    run: int
    code: str
    path: str


def open_store(folder: str | Path) -> Catalogue:
    """The catalogue of a store that is there.

    Raises
    ------
    UsageError : the folder holds no store.
    """
    path = Path(folder)
    if not (path / NAME).exists() and not run_folders(path):
        raise UsageError("store.no_store", path=str(folder))
    return Catalogue(path)


def state_of(store: Path, record: RunRecord) -> str:
    """`finished`, `running` (a process works on it) or `interrupted` (`--resume` goes on)."""
    if record.finished:
        return FINISHED
    return RUNNING if is_held(RunFolder(store, record.run).path, record.run) else INTERRUPTED


def choose_run(records: Sequence[RunRecord], wanted: str) -> RunRecord:
    """The run of a number, `latest` or `previous` (the two newest finished ones).

    Raises
    ------
    UsageError : there is none.
    """
    finished = [record for record in records if record.finished]
    at = {LATEST: -1, BEFORE: -2}.get(wanted)
    if at is not None and len(finished) >= -at:
        return finished[at]
    for record in records:
        if wanted.isdigit() and record.run == int(wanted):
            return record
    raise UsageError("store.unknown_run", run=wanted, known=", ".join(str(record.run) for record in records) or "–")


def verify(store: Path, catalogue: Catalogue) -> tuple[int, list[Problem]]:
    """Number of whole finished runs, and what is wrong with the others. A run that the catalogue lost is put back."""
    adopt_lost(store, catalogue)
    whole, problems = 0, []
    for record in catalogue.runs():
        folder = RunFolder(store, record.run)
        found = _problems(folder) if record.finished else []
        whole += record.finished and not found
        problems += found
    return whole, problems


def _problems(folder: RunFolder) -> list[Problem]:
    try:
        manifest = folder.manifest()
    except StoreError as error:
        return [Problem(folder.run, error.code.rpartition(".")[2], str(folder.path / MANIFEST))]
    problems = []
    for name, digest in manifest["files"].items():
        found = file_digest(folder.path / name)
        if found != digest:
            code = "file_missing" if not found else "file_damaged"
            problems.append(Problem(folder.run, code, str(folder.path / name)))
    return problems


def adopt_lost(store: Path, catalogue: Catalogue) -> list[int]:
    """Record finished runs whose folders are whole but of which the catalogue knows nothing; their numbers."""
    known = {record.run for record in catalogue.runs()}
    lost = [folder for folder in run_folders(store) if folder.run not in known and (folder.path / MANIFEST).exists()]
    for folder in lost:
        manifest, timings = folder.manifest(), _timings(folder)
        ask = manifest["ask"]
        told = {name: ask[name] or "" for name in ("year", "as_of", "measure")}
        asked = {"version": manifest["version"], "blocks": 0, "block_units": 0, "units": manifest["units"], **told}
        summary = {
            "seconds": timings.get("seconds", 0.0),
            **{name: manifest[name] for name in ("flags", "rows", "skipped")},
        }
        moments = str(timings.get("started", "")), str(timings.get("ended", ""))
        catalogue.adopt(RunRecord(folder.run, manifest["key"], FINISHED, *moments, asked, summary))
    return [folder.run for folder in lost]


def read_weights(wanted: str, store: str, version: str) -> str:
    """What the panel of a run taught: a run of the store by number, or of another store by the folder of the run.

    Parameters
    ----------
    version : of this program.

    Raises
    ------
    UsageError, StoreError : there is no such run, it holds no weights, or another version of this program wrote them.
    """
    folder = Path(wanted)
    if not folder.is_dir():
        with closing(open_store(store)) as catalogue:
            folder = RunFolder(Path(store), choose_run(catalogue.runs(), wanted).run).path
    path = folder / LEARNED
    try:
        frozen = path.read_text(encoding="utf-8")
        json.loads(frozen)
    except OSError as error:
        raise StoreError("store.file_missing", path=str(path)) from error
    except ValueError as error:
        raise StoreError("store.file_damaged", path=str(path), reason=type(error).__name__) from error
    try:
        thaw(frozen.encode())
    except UNFIT as error:
        told = {"version": _version_of(folder), "own": version}
        raise StoreError("store.weights_older", path=str(path), **told) from error
    return frozen


def _version_of(folder: Path) -> str:
    """The version that a run was made with, as its manifest says."""
    try:
        return str(read_json(folder / MANIFEST)["version"])
    except (StoreError, KeyError):
        return "?"


def _timings(folder: RunFolder) -> dict:
    try:
        return read_json(folder.path / TIMINGS)
    except StoreError:
        return {}


def prune(store: Path, catalogue: Catalogue, *, keep: int, unfinished: bool) -> list[int]:
    """Throw away all finished runs but the newest `keep`, and interrupted ones where asked; the numbers of those gone.

    Raises
    ------
    StoreBusyError : a process has taken one of them up in the meantime.
    """
    records = catalogue.runs()
    finished = [record.run for record in records if record.finished]
    gone = finished[: max(len(finished) - keep, 0)]
    if unfinished:
        gone += [record.run for record in records if state_of(store, record) == INTERRUPTED]
    for run in sorted(gone):
        folder = RunFolder(store, run)
        if folder.path.is_dir():
            with RunLock(folder.path, run):
                catalogue.forget(run)
            folder.remove()
        else:
            catalogue.forget(run)
    return sorted(gone)
