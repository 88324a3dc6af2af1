"""An office's own Word document, taken as a template: read whole, refused where it is none or would unpack to too much."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from forecast.errors import UsageError

MOST_BYTES = 20_000_000  # of the file, and ten times that of what it holds


def read_template(path: str, others: Sequence[str]) -> bytes:
    """The bytes of a template.

    Parameters
    ----------
    others : what else could be asked for, named in the error.

    Raises
    ------
    UsageError : there is no such file, it is no Word document, or it is too large.
    """
    try:
        size = Path(path).stat().st_size
        content = Path(path).read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise _refused(path, error.strerror or str(error), others) from error
    if size > MOST_BYTES:
        raise _refused(path, f"{size} B", others)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            held = sum(entry.file_size for entry in packed.infolist())
            if "word/document.xml" not in packed.namelist() or held > 10 * MOST_BYTES:
                raise _refused(path, "word/document.xml", others)
    except zipfile.BadZipFile as error:
        raise _refused(path, str(error), others) from error
    return content


def _refused(path: str, reason: str, others: Sequence[str]) -> UsageError:
    return UsageError("usage.report_template", value=path, reason=reason, allowed=", ".join(others))
