"""A finding or an error as one line for people: where, what, why, how to mend it.

Findings and errors are read by their attributes, so this layer knows neither the checks nor the reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from forecast.language.catalogue import say


class Noticed(Protocol):
    """What a finding offers (`forecast.core.findings.Finding`)."""

    @property
    def code(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def row(self) -> int | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...


class Raised(Protocol):
    """What an error offers (`forecast.errors.ForecastError`)."""

    @property
    def code(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


_PERCENT = re.compile(r"[+-]?\d+[.,]\d+%")


def describe(finding: Noticed, language: str) -> str:
    """Place and sentence of a finding: `counts.csv row 41 value: ...`, `book.xlsx sheet 'Counts' cell C41: ...`."""
    place = [finding.file]
    if finding.sheet:
        place.append(say("place.sheet", language, sheet=finding.sheet))
    if finding.cell:
        place.append(say("place.cell", language, cell=finding.cell))
    if finding.row and not finding.cell:
        place.append(say("place.row", language, row=str(finding.row)))
    if finding.column and not finding.cell:
        place.append(say("place.column", language, column=finding.column))
    sentence = say(finding.code, language, **{name: _shown(value, language) for name, value in finding.values.items()})
    where = " ".join(part for part in place if part)
    return f"{where}: {sentence}" if where else sentence


def _shown(value: object, language: str) -> object:
    """A percentage that is quoted as a file has it, with the decimal mark of the reader: 102.26% is 102,26% in Vietnamese."""
    if isinstance(value, str) and _PERCENT.fullmatch(value):
        return value.replace(*(".," if language == "vi" else ",."))
    return value


def describe_error(error: Raised, language: str) -> str:
    """Sentence of an error, followed by a line for each finding that it carries in `problems`."""
    lines = [say(error.code, language, **error.values)]
    lines += ["  " + describe(problem, language) for problem in error.values.get("problems", ())]
    return "\n".join(lines)
