"""Where output may go, and that a file is replaced as a whole or not at all."""

import os

import pytest

from forecast.errors import UsageError
from forecast.io.output_place import check_output, write_whole


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    """After writing there is the new content and no temporary file."""
    write_whole(tmp_path / "a.csv", b"old")
    write_whole(tmp_path / "a.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"new"


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch, fault):
    """A full disk or Ctrl-C in the middle leaves what stood there, and no temporary file."""
    (tmp_path / "a.csv").write_bytes(b"old")

    def fail(_: int) -> None:
        raise fault

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((UsageError, KeyboardInterrupt)):
        write_whole(tmp_path / "a.csv", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_replaced_file_keeps_its_permissions(tmp_path):
    """What was private stays private."""
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "a.csv").chmod(0o600)
    write_whole(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o600


def test_a_link_is_followed(tmp_path):
    """Writing to a link writes the file it leads to; the link stays a link."""
    (tmp_path / "a.csv").write_bytes(b"old")
    os.symlink(tmp_path / "a.csv", tmp_path / "link.csv")
    write_whole(tmp_path / "link.csv", b"new")
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "a.csv").read_bytes() == b"new"


def test_what_is_no_file_is_written_to_directly():
    """/dev/null stays what it is."""
    write_whole("/dev/null", b"new")
    assert not os.path.isfile("/dev/null")


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("", "usage.output_is_folder"),
        ("none/a.csv", "usage.output_folder_missing"),
        ("link.csv", "usage.output_is_input"),
    ],
)
def test_places_that_cannot_be_written(tmp_path, place, code):
    """Folders, missing folders and links to inputs are refused, each with its own sentence."""
    (tmp_path / "counts.csv").write_bytes(b"")
    os.symlink(tmp_path / "counts.csv", tmp_path / "link.csv")
    with pytest.raises(UsageError) as caught:
        check_output(tmp_path / place, [tmp_path / "counts.csv"])
    assert caught.value.code == code
