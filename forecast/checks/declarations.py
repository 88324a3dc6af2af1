"""The measures table against itself: parts of measures that exist, stocks ready for them, priors where they can speak."""

from __future__ import annotations

from forecast.checks.latest import Latest
from forecast.core.findings import Finding
from forecast.core.tables import Tables


def check_declarations(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: `part_of` names no measure, `ready_for` no flow, or it is said of a flow. Warnings: the admissions prior on a stock,
    where it has nothing to say."""
    file = tables.files.get("measures", "measures")
    flows = [measure.name for measure in tables.measures.values() if measure.kind == "flow"]
    findings = []
    for measure in tables.measures.values():
        if measure.part_of and measure.part_of not in tables.measures:
            values = {"name": measure.name, "part_of": measure.part_of, "known": ", ".join(tables.measures)}
            findings.append(Finding("part_of_unknown", "error", file, None, "part_of", values))
        ready = {"name": measure.name, "ready_for": measure.ready_for, "known": ", ".join(flows)}
        if measure.ready_for and measure.kind == "flow":
            findings.append(Finding("ready_for_of_flow", "error", file, None, "ready_for", ready))
        elif measure.ready_for and measure.ready_for not in flows:
            findings.append(Finding("ready_for_unknown", "error", file, None, "ready_for", ready))
        if measure.kind == "stock" and measure.prior == "admissions":
            findings.append(Finding("prior_on_stock", "warning", file, None, "prior", {"name": measure.name}))
    return findings
