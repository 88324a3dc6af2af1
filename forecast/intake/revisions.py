"""New figures beside those imported before: what is known stays, what differs is a revision with its day, nothing is overwritten.

Tables are texts here, as they stand in the files of the folder; writing them is `forecast.intake.folder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from forecast.core.findings import Finding, Severity
from forecast.io.tones import one_tone_place

Row = dict[str, str]
FIGURES = ("value", "low", "high")
COPIED = "same_period"  # the column of counts that marks what was read in a column "cùng kỳ"
_SEVERITY: dict[str, Severity] = {"revised": "notice", "revised_before": "warning", "same_period_differs": "warning"}


@dataclass
class Added:
    """What came to a table.

    Attributes
    ----------
    before : the rows that stood there, as they stand now. rows : the rows to add.
    new, revised, known : how many figures are new, differ from before, are the same as before.
    """

    before: Sequence[Row] = ()
    rows: list[Row] = field(default_factory=list)
    new: int = 0
    revised: int = 0
    known: int = 0
    findings: list[Finding] = field(default_factory=list)


def add_counts(before: Sequence[Row], rows: Sequence[Row]) -> Added:
    """The rows that are new or revise what stood before.

    A row that differs needs the day of its report, so that both can be told apart; a row that says the same again is left out.
    A figure of last year from a column of the same period (`same_period`) gives way to that of last year's own report,
    whichever of the two is imported first.

    Examples
    --------
    >>> old = [{"unit": "A", "period": "2023Q1", "value": "5"}]
    >>> add_counts(old, [{"unit": "A", "period": "2023Q1", "value": "6", "reported_on": "2023-07-07"}]).revised
    1
    >>> add_counts(old, [{"unit": "A", "period": "2023Q1", "value": "5"}]).known
    1
    """
    names = ("unit", "measure", "period")
    own = {_key(row, names): row for row in rows if not row.get(COPIED)}
    copies = [row for row in before if row.get(COPIED) and _key(row, names) in own]
    added = _add(_without(before, copies), rows, names, "reported_on")
    for copy in copies:
        report = own[_key(copy, names)]
        if _figures(copy) != _figures(report):
            added.findings.append(_differs("same_period_differs", copy, report))
    return added


def _without(rows: Sequence[Row], copies: Sequence[Row]) -> Sequence[Row]:
    """The rows without some of them, and without the column of marks where none is left."""
    gone = {id(row) for row in copies}
    kept = [row for row in rows if id(row) not in gone] if gone else rows
    if not gone or any(row.get(COPIED) for row in kept):
        return kept
    return [{name: cell for name, cell in row.items() if name != COPIED} for row in kept]


def add_quotas(before: Sequence[Row], rows: Sequence[Row]) -> Added:
    """The targets that are new or changed; one that changed gets the day of the report that says so as `set_on`.

    Where an earlier report is imported later, its target is the first one, and the one that stood there the one that changed.
    """
    names = ("unit", "measure", "year", "first_year", "last_year", "basis", "scope")
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if row.get("reported_on"):
            first.setdefault(_key(row, names), row)
    standing = [_set_later(row, first.get(_key(row, names))) for row in before]
    return _add(standing, rows, names, "set_on")


def _set_later(row: Row, earlier: Row | None) -> Row:
    """A target of no day, with the day of its report where an earlier report gives another one."""
    reported = row.get("reported_on", "")
    if earlier is None or row.get("set_on") or reported <= earlier["reported_on"] or _figures(row) == _figures(earlier):
        return row
    return {**row, "set_on": reported}


def _add(before: Sequence[Row], rows: Sequence[Row], names: Sequence[str], day: str) -> Added:
    vintages: dict[tuple[str, ...], list[Row]] = {}
    for row in before:
        vintages.setdefault(_key(row, names), []).append(row)
    added = Added(before)
    for row in rows:
        known = vintages.get(_key(row, names), [])
        if not known:
            added.new += 1
        elif any(_figures(row) == _figures(other) and row.get(day, "") == other.get(day, "") for other in known):
            added.known += 1
            continue
        else:
            reported = row.get("reported_on", "")
            last = [other for other in known if not reported or other.get(day, "") <= reported]
            latest = max(last or known, key=lambda other: other.get(day, ""))
            if last and _figures(row) == _figures(latest):
                added.known += 1
                continue
            if row.get(COPIED) and not latest.get(COPIED):
                added.findings.append(_differs("same_period_differs", row, latest))
                continue
            if not reported or any(other.get(day, "") == reported for other in known):
                code = "revision_same_day" if reported else "revision_undated"
                added.findings.append(_differs(code, row, latest))
                continue
            later = max(known, key=lambda other: other.get(day, ""))
            if _figures(latest) == _figures(row):  # known before, and said by an earlier report already
                added.new += 1
            else:
                added.revised += 1
                code = "revised_before" if later.get(day, "") > reported else "revised"
                added.findings.append(_differs(code, row, later if code == "revised_before" else latest))
            first = day == "set_on" and all(other.get(day, "") > reported for other in known)
            row = {**row, day: "" if first else reported}
        added.rows.append(row)
        vintages.setdefault(_key(row, names), []).append(row)
    return added


def add_named(before: Sequence[Row], rows: Sequence[Row], name: str) -> list[Row]:
    """The rows whose name is not there yet."""
    known = {one_tone_place(row.get(name, "")).casefold() for row in before}
    return [row for row in rows if one_tone_place(row[name]).casefold() not in known]


def _key(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    """A figure's name: an estimate is another figure than what it guesses."""
    told = tuple(one_tone_place(row.get(name, "")).casefold() for name in names)
    return (*told, "estimate" if row.get("status") == "estimate" else "")


def _figures(row: Row) -> tuple[float | None, ...]:
    return tuple(float(text) if (text := row.get(name, "").replace(",", ".")) else None for name in FIGURES)


def _differs(code: str, row: Row, other: Row) -> Finding:
    place, _, cell = row.get("source", "").rpartition("!")
    file, _, sheet = place.partition("#")
    values: dict[str, Any] = {
        "unit": row["unit"],
        "period": row.get("period") or row.get("year") or f"{row.get('first_year')}..{row.get('last_year')}",
        "value": _said(row),
        "before": _said(other),
        "known": _said(other),
        "where": other.get("source") or "–",
        "day": row.get("reported_on", ""),
    }
    return Finding(f"intake.{code}", _SEVERITY.get(code, "error"), file, None, None, values, sheet, cell)


def _said(row: Row) -> str:
    return row.get("value") or f"{row.get('low', '')}..{row.get('high', '')}"
