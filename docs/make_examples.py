"""Runs the examples of README.md and docs/, and puts their real output into the pages: `python -m docs.make_examples`.

In a page, a fenced block whose first line names a file (```` ```csv counts.csv ````) makes that file; a ```` ```console ```` block
holds commands (`$ forecast …`, `$ python FILE`), each followed by what it prints. A command shown without output is run all the
same, and must succeed. Other commands (`$ pip …`) are for readers and are not run. All blocks of a page share one empty folder.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

from forecast.cli.app import run

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_GENERATED = ("commands.md", "findings.md")


def pages() -> tuple[Path, ...]:
    """README.md and every page under docs/ that is written by hand."""
    return (ROOT / "README.md", *sorted(page for page in ROOT.glob("docs/**/*.md") if page.name not in _GENERATED))


def rewritten(text: str, folder: Path) -> str:
    """The text of a page with the output of its examples as it is now.

    Raises
    ------
    RuntimeError : a command that is shown without output failed.
    """

    def renew(block: re.Match[str]) -> str:
        language, name, body = block.groups()
        if name:
            (folder / name).write_text(body, encoding="utf-8")
        if language != "console":
            return block[0]
        return f"```console\n{''.join(_renewed(body, folder))}```"

    with _inside(folder):
        return _BLOCK.sub(renew, text)


def output_of(command: str) -> tuple[int, str]:
    """Exit code and output of a command, messages and data as they come on a terminal."""
    words = shlex.split(command)
    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        if words[0] == "python":
            runpy.run_path(words[1], run_name="__main__")
            code = 0
        else:
            code = run(words[1:])
    return code, screen.buffer.getvalue().decode()


def _renewed(body: str, folder: Path) -> Iterator[str]:
    for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
        line, _, shown = part.partition("\n")
        command, _, cut = line.removeprefix("$ ").partition(" | head -")
        if not line.startswith("$ ") or shlex.split(command)[0] not in ("forecast", "python"):
            yield part
            continue
        code, printed = output_of(command)
        if not shown and code:
            raise RuntimeError(f"{command}: exit code {code}\n{printed}")
        lines = [text.rstrip() + "\n" for text in printed.splitlines()]
        yield line + "\n" + ("".join(lines[: int(cut)] if cut else lines) if shown else "")


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """In a folder, speaking the language that the program speaks unless told otherwise."""
    before, language = Path.cwd(), os.environ.pop("FORECAST_LANG", None)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        if language is not None:
            os.environ["FORECAST_LANG"] = language


if __name__ == "__main__":
    for page in pages():
        with tempfile.TemporaryDirectory() as empty:
            page.write_text(rewritten(page.read_text(encoding="utf-8"), Path(empty)), encoding="utf-8", newline="\n")
