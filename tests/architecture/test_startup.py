"""What the command line costs before it has read its arguments."""

import subprocess
import sys

import pytest

HEAVY = (
    "docx",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "pyarrow",
    "python_calamine",
    "scipy.stats",
    "statsmodels",
    "xlsxwriter",
)


def modules_after(statement: str) -> set[str]:
    """Names of all modules that a fresh interpreter holds after the statement."""
    script = f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    return modules_after("import forecast.cli.app")


@pytest.fixture(scope="module")
def projecting() -> set[str]:
    return modules_after("import forecast.engine.project, forecast.io.read_tables")


@pytest.mark.parametrize("module", HEAVY)
def test_the_command_line_starts_without(module, loaded):
    """Asking for help never waits for a library that only the commands need."""
    assert module not in loaded


@pytest.mark.parametrize("module", ["matplotlib", "scipy.optimize", "scipy.stats", "statsmodels"])
def test_a_projection_does_without(module, projecting):
    """Projecting never waits for what only charts, comparisons and restated chances need."""
    assert module not in projecting


def test_the_check_sees_what_is_imported():
    """A module that is imported is found, so the absence of the others means something."""
    assert "numpy" in modules_after("import numpy")
