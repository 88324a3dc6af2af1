"""Files are whole or absent; a disk that is full or closed is said in one sentence."""

import errno
import os
import resource
import subprocess
import sys

import pytest

from forecast.errors import StoreError
from forecast.store.durable import file_digest, make_folder, write_durably


@pytest.mark.parametrize("operation", ["open", "write", "fsync", "replace"])
def test_a_failing_disk_leaves_what_was_there(tmp_path, monkeypatch, operation):
    """Whichever step fails, the old file stands whole and nothing half-written stays beside it."""
    write_durably(tmp_path / "answer", b"old")

    def fail(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, operation, fail)
    with pytest.raises(StoreError) as caught:
        write_durably(tmp_path / "answer", b"new")
    monkeypatch.undo()
    assert caught.value.values["reason"] == "No space left on device"
    assert os.listdir(tmp_path) == ["answer"] and (tmp_path / "answer").read_bytes() == b"old"


def test_a_written_file_has_its_digest(tmp_path):
    """The digest given back is that of the file on disk."""
    assert write_durably(tmp_path / "answer", b"new" * 1000) == file_digest(tmp_path / "answer")
    assert file_digest(tmp_path / "nothing") == ""


def test_a_folder_below_a_file_is_refused(tmp_path):
    """Where a file stands no store can be."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        make_folder(tmp_path / "file" / "store")


def test_a_folder_closed_to_writing_is_refused(tmp_path, monkeypatch):
    """A read-only folder is said as such."""

    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(StoreError, match="Read-only file system"):
        make_folder(tmp_path / "store")


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system limits no file sizes")
def test_a_disk_that_is_really_full_ends_the_batch_in_one_sentence(tmp_path, city):
    """The system itself refuses to write on: exit 2, the reason, and no file half-written."""
    limit = 6000  # bytes: the catalogue is larger from the first
    script = (
        "import resource, signal, sys; from forecast.cli.app import run; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); sys.exit(run(sys.argv[1:]))"
    )
    options = ["--counts", city / "counts.csv", "--year", "2023", "--model", "naive", "--output", tmp_path / "store"]
    ended = subprocess.run(
        [sys.executable, "-c", script, "batch", "--lang", "en", *map(str, options)], capture_output=True, text=True
    )
    assert ended.returncode == 2 and "cannot be written" in ended.stderr and "Traceback" not in ended.stderr
    assert not list(tmp_path.rglob("*.part")) and not list(tmp_path.rglob("*.parquet"))
