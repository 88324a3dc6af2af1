"""Writes docs/reference/commands.md from the help of every command: `python -m docs.make_reference`."""

from __future__ import annotations

from pathlib import Path

import typer

from forecast.cli.app import command_tree
from forecast.cli.help import walk

PAGE = Path(__file__).parent / "reference" / "commands.md"
WIDTH = 100


def reference() -> str:
    """The page: one section per command with its help as printed in English."""
    parts = [
        "# Commands\n",
        "Written by `python -m docs.make_reference` from the help of each command; run that, do not edit this page.",
        "In Vietnamese: `forecast COMMAND --help --lang vi`, or set `FORECAST_LANG=vi`.\n",
    ]
    for path, command in walk(command_tree("en")):
        name = " ".join(("forecast", *path))
        with typer.Context(command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH) as context:
            lines = [line.rstrip() for line in command.get_help(context).splitlines()]
        parts.append(f"## `{name}`\n\n```text\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
