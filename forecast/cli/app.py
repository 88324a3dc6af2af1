"""The command `forecast`: puts the commands together and turns what happened into an exit code and one sentence.

What a command does is left to `forecast.cli.commands`. Nothing heavy is imported here: `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from forecast.cli.commands.backtest import backtest
from forecast.cli.commands.batch import batch
from forecast.cli.commands.check import check
from forecast.cli.commands.datasets import copy, list_datasets
from forecast.cli.commands.demo import demo
from forecast.cli.commands.history import history
from forecast.cli.commands.import_ import import_
from forecast.cli.commands.messages import print_error, print_message, usage_words
from forecast.cli.commands.output import print_data, silence_stdout
from forecast.cli.commands.plot import plot
from forecast.cli.commands.project import project
from forecast.cli.commands.report import report
from forecast.cli.commands.runs import diff, list_runs, prune, show, verify
from forecast.cli.commands.runs_score import score
from forecast.cli.commands.template import template
from forecast.cli.help import Command, Group, in_language
from forecast.cli.session import Session, check_language, session_from
from forecast.errors import ForecastError
from forecast.language.catalogue import say

OUR_FAULT, USAGE, INTERRUPTED = 1, 2, 130
GARBAGE = 100_000  # new objects before Python looks for rubbish: libraries' own live on, and looking at them takes a tenth of a run


def _print_version(asked: bool | None) -> None:
    if asked:
        from forecast import __version__

        print_data(f"forecast {__version__}\n")
        raise typer.Exit()


# None, not False: an option that was not given is then not looked at, and help waits for no library that reads values.
Version = Annotated[bool | None, typer.Option("--version", is_eager=True, callback=_print_version)]


def main() -> NoReturn:
    """Entry point of the console script."""
    gc.set_threshold(GARBAGE, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; words go to stderr, data to stdout."""
    session = session_from(arguments)
    try:
        check_language(arguments)
        code = _invoke(arguments or ["--help"], session)
    except ForecastError as error:
        print_error(error, session.language)
        code = error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        code = _failed(error, session)
    if code == INTERRUPTED:
        print_message(say("message.interrupted", session.language))
    with contextlib.suppress(ValueError):
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            silence_stdout()
    return code


def command_tree(language: str) -> Any:
    """All commands with their help in a language."""
    program = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, cls=Group)
    program.callback()(_program)
    commands = (
        ("demo", demo),
        ("project", project),
        ("batch", batch),
        ("check", check),
        ("backtest", backtest),
        ("import", import_),
        ("history", history),
        ("report", report),
        ("plot", plot),
        ("template", template),
    )
    name: str
    command: Callable[..., int]
    for name, command in commands:
        program.command(name, cls=Command)(command)
    datasets = typer.Typer(rich_markup_mode=None, cls=Group)
    datasets.command("list", cls=Command)(list_datasets)
    datasets.command("copy", cls=Command)(copy)
    program.add_typer(datasets, name="datasets")
    runs = typer.Typer(rich_markup_mode=None, cls=Group)
    kept = (("list", list_runs), ("show", show), ("diff", diff), ("score", score), ("prune", prune), ("verify", verify))
    for name, command in kept:
        runs.command(name, cls=Command)(command)
    program.add_typer(runs, name="runs")
    return in_language(typer.main.get_command(program), language)


def _program(version: Version = None) -> None:
    """Options of the program itself."""


def _invoke(arguments: Sequence[str], session: Session) -> int:
    result = command_tree(session.language).main(
        list(arguments), prog_name="forecast", standalone_mode=False, obj=session
    )
    return result if isinstance(result, int) else 0


def _failed(error: Exception, session: Session) -> int:
    """A mistake in the command line that the parser found, a wish to stop, or a fault of ours."""
    if hasattr(error, "format_message"):
        print_message(usage_words(error, session.language))
        return USAGE
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    if session.debug:
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    print_message(say("message.our_fault", session.language, what=what, option="--debug"))
    return OUR_FAULT


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
