"""`forecast import`: the figures of sheets laid out for people into tables, each with the cell that it comes from; those of
texts are `import_text`'s."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast.cli.commands import options
from forecast.cli.commands.import_text import FORMATS, TextSettings, import_texts
from forecast.cli.commands.messages import print_findings, print_message
from forecast.cli.commands.next_step import say_next
from forecast.cli.commands.output import print_data
from forecast.errors import InputError, UsageError
from forecast.language.catalogue import say

if TYPE_CHECKING:
    from forecast.core.findings import Finding
    from forecast.intake.sheets.assemble import Imported
    from forecast.intake.sheets.profile import Profile

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE...")]
ProfileFile = Annotated[str | None, typer.Option("--profile", metavar="FILE.toml")]
Propose = Annotated[bool, typer.Option("--propose")]
Folder = Annotated[str | None, typer.Option("--output", metavar="PATH")]
ReportedOn = Annotated[str | None, typer.Option("--reported-on", metavar="DATE")]
OneYear = Annotated[str | None, typer.Option("--year", metavar="YEAR")]
Text = Annotated[list[str] | None, typer.Option("--text", metavar="FILE")]
Accepted = Annotated[str | None, typer.Option("--accepted", metavar="FILE")]
Published = Annotated[str | None, typer.Option("--published", metavar="DATE")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="NAME")]
Sensitive = Annotated[bool, typer.Option("--sensitive")]
Format = Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS))]


def import_(
    context: typer.Context,
    files: Files = None,
    into: Folder = None,
    profile: ProfileFile = None,
    propose: Propose = False,
    measure: options.Measure = None,
    default_year: OneYear = None,
    reported_on: ReportedOn = None,
    text: Text = None,
    accepted: Accepted = None,
    published: Published = None,
    unit: Unit = None,
    sensitive: Sensitive = False,
    format: Format = None,
    csv_style: options.CsvStyle = None,
    strict: options.Strict = None,
    lang: options.Lang = None,
    debug: options.Debug = False,
) -> int:
    """Read the files, list what is doubtful, and add the figures to the tables of a folder; or read texts."""
    language = context.obj.language
    if bool(files) == bool(text or accepted):
        raise UsageError("usage.files_or_text")
    if not files:
        asked = TextSettings(text, accepted, published, unit, sensitive)
        return import_texts(asked, into, form=format, csv_style=csv_style, language=language)
    from forecast.io.refuse_workbooks import refuse_harmful_sheets

    _judge(into, csv_style, propose=propose)
    refuse_harmful_sheets(files)
    settings = _profile(profile, measure, default_year, reported_on)
    with _cells_kept():
        imported = _read(files, settings)
        if propose:
            return _propose(imported, into, files, language)
        _refuse(imported.findings, strict=bool(strict))
        assert into is not None
        return _add(imported, into, csv_style or "machine", language)


def _read(files: Sequence[str], settings: Profile) -> Imported:
    """Read the files; the libraries are loaded while a child process reads the cells, which takes as long."""
    from concurrent.futures import ThreadPoolExecutor

    from forecast.intake.sheets.open_pages import open_files

    with ThreadPoolExecutor(1) as beside:
        opened = beside.submit(open_files, files)
        from forecast.intake.sheets.assemble import read_sheets

        return read_sheets(opened.result(), settings)


@contextmanager
def _cells_kept() -> Iterator[None]:
    """Without the search for circles of objects: a million cells live to the end, and looking at them takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _judge(folder: str | None, csv_style: str | None, *, propose: bool) -> None:
    if folder is None and not propose:
        raise UsageError("usage.missing_setting", option="--output", key="output")
    if csv_style not in (None, *options.CSV_STYLES):
        raise UsageError(
            "usage.bad_option_value", option="--csv-style", value=csv_style, allowed=", ".join(options.CSV_STYLES)
        )


def _profile(file: str | None, measure: str | None, year: str | None, reported_on: str | None) -> Profile:
    """The profile of a person, or an empty one, with what the options say."""
    from forecast.intake.sheets.profile import Profile, load_profile
    from forecast.io.read_periods import parse_day, parse_year

    profile = load_profile(file) if file else Profile()
    said: dict[str, Any] = {"measure": measure} if measure else {}
    for option, text, parse, allowed in (
        ("--year", year, parse_year, "2023"),
        ("--reported-on", reported_on, parse_day, "2023-04-07, 07/4/2023"),
    ):
        try:
            if text is not None:
                said |= {"year": parse(text)} if option == "--year" else {"reported_on": text}
                parse(text)
        except ValueError as error:
            raise UsageError("usage.bad_option_value", option=option, value=text, allowed=allowed) from error
    return replace(profile, **said)


def _refuse(findings: Sequence[Finding], *, strict: bool) -> None:
    """Stop where something must be mended first."""
    if strict:
        findings = [replace(one, severity="error") if one.severity == "warning" else one for one in findings]
    if any(finding.severity == "error" for finding in findings):
        raise InputError(findings)


def _propose(imported: Imported, output: str | None, files: Sequence[str], language: str) -> int:
    from forecast.intake.sheets.propose import profile_text
    from forecast.io.output_place import check_output, write_whole

    print_findings(imported.findings, language)
    if not imported.readings:
        raise InputError(imported.findings)
    text = profile_text(imported.readings, language)
    if output is None:
        print_data(text)
        return 0
    check_output(output, files)
    write_whole(output, text.encode())
    print_message(say("import.proposed", language, path=output))
    command = " ".join(["forecast import", *files, "--profile", output, "--output DIR"])
    print_message(say("message.next", language, command=command))
    return 0


def _add(imported: Imported, path: str, style: str, language: str) -> int:
    from forecast.intake.folder import add_to_folder, last_year, write_folder

    folder = add_to_folder(path, imported.tables, style)
    findings = (*imported.findings, *folder.findings)
    _refuse(findings, strict=False)
    write_folder(folder, findings, language, style)
    print_findings(findings, language)
    for name, added in (("counts", folder.counts), ("quotas", folder.quotas)):
        if name == "counts" or added.new or added.revised or added.known:
            values = {"new": added.new, "revised": added.revised, "known": added.known}
            print_message(say(f"import.added.{name}", language, path=f"{path}/{name}.csv", **values))
    doubts = sum(finding.severity == "warning" for finding in findings)
    print_message(say("import.doubts", language, path=f"{path}/doubts.csv", n=len(findings), warnings=doubts))
    say_next(path, folder.contents, last_year(imported.tables), language)
    return 0
