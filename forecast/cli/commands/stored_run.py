"""A run that a store has kept, as the ground of a report.

It is told as it is: its rows are never computed anew. What its table does not hold (figures of earlier years, the quantiles
behind a what-if) comes from the files that the run was made from, as long as they are what they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forecast.cli.commands.grounds import Grounds, with_levels
from forecast.errors import StoreError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from forecast.core.results import Projection
    from forecast.core.tables import Tables
    from forecast.engine.learn import Learned
    from forecast.engine.prepare import Prepared
    from forecast.store.run_folder import RunFolder

NAMED = ("latest", "previous")
SHAPING = ("year", "as_of", "measure", "model", "prior", "priors", "seed", "show_restricted", "config", "counts", "quotas",
           "units", "lineage", "measures")  # fmt: skip


def is_run(source: str) -> bool:
    """Whether a first argument names a stored run: its number, or its folder."""
    from forecast.store.run_folder import MANIFEST

    return source.isdigit() or source in NAMED or (bool(source) and (Path(source) / MANIFEST).is_file())


def find_run(source: str, store: str | None) -> RunFolder:
    """The folder of a finished run.

    Raises
    ------
    UsageError : there is no such run, or it is not finished, or no store is named.
    """
    from forecast.store.run_folder import MANIFEST, RunFolder
    from forecast.store.runs import choose_run, open_store

    if (Path(source) / MANIFEST).is_file():
        folder = Path(source).resolve()
        if folder.parent.name == "runs" and folder.name.isdigit():
            return RunFolder(folder.parents[1], int(folder.name))
        raise UsageError("usage.report_no_run_folder", value=source)
    if not store:
        raise UsageError("usage.report_no_store", value=source, option="--store")
    with closing(open_store(store)) as catalogue:
        record = choose_run(catalogue.runs(), source)
    if not record.finished:
        raise UsageError("store.unfinished_run", run=str(record.run))
    return RunFolder(Path(store), record.run)


def from_run(folder: RunFolder) -> Grounds:
    """The run, with its figures where its files are what they were.

    Raises
    ------
    StoreError : the answer of the run is missing or damaged.
    """
    from forecast.core.results import Projection
    from forecast.engine.prepare import Ask, Past, on_units, prepare
    from forecast.io.read_record import read_answer, read_record
    from forecast.io.read_tables import read, read_some
    from forecast.io.refuse_workbooks import refuse_harmful

    manifest = folder.manifest()
    table = stored_answer(folder, manifest)
    files = {name: str(file["path"]) for name, file in manifest["inputs"].items()}
    missing = {name: path for name, path in files.items() if not _fits(path, str(manifest["inputs"][name]["digest"]))}
    fitting = {name: path for name, path in files.items() if name not in missing}
    refuse_harmful({name: path for name, path in fitting.items() if name not in ("record", "since")})
    stated = {**files, **manifest["ask"], "run": folder.run, "version": manifest["version"]}
    projection = Projection(table, skipped=tuple(manifest["skipped"]))
    if missing:
        named = {name: path for name, path in fitting.items() if name in ("units", "measures")}
        tables = _with_measures(read_some(named), table)
        return Grounds(tables, projection, projection, None, {}, stated, tuple(files.values()), folder, missing)
    earlier = {name: files.get(name) for name in ("record", "since")}
    past = Past(
        *(
            reader(path) if path else None
            for reader, path in zip((read_record, read_answer), earlier.values(), strict=True)
        )
    )
    ask = Ask(**{field.name: manifest["ask"][field.name] for field in fields(Ask) if field.name in manifest["ask"]})
    tables = on_units(read(**{name: path for name, path in files.items() if name not in earlier}), ask)[0]
    prepared = prepare(tables, replace(ask, quantiles=tuple(ask.quantiles)), past=past)
    projection = replace(projection, findings=prepared.findings)
    learned = _learned(folder)
    deeper = _deeper(projection, with_levels(prepared), learned)
    found, taught = (prepared, learned) if deeper is not None else (None, {})
    return Grounds(
        tables,
        projection,
        deeper or projection,
        found and with_levels(found),
        taught,
        stated,
        tuple(files.values()),
        folder,
    )


def _with_measures(tables: Tables, table: pd.DataFrame) -> Tables:
    """The tables with every measure of a run, whole where its figures are."""
    from forecast.core.measures import Measure

    measures = dict(tables.measures)
    for name, rows in table.groupby("measure", sort=False):
        known = rows["observed"].dropna()
        measures.setdefault(str(name), Measure(str(name), whole=bool((known == known.round()).all())))
    return replace(tables, measures=measures)


def stored_answer(folder: RunFolder, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """The table of a run, as it was written.

    Raises
    ------
    StoreError : it is missing or damaged.
    """
    from forecast.store.durable import file_digest
    from forecast.store.run_folder import ANSWER

    found = file_digest(folder.path / ANSWER)
    if found != manifest["files"][ANSWER]:
        code = "store.file_missing" if not found else "store.file_damaged"
        raise StoreError(code, path=str(folder.path / ANSWER), reason="sha256")
    return folder.read(ANSWER)


def _fits(path: str, digest: str) -> bool:
    from forecast.store.durable import file_digest

    return bool(digest) and file_digest(Path(path.partition("#")[0])) == digest


def _learned(folder: RunFolder) -> Mapping[str, Learned]:
    """What the panel of the run taught; nothing where that is not to be read."""
    from forecast.store.frozen import thaw
    from forecast.store.run_folder import LEARNED

    try:
        learned: Mapping[str, Learned] = thaw((folder.path / LEARNED).read_bytes())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError):
        return {}
    return learned


def _deeper(projection: Projection, prepared: Prepared, learned: Mapping[str, Learned]) -> Projection | None:
    """The rows of the run with the report's levels, answered again with what the run had learned; None unless they are the same.

    Another version of the program may answer otherwise: then nothing of its answer is shown. The rows of the measure's parts,
    which a run of one measure does not keep, follow those of the run.
    """
    import pandas as pd

    from forecast.engine.project import finish, tell_all

    if not set(prepared.cases) <= set(learned):
        return None
    answered = tell_all(replace(prepared, asked=tuple(prepared.cases)), learned)
    again = finish(answered.table, prepared)
    kept = again["measure"].isin(prepared.asked)
    if not _same(projection.table, again[kept]):
        return None
    tables = [_in_order_of(projection.table, again[kept]), again[~kept]]
    table = pd.concat([table for table in tables if len(table)], ignore_index=True)
    return replace(projection, table=table, reasons=answered.reasons)


def _same(stored: pd.DataFrame, again: pd.DataFrame) -> bool:
    """Whether every stored cell is found again."""
    if len(stored) != len(again) or not set(stored.columns) <= set(again.columns):
        return False
    ordered = _in_order_of(stored, again)[stored.columns]
    return bool(((ordered == stored) | (ordered.isna() & stored.isna())).to_numpy().all())


def _in_order_of(stored: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """The same rows in the order of those that are stored; those of one unit follow each other alike in both."""
    places = [
        table.reset_index(drop=True).sort_values(["measure", "unit"], kind="stable").index for table in (stored, again)
    ]
    return again.iloc[places[1]].set_axis(places[0]).sort_index()
