"""Many units in blocks: how they are cut, and the answer of one block, whatever its units hold.

Pure: who computes the blocks, and where they are kept, is left to `forecast.store`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np
import pandas as pd

from forecast.core.results import TEXT_COLUMNS
from forecast.engine.learn import Learned
from forecast.engine.prepare import Prepared
from forecast.engine.project import answer_all
from forecast.engine.rows import no_rows
from forecast.errors import ForecastError

BLOCK_UNITS = 4_000  # a pattern of reporting costs something once a block, memory grows with the block
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


@dataclass(frozen=True)
class LargeTree:
    """Blocks of a tree that is too large for one: its top, and parts of its branches (`forecast.engine.branches`)."""

    top: int
    parts: tuple[int, ...]

    @property
    def blocks(self) -> tuple[int, ...]:
        return self.top, *self.parts


@dataclass(frozen=True)
class Cut:
    """All units in blocks.

    Attributes
    ----------
    blocks : names of the units of each.
    large : trees that make up several blocks; every other block can be answered by itself.
    """

    blocks: tuple[tuple[str, ...], ...]
    large: tuple[LargeTree, ...] = ()

    @property
    def alone(self) -> list[int]:
        """Blocks that can be answered by themselves."""
        of_trees = {block for tree in self.large for block in tree.blocks}
        return [block for block in range(len(self.blocks)) if block not in of_trees]

    def units(self, tree: LargeTree) -> list[str]:
        """All units of a large tree."""
        return sorted(unit for block in tree.blocks for unit in self.blocks[block])


def even_size(n_units: int, n_workers: int) -> int:
    """Units in a block, so that no worker has a block more to do than the others; at most `BLOCK_UNITS`.

    Examples
    --------
    >>> even_size(52_000, 2), even_size(60, 2)
    (3715, 4000)
    """
    if n_units <= BLOCK_UNITS:
        return BLOCK_UNITS
    rounds = ceil(n_units / (n_workers * BLOCK_UNITS))
    return ceil(n_units / (n_workers * rounds))


def cut_blocks(prepared: Prepared, lineage: pd.DataFrame, size: int = BLOCK_UNITS) -> Cut:
    """All units in blocks of about `size`: whole trees of the highest parents, and units that followed one another, together.

    Trees that are larger are cut below their tops: into the units that have more than `size` units below and with them, and
    branches below these; units without rows go with their trees, since what they add to them is known.

    Parameters
    ----------
    lineage : columns from_unit, to_unit.
    size : a block is closed once it holds so many.
    """
    links = _links(prepared)
    joined = dict(links)
    for before, after in zip(lineage["from_unit"].tolist(), lineage["to_unit"].tolist(), strict=True):
        tops = _top(before, joined), _top(after, joined)
        if tops[0] != tops[1]:
            joined[max(tops)] = min(tops)
    without_rows = set(prepared.in_trees).difference(prepared.units)
    blocks: list[tuple[str, ...]] = []
    large = []
    for block in cut_trees(prepared.units, joined, size):
        heads = {_top(unit, joined) for unit in block} if len(block) > size else set()
        members = {*block, *(unit for unit in without_rows if heads and _top(unit, joined) in heads)}
        tops_of = find_tops(members, links, size) if len(block) > size else set()
        if not tops_of:
            blocks.append(block)
            continue
        below = {unit: parent for unit, parent in links.items() if parent not in tops_of}
        parts = cut_trees(members.difference(tops_of), below, size)
        large.append(LargeTree(len(blocks), tuple(range(len(blocks) + 1, len(blocks) + 1 + len(parts)))))
        blocks += [tuple(sorted(tops_of)), *parts]
    return Cut(tuple(blocks), tuple(large))


def find_tops(units: Collection[str], links: Mapping[str, str], size: int) -> set[str]:
    """Units that are, with all below them, more than `size`.

    Examples
    --------
    >>> sorted(find_tops(["a", "b", "c", "d"], {"a": "c", "b": "c", "c": "d"}, size=3))
    ['d']
    """
    n_below: dict[str, int] = {}
    for unit in units:
        seen: set[str] = set()
        above: str | None = unit
        while above is not None and above not in seen:
            seen.add(above)
            n_below[above] = n_below.get(above, 0) + 1
            above = links.get(above)
    return {unit for unit in units if n_below[unit] > size}


def _links(prepared: Prepared) -> dict[str, str]:
    """Unit -> its parent, whatever the measure."""
    return {unit: parent for case in prepared.cases.values() for unit, parent in case.tree.parents.items()}


def cut_trees(units: Iterable[str], links: Mapping[str, str], size: int) -> list[tuple[str, ...]]:
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
    """The rows of a block. Where its units cannot be computed together, those that fail by themselves are left out.

    Where their figures are in the way, so are the units above them, which cannot be added up; of a tree whose units can be answered
    alone but not as one, none is answered.

    Raises
    ------
    ForecastError : a setting cannot be used, whichever units are asked about.
    """
    try:
        return Answer(answer_all(prepared, learned))
    except ForecastError:
        raise
    except Exception as error:
        together = _reason(error)
    failing = find_failing(prepared, learned)
    if failing:
        return _leave_out(prepared, learned, failing)
    trees = cut_trees(prepared.units, _links(prepared), 1)
    if len(trees) > 1:
        return _join([answer_block(prepared.only(tree), learned) for tree in trees], prepared)
    return Answer(_failed_rows(prepared), dict.fromkeys(prepared.units, together))


def _leave_out(prepared: Prepared, learned: Mapping[str, Learned], failing: Mapping[str, str]) -> Answer:
    """The rows of a block without those of failing units, or, where their figures are in the way, without these figures either."""
    others = sorted(set(prepared.units).difference(failing))
    if not others:
        return Answer(_failed_rows(prepared), failing)
    try:
        lost, found = dict(failing), Answer(answer_all(prepared.only(others), learned))
    except Exception:
        lost = {**dict.fromkeys(prepared.above(failing), next(iter(failing.values()))), **failing}
        rest = prepared.without(list(lost))
        found = answer_block(rest, learned) if rest.units else Answer(no_rows(prepared.ask.quantiles))
    return _join([found, Answer(_failed_rows(prepared.alone(list(lost))), lost)], prepared)


def _join(parts: Sequence[Answer], prepared: Prepared) -> Answer:
    rows = [part.table for part in parts if len(part.table)]
    table = pd.concat(rows, ignore_index=True) if rows else no_rows(prepared.ask.quantiles)
    return Answer(table, {unit: reason for part in parts for unit, reason in part.skipped.items()})


def find_failing(prepared: Prepared, learned: Mapping[str, Learned]) -> dict[str, str]:
    """Unit -> what goes wrong with it outside any tree, by halves down to single units."""
    try:
        answer_all(prepared.alone(prepared.units), learned)
        return {}
    except Exception as error:
        units = prepared.units
        if len(units) == 1:
            return {units[0]: _reason(error)}
    halves = (prepared.alone(units[: len(units) // 2]), prepared.alone(units[len(units) // 2 :]))
    return {unit: reason for half in halves for unit, reason in find_failing(half, learned).items()}


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:LONGEST_REASON]


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
