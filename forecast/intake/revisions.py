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
_SEVERITY: dict[str, Severity] = {"revised": "notice", "revised_before": "warning", "same_period_differs": "warning"}


@dataclass
class Added:
    """What came to a table.

    Attributes
    ----------
    rows : the rows to add. new, revised, known : how many figures are new, differ from before, are the same as before.
    """

    rows: list[Row] = field(default_factory=list)
    new: int = 0
    revised: int = 0
    known: int = 0
    findings: list[Finding] = field(default_factory=list)


def add_counts(before: Sequence[Row], rows: Sequence[Row], *, same_period: frozenset[str] = frozenset()) -> Added:
    """The rows that are new or revise what stood before.

    A row that differs needs the day of its report, so that both can be told apart; a row that says the same again is left out.

    Examples
    --------
    >>> old = [{"unit": "A", "period": "2023Q1", "value": "5"}]
    >>> add_counts(old, [{"unit": "A", "period": "2023Q1", "value": "6", "reported_on": "2023-07-07"}]).revised
    1
    >>> add_counts(old, [{"unit": "A", "period": "2023Q1", "value": "5"}]).known
    1
    """
    return _add(before, rows, ("unit", "measure", "period"), "reported_on", same_period=same_period)


def add_quotas(before: Sequence[Row], rows: Sequence[Row]) -> Added:
    """The targets that are new or changed; one that changed gets the day of the report that says so as `set_on`."""
    return _add(before, rows, ("unit", "measure", "year", "first_year", "last_year", "basis", "scope"), "set_on")


def _add(
    before: Sequence[Row],
    rows: Sequence[Row],
    names: Sequence[str],
    day: str,
    *,
    same_period: frozenset[str] = frozenset(),
) -> Added:
    vintages: dict[tuple[str, ...], list[Row]] = {}
    for row in before:
        vintages.setdefault(_key(row, names), []).append(row)
    added = Added()
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
            if row.get("source") in same_period and latest.get("source") not in same_period:
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
            row = {**row, day: reported}
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
