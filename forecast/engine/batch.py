"""Many units in blocks: how they are cut, and the answer of one block, whatever its units hold.

Pure: who computes the blocks, and where they are kept, is left to `forecast.store`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from forecast.core.results import TEXT_COLUMNS
from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.engine.project import answer_all
from forecast.engine.rows import no_rows
from forecast.errors import ForecastError

BLOCK_UNITS = 2_000
FAILED = "failed"  # reason of a unit that could not be computed
LONGEST_REASON = 200


@dataclass(frozen=True)
class Answer:
    """The rows of one block, and why units of it could not be computed.

    Attributes
    ----------
    skipped : unit -> what went wrong; all rows of the unit are `no_data` with the reason `failed`.
    """

    table: pd.DataFrame
    skipped: Mapping[str, str] = field(default_factory=dict)


def cut_blocks(prepared: Prepared, lineage: pd.DataFrame, size: int = BLOCK_UNITS) -> list[tuple[str, ...]]:
    """All units in blocks of about `size`: whole trees of the highest parents, and units that followed one another, together.

    Parameters
    ----------
    lineage : columns from_unit, to_unit.
    size : a block is closed once it holds so many; a tree that is larger is a block of its own.
    """
    links = {unit: parent for case in prepared.cases.values() for unit, parent in case.tree.parents.items()}
    for before, after in zip(lineage["from_unit"].tolist(), lineage["to_unit"].tolist(), strict=True):
        tops = _top(before, links), _top(after, links)
        if tops[0] != tops[1]:
            links[max(tops)] = min(tops)
    return cut_trees(prepared.units, links, size)


def cut_trees(units: Sequence[str], links: Mapping[str, str], size: int) -> list[tuple[str, ...]]:
    """Sorted units in blocks of about `size`, those that are linked, directly or over others, in one.

    Examples
    --------
    >>> cut_trees(["a", "b", "c", "d"], {"a": "d"}, size=1)
    [('a', 'd'), ('b',), ('c',)]
    """
    trees: dict[str, list[str]] = {}
    for unit in sorted(units):
        trees.setdefault(_top(unit, links), []).append(unit)
    blocks: list[list[str]] = []
    for tree in trees.values():
        if not blocks or len(blocks[-1]) >= size:
            blocks.append([])
        blocks[-1] += tree
    return [tuple(block) for block in blocks]


def _top(unit: str, links: Mapping[str, str]) -> str:
    seen = {unit}
    while (above := links.get(unit)) is not None and above not in seen:
        unit = above
        seen.add(unit)
    return unit


def answer_block(prepared: Prepared, learned: Mapping[str, Learned]) -> Answer:
    """The rows of a block; where its units cannot be computed together, in halves, down to the one that fails alone.

    Raises
    ------
    ForecastError : a setting cannot be used, whichever units are asked about.
    """
    try:
        return Answer(answer_all(prepared, learned))
    except ForecastError:
        raise
    except Exception as error:
        units = prepared.units
        if len(units) == 1:
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:LONGEST_REASON]
            return Answer(_failed_rows(prepared), {units[0]: reason})
    halves = (units[: len(units) // 2], units[len(units) // 2 :])
    parts = [answer_block(prepared.only(half), learned) for half in halves]
    rows = [part.table for part in parts if len(part.table)]
    table = pd.concat(rows, ignore_index=True) if rows else no_rows(prepared.ask.quantiles)
    return Answer(table, {unit: reason for part in parts for unit, reason in part.skipped.items()})


def _failed_rows(prepared: Prepared) -> pd.DataFrame:
    """The rows that would have been, saying that they could not be computed."""
    columns = no_rows(prepared.ask.quantiles).columns
    empty = {name: "" if name in TEXT_COLUMNS else np.nan for name in columns}
    told = {"as_of": prepared.ask.as_of or "", "flag": "no_data", "reasons": FAILED, "unit_estimate_years": 0}
    rows = [
        {
            **empty, **told, "unit": case.panel.units[question.unit], "measure": name, "year": question.quota.label,
            "quota_kind": question.quota.kind, "basis": question.quota.basis, "reading": question.quota.reading,
            "quota_low": question.quota.low, "quota_high": question.quota.high,
        }
        for name, case in prepared.cases.items() if name in prepared.asked
        for question in case.questions
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
