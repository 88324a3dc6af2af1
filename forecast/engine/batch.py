"""Many units in blocks: how they are cut, what each block needs, and the answer of one block, whatever its units hold.

Pure: who computes the blocks, and where they are kept, is left to `forecast.store`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

import numpy as np
import pandas as pd

from forecast.core.lives import plant
from forecast.core.results import TEXT_COLUMNS
from forecast.core.tables import Tables
from forecast.engine.fold import YES
from forecast.engine.project import project
from forecast.engine.rows import no_rows
from forecast.errors import ForecastError

BLOCK_UNITS = 2_000
FAILED = "failed"  # reason of a unit that could not be computed
LONGEST_REASON = 200


@dataclass(frozen=True)
class Ask:
    """What is asked of every block: the settings of `forecast.engine.project.project`."""

    year: str
    measure: str | None = None
    as_of: str | None = None
    quantiles: tuple[float, ...] = (0.1, 0.5, 0.9)
    seed: int = 0
    model: str = "structural"
    prior: str | None = None
    priors: str | None = None
    show_restricted: bool = False


@dataclass(frozen=True)
class Answer:
    """The rows of one block, and why units of it could not be computed.

    Attributes
    ----------
    skipped : unit -> what went wrong; the unit has a row `no_data` with the reason `failed` for every measure.
    """

    table: pd.DataFrame
    skipped: Mapping[str, str] = field(default_factory=dict)


def batch_units(tables: Tables) -> list[str]:
    """Every unit that any table names, in sorted order."""
    return sorted({unit for table in (tables.counts, tables.quotas, tables.units) for unit in table["unit"].unique()})


def cut_blocks(units: Sequence[str], links: Mapping[str, str], size: int = BLOCK_UNITS) -> list[tuple[str, ...]]:
    """Sorted units in blocks of about `size`, what belongs together whole in one.

    Parameters
    ----------
    links : unit -> unit that it belongs to, directly or over others: `unit_links`.
    size : a block is closed once it holds so many; a tree larger than that is a block of its own.

    Examples
    --------
    >>> cut_blocks(["a", "b", "c", "d"], {"a": "d"}, size=1)
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


def unit_links(tables: Tables, *, show_restricted: bool) -> dict[str, str]:
    """Unit -> unit with which it must be computed: its parent, its successor, the first restricted unit of the panel."""
    links = dict(plant(tables.units).parents)
    pairs = list(zip(tables.lineage["from_unit"].tolist(), tables.lineage["to_unit"].tolist(), strict=True))
    if not show_restricted:
        said = tables.units["restricted"].astype(str).str.lower().isin(YES)
        marked = sorted(tables.units.loc[said, "unit"].tolist())
        pairs += [(unit, marked[0]) for unit in marked[1:]]
    for first, second in pairs:
        tops = _top(first, links), _top(second, links)
        if tops[0] != tops[1]:
            links[max(tops)] = min(tops)
    return links


def _top(unit: str, links: Mapping[str, str]) -> str:
    seen = {unit}
    while (above := links.get(unit)) is not None and above not in seen:
        unit = above
        seen.add(unit)
    return unit


def tables_of_blocks(tables: Tables, blocks: Sequence[Sequence[str]]) -> Iterator[Tables]:
    """The tables cut to each block in turn, in the order of the blocks; rows keep their order."""
    block_of = {unit: at for at, block in enumerate(blocks) for unit in block}
    whole = (tables.counts, tables.quotas, tables.units)
    for counts, quotas, units in zip(*(_grouped(table, block_of, len(blocks)) for table in whole), strict=True):
        yield replace(tables, counts=counts, quotas=quotas, units=units, findings=())


def _grouped(table: pd.DataFrame, block_of: Mapping[str, int], n_blocks: int) -> Iterator[pd.DataFrame]:
    """The rows of each block, in the order of the table."""
    code, names = pd.factorize(table["unit"])
    block = np.array([block_of.get(name, -1) for name in names.tolist()] or [-1], np.int64)[code]
    order = np.argsort(block, kind="stable")
    bounds = np.searchsorted(block[order], np.arange(n_blocks + 1))
    for at in range(n_blocks):
        yield table.iloc[order[bounds[at] : bounds[at + 1]]]


def answer_block(tables: Tables, units: Sequence[str], ask: Ask) -> Answer:
    """The rows of some units; where they cannot be computed together, in halves, down to the one that fails alone.

    Raises
    ------
    ForecastError : a setting cannot be used, whichever units are asked about.
    """
    try:
        return Answer(project(tables, **asdict(ask)).table)
    except ForecastError:
        raise
    except Exception as error:
        if len(units) == 1:
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:LONGEST_REASON]
            return Answer(_failed_rows(tables, units[0], ask), {units[0]: reason})
    halves = units[: len(units) // 2], units[len(units) // 2 :]
    parts = [answer_block(part, half, ask) for half, part in zip(halves, tables_of_blocks(tables, halves), strict=True)]
    rows = [part.table for part in parts if len(part.table)]
    table = pd.concat(rows, ignore_index=True) if rows else parts[0].table
    return Answer(table, {unit: reason for part in parts for unit, reason in part.skipped.items()})


def _failed_rows(tables: Tables, unit: str, ask: Ask) -> pd.DataFrame:
    """A row that says so for every measure and year that would have had one."""
    columns = no_rows(sorted(ask.quantiles)).columns
    first, _, last = str(ask.year).partition("..")
    named = dict.fromkeys([*tables.counts["measure"], *tables.quotas["measure"]])
    flows = [name for name in named if tables.measures[name].kind == "flow" and ask.measure in (None, name)]
    told = {"unit": unit, "as_of": ask.as_of or "", "flag": "no_data", "reasons": FAILED, "unit_estimate_years": 0}
    rows = [
        {
            **{name: "" if name in TEXT_COLUMNS else np.nan for name in columns},
            **told,
            "measure": name,
            "year": str(year),
        }
        for name in flows
        for year in range(int(first), int(last or first) + 1)
    ]
    return pd.DataFrame(rows, columns=columns)
