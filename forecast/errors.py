"""Every exception of the package. Words for people are chosen from `forecast.language` by the code an error carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class ForecastError(Exception):
    """Base of all errors: a code of the catalogue and the values its sentence needs.

    Examples
    --------
    >>> ForecastError("unknown_unit", unit="D-07").values
    {'unit': 'D-07'}
    """

    exit_code = 1

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values: Mapping[str, Any] = values
        super().__init__(f"{code}: " + ", ".join(f"{name}={value}" for name, value in values.items()))


class UsageError(ForecastError):
    """An option, a config key or a combination of them that cannot be used."""

    exit_code = 2


class InputError(ForecastError):
    """The tables hold errors; `findings` lists them all."""

    exit_code = 3

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__("bad_input", n=len(findings))
        self.findings = tuple(findings)

    def __str__(self) -> str:
        return "; ".join(str(finding) for finding in self.findings)


class StoreError(ForecastError):
    """A store of runs that cannot be written or read as it is."""

    exit_code = 2


class StoreBusyError(ForecastError):
    """Another process holds what is needed; later it will be free."""

    exit_code = 5
