"""A finding: one thing noticed in the input, with its place and its figures. Words are chosen by `forecast.language`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was noticed, where, and the values that its sentence needs.

    Attributes
    ----------
    code : key of the sentence in the catalogue.
    severity : an error stops the run (exit 3); warnings and notices do not.
    file : the file as the user named it.
    row : line of the file, the header being line 1; None when the finding is about the whole file.
    column : header of the column, or None.

    Examples
    --------
    >>> str(Finding("negative_flow", "error", file="counts.csv", row=4, column="value", values={"value": -3}))
    'counts.csv row 4 value: negative_flow (value=-3)'
    """

    code: str
    severity: Severity
    file: str = ""
    row: int | None = None
    column: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        place = [self.file, f"row {self.row}" if self.row else "", self.column or ""]
        shown = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return " ".join(part for part in place if part) + f": {self.code} ({shown})"
