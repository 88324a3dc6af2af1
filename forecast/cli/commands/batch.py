"""`forecast batch`: the projection of many units, kept as a run that survives interruptions."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.commands.output import print_data
from forecast.cli.commands.progress import ProgressBar
from forecast.cli.commands.project import RISKS, answer_content, read_past
from forecast.cli.settings import Settings, settings_from
from forecast.language.catalogue import number, say

if TYPE_CHECKING:
    from forecast.core.results import Projection
    from forecast.core.tables import Tables
    from forecast.store.batch import Also, Order, Outcome
    from forecast.store.workers import Workers

MANY_BYTES = 4_000_000  # of input, from which on workers are worth their start
MOST_NAMED = 20


@options.taking(options.of_tables, options.of_time, options.of_model, options.of_flags, options.of_manner)
def batch(
    context: typer.Context,
    book: options.Book = None,
    quantiles: options.Quantiles = None,
    output: options.Store = None,
    format: options.BatchFormat = None,
    csv_style: options.CsvStyle = None,
    workers: options.Workers = None,
    chunk_size: options.ChunkSize = None,
    resume: options.Resume = None,
    weights: options.Weights = None,
    backend: options.Backend = None,
    scheduler: options.Scheduler = None,
    fail_on_risk: options.FailOnRisk = False,
) -> int:
    """Compute a run, or what is missing of it; the path of its answer goes to stdout."""
    settings, language = settings_from(context.params, required=("counts", "year", "output")), context.obj.language
    settings = replace(settings, since=_since(settings))
    from forecast.io.refuse_workbooks import refuse_harmful

    refuse_harmful(settings.files)
    workers_now = _workers(settings)
    try:
        outcome = _run(settings, language, workers_now)
    except KeyboardInterrupt:
        print_message(say("store.interrupted", language, option="--resume"))
        raise
    finally:
        if hasattr(workers_now, "stop"):
            workers_now.stop()
    return _tell(outcome, language, fail_on_risk=fail_on_risk)


def _workers(settings: Settings) -> Workers:
    """Who computes; processes are started before anything is read, as they take a second to be there."""
    if settings.backend == "dask" or settings.scheduler:
        from forecast.store.on_dask import OnDask

        return OnDask(settings.scheduler, settings.workers or _cores())
    from forecast.store.workers import InProcesses, in_this_process, one_thread_each

    one_thread_each()
    paths = [Path(path.partition("#")[0]) for path in settings.inputs]
    many = sum(path.stat().st_size for path in paths if path.is_file()) > MANY_BYTES
    n_workers = settings.workers or (_cores() if many else 1)
    return InProcesses(n_workers) if n_workers > 1 else in_this_process


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(settings: Settings, language: str, workers: Workers) -> Outcome:
    from forecast.engine.batch import even_size
    from forecast.engine.prepare import prepare
    from forecast.io.read_tables import read
    from forecast.store.batch import How, run_batch

    order = _order(settings)
    tables = read(**settings.files)
    prepared = prepare(tables, order.ask, strict=settings.strict, past=read_past(settings))
    print_findings(prepared.findings, language)
    with ProgressBar(language, in_units=True) as progress:
        block_units = settings.chunk_size or even_size(len(prepared.units), settings.workers or _cores())
        also = _also(settings, language, tables)
        how = How(workers, settings.resume, block_units, also, progress)
        return run_batch(Path(str(settings.output)), prepared, order, how)


def _order(settings: Settings) -> Order:
    """What is asked, with the digests of all that is read."""
    from forecast import __version__
    from forecast.engine.prepare import Ask
    from forecast.store.batch import Order
    from forecast.store.durable import file_digest
    from forecast.store.runs import read_weights

    inputs = {}
    for table, path in {**settings.files, **_past_files(settings)}.items():
        file = path.partition("#")[0]
        inputs[table] = {"path": path, "digest": file_digest(Path(file)), "bytes": _length(Path(file))}
    ask = Ask(**{field.name: getattr(settings, field.name) for field in fields(Ask)})
    config = file_digest(Path(settings.config)) if settings.config else ""
    weights = read_weights(settings.weights, str(settings.output), __version__) if settings.weights else ""
    return Order(ask, inputs, __version__, config, weights)


def _since(settings: Settings) -> str | None:
    """The last answer: a file or folder as given, or the folder of a run of this store by number, `latest` or `previous`."""
    if not settings.since or Path(settings.since).exists():
        return settings.since
    from contextlib import closing

    from forecast.store.run_folder import RunFolder
    from forecast.store.runs import choose_run, open_store

    store = Path(str(settings.output))
    with closing(open_store(store)) as catalogue:
        return str(RunFolder(store, choose_run(catalogue.runs(), settings.since).run).path)


def _past_files(settings: Settings) -> dict[str, str]:
    """The files of a backtest and of the last answer: they shape the flags."""
    from forecast.io.read_record import answer_file, record_file

    record = {"record": str(record_file(settings.record))} if settings.record else {}
    return record | ({"since": str(answer_file(settings.since))} if settings.since else {})


def _length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _also(settings: Settings, language: str, tables: Tables) -> Also:
    """The answer in another form than Parquet, where one is asked for."""
    if settings.format not in ("csv", "json", "xlsx"):
        return {}

    def form(projection: Projection) -> bytes:
        content = answer_content(settings, language, tables, projection)
        return content if isinstance(content, bytes) else content.encode()

    return {f"projection.{settings.format}": form}


def _tell(outcome: Outcome, language: str, *, fail_on_risk: bool) -> int:
    """Say what came of the run; the exit code."""
    from forecast.core.results import FLAGS
    from forecast.store.batch import count_flags
    from forecast.store.run_folder import ANSWER

    projection, folder = outcome.projection, outcome.folder
    if outcome.kept:
        print_message(say("store.kept", language, n=outcome.kept))
    flags = count_flags(projection.table)
    said = [f"{say(f'flag.{flag}', language)} {number(flags[flag], language)}" for flag in FLAGS if flag in flags]
    print_message(
        say("store.done", language, run=str(folder.run), n=len(projection.table), flags="; ".join(said) or "–")
    )
    print_data(f"{folder.path / ANSWER}\n")
    if projection.skipped:
        named = ", ".join(projection.skipped[:MOST_NAMED]) + (", …" if len(projection.skipped) > MOST_NAMED else "")
        print_message(say("message.skipped", language, n=len(projection.skipped), units=named))
        return 4
    return 6 if fail_on_risk and not set(RISKS).isdisjoint(flags) else 0
