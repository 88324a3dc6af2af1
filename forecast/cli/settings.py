"""What a command was asked: its options over the keys of the config file, judged in one place.

Reading the config file is `forecast.io.config`; which language to speak is `forecast.cli.session`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from forecast.cli.commands.options import BACKENDS, CSV_STYLES, FORMATS, MODELS, PRIORS
from forecast.core.periods import parse_period, parse_years
from forecast.errors import UsageError

FILES = ("book", "counts", "quotas", "units", "lineage", "measures")
UNSTATED = (
    "format",
    "csv_style",
    "output",
    "workers",
    "chunk_size",
    "resume",
    "weights",
    "backend",
    "scheduler",
)  # shape no answer
WISHES = ("cost_ratio", "precision", "recall")  # of warnings: each sets the same cut points
_SUFFIXES = {".csv": "csv", ".json": "json", ".parquet": "parquet", ".xlsx": "xlsx"}


@dataclass(frozen=True)
class Settings:
    """Settings of one run; None means "not given"."""

    config: str | None = None
    book: str | None = None
    counts: str | None = None
    quotas: str | None = None
    units: str | None = None
    lineage: str | None = None
    measures: str | None = None
    measure: str | None = None
    year: str | None = None
    as_of: str | None = None
    units_as_of: str | None = None
    quantiles: tuple[float, ...] = (0.1, 0.5, 0.9)
    model: str = "by_size"
    prior: str | None = None
    priors: str | None = None
    seed: int = 0
    record: str | None = None
    cost_ratio: float | None = None
    precision: float | None = None
    recall: float | None = None
    capacity: int | None = None
    since: str | None = None
    format: str = "table"
    csv_style: str = "machine"
    output: str | None = None
    strict: bool = False
    show_restricted: bool = False
    workers: int = 0
    chunk_size: int = 0
    resume: bool = False
    weights: str | None = None
    backend: str = "processes"
    scheduler: str | None = None

    @property
    def files(self) -> dict[str, str]:
        """The tables to read, by the name of their option."""
        return {name: getattr(self, name) for name in FILES if getattr(self, name) is not None}

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every file that is read and so must not be written over."""
        paths = [path for path in (*self.files.values(), self.config, self.record, self.since) if path]
        return tuple(dict.fromkeys([*paths, *(path.partition("#")[0] for path in paths if "#" in path)]))

    @property
    def stated(self) -> dict[str, Any]:
        """The settings that shape the answer, as kept beside it."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in UNSTATED}


def settings_from(options: Mapping[str, Any], required: Sequence[str] = ()) -> Settings:
    """Options over config file over defaults, each judged.

    Parameters
    ----------
    options : by parameter name; None where an option was not given. Names that are no setting are passed over.
    required : settings without which the command cannot run.

    Raises
    ------
    UsageError : a setting is missing, or has a value that cannot be used.

    Examples
    --------
    >>> settings_from({"counts": "counts.csv", "year": "2023", "quantiles": "0.1,0.9"}).quantiles
    (0.1, 0.9)
    """
    given = {
        **_from_config(options.get("config")),
        **{name: value for name, value in options.items() if value is not None},
    }
    for name in required:
        if not given.get(name) and not (name == "counts" and given.get("book")):
            raise UsageError("usage.missing_setting", option=option_name(name), key=name)
    values = {field.name: given[field.name] for field in fields(Settings) if given.get(field.name) is not None}
    values.update(
        {name: _tidy(values[name]) for name in (*FILES, "priors", "output", "record", "since") if name in values}
    )
    if "format" not in values and "output" in values:
        values["format"] = _SUFFIXES.get("." + str(values["output"]).lower().rpartition(".")[2], "table")
    for name, judge in _JUDGES.items():
        if name in values:
            values[name] = judge(name, values[name])
    wishes = [name for name in WISHES if name in values]
    if len(wishes) > 1:
        raise UsageError("flags.one_wish", options=", ".join(map(option_name, wishes)))
    return Settings(**values)


def option_name(setting: str) -> str:
    """The option that gives a setting: `as_of` is given by `--as-of`."""
    return "--" + setting.replace("_", "-")


def _from_config(path: str | None) -> dict[str, Any]:
    if not path:
        return {}
    from forecast.io.config import load_config

    config = load_config(path)
    named = {field.name: getattr(config, field.name, None) for field in fields(Settings) if field.name != "config"}
    return {name: value for name, value in named.items() if value is not None}


def _tidy(path: Any) -> str:
    """A path without detours (`configs/../datasets`), where that leads to the same place."""
    text = str(path)
    short = os.path.normpath(text)
    return short if os.path.exists(text) and os.path.exists(short) and os.path.samefile(text, short) else text


def _refuse(name: str, value: Any, allowed: str) -> UsageError:
    return UsageError("usage.bad_option_value", option=option_name(name), value=str(value), allowed=allowed)


def _one_of(*allowed: str) -> Any:
    def judge(name: str, value: Any) -> str:
        if str(value) not in allowed:
            raise _refuse(name, value, ", ".join(allowed))
        return str(value)

    return judge


def _year(name: str, value: Any) -> str:
    try:
        parse_years(str(value))
    except ValueError:
        raise _refuse(name, value, "2023, 2023..2025") from None
    return str(value).strip()


def _as_of(name: str, value: Any) -> str:
    try:
        parse_period(str(value))
    except ValueError:
        raise _refuse(name, value, "2023Q1, 2023H1, 2023-03, 2023-04-07") from None
    return str(value).strip()


def _units_as_of(name: str, value: Any) -> str:
    if str(value).strip() != "reported":
        try:
            parse_period(str(value))
        except ValueError:
            raise _refuse(name, value, "2025-07-01, reported") from None
    return str(value).strip()


def _quantiles(name: str, value: Any) -> tuple[float, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    try:
        levels = sorted({float(part) for part in parts})
    except (TypeError, ValueError):
        raise _refuse(name, value, "0.1,0.5,0.9") from None
    if not levels or not all(0 < level < 1 for level in levels):
        raise _refuse(name, value, "0.1,0.5,0.9")
    return tuple(levels)


def _seed(name: str, value: Any) -> int:
    if not re.fullmatch(r"\d{1,18}", str(value).strip()):
        raise _refuse(name, value, "0, 1, 2 …")
    return int(value)


def _number(name: str, value: Any) -> int:
    if not re.fullmatch(r"[1-9]\d{0,8}", str(value).strip()):
        raise _refuse(name, value, "1, 2, 3 …")
    return int(value)


def _between(least: float, most: float, such_as: str) -> Any:
    allowed = f"{least} < … < {most} ({such_as})"

    def judge(name: str, value: Any) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise _refuse(name, value, allowed) from None
        if not least < number < most:
            raise _refuse(name, value, allowed)
        return number

    return judge


_JUDGES: dict[str, Any] = {
    "year": _year,
    "as_of": _as_of,
    "units_as_of": _units_as_of,
    "quantiles": _quantiles,
    "seed": _seed,
    "format": _one_of(*FORMATS),
    "csv_style": _one_of(*CSV_STYLES),
    "model": _one_of(*MODELS),
    "prior": _one_of(*PRIORS),
    "workers": _number,
    "chunk_size": _number,
    "capacity": _number,
    "cost_ratio": _between(0, 1000, "3"),
    "precision": _between(0, 1, "0.7"),
    "recall": _between(0, 1, "0.8"),
    "backend": _one_of(*BACKENDS),
}
