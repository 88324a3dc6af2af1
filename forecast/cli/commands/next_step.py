"""The commands that come after an import, to be pasted: `forecast check` of its tables, and `forecast project` of the last year."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from forecast.cli.commands.messages import print_message
from forecast.language.catalogue import say

_TABLES = ("counts", "quotas", "units", "measures")


def say_next(folder: str, files: Collection[str], year: int | None, language: str) -> None:
    """Print them.

    Parameters
    ----------
    files : names of the files in the folder.
    year : the last year of which figures are known; without one there is nothing to project.
    """
    given = " ".join(f"--{name} {_quoted(Path(folder) / f'{name}.csv')}" for name in _TABLES if f"{name}.csv" in files)
    print_message(say("message.next", language, command=f"forecast check {given}"))
    if year is not None:
        print_message(say("import.then", language, command=f"forecast project {given} --year {year}"))


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
