"""Text of a PDF, taken out by pypdf (an extra) in a process of its own, which may be stopped or die without harm."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from forecast.io.notes import Notes

PATIENCE = 40  # seconds
_CHILD = Path(__file__).with_name("pdf_child.py")


def pdf_paragraphs(path: Path, file: str, notes: Notes) -> str | None:
    """The text of all pages, lines as they are printed; None where it cannot be read (noted)."""
    if importlib.util.find_spec("pypdf") is None:
        notes.add("text_pdf", file, command='pip install "quotacast[pdf]"')
        return None
    command = [sys.executable, "-P", str(_CHILD), str(path.resolve())]
    places = os.pathsep.join(place for place in sys.path if place)
    try:
        child = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            env={**os.environ, "PYTHONPATH": places, "PYTHONIOENCODING": "utf-8"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        notes.add("text_slow", file, seconds=PATIENCE)
        return None
    if child.returncode:
        lines = child.stderr.decode("utf-8", "replace").strip().splitlines()
        notes.add("text_broken", file, reason=lines[-1][:200] if lines else f"exit {child.returncode}")
        return None
    return child.stdout.decode("utf-8", "replace")
