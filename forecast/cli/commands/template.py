"""`forecast template`: a workbook to fill in, with examples that can be projected as they stand."""

from __future__ import annotations

from pathlib import Path

import typer

from forecast.cli.commands import options
from forecast.cli.commands.messages import print_message
from forecast.errors import UsageError
from forecast.language.catalogue import say

NAMES = {"vi": "mau.xlsx", "en": "template.xlsx"}


def template(
    context: typer.Context,
    output: options.Output = None,
    lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:
    """Write the workbook; a file that is already there is kept."""
    from forecast.io.output_place import check_output, write_whole
    from forecast.io.template import EXAMPLE_YEAR, template_sheets
    from forecast.io.write_workbook import workbook_bytes

    language = context.obj.language
    path = output or NAMES[language]
    if not path.lower().endswith(".xlsx"):
        raise UsageError("usage.bad_option_value", option="--output", value=path, allowed=NAMES[language])
    if Path(path).exists():
        raise UsageError("usage.template_exists", path=path)
    check_output(path)
    write_whole(path, workbook_bytes(template_sheets(language), language))
    print_message(say("message.template", language, path=path))
    print_message(say("message.next", language, command=f"forecast project {path} --year {EXAMPLE_YEAR}"))
    return 0
