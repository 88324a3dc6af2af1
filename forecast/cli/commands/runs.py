"""`forecast runs …`: the runs of a store, listed, shown, compared, thrown away, verified."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_message
from forecast.cli.commands.output import print_data
from forecast.cli.settings import settings_from
from forecast.errors import UsageError
from forecast.language.catalogue import number, say

if TYPE_CHECKING:
    import pandas as pd

    from forecast.store.catalogue import RunRecord

MOST_SHOWN = 40
Store = Annotated[str, typer.Argument(metavar="DIR")]
Run = Annotated[str, typer.Argument(metavar="RUN")]
LISTED = ("run", "state", "started", "year", "as_of", "units", "rows", "skipped", "seconds", "version", "key")


def list_runs(
    context: typer.Context, store: Store, format: options.FindingsFormat = None, lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:  # fmt: skip
    """A line for each run of the store."""
    import pandas as pd

    from forecast.store.runs import open_store

    language = context.obj.language
    with closing(open_store(store)) as catalogue:
        records = catalogue.runs()
        table = pd.DataFrame([_line(Path(store), record) for record in records], columns=list(LISTED))
    form = settings_from({"format": format}).format
    if form == "table":
        table["state"] = [say(f"store.state.{state}", language) for state in table["state"]]
        table = table.drop(columns=["key"])
    _print(table, form, language)
    return 0


def _line(store: Path, record: RunRecord) -> dict[str, Any]:
    from forecast.store.runs import state_of

    told = {name: record.asked.get(name, "") for name in ("year", "as_of", "units", "version")}
    came = {name: record.summary.get(name, float("nan")) for name in ("rows", "seconds")}
    skipped = len(record.summary.get("skipped", ()))
    return {"run": record.run, "state": state_of(store, record), "started": record.started, "key": record.key[:12],
            "skipped": skipped, **told, **came}  # fmt: skip


def show(
    context: typer.Context, store: Store, run: Run = "latest", lang: options.Lang = None, debug: options.Debug = False
) -> int:
    """The manifest of a run, as JSON."""
    from forecast.store.run_folder import MANIFEST, TIMINGS, RunFolder, json_text, read_json
    from forecast.store.runs import choose_run, open_store, state_of

    with closing(open_store(store)) as catalogue:
        record = choose_run(catalogue.runs(), run)
    folder = RunFolder(Path(store), record.run)
    document = {"run": record.run, "folder": str(folder.path), "state": state_of(Path(store), record)}
    if record.finished:
        document |= {"manifest": read_json(folder.path / MANIFEST), "timings": read_json(folder.path / TIMINGS)}
    else:
        document |= {"started": record.started, "asked": dict(record.asked), "key": record.key}
    print_data(json_text(document) + "\n")
    return 0


def diff(
    context: typer.Context, store: Store, before: Run = "previous", after: Run = "latest",
    format: options.FindingsFormat = None, lang: options.Lang = None, debug: options.Debug = False,
) -> int:  # fmt: skip
    """Which answers moved from one run to another, and why."""
    from forecast.store.diff import diff_runs
    from forecast.store.run_folder import RunFolder
    from forecast.store.runs import choose_run, open_store

    language, form = context.obj.language, settings_from({"format": format}).format
    with closing(open_store(store)) as catalogue:
        records = catalogue.runs()
    chosen = [choose_run(records, wanted) for wanted in (before, after)]
    for record in chosen:
        if not record.finished:
            raise UsageError("store.unfinished_run", run=str(record.run))
    old, new = (RunFolder(Path(store), record.run) for record in chosen)
    table = diff_runs(old, new)
    values = {"before": str(old.run), "after": str(new.run)}
    if table.empty:
        print_message(say("store.diff_none", language, **values))
    else:
        counted = table["reasons"].str.split(";").explode().value_counts()
        why = "; ".join(f"{say(f'store.reason.{code}', language)} {number(n, language)}" for code, n in counted.items())
        print_message(say("store.diff", language, n=len(table), units=table["unit"].nunique(), why=why, **values))
    if form == "table":
        print_data(_diff_text(table, language))
    else:
        _print(table, form, language)
    return 0


def _diff_text(table: pd.DataFrame, language: str) -> str:
    """A line for each answer that moved, the most moved first."""
    lines = []
    for record in table.head(MOST_SHOWN).to_dict("records"):
        row = {str(name): cell for name, cell in record.items()}
        why = ", ".join(say(f"store.reason.{code}", language) for code in row["reasons"].split(";"))
        name = " ".join(filter(None, (row["unit"], row["measure"], row["year"], row["basis"])))
        lines.append(f"{name}: {_sides(row, language)} – {why}")
    if len(table) > MOST_SHOWN:
        lines.append(say("store.diff_more", language, n=len(table) - MOST_SHOWN, option="--format csv"))
    return "".join(f"{line}\n" for line in lines)


def _sides(row: dict[str, Any], language: str) -> str:
    if row["change"] != "moved":
        return say(f"store.change.{row['change']}", language)
    values = {f"{name}_{side}": row[f"{name}_{side}"] for name in ("expected", "p_met") for side in ("before", "after")}
    flags = [
        say(f"flag.{row[f'flag_{side}']}", language) if row[f"flag_{side}"] else "" for side in ("before", "after")
    ]
    said = say("store.change.moved" if row["flag_after"] else "store.change.moved_total", language, **values)
    return f"{said} [{flags[0]} → {flags[1]}]" if flags[0] != flags[1] else said


def prune(
    context: typer.Context, store: Store, keep: Annotated[str | None, typer.Option("--keep", metavar="NUMBER")] = None,
    unfinished: Annotated[bool, typer.Option("--unfinished")] = False, lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:  # fmt: skip
    """Throw away old runs; their numbers go to stdout."""
    from forecast.store import runs

    if keep is None and not unfinished:
        raise UsageError("store.prune_what", keep="--keep", unfinished="--unfinished")
    if keep is not None and not keep.isdigit():
        raise UsageError("usage.bad_option_value", option="--keep", value=keep, allowed="0, 1, 2 …")
    with closing(runs.open_store(store)) as catalogue:
        most = len(catalogue.runs()) if keep is None else int(keep)
        gone = runs.prune(Path(store), catalogue, keep=most, unfinished=unfinished)
    print_message(say("store.pruned", context.obj.language, n=len(gone)))
    print_data("".join(f"{run}\n" for run in gone))
    return 0


def verify(
    context: typer.Context, store: Store, lang: options.Lang = None, debug: options.Debug = False
) -> int:  # fmt: skip
    """Whether every finished run is there as it was written; what is not goes to stdout."""
    from forecast.store import runs

    language = context.obj.language
    with closing(runs.open_store(store)) as catalogue:
        whole, problems = runs.verify(Path(store), catalogue)
    for problem in problems:
        sentence = say(f"store.problem.{problem.code}", language)
        print_data(f"{problem.run}\t{problem.path}\t{sentence}\n")
    print_message(say("store.verified", language, whole=whole, broken=len({problem.run for problem in problems})))
    return 3 if problems else 0


def _print(table: pd.DataFrame, form: str, language: str) -> None:
    from forecast.io.write_table import csv_text, json_text, plain_number

    if form == "csv":
        print_data(csv_text(table))
    elif form == "json":
        print_data(json_text({"schema_version": 1, "rows": table.to_dict("records")}))
    else:
        shown = table.map(
            lambda cell: "" if cell != cell else str(plain_number(cell)) if isinstance(cell, float) else str(cell)
        )
        heads = [say(f"store.column.{name}", language) for name in table.columns]
        widths = [max(map(len, [head, *shown[name]])) for head, name in zip(heads, table.columns, strict=True)]
        rows = [heads, *shown.to_numpy().tolist()]
        print_data(
            "".join(
                "  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
            )
        )
