"""`forecast backtest`: how good the answers would have been as of every past quarter end."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.commands.output import print_data
from forecast.cli.commands.progress import ProgressBar
from forecast.cli.settings import Settings, option_name, settings_from
from forecast.core.periods import LAST_YEAR, parse_years
from forecast.errors import UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    from forecast.core.tables import Tables
    from forecast.engine.backtest import Backtest

MOST_DAYS = 90  # after a quarter's end; then the next one ends
_FORMATS = options.FORMATS[:4]


@dataclass(frozen=True)
class Look:
    """What is asked beyond the settings of a projection.

    Attributes
    ----------
    years : those to look back on; None for all.
    days_after : the day after each quarter's end on which one looks; None for what was reported of it in good time.
    workers : None for as many as pay.
    folder : where rows, scores and parts are kept; None for nowhere.
    """

    years: range | None
    against: tuple[str, ...]
    workers: int | None
    folder: Path | None
    days_after: int | None = None


@options.taking(options.of_tables, options.of_model, options.of_manner)
def backtest(
    context: typer.Context,
    book: options.Book = None,
    years: options.Years = None,
    against: options.Against = None,
    days_after: options.DaysAfter = None,
    workers: options.Workers = None,
    format: options.BacktestFormat = None,
    csv_style: options.CsvStyle = None,
    output: options.Output = None,
) -> int:
    """Look back on every past year; the scores go to stdout or to a file, rows and parts into a folder."""
    settings, look = _settings(context.params), _look(context.params)
    _check_place(settings, look)
    try:
        tables, found = _look_back(settings, look, context.obj.language)
    except KeyboardInterrupt:
        if look.folder:
            print_message(say("backtest.interrupted", context.obj.language))
        raise
    print_findings([finding for finding in found.findings if finding.severity != "notice"], context.obj.language)
    _write(settings, look, context.obj.language, tables, found)
    return 0


def _settings(given: Mapping[str, Any]) -> Settings:
    """The settings as for a projection, but for where the answer goes and in which form: a config file says that of projections."""
    settings = settings_from(given, required=("counts",))
    form = given["format"] or (settings_from({"output": given["output"]}).format if given["output"] else "table")
    if form not in _FORMATS:
        raise UsageError("usage.bad_option_value", option="--format", value=form, allowed=", ".join(_FORMATS))
    return replace(settings, output=given["output"], format=form)


def _look(given: Mapping[str, Any]) -> Look:
    names = tuple(name.strip() for name in (given["against"] or "").split(",") if name.strip())
    for name in names:
        if name not in options.MODELS:
            allowed = ", ".join(options.MODELS)
            raise UsageError("usage.bad_option_value", option="--against", value=name, allowed=allowed)
    try:
        span = parse_years(given["years"], most=LAST_YEAR) if given["years"] else None
    except ValueError:
        allowed = "2022, 2018..2022"
        raise UsageError("usage.bad_option_value", option="--years", value=given["years"], allowed=allowed) from None
    workers, days = _count(given, "workers", 999), _count(given, "days_after", MOST_DAYS)
    output = Path(given["output"]) if given["output"] else None
    folder = output if output and (output.is_dir() or not output.suffix) and not output.is_file() else None
    return Look(span, names, workers, folder, days)


def _count(given: Mapping[str, Any], name: str, most: int) -> int | None:
    """A number from 1 on that an option gives, if it was given."""
    text = given[name]
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,3}", text.strip()) or not 1 <= int(text) <= most:
        raise UsageError("usage.bad_option_value", option=option_name(name), value=text, allowed=f"1, 2, 3 … {most}")
    return int(text)


def _check_place(settings: Settings, look: Look) -> None:
    """Refuse a place that cannot be written before any work is done."""
    from forecast.io.output_place import check_output

    if look.folder:
        check_output(look.folder / "rows.parquet" if look.folder.is_dir() else look.folder, settings.inputs)
    elif settings.output:
        check_output(settings.output, settings.inputs)
    elif settings.format == "parquet" and sys.stdout.isatty():
        raise UsageError("usage.file_to_terminal", format=settings.format, option="--output")


def _look_back(settings: Settings, look: Look, language: str) -> tuple[Tables, Backtest]:
    from forecast.io.refuse_workbooks import refuse_harmful

    refuse_harmful(settings.files)
    from forecast import __version__
    from forecast.engine.backtest import backtest as look_back
    from forecast.io.keep_parts import Parts
    from forecast.io.read_tables import read

    tables = read(**settings.files)
    with ProgressBar(language) as progress:
        found = look_back(
            tables,
            measure=settings.measure,
            years=look.years,
            days_after=look.days_after,
            model=settings.model,
            against=look.against,
            prior=settings.prior,
            priors=settings.priors,
            seed=settings.seed,
            workers=look.workers,
            progress=progress,
            keeper=Parts(look.folder / "parts", __version__) if look.folder else None,
            show_restricted=settings.show_restricted,
            strict=settings.strict,
            units_as_of=settings.units_as_of,
        )
    return tables, found


def _write(settings: Settings, look: Look, language: str, tables: Tables, found: Backtest) -> None:
    from forecast.io.output_place import write_whole

    content = _content(settings, look, language, tables, found)
    if settings.output and not look.folder:
        write_whole(settings.output, content if isinstance(content, bytes) else content.encode())
        print_message(say("message.written", language, path=settings.output, n=len(found.summary)))
        return
    if look.folder:
        from forecast.io.write_table import csv_text, parquet_bytes, stated_words

        stated = _stated(settings, look)
        write_whole(look.folder / "rows.parquet", parquet_bytes(found.rows, stated_words(stated)))
        write_whole(look.folder / "scores.csv", csv_text(found.summary, settings.csv_style).encode())
        write_whole(look.folder / "backtest.json", _json(stated, found).encode())
        for name, picture in _pictures(found, language):
            write_whole(look.folder / name, picture)
        print_message(say("message.written", language, path=str(look.folder / "rows.parquet"), n=len(found.rows)))
    print_data(content)


def _pictures(found: Backtest, language: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of the chart of each measure, in both forms; those of a second measure are numbered."""
    from forecast.engine.backtest import reliability_record
    from forecast.report.charts.lookback import draw_lookback

    records = reliability_record(found.rows)
    for at, (measure, rows) in enumerate(found.summary.groupby("measure", sort=False)):
        for form in ("svg", "png"):
            name = f"chart-{at + 1}.{form}" if at else f"chart.{form}"
            yield name, draw_lookback(rows, records[str(measure)], language, form=form)


def _content(settings: Settings, look: Look, language: str, tables: Tables, found: Backtest) -> str | bytes:
    from forecast.io.write_table import csv_text, parquet_bytes, stated_words

    if settings.format == "table":
        from forecast.engine.backtest import reliability_record
        from forecast.report.backtest_table import backtest_text

        on_terminal = not settings.output and sys.stdout.isatty()
        width = min(shutil.get_terminal_size((100, 24)).columns, 140) if on_terminal else 120
        return backtest_text(found.summary, reliability_record(found.rows), tables.measures, language, width=width)
    if settings.format == "csv":
        return csv_text(found.summary, settings.csv_style)
    if settings.format == "json":
        return _json(_stated(settings, look), found)
    return parquet_bytes(found.summary, stated_words(_stated(settings, look)))


def _stated(settings: Settings, look: Look) -> dict[str, Any]:
    """What shaped the scores; the number of workers does not."""
    years = f"{look.years.start}..{look.years.stop - 1}" if look.years else None
    unused = ("year", "as_of", "quantiles")
    kept = {name: value for name, value in settings.stated.items() if name not in unused}
    return {**kept, "years": years, "against": list(look.against), "days_after": look.days_after}


def _json(stated: Mapping[str, Any], found: Backtest) -> str:
    from forecast.engine.backtest import reliability_record
    from forecast.io.write_table import SCHEMA_VERSION, finding_record, json_text, table_records

    return json_text(
        {
            "schema_version": SCHEMA_VERSION,
            "settings": dict(stated),
            "findings": [finding_record(finding) for finding in found.findings],
            "chances": reliability_record(found.rows),
            "scores": table_records(found.summary),
        }
    )
