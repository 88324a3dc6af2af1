"""Help texts in the reader's language: the command tree is walked once and given the sentences of `help.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from forecast.language.catalogue import say

_HEADINGS = ("Usage:", "Options:", "Arguments:", "Commands:")


def in_language(command: Any, language: str) -> Any:
    """The command tree with the help of every command and option in a language."""
    for path, part in walk(command):
        part.help = say(f"help.commands.{'_'.join(path) or 'forecast'}", language)
        part.short_help = part.help.partition("\n")[0]
        part.language = language
        for parameter in [*part.params, part.get_help_option(typer.Context(part))]:
            if parameter is not None:
                kind = "arguments" if parameter.param_type_name == "argument" else "options"
                name = "output_folder" if (parameter.name, parameter.metavar) == ("output", "DIR") else parameter.name
                parameter.help = say(f"help.{kind}.{name}", language)
    return command


def walk(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command of a tree with the words that lead to it, the program itself first."""
    yield path, command
    for name, part in getattr(command, "commands", {}).items():
        yield from walk(part, (*path, name))


def _headed(text: str, language: str) -> str:
    """The page with its English headings said in the language."""
    for heading in _HEADINGS:
        said = say(f"help.headings.{heading[:-1].lower()}", language)
        text = (
            text.replace(f"\n{heading}", f"\n{said}") if not text.startswith(heading) else said + text[len(heading) :]
        )
    return text


class Command(TyperCommand):
    """A command whose page of help has its headings in the reader's language."""

    language = "en"

    def get_help(self, ctx: Any) -> str:
        return _headed(super().get_help(ctx), self.language)


class Group(TyperGroup):
    """Commands under one word, with a page of help likewise."""

    language = "en"

    def get_help(self, ctx: Any) -> str:
        return _headed(super().get_help(ctx), self.language)
