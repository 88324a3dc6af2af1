"""The requirements for development: pinned, hashed, and free of any particular package index."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKED = sorted(ROOT.glob("requirements*.txt"))


def name_of(requirement: str) -> str:
    """The normalised name at the head of a requirement such as 'Pandas>=2.2,<4'."""
    return re.split(r"[^A-Za-z0-9._-]", requirement.strip())[0].lower().replace("_", "-")


def blocks(text: str) -> list[str]:
    """Requirements of a locked file, each with its hashes on one line, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def locked_names() -> set[str]:
    return {name_of(block) for block in blocks((ROOT / "requirements-dev.txt").read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(path):
    """What is installed is exactly what was locked, whoever serves it."""
    loose = [
        block
        for block in blocks(path.read_text(encoding="utf-8"))
        if "==" not in block or "--hash=sha256:" not in block
    ]
    assert not loose


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*")), ids=lambda path: path.name)
def test_no_requirements_file_names_an_index(path):
    """The reader's own package index is used: no index, no links, no addresses, no folders."""
    named = re.findall(
        r"(?m)^\s*-.*$|://|file:|--(?:index|extra-index|find-links|trusted-host)\S*", path.read_text(encoding="utf-8")
    )
    assert [line for line in named if not line.strip().startswith("--hash=")] == []


def test_every_dependency_of_the_package_is_locked():
    """A dependency added to pyproject.toml without renewing the locked file is noticed."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        dependencies = tomllib.load(file)["project"]["dependencies"]
    assert {name_of(dependency) for dependency in dependencies} <= locked_names()


def test_every_tool_for_development_is_locked():
    """A name added to requirements-dev.in without renewing the locked file is noticed."""
    names = (ROOT / "requirements-dev.in").read_text(encoding="utf-8").split()
    assert {name_of(name) for name in names} <= locked_names()
