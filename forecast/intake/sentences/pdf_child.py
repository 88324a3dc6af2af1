"""Prints the text of a PDF: a script with limits on memory and time, run by `forecast.intake.sentences.read_pdf`."""

from __future__ import annotations

import contextlib
import sys

MEMORY = 2 * 2**30  # bytes
SECONDS = 30  # of computing


def limit_resources() -> None:
    """Take no more memory and time than an honest report needs; systems without such limits go without."""
    try:
        import resource
    except ImportError:  # Windows: there is the clock of the parent
        return
    for kind, most in {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_CORE: 0}.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main() -> None:
    """Print the pages of the file named on the command line."""
    limit_resources()
    import pypdf

    for page in pypdf.PdfReader(sys.argv[1]).pages:
        print(page.extract_text())


if __name__ == "__main__":
    main()
