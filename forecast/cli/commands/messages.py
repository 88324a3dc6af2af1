"""What is said on stderr: findings, errors in use, our own faults. Data on stdout: `forecast.cli.commands.output`."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from forecast.errors import ForecastError
from forecast.language.catalogue import say
from forecast.language.describe import describe, describe_error

if TYPE_CHECKING:
    from forecast.core.findings import Finding

SEVERITIES = ("error", "warning", "notice")
FOLDED_AFTER = 20


def print_message(text: str) -> None:
    """A line on stderr; nobody listening is no fault."""
    with contextlib.suppress(BrokenPipeError, ValueError):
        print(text, file=sys.stderr, flush=True)


def print_error(error: ForecastError, language: str) -> None:
    """The sentence of an error and, for bad input, a line for each finding."""
    findings = getattr(error, "findings", None)
    if findings is None:
        print_message(describe_error(error, language))
        return
    print_findings(findings, language)
    errors = sum(finding.severity == "error" for finding in findings)
    print_message(say("bad_input", language, n=errors))


def print_findings(findings: Iterable[Finding], language: str) -> None:
    """A line for each finding, errors first, folded after twenty of a kind."""
    for line in finding_lines(findings, language):
        print_message(line)


def finding_lines(findings: Iterable[Finding], language: str, folded_after: int = FOLDED_AFTER) -> list[str]:
    """The lines of `print_findings`."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.severity, finding.code), []).append(finding)
    lines = []
    for severity, code in sorted(kinds, key=lambda kind: SEVERITIES.index(kind[0])):
        kind = kinds[severity, code]
        word = say(f"severity.{severity}", language)
        lines += [f"{word}: {describe(finding, language)}" for finding in kind[:folded_after]]
        if len(kind) > folded_after:
            lines.append(f"{word}: " + say("message.folded", language, n=len(kind) - folded_after))
    return lines


def usage_words(error: Any, language: str) -> str:
    """A mistake in the command line that the parser found, in the reader's language, with the way to help."""
    message = error.format_message()
    extra = re.search(r"unexpected extra argument\S* \((.*)\)", message)
    command = re.search(r"No such command '([^']*)'", message)
    if type(error).__name__ == "NoSuchOption":
        near = ", ".join(sorted(error.possibilities or ()))
        sentence = say(
            "usage.unknown_option_near" if near else "usage.unknown_option",
            language,
            option=error.option_name,
            near=near,
        )
    elif type(error).__name__ == "BadOptionUsage":
        code = "usage.option_takes_no_value" if "does not take" in message else "usage.option_without_value"
        sentence = say(code, language, option=error.option_name)
    elif command:
        sentence = say("usage.unknown_command", language, command=command[1])
    elif extra:
        sentence = say("usage.unexpected_argument", language, argument=extra[1])
    elif type(error).__name__ == "MissingParameter":
        sentence = say(
            "usage.missing_argument", language, argument=getattr(error.param, "metavar", None) or error.param.name
        )
    elif "Missing command" in message:
        commands = ", ".join(error.ctx.command.list_commands(error.ctx))
        sentence = say("usage.missing_command", language, commands=commands)
    else:
        sentence = message
    path = error.ctx.command_path if getattr(error, "ctx", None) else "forecast"
    return sentence + "\n" + say("usage.see_help", language, command=f"{path} --help")
