"""The layers of the package: who may import whom."""

from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]


def test_each_layer_imports_only_those_below_it(monkeypatch):
    """The import contract of pyproject.toml holds for the package as it stands."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS
