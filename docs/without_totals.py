"""`forecast` with the yearly totals deleted from --counts: what the totals are worth (docs/benchmarks.md)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd


def main(arguments: list[str]) -> int:
    """Run the command line on a copy of the counts without rows whose period is a whole year."""
    at = arguments.index("--counts") + 1
    counts = pd.read_csv(arguments[at], dtype=str)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "counts.csv"
        counts[~counts["period"].str.fullmatch(r"\d{4}")].to_csv(kept, index=False)
        changed = [*arguments[:at], str(kept), *arguments[at + 1 :]]
        return subprocess.run([sys.executable, "-m", "forecast", *changed], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
