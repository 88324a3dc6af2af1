"""Grows random trees of units with everything that goes wrong in them; knows the tables of the contract and nothing of forecast/.

A tree is one to four levels deep and uneven. Some units are new, closed, silent or late, some parents list only part of their
children, have no figures of their own, or figures that contradict their children's. What is true of the tree is told beside its
tables, so that answers can be held against it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

YEAR = 2023  # the year asked about
SEASON = np.array([0.22, 0.24, 0.24, 0.30])


@dataclass
class Node:
    """One unit: its true quarters, and how it lets them be known.

    Attributes
    ----------
    quarters : (n_years, 4) what it brought, its parts that no one lists included.
    known : quarters of the year asked about that it has reported.
    speaks : `quarters`, `years` (past years as totals), `nothing` (no figures), or `quota` (no figures, but a quota).
    twist : what a parent's own figures are times what its children and its rest bring; 1 for most.
    """

    unit: str
    parent: str
    quarters: np.ndarray
    known: int = 0
    speaks: str = "quarters"
    opened: tuple[int, int] | None = None
    closed: tuple[int, int] | None = None
    twist: float = 1.0
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Grown:
    """The tables of a tree, and what is true of it.

    Attributes
    ----------
    counts : unit -> {period: value}.
    quotas, units : rows of the tables; days as ordinals.
    known : unit -> sum of its figures in the year asked about.
    complete : unit -> the year's total, where its figures fill the year.
    """

    first_year: int
    counts: dict[str, dict[str, float]]
    quotas: list[dict[str, object]]
    units: list[dict[str, object]]
    known: dict[str, float]
    complete: dict[str, float]

    @property
    def parents(self) -> dict[str, str]:
        return {str(row["unit"]): str(row["parent"]) for row in self.units if row["parent"]}


def grow(seed: int, *, whole: bool = True) -> Grown:
    """A random tree, the same for the same seed."""
    random = np.random.RandomState(seed)  # its stream is the same in every version of numpy
    depth, n_years = random.randint(1, 5), random.randint(3, 7)
    known = random.randint(0, 5)
    level = np.exp(random.normal(0, 0.06, (n_years, 4))).cumprod(axis=0)
    root = _branch(random, "r", "", depth, level * np.exp(random.normal(4.5, 1.5)))
    nodes = _below(root)
    for node in nodes:
        _give_habits(random, node, known)
    _count(random, root, whole)
    first = YEAR - n_years + 1
    counts = {node.unit: told for node in nodes if (told := _told(node, first))}
    quotas = [
        {"unit": node.unit, "year": YEAR, "value": float(np.ceil(node.quarters[:-1].sum(1).mean() * random.uniform(0.8, 1.2)))}
        for node in nodes
        if node.speaks == "quota" or random.uniform() < 0.4
    ]  # fmt: skip
    units = [
        {
            "unit": node.unit,
            "parent": node.parent,
            "opened": _day(first, node.opened),
            "closed": _day(first, node.closed),
        }
        for node in nodes
    ]
    in_year = {unit: [v for p, v in told.items() if p.startswith(str(YEAR))] for unit, told in counts.items()}
    complete = {node.unit: sum(in_year[node.unit]) for node in nodes if node.unit in in_year and node.known == 4}
    return Grown(first, counts, quotas, units, {unit: sum(v) for unit, v in in_year.items() if v}, complete)


def _branch(random: np.random.RandomState, unit: str, parent: str, depth: int, rates: np.ndarray) -> Node:
    """A unit and what is below it; `rates` is its mean by year and quarter, before the season."""
    node = Node(unit, parent, np.zeros_like(rates))
    n_children = random.randint(1, 6) if depth and (not parent or random.uniform() < 0.7) else 0
    if not n_children:
        node.quarters = random.poisson(rates * SEASON).astype(float)
        return node
    shares = random.dirichlet(np.full(n_children + 1, 1.0))
    if random.uniform() < 0.7:  # all are listed
        shares[:-1] /= shares[:-1].sum()
        shares[-1] = 0.0
    node.quarters = random.poisson(rates * shares[-1] * SEASON).astype(float)
    for at in range(n_children):
        shock = np.exp(random.normal(0, 0.05, rates.shape).cumsum(axis=0))
        node.children.append(_branch(random, f"{unit}.{at}", unit, depth - 1, rates * shares[at] * shock))
    return node


def _below(node: Node) -> list[Node]:
    return [node, *(lower for child in node.children for lower in _below(child))]


def _give_habits(random: np.random.RandomState, node: Node, known: int) -> None:
    """How the unit reports, whether it opens or closes, whether a parent's figures fit its children's."""
    node.known = known if random.uniform() < 0.85 else random.randint(0, known + 1)
    node.speaks = str(random.choice(["quarters", "years", "nothing", "quota"], p=[0.78, 0.1, 0.06, 0.06]))
    n_years = len(node.quarters)
    if not node.children and node.speaks in ("quarters", "quota"):
        change, year, quarter = random.uniform(), random.randint(1, n_years), random.randint(0, 4)
        if change < 0.08:
            node.opened = (year, quarter)
            node.quarters.reshape(-1)[: 4 * year + quarter] = 0
        elif change < 0.16:
            node.closed = (year, quarter)
            node.quarters.reshape(-1)[4 * year + quarter :] = 0
    if node.children and random.uniform() < 0.2:
        node.twist = random.uniform(0.7, 1.3)


def _count(random: np.random.RandomState, node: Node, whole: bool) -> np.ndarray:
    """Add the children up into their parent; of amounts, make the leaves amounts first."""
    if not whole:
        node.quarters = node.quarters * random.uniform(0.5, 1.5, node.quarters.shape)
    for child in node.children:
        node.quarters = node.quarters + _count(random, child, whole)
    return node.quarters


def _told(node: Node, first_year: int) -> dict[str, float]:
    """{period: value} that the unit has reported."""
    if node.speaks in ("nothing", "quota"):
        return {}
    stated = node.quarters * node.twist
    stated = np.round(stated) if (node.quarters == np.round(node.quarters)).all() else stated
    opens = 4 * node.opened[0] + node.opened[1] if node.opened else 0
    closes = 4 * node.closed[0] + node.closed[1] if node.closed else stated.size
    told = {}
    for at in range(len(stated)):
        year, last = first_year + at, at == len(stated) - 1
        if node.speaks == "years" and not last:
            told[str(year)] = float(stated[at].sum())
            continue
        for quarter in range(node.known if last else 4):
            if opens <= 4 * at + quarter < closes:
                told[f"{year}Q{quarter + 1}"] = float(stated[at, quarter])
    return told


def _day(first_year: int, quarter: tuple[int, int] | None) -> float | None:
    """First day of a quarter (year from the first, quarter from 0); as a closing it is the first day without the unit."""
    return float(date(first_year + quarter[0], 3 * quarter[1] + 1, 1).toordinal()) if quarter else None
