"""What is known before any option is parsed: the language to speak and whether to show the traces of our own faults."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forecast.cli.commands.options import LANGUAGES
from forecast.errors import UsageError
from forecast.language.catalogue import default_language


@dataclass(frozen=True)
class Session:
    """How to speak to the person at the terminal."""

    language: str = "vi"
    debug: bool = False


def session_from(arguments: Sequence[str]) -> Session:
    """Language by `--lang`, else the config file's `lang`, else FORECAST_LANG, else Vietnamese.

    A language that we do not have is spoken to in the default one; `check_language` then refuses it.

    Examples
    --------
    >>> session_from(["demo", "--lang=en"]).language
    'en'
    """
    config = value_of(arguments, "--config") or next((text for text in arguments if text.endswith(".toml")), None)
    asked = value_of(arguments, "--lang") or _config_language(config)
    return Session(asked if asked in LANGUAGES else default_language(), "--debug" in arguments)


def check_language(arguments: Sequence[str]) -> None:
    """Refuse a `--lang` that we do not have.

    Raises
    ------
    UsageError : the language is not one of ours.
    """
    asked = value_of(arguments, "--lang")
    if asked is not None and asked not in LANGUAGES:
        raise UsageError("usage.bad_option_value", option="--lang", value=asked, allowed=", ".join(LANGUAGES))


def value_of(arguments: Sequence[str], option: str) -> str | None:
    """The last value given to an option, as `--option value` or `--option=value`."""
    found = None
    for position, argument in enumerate(arguments):
        if argument == option and position + 1 < len(arguments):
            found = arguments[position + 1]
        elif argument.startswith(option + "="):
            found = argument.partition("=")[2]
    return found


def _config_language(path: str | None) -> str | None:
    """The language that a config file asks for; whatever else is wrong with the file is said by its reader."""
    if path is None:
        return None
    try:
        asked = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("lang")
    except (OSError, ValueError):
        return None
    return asked if isinstance(asked, str) else None
