"""The notes taken while reading: findings by code and place. Light, so that a file can be refused before any library is loaded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from forecast.core.findings import Finding, Severity, SheetPlace

MOST_PER_CODE = 1_000


@dataclass
class Notes:
    """Findings gathered while reading; of one code in one file no more than a thousand are kept.

    `sheets` knows the tables that stand in workbooks, by the name under which they are noted as `file`.
    """

    findings: list[Finding] = field(default_factory=list)
    sheets: dict[str, SheetPlace] = field(default_factory=dict)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self,
        code: str,
        file: str,
        row: int | None = None,
        column: str | None = None,
        *,
        severity: Severity = "error",
        **values: Any,
    ) -> None:
        """Note one thing at one place."""
        self._seen[code, file] += 1
        if self._seen[code, file] <= MOST_PER_CODE:
            self.findings.append(Finding(code, severity, file, None if row is None else int(row), column, values))
