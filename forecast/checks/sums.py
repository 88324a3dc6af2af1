"""Periods of one series against each other: they must nest, and parts must agree with their whole.

Series with the same pattern of periods are judged together: the nesting once, the figures as one array.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forecast.checks.latest import MOST, Floats, Ints, Latest
from forecast.checks.nesting import Forest, forest
from forecast.checks.rounding import COARSE, rounding
from forecast.core.findings import Finding, Severity
from forecast.core.tables import Tables
from forecast.language import Word


@dataclass(frozen=True)
class Block:
    """Series of one measure that report the same periods.

    Attributes
    ----------
    index : (n_series, n_periods) places in `latest`.
    low, high : (n_series, n_periods) what each figure allows; equal where the figure is exact.
    """

    latest: Latest
    forest: Forest
    index: Ints
    low: Floats
    high: Floats
    whole: bool


def check_periods(tables: Tables, latest: Latest) -> list[Finding]:
    """Errors: overlaps that do not nest, parts that contradict their whole. Warning: a falling cumulative amount."""
    findings: list[Finding] = []
    for block in _blocks(latest):
        findings += _crossings(block)
        for whole in reversed(range(block.index.shape[1])):
            if block.forest.children[whole]:
                findings += _judge(block, whole)
            if len(findings) >= MOST:
                return findings
    return findings


def _blocks(latest: Latest) -> Iterator[Block]:
    keep = np.flatnonzero(latest.per_measure("kind", "flow"))
    if not len(keep):
        return
    series, period = latest.series[keep], latest.period[keep].astype(np.int64)
    first = np.flatnonzero(np.append(True, series[1:] != series[:-1]))
    length = np.diff(np.append(first, len(series)))
    patterns: dict[tuple[int, bytes], list[int]] = {}
    if _alike(latest.measure[keep], period, length):
        patterns[int(latest.measure[keep[0]]), period[: length[0]].tobytes()] = first.tolist()
    else:
        for begin, n in zip(first.tolist(), length.tolist(), strict=True):
            if n > 1:
                key = (int(latest.measure[keep[begin]]), period[begin : begin + n].tobytes())
                patterns.setdefault(key, []).append(begin)
    for (measure, codes), begins in patterns.items():
        pattern = np.frombuffer(codes, dtype=np.int64)
        nested = forest(latest.starts[pattern].tolist(), latest.stops[pattern].tolist())
        if not any(nested.children) and not nested.crossing:
            continue
        index = keep[np.array(begins)[:, None] + np.arange(len(pattern))]
        value = latest.value[index]
        exact = np.isfinite(value)
        low = np.where(exact, value, np.nan_to_num(latest.low[index], nan=0.0))
        high = np.where(exact, value, np.nan_to_num(latest.high[index], nan=np.inf))
        usable = (low >= 0).all(axis=1) & (low <= high).all(axis=1)
        whole = latest.tables.measures[latest.measures[measure]].whole
        yield Block(latest, nested, index[usable], low[usable], high[usable], whole)


def _alike(measure: Ints, period: Ints, length: Ints) -> bool:
    """Whether all series are of one measure and the same periods, as those of one sheet are."""
    n = int(length[0])
    if len(period) != n * len(length) or (measure != measure[0]).any():
        return False
    return bool((period.reshape(-1, n) == period[:n]).all())


def _crossings(block: Block) -> list[Finding]:
    latest = block.latest
    return [
        latest.finding(
            "overlap",
            "error",
            int(row[second]),
            other=latest.period_text(int(row[first])),
            first=str(latest.line(int(row[first]))),
        )
        for first, second in block.forest.crossing
        for row in block.index[:MOST]
    ]


def _judge(block: Block, whole: int) -> list[Finding]:
    """Compare a whole with its parts, then let the parts narrow a whole that is known only as a range."""
    parts = list(block.forest.children[whole])
    tiled = block.forest.tiled[whole]
    least, most = block.low[:, parts].sum(axis=1), block.high[:, parts].sum(axis=1)
    low, high = block.low[:, whole], block.high[:, whole]
    slack = 1e-9 * (1 + least) if block.whole else COARSE * np.maximum(least, low)
    above = least > high + slack
    below = (most < low - slack) & tiled
    findings = []
    for row in np.flatnonzero(above | below)[:MOST]:
        gap = least[row] - high[row] if above[row] else low[row] - most[row]
        if block.whole or gap > rounding(block.low[row, [whole, *parts]].tolist()):
            findings.append(_finding(block, int(row), whole, bool(above[row])))
    narrow = (low < high) & ~above & ~below
    block.low[narrow, whole] = np.maximum(low, least)[narrow]
    if tiled:
        block.high[narrow, whole] = np.minimum(high, most)[narrow]
    return findings


def _finding(block: Block, row: int, whole: int, above: bool) -> Finding:
    latest, parts = block.latest, list(block.forest.children[whole])
    at, inside = int(block.index[row, whole]), block.index[row, parts]
    names = [latest.period_text(int(part)) for part in inside]
    exact = bool((block.low[row, [whole, *parts]] == block.high[row, [whole, *parts]]).all())
    total = float((block.low if above else block.high)[row, parts].sum())
    value = float((block.high if above else block.low)[row, whole])
    known = {"sum": total, "value": value, "parts": _kind(names), "names": " + ".join(names)}
    starts_together = latest.starts[latest.period[at]] == latest.starts[latest.period[inside[0]]]
    if block.forest.tiled[whole] and exact:
        return latest.finding("parts_differ", "error", at, **known)
    if above and len(parts) == 1 and starts_together and exact:
        severity: Severity = "error" if block.whole else "warning"
        first = str(latest.line(int(inside[0])))
        return latest.finding("falling_cumulative", severity, at, value=value, earlier=names[0], sum=total, first=first)
    return latest.finding("parts_exceed" if above else "parts_fall_short", "error", at, **known)


def _kind(names: list[str]) -> Word:
    """The catalogue's word for parts of one kind."""
    for letter, kind, number in (("Q", "quarters", 4), ("H", "halves", 2)):
        if len(names) == number and all(letter in name for name in names):
            return Word(f"parts.{kind}")
    if len(names) > 1 and all(len(name) == len("2023-01") and name[4] == "-" for name in names):
        return Word("parts.months")
    return Word("parts.quarters") if len(names) > 1 and all(name[4:5] == "Q" for name in names) else Word("parts.mixed")
