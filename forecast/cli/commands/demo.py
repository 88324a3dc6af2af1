"""`forecast demo`: Hà Nội 2023 after the first quarter, from the bundled figures, by the way of `forecast project`."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path
from typing import Annotated

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings
from forecast.cli.commands.output import print_data

YEAR = "2023"


def demo(
    context: typer.Context,
    folder: Annotated[str | None, typer.Option("--folder", metavar="DIR")] = None,
    lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:
    """Show the first screen for the bundled figures, or for a changed copy of them."""
    from forecast.engine.project import project as project_tables
    from forecast.io.datasets import dataset_folder
    from forecast.io.read_tables import read
    from forecast.report.first_screen import first_screen

    place, language = Path(folder) if folder else dataset_folder("hanoi"), context.obj.language
    names = ("counts", "quotas", "units", "measures")
    paths = {name: str(place / f"{name}.csv") for name in names}
    tables = read(**{name: path for name, path in paths.items() if name == "counts" or Path(path).is_file()})
    projection = project_tables(tables, year=YEAR)
    if folder:
        print_findings([finding for finding in projection.findings if finding.severity != "notice"], language)
    print_data(_fitted(first_screen(projection, tables, language)))
    return 0


def _fitted(screen: str) -> str:
    """On a terminal, long lines are broken at its edge and continued with an indent."""
    if not sys.stdout.isatty():
        return screen
    width = shutil.get_terminal_size((100, 24)).columns
    lines = [line if len(line) <= width else _broken(line, width) for line in screen.splitlines()]
    return "\n".join(lines) + "\n"


def _broken(line: str, width: int) -> str:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
