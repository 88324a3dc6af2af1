"""Restricted units (police, army, border guard) added up into one row of other units, so that no figure of theirs can be
read off or worked out.

A fold of one unit would be that unit under another name, and a parent less its open units would give it away: a lone
restricted unit takes the smallest of its siblings with it, or is left out where it has none. What stands below a folded
unit is folded with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from forecast.core.findings import Finding
from forecast.core.lives import Tree, plant
from forecast.core.panel import Panel, build_panel
from forecast.core.periods import Period, year_period
from forecast.core.results import OTHER_UNITS
from forecast.core.tables import Tables
from forecast.language.catalogue import Word

SUMMED_KINDS = ("fixed", "range", "term")  # quotas that are numbers and so add up; rules and shares do not
SAME_QUOTA = ["year", "kind", "basis", "reading", "scope", "first_year", "last_year"]
YES = ("yes", "true", "1", "có")


def fold_restricted(known: Tables, measure: str) -> tuple[Tables, list[Finding]]:
    """The tables of one vintage with the restricted units of a measure folded, and notices of what was done.

    Counts are added over the periods that all folded units have in common, quotas where each of them has one of the same
    kind, year and basis; otherwise the fold is given without a quota. There is one fold under each parent.
    """
    marked = _marked(known.units)
    if not marked:
        return known, []
    counts, quotas = (table[table["measure"] == measure] for table in (known.counts, known.quotas))
    present, tree = {*counts["unit"].unique(), *quotas["unit"].unique()}, plant(known.units)
    tops = {unit: top for unit in present if (top := _highest(unit, marked, tree))}
    if not tops:
        return known, []
    beside = _groups(tops, tree)
    folds, gone, findings = [], set(tops), []
    for parent, members in beside.items():
        speaking = {member: _speakers(member, present, set(counts["unit"].unique()), tree) for member in members}
        speaking = {member: told for member, told in speaking.items() if told} or speaking
        if len(speaking) == 1:
            sibling = _smallest_sibling(parent, counts, set(tops), tree)
            if not sibling:
                findings.append(_notice(known, "restricted_alone", measure, 1))
                continue
            speaking[sibling] = [sibling]
            gone |= {unit for unit in present if sibling in _line(unit, tree)}
        unit = OTHER_UNITS if len(beside) == 1 else f"{OTHER_UNITS}:{parent}"
        told = sorted(unit for units in speaking.values() for unit in units)
        folds.append((unit, parent, _add_counts(counts, told, unit, tree), _add_quotas(quotas, list(speaking), unit)))
        findings.append(_notice(known, "restricted_folded", measure, len(speaking)))
    without = (
        table[~(table["unit"].isin(gone) & (table["measure"] == measure))] for table in (known.counts, known.quotas)
    )
    other_counts, other_quotas = without
    new_units = _rows_like(known.units, [{"unit": unit, "parent": parent} for unit, parent, _, _ in folds])
    folded = replace(
        known,
        counts=_joined([other_counts, *(fold[2] for fold in folds)]),
        quotas=_joined([other_quotas, *(fold[3] for fold in folds)]),
        units=_joined([known.units, new_units]),
    )
    return folded, findings


def without_names(findings: Sequence[Finding], units: pd.DataFrame) -> tuple[Finding, ...]:
    """The findings, those on folded units without the unit's name: the row of the file tells it to those who hold the file."""
    marked = _marked(units)
    if not marked:
        return tuple(findings)
    tree = plant(units)
    hidden = {unit for unit in units["unit"].tolist() if _highest(unit, marked, tree)}
    return tuple(_nameless(finding, hidden) for finding in findings)


def _marked(units: pd.DataFrame) -> set[str]:
    """The units that are restricted themselves."""
    said = units["restricted"].astype(str).str.lower().isin(YES)
    return set(units.loc[said, "unit"].tolist())


def _nameless(finding: Finding, hidden: set[str]) -> Finding:
    named = [
        name for name, value in finding.values.items() if value in hidden or (
            name == "series" and str(value).rpartition(" (")[0] in hidden
        )
    ]  # fmt: skip
    return replace(finding, values={**finding.values, **dict.fromkeys(named, Word("unit.other"))}) if named else finding


def _line(unit: str, tree: Tree) -> list[str]:
    """A unit and those above it, from below."""
    line = [unit]
    while (above := tree.parents.get(line[-1])) and above not in line:
        line.append(above)
    return line


def _highest(unit: str, marked: set[str], tree: Tree) -> str:
    """The highest restricted unit that a unit is or belongs to."""
    return next((above for above in reversed(_line(unit, tree)) if above in marked), "")


def _groups(tops: Mapping[str, str], tree: Tree) -> dict[str, list[str]]:
    """Parent -> its restricted children, all in sorted order."""
    groups: dict[str, list[str]] = {}
    for top in sorted(set(tops.values())):
        groups.setdefault(tree.parents.get(top, ""), []).append(top)
    return dict(sorted(groups.items()))


def _speakers(member: str, present: set[str], counted: set[str], tree: Tree) -> list[str]:
    """Whose figures tell a unit's: its own, or those of the nearest units below it that have any."""
    if member in counted:
        return [member]
    lines = {unit: _line(unit, tree) for unit in present & counted}
    below = {unit: line[: line.index(member)] for unit, line in lines.items() if member in line}
    return sorted(unit for unit, line in below.items() if not counted & set(line[1:]))


def _smallest_sibling(parent: str, counts: pd.DataFrame, folded: set[str], tree: Tree) -> str:
    """The open unit under a parent that is easiest spared: without units of its own, then by its mean figure of a day."""
    figures = counts[(counts["status"] != "estimate") & counts["value"].notna()]
    sums = figures.assign(days=figures["stop"] - figures["start"]).groupby("unit")[["value", "days"]].sum()
    heads = set(tree.parents.values())
    siblings = [
        (unit in heads, float(value / days), str(unit))
        for unit, value, days in zip(sums.index, sums["value"], sums["days"], strict=True)
        if unit not in folded and unit != parent and tree.parents.get(unit, "") == parent
    ]
    return min(siblings)[2] if siblings else ""


def _add_counts(counts: pd.DataFrame, told: Sequence[str], unit: str, tree: Tree) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for estimate in (False, True):
        part = counts[((counts["status"] == "estimate") == estimate) & counts["unit"].isin(told)]
        panel = build_panel(part, "", told, tree)
        rows += [
            {
                "unit": unit, "measure": counts["measure"].iloc[0], "period": period.text, "value": value,
                "start": period.start, "stop": period.stop, "status": "estimate" if estimate else "final",
            }
            for period, value in _common(panel)
        ]  # fmt: skip
    return _rows_like(counts, rows)


def _common(panel: Panel) -> Iterator[tuple[Period, float]]:
    """Periods for which the figures of every unit give a sum, and the sum over the units; days not at work count as nothing."""
    if sum(len(block.units) for block in panel.blocks) < len(panel.units):
        return
    spans = {piece[0] for block in panel.blocks for piece in block.pieces if len(piece) == 1}
    for period in sorted(spans | {year_period(year) for year in panel.years()}):
        total = 0.0
        for block in panel.blocks:
            at_work = Period(max(period.start, block.life.start), min(period.stop, block.life.stop))
            if at_work.start < at_work.stop:
                total += float(block.sum_to(at_work, at_work.stop).sum())
        if np.isfinite(total):
            yield period, total


def _add_quotas(quotas: pd.DataFrame, members: Sequence[str], unit: str) -> pd.DataFrame:
    """Quotas that all members have, added; one that a member lacks would be met by figures it does not ask for."""
    summed = quotas[quotas["unit"].isin(members) & quotas["kind"].isin(SUMMED_KINDS)]
    rows = []
    for _, group in summed.groupby(SAME_QUOTA, dropna=False, sort=False):
        if sorted(group["unit"]) == sorted(members):
            figures = {name: group[name].sum(min_count=len(group)) for name in ("value", "low", "high")}
            shared = {name: group[name].iloc[0] for name in ("measure", *SAME_QUOTA)}
            rows.append({**shared, **figures, "unit": unit, "set_on": group["set_on"].max()})
    return _rows_like(quotas, rows)


def _rows_like(table: pd.DataFrame, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows with the columns and types of a table; what they do not give is empty, their line in the file is 0."""
    columns = {}
    for name, column in table.items():
        number = pd.api.types.is_numeric_dtype(column.dtype)
        empty: Any = 0 if name == "row" else np.nan if number else ""
        columns[name] = pd.Series([row.get(str(name), empty) for row in rows], dtype=column.dtype)
    return pd.DataFrame(columns)


def _joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def _notice(known: Tables, code: str, measure: str, n: int) -> Finding:
    values = {"measure": measure or "–", "n": n, "option": "--show-restricted"}
    return Finding(code, "notice", known.files.get("units", "units"), None, "restricted", values)
