"""Writes docs/reference/commands.md from the help of every command; `--check` only says whether it is up to date."""

from __future__ import annotations

import sys
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
        "Written by `docs/make_reference.py` from the help of each command; run it instead of editing this page.",
        "In Vietnamese: `forecast COMMAND --help --lang vi`, or set `FORECAST_LANG=vi`.\n",
    ]
    for path, command in walk(command_tree("en")):
        name = " ".join(("forecast", *path))
        with typer.Context(command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH) as context:
            lines = [line.rstrip() for line in command.get_help(context).splitlines()]
        parts.append(f"## `{name}`\n\n```text\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(parts)


def main() -> int:
    page = reference()
    if "--check" in sys.argv[1:]:
        current = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
        if current != page:
            print(f"{PAGE.name} is out of date: run python docs/make_reference.py", file=sys.stderr)
        return int(current != page)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
