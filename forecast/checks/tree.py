"""The units table: one row a unit, parents that exist, no circle, and every counted unit listed."""

from __future__ import annotations

from forecast.checks.latest import MOST, Latest
from forecast.core.findings import Finding
from forecast.core.tables import Tables


def check_units_once(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: a unit listed twice."""
    units = tables.units
    if units["unit"].is_unique:
        return []
    first: dict[str, int] = {}
    findings = []
    for unit, line in zip(units["unit"].tolist(), units["row"].tolist(), strict=True):
        if unit in first:
            findings.append(_finding(tables, "unit_twice", "unit", line, unit=unit, first=str(first[unit])))
        first.setdefault(unit, line)
    return findings


def check_parents(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: units that are, over their parents, above themselves. Warnings: a parent that is not listed."""
    units = tables.units
    if not (units["parent"] != "").any():
        return []
    names, parents, lines = (units[name].tolist() for name in ("unit", "parent", "row"))
    parent = dict(zip(names, parents, strict=True))
    line = dict(zip(names, lines, strict=True))
    findings = [
        _finding(tables, "parent_cycle", "parent", line[circle[0]], unit=circle[0], circle=" → ".join(circle))
        for circle in _circles(parent)
    ]
    for unit, above, at in zip(names, parents, lines, strict=True):
        if above and above not in parent:
            findings.append(_finding(tables, "parent_unlisted", "parent", at, "warning", unit=unit, parent=above))
    return findings


def check_units_listed(tables: Tables, latest: Latest) -> list[Finding]:
    """Warnings: a unit of the counts that a given units table does not list."""
    if not len(tables.units):
        return []
    listed = set(tables.units["unit"].tolist())
    strangers = [unit for unit in latest.units if unit not in listed][:MOST]
    if not strangers:
        return []
    rows = tables.counts.drop_duplicates("unit").set_index("unit")["row"]
    file = tables.files.get("counts", "counts")
    units = tables.files.get("units", "units")
    return [
        Finding("unit_unlisted", "warning", file, int(rows[unit]), "unit", {"unit": unit, "units_file": units})
        for unit in strangers
    ]


def _circles(parent: dict[str, str]) -> list[list[str]]:
    """Every circle once, closed: its first unit stands at both ends."""
    settled: set[str] = set()
    circles = []
    for unit in parent:
        path: dict[str, int] = {}
        while unit in parent and unit not in settled and unit not in path:
            path[unit] = len(path)
            unit = parent[unit]
        if unit in path:
            circles.append([*list(path)[path[unit] :], unit])
        settled.update(path)
    return circles


def _finding(tables: Tables, code: str, column: str, line: int, severity: str = "error", **values: str) -> Finding:
    file = tables.files.get("units", "units")
    return Finding(code, "error" if severity == "error" else "warning", file, int(line), column, values)
