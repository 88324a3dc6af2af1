"""Where output goes: refuse to write over an input, and replace a file as a whole or not at all.

What is written is left to `forecast.io.write_table` and the reports.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from forecast.errors import UsageError
from forecast.io.workbook_name import is_workbook, lock_of


def check_output(path: str | Path, inputs: Iterable[str | Path] = ()) -> None:
    """Refuse a place that cannot be written, before any work is done.

    Parameters
    ----------
    path : where the output is to go.
    inputs : files that are read; none of them may be written over, under whatever name.

    Raises
    ------
    UsageError : the place is an input, a folder, or in a folder that is missing or closed to writing.

    Examples
    --------
    >>> check_output("no-such-folder/answer.csv")
    Traceback (most recent call last):
    forecast.errors.UsageError: usage.output_folder_missing: path=no-such-folder/answer.csv, folder=no-such-folder
    """
    target = Path(path)
    for source in inputs:
        if _same_file(target, Path(source)):
            raise UsageError("usage.output_is_input", path=str(path))
    if is_workbook(str(path)) and lock_of(target) is not None:
        raise UsageError("usage.output_open", path=str(path))
    if target.is_dir():
        raise UsageError("usage.output_is_folder", path=str(path))
    if not target.parent.is_dir():
        raise UsageError("usage.output_folder_missing", path=str(path), folder=str(target.parent))
    if not os.access(target if _is_stream(target) else target.parent, os.W_OK):
        raise UsageError("usage.output_unwritable", path=str(path), reason=os.strerror(13))


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file so that, whatever happens, either the old or the new one stands there whole.

    A temporary file in the same folder is written, synced to disk and renamed. What is no ordinary file (`/dev/stdout`,
    a pipe) is written to directly.

    Raises
    ------
    UsageError : the place cannot be written; what stood there is untouched.
    """
    target = Path(os.path.realpath(path))
    try:
        if _is_stream(target):
            target.write_bytes(content)
        else:
            _replace(target, content)
    except PermissionError as error:
        if is_workbook(str(path)) and target.exists():  # Windows lets nobody replace a file that is open
            raise UsageError("usage.output_open", path=str(path)) from error
        raise UsageError("usage.output_unwritable", path=str(path), reason=error.strerror or str(error)) from error
    except OSError as error:
        raise UsageError("usage.output_unwritable", path=str(path), reason=error.strerror or str(error)) from error


def _replace(target: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """Permissions of the file that is replaced, or those that a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # folders cannot be opened on every system; the rename itself has been done
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _is_stream(target: Path) -> bool:
    return target.exists() and not target.is_file()


def _same_file(first: Path, second: Path) -> bool:
    if first.exists() and second.exists():
        return os.path.samefile(first, second)
    return os.path.realpath(first) == os.path.realpath(second)
