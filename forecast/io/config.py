"""The settings of a run from a TOML file. What the settings mean is left to the commands that take them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from forecast.core.findings import Finding
from forecast.core.periods import parse_period
from forecast.errors import UsageError

PATHS = ("book", "counts", "quotas", "units", "lineage", "measures", "priors", "output", "record", "since")


def _period(setting: object) -> str:
    """A period or a day of the grammar; TOML may hold a whole number (2023) or a date."""
    if isinstance(setting, bool) or not isinstance(setting, str | int | date):
        raise ValueError(setting)
    text = setting.isoformat() if isinstance(setting, date) else str(setting)
    parse_period(text)
    return text


def _units_day(setting: object) -> str:
    return setting if setting == "reported" and isinstance(setting, str) else _period(setting)


def _years(setting: object) -> str:
    text = _period(setting)
    if not text.replace("..", "").isdigit():
        raise ValueError(setting)
    return text


Level = Annotated[float, Field(gt=0, lt=1)]


class Config(BaseModel):
    """Every setting of a run; None where the file leaves it to the command."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    book: Path | None = None
    counts: Path | None = None
    quotas: Path | None = None
    units: Path | None = None
    lineage: Path | None = None
    measures: Path | None = None
    measure: Annotated[str, Field(strict=True)] | None = None
    year: Annotated[str, BeforeValidator(_years)] | None = None
    as_of: Annotated[str, BeforeValidator(_period)] | None = None
    units_as_of: Annotated[str, BeforeValidator(_units_day)] | None = None
    quantiles: Annotated[tuple[Level, ...], Field(min_length=1)] | None = None
    model: Annotated[str, Field(strict=True)] | None = None
    prior: Literal["admissions", "neutral"] | None = None
    priors: Path | None = None
    seed: Annotated[int, Field(ge=0, strict=True)] | None = None
    format: Literal["table", "csv", "json", "parquet", "xlsx"] | None = None
    csv_style: Literal["machine", "excel-vi"] | None = None
    output: Path | None = None
    record: Path | None = None
    cost_ratio: Annotated[float, Field(gt=0, strict=True)] | None = None
    precision: Level | None = None
    recall: Level | None = None
    capacity: Annotated[int, Field(gt=0, strict=True)] | None = None
    since: Path | None = None
    strict: Annotated[bool, Field(strict=True)] | None = None
    show_restricted: Annotated[bool, Field(strict=True)] | None = None
    workers: Annotated[int, Field(gt=0, strict=True)] | None = None
    chunk_size: Annotated[int, Field(gt=0, strict=True)] | None = None
    backend: Literal["processes", "dask"] | None = None
    scheduler: Annotated[str, Field(strict=True)] | None = None
    lang: Literal["vi", "en"] | None = None


def load_config(path: str | Path) -> Config:
    """Settings of a TOML file, its relative paths seen from the folder of the file.

    Raises
    ------
    UsageError : the file is missing or no TOML (`config_missing`, `config_not_toml`), or holds unknown keys or settings
        that cannot be used (`config_invalid`, each of them a finding in `problems`).
    """
    file = Path(path)
    settings = _settings(file)
    problems = [_unknown(str(path), key) for key in settings if key not in Config.model_fields]
    known = {key: setting for key, setting in settings.items() if key in Config.model_fields}
    try:
        config = Config.model_validate({key: _placed(key, setting, file.parent) for key, setting in known.items()})
    except ValidationError as error:
        keys = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
        problems += [_unusable(str(path), key, known[key]) for key in keys]
        config = Config()
    if problems:
        raise UsageError("config_invalid", file=str(path), n=len(problems), problems=tuple(problems))
    return config


def _settings(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError("config_missing", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise UsageError("config_not_utf8", file=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError("config_not_toml", file=str(file), reason=str(error)) from error


def _placed(key: str, setting: object, folder: Path) -> object:
    return Path(os.path.normpath(folder / setting)) if key in PATHS and isinstance(setting, str) else setting


def _unknown(file: str, key: str) -> Finding:
    near = get_close_matches(key, Config.model_fields, n=1, cutoff=0.5)
    values = {"key": key, "known": ", ".join(Config.model_fields)} | ({"suggestion": near[0]} if near else {})
    return Finding("config_key_suggest" if near else "config_key", "error", file, None, key, values)


def _unusable(file: str, key: str, setting: object) -> Finding:
    kind = "path" if key in PATHS else key
    return Finding(f"config_{kind}", "error", file, None, key, {"setting": str(setting)})
