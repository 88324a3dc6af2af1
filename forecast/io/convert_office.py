"""A Word document as PDF, through LibreOffice where the machine has it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from forecast.errors import UsageError

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 180  # seconds


def find_office() -> str | None:
    """Path of LibreOffice, or None."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def pdf_bytes(document: bytes, path: str) -> bytes:
    """The document printed to PDF.

    Parameters
    ----------
    path : where it is to go, named in errors.

    Raises
    ------
    UsageError : there is no LibreOffice, or it fails.
    """
    office = find_office()
    if office is None:
        raise UsageError("usage.report_no_office", value=path)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(document)
        # A profile of its own: an office that is already open would otherwise take the work and say nothing.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UsageError("usage.report_office_failed", value=path, reason=type(error).__name__) from error
        made = source.with_suffix(".pdf")
        if not made.is_file():
            reason = (done.stderr or done.stdout or str(done.returncode)).strip().splitlines()[-1:]
            raise UsageError("usage.report_office_failed", value=path, reason="".join(reason))
        return made.read_bytes()
