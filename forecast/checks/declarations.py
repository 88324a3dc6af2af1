"""The measures table against itself: parts of measures that exist, priors where they can speak."""

from __future__ import annotations

from forecast.checks.latest import Latest
from forecast.core.findings import Finding
from forecast.core.tables import Tables


def check_declarations(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: `part_of` names no measure. Warnings: the admissions prior on a stock, where it has nothing to say."""
    file = tables.files.get("measures", "measures")
    findings = []
    for measure in tables.measures.values():
        if measure.part_of and measure.part_of not in tables.measures:
            values = {"name": measure.name, "part_of": measure.part_of, "known": ", ".join(tables.measures)}
            findings.append(Finding("part_of_unknown", "error", file, None, "part_of", values))
        if measure.kind == "stock" and measure.prior == "admissions":
            findings.append(Finding("prior_on_stock", "warning", file, None, "prior", {"name": measure.name}))
    return findings
