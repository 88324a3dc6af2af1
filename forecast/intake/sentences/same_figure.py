"""Several rows of one text that tell the same figure: told once, open where one of them is open, marked where one is exacter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from forecast.intake.sentences.candidate import PRINTED, Candidate, also

LEVELS = ("TP ", "tỉnh ", "huyện ", "quận ", "thị xã ", "xã ", "phường ", "thị trấn ")


def one_name(rows: Sequence[Candidate]) -> list[Candidate]:
    """One unit under one name: "Hà Nội" is the TP Hà Nội of the same text."""
    full: dict[str, str] = {}
    for row in rows:
        for level in LEVELS:
            if row.unit.startswith(level):
                full.setdefault(row.unit.removeprefix(level), row.unit)
    return [replace(row, unit=full.get(row.unit, row.unit)) for row in rows]


def each_once(rows: Sequence[Candidate]) -> list[Candidate]:
    """Each figure once, with all its places and percentages."""
    kept: dict[tuple, Candidate] = {}
    for row in rows:
        alone = row.place if not row.table and row.printed_percent else ""
        key = (
            row.table,
            row.unit,
            row.measure,
            row.period,
            row.scope,
            row.kind,
            row.reading,
            row.rule,
            row.figures,
            alone,
        )
        first = kept.get(key)
        if first is None:
            kept[key] = row
            continue
        more: dict[str, Any] = {name: getattr(row, name) for name in PRINTED if not getattr(first, name)}
        if first.derived and not row.derived:  # said elsewhere in the text, not only derived
            more |= {"derived": "", "stated": row.stated, "text": row.text}
        doubts = ";".join(code for code in first.doubts.split(";") if code in row.doubts.split(";"))
        kept[key] = replace(first, place=f"{first.place} {row.place}", doubts=doubts, **more)
    return list(kept.values())


def keep_open(rows: list[Candidate]) -> list[Candidate]:
    """A figure that one place leaves open between readings is open, whatever another place of the text seems to say."""
    # Among the rows with a reading and without, the same unit, measure and number.
    open_ones = {(row.unit, row.measure, _least(row)): row for row in rows if row.reading}
    plain = [row for row in rows if row.table == "quotas" and not row.reading]
    told = {id(row) for row in plain if (row.unit, row.measure, _least(row)) in open_ones}
    found = []
    for row in rows:
        if id(row) in told:
            continue
        if row.reading:
            beside = [one for one in plain if id(one) in told and _least(one) == _least(row) and one.unit == row.unit]
            row = replace(row, place=" ".join([row.place, *(one.place for one in beside)]))
        found.append(row)
    return [_vaguer(row, found) for row in found]


def _least(row: Candidate) -> float:
    return row.value if np.isfinite(row.value) else row.low


def _vaguer(row: Candidate, rows: Sequence[Candidate]) -> Candidate:
    """Marked where the same text also says the figure exactly ("hơn 10.000" beside 10.027)."""
    if row.table != "counts" or np.isfinite(row.value) or row.derived:
        return row
    exact = [
        one
        for one in rows
        if (one.table, one.unit, one.measure, one.period) == (row.table, row.unit, row.measure, row.period)
        and np.isfinite(one.value)
        and not one.value < row.low
        and not one.value > row.high
    ]
    return replace(row, doubts=also(row.doubts, "exact_elsewhere")) if exact else row
