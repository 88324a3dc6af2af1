"""`forecast project`: where the year ends for every unit, against its quotas."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.commands.output import print_data
from forecast.cli.commands.progress import ProgressBar
from forecast.cli.settings import Settings, settings_from
from forecast.errors import UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    from forecast.core.results import Projection
    from forecast.core.tables import Tables
    from forecast.engine.prepare import Past

RISKS = ("at_risk", "out_of_reach")


@options.taking(options.of_tables, options.of_time, options.of_model, options.of_flags, options.of_manner)
def project(
    context: typer.Context,
    book: options.Book = None,
    quantiles: options.Quantiles = None,
    format: options.Format = None,
    csv_style: options.CsvStyle = None,
    output: options.Output = None,
    fail_on_risk: options.FailOnRisk = False,
) -> int:
    """Run the line from files to answer; the exit code says how it went."""
    settings, language = settings_from(context.params, required=("counts", "year")), context.obj.language
    _check_place(settings)
    tables, projection = answer(settings, language)
    print_findings(projection.findings, language)
    _write(settings, language, tables, projection)
    if projection.skipped:
        print_message(say("message.skipped", language, n=len(projection.skipped), units=", ".join(projection.skipped)))
        return 4
    return 6 if fail_on_risk and projection.table["flag"].isin(RISKS).any() else 0


def _check_place(settings: Settings) -> None:
    """Refuse a place that cannot be written before any work is done."""
    if settings.output:
        from forecast.io.output_place import check_output

        check_output(settings.output, settings.inputs)
    elif settings.format in ("parquet", "xlsx") and sys.stdout.isatty():
        raise UsageError("usage.file_to_terminal", format=settings.format, option="--output")


def answer(settings: Settings, language: str) -> tuple[Tables, Projection]:
    """The tables that the settings name, and the projection made from them."""
    from forecast.io.refuse_workbooks import refuse_harmful

    refuse_harmful(settings.files)
    from forecast.io.read_tables import read

    tables = on_units(read(**settings.files), settings)
    return tables, project_read(settings, tables, language)


def on_units(tables: Tables, settings: Settings) -> Tables:
    """The tables on the units that the answer stands on, where they were reorganised."""
    if not len(tables.lineage) and not settings.units_as_of:
        return tables
    from dataclasses import fields

    from forecast.engine.prepare import Ask
    from forecast.engine.prepare import on_units as put_on_units

    ask = Ask(**{field.name: getattr(settings, field.name) for field in fields(Ask)})
    return put_on_units(tables, ask, strict=settings.strict)[0]


def project_read(settings: Settings, tables: Tables, language: str) -> Projection:
    """The projection of tables that have been read."""
    from forecast.engine.project import project as project_tables
    from forecast.engine.record import Wish

    assert settings.year is not None
    with ProgressBar(language) as progress:
        return project_tables(
            tables,
            year=settings.year,
            measure=settings.measure,
            as_of=settings.as_of,
            quantiles=settings.quantiles,
            seed=settings.seed,
            model=settings.model,
            prior=settings.prior,
            priors=settings.priors,
            progress=progress,
            show_restricted=settings.show_restricted,
            strict=settings.strict,
            units_as_of=settings.units_as_of,
            wish=Wish(settings.cost_ratio, settings.precision, settings.recall),
            capacity=settings.capacity,
            past=read_past(settings),
        )


def read_past(settings: Settings) -> Past:
    """The backtest and the last answer that the settings name."""
    from forecast.engine.prepare import Past
    from forecast.io.read_record import read_answer, read_record

    return Past(
        read_record(settings.record) if settings.record else None,
        read_answer(settings.since) if settings.since else None,
    )


def _write(settings: Settings, language: str, tables: Tables, projection: Projection) -> None:
    content = answer_content(settings, language, tables, projection)
    if settings.output:
        from forecast.io.output_place import write_whole

        write_whole(settings.output, content if isinstance(content, bytes) else content.encode())
        print_message(say("message.written", language, path=settings.output, n=len(projection.table)))
    else:
        print_data(content)


def answer_content(settings: Settings, language: str, tables: Tables, projection: Projection) -> str | bytes:
    """The answer in the form that the settings ask for."""
    if settings.format == "table":
        from forecast.report.projection_table import projection_text

        on_terminal = not settings.output and sys.stdout.isatty()
        width = min(shutil.get_terminal_size((100, 24)).columns, 160) if on_terminal else 120
        return projection_text(projection, tables, language, width=width, colour=on_terminal, trends=on_terminal)
    if settings.format == "csv":
        from forecast.io.write_table import csv_text

        return csv_text(projection.table, settings.csv_style)
    if settings.format == "xlsx":
        from forecast.io.write_workbook import table_sheet, workbook_bytes
        from forecast.report.projection_sheet import notes_sheet, projection_sheet

        answer = projection_sheet(projection, tables, language)
        notes = notes_sheet(projection, settings.stated, language)
        return workbook_bytes([answer, table_sheet("projection", projection.table), notes], language)
    from forecast.io.write_table import table_bytes

    return table_bytes(projection, settings.format, settings.stated)
