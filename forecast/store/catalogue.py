"""The catalogue of runs: one SQLite file that many processes may write to, an index of what the folders hold.

The files of the runs are `forecast.store.run_folder`; what is true of a finished run stands in its manifest too.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from forecast.errors import StoreBusyError, StoreError

NAME = "catalogue.sqlite"
PATIENCE = 30.0  # seconds to wait for another process
SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, state TEXT NOT NULL, started TEXT NOT NULL, ended TEXT,
    asked TEXT NOT NULL, summary TEXT
);
CREATE TABLE IF NOT EXISTS part_files (
    run INTEGER NOT NULL, block INTEGER NOT NULL, form TEXT NOT NULL, digest TEXT NOT NULL, units INTEGER NOT NULL,
    PRIMARY KEY (run, block, form)
);
"""
UNFINISHED, FINISHED = "unfinished", "finished"


@dataclass(frozen=True)
class RunRecord:
    """One line of the catalogue.

    Attributes
    ----------
    key : digest of everything that shapes the answer; equal keys, equal answers.
    state : UNFINISHED or FINISHED; whether an unfinished run is still worked on is known by its lock.
    started, ended : moments in UTC, to the second.
    asked : version, settings, how many units and how they are cut.
    summary : what came of it, once finished: seconds, flags, skipped, digest of the answer.
    """

    run: int
    key: str
    state: str
    started: str
    ended: str
    asked: Mapping[str, Any]
    summary: Mapping[str, Any] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        return self.state == FINISHED


class Catalogue:
    """The runs of one store.

    Raises
    ------
    StoreBusyError : another process has held the catalogue for half a minute.
    StoreError : it cannot be opened, read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        with self._guarded():
            self._connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            self._connection.execute(f"PRAGMA busy_timeout = {int(1000 * PATIENCE)}")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._share()
        with self._writing() as write:
            for statement in SCHEMA.split(";")[:-1]:
                write(statement)

    def _share(self) -> None:
        """Let readers and a writer work side by side; to make it so needs the file alone, for which SQLite does not wait."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def close(self) -> None:
        self._connection.close()

    def begin(self, key: str, asked: Mapping[str, Any], *, above: int = 0) -> int:
        """Record a run that is about to start; its number, greater than `above` and than every earlier one."""
        with self._writing() as write:
            highest = write("SELECT max(seq) FROM sqlite_sequence WHERE name = 'runs'").fetchone()[0] or 0
            run = max(highest, above) + 1
            row = (run, key, UNFINISHED, now(), _json(asked))
            write("INSERT INTO runs (id, key, state, started, asked) VALUES (?, ?, ?, ?, ?)", row)
        return run

    def add_part(self, run: int, part: tuple[int, str], digest: str, units: int) -> None:
        """Record a part, by block and form, that has been written."""
        with self._writing() as write:
            write("INSERT OR REPLACE INTO part_files VALUES (?, ?, ?, ?, ?)", (run, *part, digest, units))

    def parts(self, run: int) -> dict[tuple[int, str], str]:
        """Block and form -> digest of the parts of a run that were written."""
        rows = self._read("SELECT block, form, digest FROM part_files WHERE run = ? ORDER BY block, form", (run,))
        return {(block, form): digest for block, form, digest in rows}

    def finish(self, run: int, summary: Mapping[str, Any]) -> None:
        """Record that a run is over; its parts have become its answer."""
        with self._writing() as write:
            row = (FINISHED, now(), _json(summary), run)
            write("UPDATE runs SET state = ?, ended = ?, summary = ? WHERE id = ?", row)
            write("DELETE FROM part_files WHERE run = ?", (run,))

    def adopt(self, record: RunRecord) -> None:
        """Record a finished run whose line was lost."""
        row = (
            record.run,
            record.key,
            FINISHED,
            record.started,
            record.ended,
            _json(record.asked),
            _json(record.summary),
        )
        with self._writing() as write:
            write("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def forget(self, run: int) -> None:
        """Take a run out of the catalogue; its number is not given again."""
        with self._writing() as write:
            write("DELETE FROM runs WHERE id = ?", (run,))
            write("DELETE FROM part_files WHERE run = ?", (run,))

    def runs(self) -> list[RunRecord]:
        """Every run, in the order of their numbers."""
        rows = self._read("SELECT id, key, state, started, ended, asked, summary FROM runs ORDER BY id")
        return [
            RunRecord(run, key, state, started, ended or "", json.loads(asked), json.loads(summary or "{}"))
            for run, key, state, started, ended, asked, summary in rows
        ]

    def _read(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._guarded():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """One transaction: all of it or nothing."""
        with self._guarded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection.execute
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise StoreBusyError("store.catalogue_busy", path=str(self.path)) from error
            raise StoreError("store.unwritable", path=str(self.path), reason=str(error)) from error
        except sqlite3.DatabaseError as error:
            raise StoreError("store.catalogue_broken", path=str(self.path), reason=str(error)) from error


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
