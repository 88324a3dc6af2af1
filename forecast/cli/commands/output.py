"""Data to stdout, in UTF-8; a reader who has had enough (`| head`) ends it quietly."""

from __future__ import annotations

import os
import sys


def print_data(content: str | bytes) -> None:
    """Write text or bytes to stdout at once."""
    try:
        if isinstance(content, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()


def silence_stdout() -> None:
    """Let the rest of the output, and what still waits in buffers, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
