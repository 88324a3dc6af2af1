"""What the command and the package cost before there is work."""

import subprocess
import sys

import pytest

HEAVY = {"numpy", "pandas", "pydantic", "pyarrow", "rich", "scipy", "statsmodels", "matplotlib"}


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
    result = subprocess.run(
        [sys.executable, "-c", script + "print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert HEAVY.isdisjoint(result.stdout.split())
