"""A finding: one thing noticed in the input, with its place and its figures. Words are chosen by `forecast.language`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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
    sheet, cell : in a workbook the name of the sheet and the cell (C41), else empty.

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
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        place = [self.file, self.sheet, self.cell, f"row {self.row}" if self.row else "", self.column or ""]
        shown = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return " ".join(part for part in place if part) + f": {self.code} ({shown})"


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where a table stands: the sheet of a workbook, and the letters of its columns by their header."""

    file: str
    sheet: str
    letters: Mapping[str, str] = field(default_factory=dict)


def placed(findings: Iterable[Finding], sheets: Mapping[str, SheetPlace]) -> tuple[Finding, ...]:
    """The findings, those on tables of workbooks with their sheet and cell.

    Parameters
    ----------
    sheets : for every table of a workbook the name under which its findings were noted as `file`.

    Examples
    --------
    >>> found = Finding("negative_flow", "error", file="b.xlsx#Counts", row=4, column="value")
    >>> placed([found], {"b.xlsx#Counts": SheetPlace("b.xlsx", "Counts", {"value": "C"})})[0].cell
    'C4'
    """
    return tuple(_placed(finding, sheets[finding.file]) if finding.file in sheets else finding for finding in findings)


def _placed(finding: Finding, place: SheetPlace) -> Finding:
    letter = place.letters.get(finding.column or "", "")
    cell = f"{letter}{finding.row}" if letter and finding.row else ""
    return replace(finding, file=place.file, sheet=place.sheet, cell=cell)
