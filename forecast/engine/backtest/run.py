"""A whole backtest: every origin replayed, in several processes if wanted, and summed up.

Parts that were kept are used again where nothing that they rest on has changed; keeping them is left to whoever holds the disk.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Protocol

import pandas as pd

from forecast.core.findings import Finding
from forecast.core.tables import Tables
from forecast.engine.as_of import known_at, parse_vintage
from forecast.engine.backtest.answers import Asked
from forecast.engine.backtest.origins import Origin, final_totals, list_origins
from forecast.engine.backtest.replay import ROW, STATED_KINDS, replay_origin
from forecast.engine.backtest.summary import summarise
from forecast.engine.prepare import choose_measures
from forecast.engine.processes import begin_beside, end_now, interrupts_left_here, one_thread_each
from forecast.engine.recast import checked_on, choose_day
from forecast.errors import UsageError
from forecast.models import MODELS, Progress

ORIGINS_A_WORKER = 8  # with fewer it takes longer to start a process than it saves
UNREAD = ["row", "source", "note"]  # columns of the tables that no answer depends on


class Keeper(Protocol):
    """Keeps the scored rows of an origin under a key of all that they rest on."""

    def load(self, measure: str, as_of: str, key: str) -> pd.DataFrame | None: ...
    def save(self, measure: str, as_of: str, key: str, rows: pd.DataFrame) -> None: ...


@dataclass(frozen=True)
class Backtest:
    """What the past says of the answers.

    Attributes
    ----------
    rows : one per model, unit and origin, with the columns `forecast.engine.backtest.replay.ROW`.
    summary : the scores by group, with the columns `forecast.engine.backtest.summary.COLUMNS`.
    findings : of the checks.
    """

    rows: pd.DataFrame
    summary: pd.DataFrame
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Task:
    asked: Asked
    origin: Origin
    totals: pd.Series


def backtest(
    tables: Tables,
    *,
    measure: str | None = None,
    years: Collection[int] | None = None,
    model: str = "by_size",
    against: Sequence[str] = (),
    prior: str | None = None,
    priors: str | Path | None = None,
    seed: int = 0,
    workers: int | None = 1,
    progress: Progress | None = None,
    keeper: Keeper | None = None,
    show_restricted: bool = False,
    strict: bool = False,
    units_as_of: str | None = None,
    days_after: int | None = None,
) -> Backtest:
    """How good would the answers have been, as of every past quarter end of these figures?

    Parameters
    ----------
    measure, model, prior, priors, seed, show_restricted, strict : as for `forecast.engine.project.project`.
    years : those to forecast; every year that is known in full when not given.
    against : names of `forecast.models.MODELS` that answer the same questions, each alone.
    units_as_of : on the units of which day all figures stand. By default each stays with the unit that reported it: parts of a
        figure split by shares are no forecasts of their own.
    days_after : look so many days after each quarter's end, at what had been reported by then; by default at what was reported of
        the quarter in good time.
    workers : processes; None for as many as there are processors, where there are enough origins.

    Raises
    ------
    InputError : the tables hold errors; all findings are in it.
    UsageError : a setting cannot be used, or no year is known in full with anything known before it.
    """
    tables, findings = checked_on(tables, choose_day(units_as_of, tables), strict=strict)
    for name in (model, *against):
        if name not in MODELS:
            raise UsageError("unknown_model", value=name, known=", ".join(MODELS))
    tasks = []
    for chosen in choose_measures(tables, measure):
        asked = Asked(
            chosen, model, tuple(dict.fromkeys(against)), prior, Path(priors) if priors else None, seed, show_restricted
        )
        totals = final_totals(tables, chosen)
        origins = list_origins(tables, chosen, years, days_after=days_after)
        tasks += [_Task(asked, origin, totals[origin.year]) for origin in origins]
    if not tasks:
        raise UsageError("backtest.no_origins")
    parts = _run(tables, tasks, workers=workers, progress=progress, keeper=keeper)
    rows = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=[*ROW])], ignore_index=True)
    if rows.empty:
        raise UsageError("backtest.no_origins")
    return Backtest(rows, summarise(rows), tuple(findings))


def _run(
    tables: Tables, tasks: Sequence[_Task], *, workers: int | None, progress: Progress | None, keeper: Keeper | None
) -> list[pd.DataFrame]:
    """The rows of every task, in order."""
    parts: dict[int, pd.DataFrame] = {}
    keys = [_key(tables, task) if keeper else "" for task in tasks]
    for at, task in enumerate(tasks):
        kept = keeper.load(task.asked.measure.name, task.origin.as_of, keys[at]) if keeper else None
        if kept is not None:
            parts[at] = kept
    open_tasks = {at: task for at, task in enumerate(tasks) if at not in parts}
    for at, rows in _replay(tables, open_tasks, _processes(workers, len(open_tasks))):
        parts[at] = rows
        if keeper:
            keeper.save(tasks[at].asked.measure.name, tasks[at].origin.as_of, keys[at], rows)
        if progress:
            progress(len(parts), len(tasks))
    return [parts[at] for at in range(len(tasks))]


def _processes(workers: int | None, n_tasks: int) -> int:
    wanted = min(os.cpu_count() or 1, n_tasks // ORIGINS_A_WORKER) if workers is None else workers
    return max(1, min(wanted, n_tasks))


def _replay(tables: Tables, tasks: dict[int, _Task], n_processes: int) -> Iterator[tuple[int, pd.DataFrame]]:
    """Position and rows of every task as they are done."""
    if n_processes == 1:
        for at, task in tasks.items():
            yield at, replay_origin(tables, task.asked, task.origin, task.totals)
        return
    others = set(active_children())
    with (
        one_thread_each(),
        ProcessPoolExecutor(n_processes, get_context("spawn"), initializer=_receive, initargs=(tables,)) as pool,
    ):
        try:
            with interrupts_left_here():
                running = {pool.submit(_replay_received, task): at for at, task in tasks.items()}
            for done in as_completed(running):
                yield running[done], done.result()
        except BaseException:
            end_now(pool, others)
            raise


_received: list[Tables] = []  # of this process, so that the tables travel once and not with every origin


def _receive(tables: Tables) -> None:
    begin_beside()
    _received[:] = [tables]


def _replay_received(task: _Task) -> pd.DataFrame:
    return replay_origin(_received[0], task.asked, task.origin, task.totals)


def _key(tables: Tables, task: _Task) -> str:
    """A digest of all that the rows of an origin rest on but the program: what was known then, what came, what was asked."""
    known, name = known_at(tables, parse_vintage(task.origin.as_of)), task.asked.measure.name
    quotas = known.quotas[known.quotas["measure"] == name]
    stocks = ~quotas["kind"].isin(STATED_KINDS)
    counts = (tables if stocks.any() else known).counts  # a derived quota is settled by figures that came later
    counts = counts if stocks.any() else counts[counts["measure"] == name]
    digest = sha256(repr((task.asked, task.origin)).encode())
    if task.asked.priors:
        digest.update(b"".join(path.read_bytes() for path in sorted(Path(task.asked.priors).glob("*.toml"))))
    told = known.counts.iloc[:0] if known.told is None else known.told[known.told["measure"] == name]
    for frame in (counts, told, quotas, known.units, task.totals.rename("total").reset_index()):
        read = frame.drop(columns=UNREAD, errors="ignore")
        digest.update(repr(list(read.columns)).encode())
        digest.update(pd.util.hash_pandas_object(read, index=False).to_numpy().tobytes())
    return digest.hexdigest()
