"""Files that are there whole or not at all, whatever kills the process or the machine.

Every file of the store is written here; which files there are is left to `forecast.store.run_folder`.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from forecast.errors import StoreError

UNFINISHED = ".part"  # ending of a file that is still being written; what a kill leaves is written over next time


def write_durably(path: Path, content: bytes) -> str:
    """Write a file beside its place, sync it to disk, then rename it; its digest.

    Raises
    ------
    StoreError : the disk is full or closed to writing; no part of the file stays.
    """
    beside = path.with_name(path.name + UNFINISHED)
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(beside, path)
        sync_folder(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError("store.unwritable", path=str(path), reason=error.strerror or str(error)) from error
    return digest(content)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, that outlives a crash.

    Raises
    ------
    StoreError : it cannot be made.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            sync_folder(folder.parent)
        if not path.is_dir():
            raise NotADirectoryError(20, os.strerror(20))
    except OSError as error:
        raise StoreError("store.unwritable", path=str(path), reason=error.strerror or str(error)) from error


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to disk, where the system lets folders be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(content: bytes) -> str:
    """SHA-256 as 64 letters and digits.

    Examples
    --------
    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Digest of a file, "" where there is none."""
    seen = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                seen.update(piece)
    except FileNotFoundError:
        return ""
    return seen.hexdigest()
