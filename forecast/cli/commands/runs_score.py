"""`forecast runs score`: the issued forecasts of a store held against what came."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.commands.output import print_data
from forecast.cli.commands.runs import Store
from forecast.cli.settings import Settings, settings_from
from forecast.core.periods import LAST_YEAR, parse_years
from forecast.errors import InputError, UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    import pandas as pd

    from forecast.core.tables import Tables
    from forecast.engine.ledger import Issued

FORMATS = (*options.FORMATS[:4], "docx")
_LEFT_OUT_FIRST = ("issued", "as_of", "units", "brier", "n")


def score(
    context: typer.Context,
    store: Store,
    book: options.Book = None,
    config: options.Config = None,
    counts: options.Counts = None,
    units: options.Units = None,
    measures: options.Measures = None,
    score_year: options.ScoreYear = None,
    format: options.ScoreFormat = None,
    csv_style: options.CsvStyle = None,
    output: options.Output = None,
    lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:
    """Score the runs whose years are closed; the page or the scores go to stdout or to a file."""
    language = context.obj.language
    settings, years = _settings(context.params), _years(score_year)
    form = _format(format, output)
    if output:
        from forecast.io.output_place import check_output

        check_output(output, settings.inputs)
    elif form in ("parquet", "docx") and sys.stdout.isatty():
        raise UsageError("usage.file_to_terminal", format=form, option="--output")
    issued, changed = _issued(store)
    tables = _read(settings, language)
    rows = _scored(issued, tables, years, language)
    content = _content(rows, tables, form, language, settings)
    if output:
        from forecast.io.output_place import write_whole

        write_whole(output, content if isinstance(content, bytes) else content.encode())
        print_message(say("message.written", language, path=output, n=len(rows)))
    else:
        print_data(content)
    if changed:
        print_message(say("ledger.changed", language, n=len(changed), runs=[str(run) for run in changed]))
    return 4 if changed else 0


def _settings(given: dict[str, Any]) -> Settings:
    """What is read; a config file says how projections are asked and written, which is not asked here."""
    own = ("format", "output", "store", "score_year")
    settings = settings_from({name: value for name, value in given.items() if name not in own}, required=("counts",))
    return replace(settings, quotas=None, lineage=None, output=None)


def _years(text: str | None) -> range | None:
    try:
        return parse_years(text, most=LAST_YEAR) if text else None
    except ValueError:
        raise UsageError("usage.bad_option_value", option="--year", value=text, allowed="2023, 2020..2023") from None


def _format(form: str | None, output: str | None) -> str:
    ending = Path(output).suffix.lower()[1:] if output else ""
    form = form or (ending if ending in FORMATS else "table")
    if form not in FORMATS:
        raise UsageError("usage.bad_option_value", option="--format", value=form, allowed=", ".join(FORMATS))
    return form


def _issued(store: str) -> tuple[list[Issued], list[int]]:
    from forecast.store.issued import read_issued
    from forecast.store.runs import open_store

    with closing(open_store(store)) as catalogue:
        issued, changed = read_issued(Path(store), catalogue.runs())
    if not issued:
        raise UsageError("ledger.no_runs", path=store)
    return issued, changed


def _read(settings: Settings, language: str) -> Tables:
    from forecast.io.refuse_workbooks import refuse_harmful

    refuse_harmful(settings.files)
    from forecast.checks import check
    from forecast.io.read_tables import read

    tables = read(**settings.files)
    findings = check(tables)
    if any(finding.severity == "error" for finding in findings):
        raise InputError(findings)
    print_findings([finding for finding in findings if finding.code == "separator_read"], language)
    return tables


def _scored(issued: list[Issued], tables: Tables, years: range | None, language: str) -> pd.DataFrame:
    from forecast.engine.backtest.origins import final_totals
    from forecast.engine.ledger import score_issued

    totals = {
        name: final_totals(tables, measure) for name, measure in tables.measures.items() if measure.kind == "flow"
    }
    rows = score_issued(issued, totals, years)
    if rows.empty:
        raise UsageError("ledger.nothing_closed")
    told = set(rows["run"])
    years_told = sorted({year[-4:] for year in rows["year"]})
    span = "–".join(dict.fromkeys((years_told[0], years_told[-1])))
    print_message(say("ledger.scored", language, runs=len(told), rows=len(rows), years=span))
    waiting = [str(run.run) for run in issued if run.run not in told]
    if waiting and years is None:
        print_message(say("ledger.open", language, n=len(waiting), runs=waiting))
    return rows


def _content(rows: pd.DataFrame, tables: Tables, form: str, language: str, settings: Settings) -> str | bytes:
    if form in ("table", "docx"):
        return _page(rows, tables, form, language)
    from forecast.engine.ledger import summarise
    from forecast.io.write_table import csv_text, parquet_bytes

    summary = summarise(rows)
    if form == "csv":
        return csv_text(summary, settings.csv_style)
    return _json(rows, summary) if form == "json" else parquet_bytes(summary, {})


def _page(rows: pd.DataFrame, tables: Tables, form: str, language: str) -> str | bytes:
    from forecast.core.lives import plant
    from forecast.engine.ledger import monitor_drift
    from forecast.report.ledger_page import Record, ledger_page

    names = dict(zip(tables.units["unit"].tolist(), tables.units["name"].tolist(), strict=True))
    tree = plant(tables.units)
    records = [
        Record(tables.measures[str(name)].label(language) or str(name), part, monitor_drift(part), names, tree)
        for name, part in rows.groupby("measure", sort=True)
    ]
    page = ledger_page(records, language)
    if form == "docx":
        from forecast.report.word.document import docx_bytes

        return docx_bytes(page, {})
    from forecast.report.ledger_text import page_text

    width = min(shutil.get_terminal_size((100, 24)).columns, 140) if sys.stdout.isatty() else 120
    return page_text(page, width=width, left_out_first=_LEFT_OUT_FIRST)


def _json(rows: pd.DataFrame, summary: pd.DataFrame) -> str:
    from forecast.engine.ledger import monitor_drift
    from forecast.io.write_table import SCHEMA_VERSION, json_text, table_records

    drift = {
        str(name): [vars(found) for found in monitor_drift(part)] for name, part in rows.groupby("measure", sort=True)
    }
    document = {
        "schema_version": SCHEMA_VERSION,
        "scores": table_records(summary),
        "drift": drift,
        "rows": table_records(rows),
    }
    return json_text(document)
