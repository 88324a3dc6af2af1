"""Findings for people: one line each, errors first; and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from forecast.core.findings import Finding
from forecast.language.catalogue import say
from forecast.language.describe import describe

_SEVERITIES = ("error", "warning", "notice")


def findings_text(findings: Sequence[Finding], language: str) -> str:
    """Every finding under the heading of its severity.

    Examples
    --------
    >>> findings_text((), "en")
    'Nothing to mention.\\n'
    """
    if not findings:
        return say("message.no_findings", language) + "\n"
    lines: list[str] = []
    for severity in _SEVERITIES:
        found = [finding for finding in findings if finding.severity == severity]
        if found:
            lines.append(say(f"heading.{severity}", language, n=len(found)))
            lines += ["  " + describe(finding, language) for finding in found]
    return "\n".join(lines) + "\n"


def findings_table(findings: Sequence[Finding], language: str) -> pd.DataFrame:
    """One row per finding: severity, code, file, row, column, sheet and cell of a workbook, and the sentence."""
    ordered = sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity))
    return pd.DataFrame(
        {
            "severity": [finding.severity for finding in ordered],
            "code": [finding.code for finding in ordered],
            "file": [finding.file for finding in ordered],
            "row": pd.Series([finding.row for finding in ordered], dtype="float64"),
            "column": [finding.column or "" for finding in ordered],
            "sheet": [finding.sheet for finding in ordered],
            "cell": [finding.cell for finding in ordered],
            "message": [describe(finding, language) for finding in ordered],
        }
    )
