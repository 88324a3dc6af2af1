"""`forecast history UNIT`: what was known of a unit, and when."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.commands.output import print_data
from forecast.cli.settings import Settings, settings_from
from forecast.errors import InputError, UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    import pandas as pd

    from forecast.core.tables import Tables

Unit = Annotated[str, typer.Argument(metavar="UNIT")]
_NAMED = 5  # units named where there are no figures


def history(
    context: typer.Context,
    unit: Unit,
    book: options.Book = None,
    config: options.Config = None,
    counts: options.Counts = None,
    units: options.Units = None,
    measures: options.Measures = None,
    measure: options.Measure = None,
    format: options.FindingsFormat = None,
    csv_style: options.CsvStyle = None,
    lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:
    """Print every figure of the unit with its revisions."""
    from forecast.core.vintages import history_of
    from forecast.io.read_tables import read

    settings, language = settings_from(context.params, required=("counts",)), context.obj.language
    form = format or "table"
    if form not in options.FORMATS[:3]:
        raise UsageError(
            "usage.bad_option_value", option="--format", value=form, allowed=", ".join(options.FORMATS[:3])
        )
    tables = read(**settings.files)
    if any(finding.severity == "error" for finding in tables.findings):
        raise InputError(tables.findings)
    told = history_of(tables, _named(tables, unit), settings.measure)
    if not len(told):
        known = tables.counts["unit"].drop_duplicates().tolist()
        listed = ", ".join(known[:_NAMED]) + (", …" if len(known) > _NAMED else "")
        raise UsageError("history.empty", unit=unit, known=listed)
    print_data(_content(told, unit, form, settings, language))
    notices = [finding for finding in tables.findings if finding.severity == "warning"]
    print_findings(notices, language)
    if form == "table" and not told["reported_on"].notna().any():
        print_message(say("history.no_days", language))
    return 0


def _named(tables: Tables, unit: str) -> str:
    """The unit by its id, by its name, or by other letters of either."""
    from forecast.io.headings import folded
    from forecast.io.tones import one_tone_place

    wanted = one_tone_place(folded(unit))
    names = dict(zip(tables.units["unit"], tables.units["name"], strict=True))
    for known in tables.counts["unit"].drop_duplicates():
        if wanted in (one_tone_place(folded(known)), one_tone_place(folded(str(names.get(known, ""))))):
            return str(known)
    return unit


def _content(told: pd.DataFrame, unit: str, form: str, settings: Settings, language: str) -> str:
    if form == "table":
        from forecast.report.history_table import history_text

        width = min(shutil.get_terminal_size((100, 24)).columns, 140) if sys.stdout.isatty() else 120
        return history_text(told, unit, language, width)
    from datetime import date

    days = [date.fromordinal(int(day)).isoformat() if day == day else "" for day in told["reported_on"]]
    plain = told.assign(reported_on=days)
    if form == "csv":
        from forecast.io.write_table import csv_text

        return csv_text(plain, settings.csv_style)
    from forecast.io.write_table import SCHEMA_VERSION, json_text

    return json_text({"schema_version": SCHEMA_VERSION, "rows": plain.to_dict("records")})
