"""A mapping profile: what the columns of an office's sheets mean, confirmed by a person and used again for the next file.

Headings are kept with `{period}` in the place of periods, so that "Thực hiện quý I/2023" and "Thực hiện quý II/2023" are one.
What the words of a heading suggest is `forecast.intake.sheets.meanings`; writing the file is `forecast.intake.sheets.propose`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forecast.core.findings import Finding
from forecast.errors import UsageError
from forecast.intake.period_words import read_words
from forecast.intake.sheets.meanings import MEANINGS, Meaning, meaning_of

OPEN = "?"  # a meaning that a person has yet to give
CUMULATIVE = ("auto", "yes", "no")


@dataclass(frozen=True)
class Profile:
    """What a person has said of an office's sheets.

    Attributes
    ----------
    measure : what is counted where no heading says it. year : where no heading and no title says it.
    cumulative : whether figures of quarters and months count from January: `auto` where titles say so, `yes`, `no`.
    reported_on : day of the report, where none is printed.
    skip : sheets that are passed over. totals : names of rows that are sums. keep : names that look like sums and are units.
    columns : heading with `{period}` -> what it means.
    file : where the profile stands; "" for one that was made from the words alone.
    """

    measure: str = ""
    year: int | None = None
    cumulative: str = "auto"
    reported_on: str = ""
    skip: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    columns: Mapping[str, Meaning] = field(default_factory=dict)
    file: str = ""

    def meaning(self, path: Sequence[str]) -> Meaning | None:
        """What a column means; None where a profile of a person does not know its heading."""
        known = self.columns.get(pattern_of(path))
        return known if known is not None or self.file else meaning_of(path)


def pattern_of(path: Sequence[str]) -> str:
    """The headings of a column, periods taken out.

    Examples
    --------
    >>> pattern_of(("Năm 2023", "Thực hiện quý II"))
    '{period} / Thực hiện {period}'
    """
    return " / ".join(read_words(part).pattern for part in path)


def load_profile(file: str) -> Profile:
    """A profile as it stands in its file.

    Raises
    ------
    UsageError : there is no such file, it is not TOML, or holds keys and words that are not known.
    """
    try:
        given = tomllib.loads(Path(file).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError("config_missing", file=file) from error
    except UnicodeDecodeError as error:
        raise UsageError("config_not_utf8", file=file) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError("config_not_toml", file=file, reason=str(error)) from error
    problems = [Finding(f"intake.{code}", "error", file, values=values) for code, values in _problems(given)]
    if problems:
        raise UsageError("config_invalid", file=file, n=len(problems), problems=tuple(problems))
    columns = {
        column["heading"]: Meaning(**{name: value for name, value in column.items() if name != "heading"})
        for column in given.pop("column", [])
    }
    skip, totals, keep = (tuple(given.pop(name, ())) for name in ("skip", "totals", "keep"))
    return Profile(**given, skip=skip, totals=totals, keep=keep, columns=columns, file=file)


_TYPES: Mapping[str, type] = {
    "measure": str, "year": int, "cumulative": str, "reported_on": str, "skip": list, "totals": list, "keep": list, "column": list,
}  # fmt: skip
_OF_COLUMN: Mapping[str, type] = {
    "heading": str,
    "means": str,
    "measure": str,
    "basis": str,
    "term": bool,
    "average": bool,
}


def _problems(given: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    found += [("profile_key", {"key": key, "known": ", ".join(_TYPES)}) for key in given if key not in _TYPES]
    found += [
        ("profile_value", {"key": key, "value": str(given[key])})
        for key, kind in _TYPES.items()
        if key in given and not isinstance(given[key], kind)
    ]
    if given.get("cumulative", "auto") not in CUMULATIVE:
        found.append(("profile_value", {"key": "cumulative", "value": str(given["cumulative"])}))
    columns = given.get("column", [])
    for column in columns if isinstance(columns, list) else []:
        heading, means = str(column.get("heading", "")), column.get("means", "")
        found += [
            ("profile_key", {"key": key, "known": ", ".join(_OF_COLUMN)}) for key in column if key not in _OF_COLUMN
        ]
        if means == OPEN:
            found.append(("profile_open", {"heading": heading}))
        elif means not in MEANINGS or not heading:
            found.append(("profile_means", {"heading": heading, "means": str(means), "known": ", ".join(MEANINGS)}))
    return found
