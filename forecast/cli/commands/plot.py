"""`forecast plot`: the charts of a report as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.commands.report import Dress, build, ground
from forecast.errors import UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    from forecast.report.model import Report

FORMS: dict[str, Literal["svg", "png"]] = {".svg": "svg", ".png": "png"}


@options.taking(options.of_tables, options.of_time, options.of_model, options.of_manner)
def plot(
    context: typer.Context,
    source: options.Source = None,
    store: options.OfStore = None,
    to: options.To = None,
    chart: options.Chart = None,
) -> int:
    """Draw one chart, or all of them into a folder."""
    from forecast.cli.commands.report_deeper import with_curve
    from forecast.io.output_place import write_whole

    language = context.obj.language
    grounds = ground(context.params, lambda inputs: _check_places(to or [], inputs), language)
    print_findings(grounds.projection.findings, language)
    built = with_curve(build(grounds, Dress(language)), grounds)
    for path, content in _drawn(built, to or [], chart, language).items():
        write_whole(path, content)
        print_message(say("message.report_written", language, path=path))
    return 4 if grounds.projection.skipped else 0


def _check_places(to: Sequence[str], inputs: Sequence[str]) -> None:
    """Judge where to write: a folder, or files."""
    from forecast.io.output_place import check_output

    if not to:
        raise UsageError("usage.report_nowhere")
    for path in to:
        if not Path(path).is_dir():
            if Path(path).suffix.lower() not in FORMS:
                raise UsageError("usage.report_suffix", value=path, allowed=", ".join(FORMS))
            check_output(path, inputs)


def _drawn(built: Report, to: list[str], chart: str | None, language: str) -> dict[str, bytes]:
    """Content of every file to write."""
    from forecast.report.charts.draw import Charts
    from forecast.report.charts.names import chart_names

    charts, drawn = Charts(built), {}
    for path in to:
        if Path(path).is_dir():
            for name in [chart] if chart else chart_names(built):
                for suffix, form in FORMS.items():
                    drawn[str(Path(path) / f"{name}{suffix}")] = charts.draw(name, language, form=form)
        else:
            name = chart or next(iter(chart_names(built)), "landing")
            drawn[path] = charts.draw(name, language, form=FORMS[Path(path).suffix.lower()])
    return drawn
