"""Saves a few made workbooks with LibreOffice, for `saved/`: `python -m tests.intake.save_with_libreoffice` where `soffice` is there.

The files are kept, so that the tests need no LibreOffice; the same layouts in another program's hand are what they are for.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.intake.make_workbooks import make

SAVED = Path(__file__).parent / "saved"
FILES = {"sheet_per_quarter": "xlsx", "two_row_header": "ods", "text_numbers": "xls"}


def main() -> int:
    """Write every file anew."""
    office = shutil.which("soffice")
    if office is None:
        print("soffice is not there; the files stay as they are", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for layout, form in FILES.items():
            path, _ = make(f"{layout}.xlsx", Path(folder))
            command = [office, "--headless", "--convert-to", form, "--outdir", str(SAVED), str(path)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
