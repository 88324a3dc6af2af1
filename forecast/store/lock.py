"""Who works on a run: one process at a time, and none once that process is dead, however it died."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from forecast.errors import StoreBusyError, StoreError

NAME = "lock"


class RunLock:
    """Held from `take` to `release`, or to the end of the process: the system frees it with the process.

    An exclusive transaction on an empty SQLite file, which is the one lock that works alike on every system.
    """

    def __init__(self, folder: Path, run: int) -> None:
        self._path, self._run = folder / NAME, run
        self._connection: sqlite3.Connection | None = None

    def take(self) -> RunLock:
        """Hold the lock.

        Raises
        ------
        StoreBusyError : another process holds it.
        """
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if "locked" in str(error):
                raise StoreBusyError("store.run_busy", run=str(self._run)) from error
            raise StoreError("store.unwritable", path=str(self._path), reason=str(error)) from error
        self._connection = connection
        return self

    def release(self) -> None:
        """Let go, if held."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> RunLock:
        return self if self._connection is not None else self.take()

    def __exit__(self, *_: object) -> None:
        self.release()


def is_held(folder: Path, run: int) -> bool:
    """Whether some process works on a run."""
    if not (folder / NAME).exists():
        return False
    try:
        with RunLock(folder, run):
            return False
    except StoreBusyError:
        return True
