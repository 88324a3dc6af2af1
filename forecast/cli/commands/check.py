"""`forecast check`: everything noticed in the files, at once; nothing is forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_message
from forecast.cli.commands.output import print_data
from forecast.cli.settings import Settings, settings_from
from forecast.errors import InputError, UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    from forecast.core.findings import Finding


@options.taking(options.of_tables)
def check(
    context: typer.Context,
    book: options.Book = None,
    units_as_of: options.UnitsAsOf = None,
    format: options.FindingsFormat = None,
    csv_style: options.CsvStyle = None,
    strict: options.Strict = None,
    lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:
    """Print all findings; exit code 3 when one of them is an error."""
    # The config's format is that of the projection, which may be one that findings do not have.
    settings, language = settings_from(context.params, required=("counts",)), context.obj.language
    form = format or "table"
    if form not in options.FORMATS[:3]:
        raise UsageError(
            "usage.bad_option_value", option="--format", value=form, allowed=", ".join(options.FORMATS[:3])
        )
    findings = _findings(settings)
    print_data(_content(findings, form, settings.csv_style, language))
    numbers = {
        name: sum(finding.severity == severity for finding in findings)
        for name, severity in (("errors", "error"), ("warnings", "warning"), ("notices", "notice"))
    }
    print_message(say("message.checked", language, **numbers))
    return 3 if numbers["errors"] else 0


def _findings(settings: Settings) -> tuple[Finding, ...]:
    from forecast.engine.recast import checked_on, choose_day
    from forecast.io.read_tables import read

    tables = read(**settings.files)
    try:
        return checked_on(tables, choose_day(settings.units_as_of, tables), strict=settings.strict)[1]
    except InputError as error:
        return error.findings


def _content(findings: tuple[Finding, ...], form: str, csv_style: str, language: str) -> str:
    from forecast.report.findings_list import findings_table, findings_text

    if form == "table":
        return findings_text(findings, language)
    if form == "csv":
        from forecast.io.write_table import csv_text

        return csv_text(findings_table(findings, language), csv_style)
    from forecast.io.write_table import SCHEMA_VERSION, finding_record, json_text
    from forecast.language.describe import describe

    records = [{**finding_record(finding), "message": describe(finding, language)} for finding in findings]
    return json_text({"schema_version": SCHEMA_VERSION, "findings": records})
