"""What the command and the package cost before there is work."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"numpy", "pandas", "pyarrow", "python_calamine", "xlsxwriter", "rich", "scipy", "statsmodels", "matplotlib"}


@pytest.mark.parametrize(
    "statement",
    [
        "import forecast",
        "import forecast.cli.app",
        "from forecast.cli.app import run; run(['--help'])",
        "from forecast.cli.app import run; run(['project', '--help'])",
        "from forecast.cli.app import run; run(['project', '--nonsense'])",
        "from forecast.cli.app import run; run(['datasets', 'list'])",
    ],
)
def test_nothing_heavy_is_imported(statement):
    """Help, mistakes and lists are answered without the libraries that only the work needs."""
    script = f"import io, contextlib, sys\nwith contextlib.redirect_stdout(io.StringIO()):\n    {statement}\n"
    command = [sys.executable, "-c", script + "print(*sys.modules)"]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert HEAVY.isdisjoint(loaded)
    assert (
        "project" in statement or "datasets" in statement or "pydantic" not in loaded
    )  # which reads values of options
